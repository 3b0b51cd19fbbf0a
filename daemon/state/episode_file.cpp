#include "daemon/state/episode_file.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "daemon/screen/screen_text.hpp"
#include "daemon/state/episode_words.hpp"

namespace tailmend {

namespace {

using namespace episode_words;

constexpr std::string_view index_magic = "tailmend episodes ";
constexpr std::string_view episode_magic = "tailmend episode ";
constexpr std::string_view days_magic = "tailmend days ";
constexpr std::string_view version = "1";
constexpr std::size_t max_targets_name = 128;

std::string other_version(std::string_view first_line, std::string_view magic) {
  if (!first_line.starts_with(magic)) return "it is no such file of tailmend, ignoring it";
  return fmt::format("another version of tailmend wrote it (format {}, this one reads {}), ignoring it", clean(first_line.substr(magic.size(), 8)), version);
}

// Line by line, those that are not understood counted.
class Lines {
 public:
  Lines(std::string_view text, std::string_view magic) : rest_(text) {
    const std::string_view first = take();
    if (first != std::string(magic) + std::string(version)) {
      trouble_ = other_version(first, magic);
      rest_ = {};
    }
  }
  bool next(std::string_view& line) {
    if (rest_.empty()) return false;
    line = take();
    ++number_;
    return true;
  }
  void puzzle() {
    if (puzzles_++ == 0) first_puzzle_ = number_;
  }
  // The last line had no newline: whoever wrote it was killed, or the disk was full.
  [[nodiscard]] bool cut() const { return cut_; }
  [[nodiscard]] std::string trouble(bool early) const {
    if (!trouble_.empty()) return trouble_;
    if (puzzles_ > 1) return fmt::format("line {} and {} more are not understood, ignoring them", first_puzzle_, puzzles_ - 1);
    if (puzzles_ == 1) return fmt::format("line {} is not understood, ignoring it", first_puzzle_);
    return early ? "it ends early; what there is of it is used" : "";
  }

 private:
  std::string_view take() {
    const std::size_t end = rest_.find('\n');
    cut_ = end == std::string_view::npos;
    const std::string_view line = rest_.substr(0, end);
    rest_ = cut_ ? std::string_view() : rest_.substr(end + 1);
    return line;
  }

  std::string_view rest_;
  std::string trouble_;
  std::size_t number_ = 1;
  std::size_t puzzles_ = 0;
  std::size_t first_puzzle_ = 0;
  bool cut_ = false;
};

// Each takes the whole line or nothing of it.
template <class T>
bool take_whole(std::string_view rest, T& value) {
  T read{};
  if (!take(rest, read) || !rest.empty()) return false;
  value = read;
  return true;
}
bool take_number(std::string_view rest, KeptEpisode& kept) { return take_whole(rest, kept.episode.number) && kept.episode.number > 0; }
bool take_began(std::string_view rest, KeptEpisode& kept) { return take_whole(rest, kept.began); }
bool take_lasted(std::string_view rest, KeptEpisode& kept) { return take_whole(rest, kept.episode.lasted); }
bool take_away(std::string_view rest, KeptEpisode& kept) {
  if (!take_whole(rest, kept.episode.away)) return false;
  return kept.episode.watched = true;
}
bool take_verdict(std::string_view rest, KeptEpisode& kept) {
  watch::Verdict verdict{};
  if (!take(rest, verdict) || !take_whole(rest, kept.episode.whose)) return false;
  kept.episode.verdict = verdict;
  return true;
}
bool take_ending(std::string_view rest, KeptEpisode& kept) {
  watch::Ending ending{};
  if (!take(rest, ending) || !take_whole(rest, kept.episode.healed_by)) return false;
  kept.episode.ending = ending;
  return true;
}
bool take_sentence(std::string_view rest, KeptEpisode& kept) {
  kept.episode.sentence = text_of(rest);
  return true;
}
bool take_advice(std::string_view rest, KeptEpisode& kept) {
  kept.episode.advice = text_of(rest);
  return true;
}
bool take_target(std::string_view rest, KeptEpisode& kept) {
  watch::Absence absence;
  if (kept.episode.absences.size() >= watch::Episode::max_absences || !take(rest, absence.away)) return false;
  absence.target = text_of(rest);
  kept.episode.absences.push_back(std::move(absence));
  return true;
}
bool take_remedy(std::string_view rest, KeptEpisode& kept) {
  watch::Attempt attempt;
  if (kept.episode.attempts.size() >= watch::Episode::max_attempts) return false;
  if (!take(rest, attempt.after) || !take(rest, attempt.remedy) || !take(rest, attempt.outcome)) return false;
  attempt.detail = text_of(rest);
  kept.episode.attempts.push_back(std::move(attempt));
  return true;
}
bool take_withheld(std::string_view rest, KeptEpisode& kept) {
  watch::Withheld withheld;
  if (kept.episode.withheld.size() >= watch::Episode::max_withheld || !take(rest, withheld.remedy)) return false;
  withheld.reason = text_of(rest);
  kept.episode.withheld.push_back(std::move(withheld));
  return true;
}
bool take_line(std::string_view rest, KeptEpisode& kept) {
  watch::EpisodeLine line;
  if (kept.episode.lines.size() >= max_kept_lines) return false;
  if (!take(rest, line.after) || !take(rest, line.weight) || !take(rest, line.from) || !take(rest, line.to)) return false;
  line.text = text_of(rest);
  kept.episode.lines.push_back(std::move(line));
  return true;
}
bool take_left_out(std::string_view rest, KeptEpisode& kept) { return take_whole(rest, kept.episode.left_out); }

bool take_summary(std::string_view line, Summary& s) {
  return line.size() <= max_index_line && take(line, s.number) && s.number > 0 && take(line, s.began) && take(line, s.lasted) && take(line, s.away) &&
         take(line, s.verdict) && take(line, s.whose) && take(line, s.ending) && take(line, s.healed_by) && take(line, s.remedies) && line.empty();
}

struct Key {
  std::string_view word;
  bool (*take)(std::string_view rest, KeptEpisode& kept);
};
constexpr auto keys = std::to_array<Key>({{"number", take_number}, {"began", take_began}, {"lasted", take_lasted}, {"away", take_away},
                                          {"verdict", take_verdict}, {"ending", take_ending}, {"sentence", take_sentence}, {"advice", take_advice},
                                          {"target", take_target}, {"remedy", take_remedy}, {"withheld", take_withheld}, {"line", take_line},
                                          {"left-out", take_left_out}});

}  // namespace

std::vector<watch::Remedy> members(watch::Remedies set) {
  std::vector<watch::Remedy> remedies;
  for (std::size_t i = 0; i < watch::remedies; ++i)
    if (set.has(static_cast<watch::Remedy>(i))) remedies.push_back(static_cast<watch::Remedy>(i));
  return remedies;
}

Summary summary_of(const KeptEpisode& kept) {
  const watch::Episode& e = kept.episode;
  Summary summary{.number = e.number, .began = kept.began, .lasted = e.lasted, .away = e.watched ? std::optional(e.away) : std::nullopt,
                  .verdict = e.verdict, .whose = e.whose, .ending = e.ending, .healed_by = e.healed_by};
  for (const auto& attempt : e.attempts)
    if (attempt.outcome != watch::Outcome::unavailable && attempt.outcome != watch::Outcome::withheld) summary.remedies.add(attempt.remedy);  // nothing was done
  return summary;
}

std::string index_header() { return fmt::format("{}{}\n", index_magic, version); }

std::string index_line(const Summary& s) {
  std::string remedies;
  for (const watch::Remedy remedy : members(s.remedies)) remedies += (remedies.empty() ? "" : ",") + std::string(to_string(remedy));
  return fmt::format("{} {} {} {} {} {} {} {} {}\n", s.number, s.began.time_since_epoch().count(), s.lasted.count(), s.away ? fmt::to_string(s.away->count()) : nothing,
                     to_string(s.verdict), code(s.whose), to_string(s.ending), s.healed_by ? to_string(*s.healed_by) : nothing,
                     remedies.empty() ? nothing : std::string_view(remedies));
}

std::uint32_t last_number_in(std::string_view tail) {
  std::uint32_t last = 0;
  while (!tail.empty()) {
    const std::size_t end = std::min(tail.find('\n'), tail.size());
    Summary summary;
    if (take_summary(tail.substr(0, end), summary)) last = summary.number;
    tail.remove_prefix(std::min(end + 1, tail.size()));
  }
  return last;
}

Read<std::vector<Summary>> index_from(std::string_view text) {
  Read<std::vector<Summary>> read;
  Lines lines(text, index_magic);
  for (std::string_view line; lines.next(line);) {
    Summary s;
    if (!lines.cut() && take_summary(line, s)) read.value.push_back(std::move(s));
    else lines.puzzle();
  }
  read.trouble = lines.trouble(false);
  return read;
}

std::string episode_text(const KeptEpisode& kept) {
  const watch::Episode& e = kept.episode;
  std::string text = fmt::format("{}{}\nnumber {}\nbegan {}\nlasted {}\n", episode_magic, version, e.number, kept.began.time_since_epoch().count(), e.lasted.count());
  if (e.watched) text += fmt::format("away {}\n", e.away.count());
  text += fmt::format("verdict {} {}\nending {} {}\n", to_string(e.verdict), code(e.whose), to_string(e.ending), e.healed_by ? to_string(*e.healed_by) : nothing);
  if (!e.sentence.empty()) text += fmt::format("sentence {}\n", clean(e.sentence));
  if (!e.advice.empty()) text += fmt::format("advice {}\n", clean(e.advice));
  for (const auto& absence : e.absences) text += fmt::format("target {} {}\n", absence.away.count(), clean(absence.target));
  for (const auto& a : e.attempts)
    text += fmt::format("remedy {} {} {} {}\n", a.after.count(), to_string(a.remedy), a.outcome ? to_string(*a.outcome) : nothing, clean(a.detail));
  for (const auto& withheld : e.withheld) text += fmt::format("withheld {} {}\n", to_string(withheld.remedy), clean(withheld.reason));
  if (e.left_out > 0) text += fmt::format("left-out {}\n", e.left_out);
  for (const auto& line : e.lines)
    text += fmt::format("line {} {} {} {} {}\n", line.after.count(), to_string(line.weight), to_string(line.from), to_string(line.to), clean(line.text));
  return text + "end\n";
}

Read<std::optional<KeptEpisode>> episode_from(std::string_view text) {
  Read<std::optional<KeptEpisode>> read;
  KeptEpisode kept;
  bool numbered = false, dated = false, ended = false;
  Lines lines(text, episode_magic);
  for (std::string_view line; !ended && lines.next(line);) {
    if (lines.cut()) break;
    std::string_view rest = line;
    const std::string_view word = next_word(rest);
    const auto key = std::ranges::find(keys, word, &Key::word);
    ended = word == "end";
    if (ended) continue;
    if (key == keys.end() || !key->take(rest, kept)) {
      lines.puzzle();
      continue;
    }
    numbered = numbered || word == "number";
    dated = dated || word == "began";
  }
  read.trouble = lines.trouble(!ended);
  if (numbered && dated) read.value = std::move(kept);
  return read;
}

std::string days_text(const std::vector<WatchedDay>& days) {
  std::string text = fmt::format("{}{}\n", days_magic, version);
  for (const auto& d : days) text += fmt::format("{} {} {} {}\n", d.day, d.watched.watched.count(), d.watched.away.count(), clean(d.watched.target));
  return text;
}

Read<std::vector<WatchedDay>> days_from(std::string_view text) {
  Read<std::vector<WatchedDay>> read;
  Lines lines(text, days_magic);
  for (std::string_view line; lines.next(line);) {
    WatchedDay d;
    const bool good = read.value.size() < max_days * max_day_targets && !lines.cut() && take_day(line, d.day) && take(line, d.watched.watched) &&
                      take(line, d.watched.away) && d.watched.away <= d.watched.watched && !line.empty() && line.size() <= max_targets_name;
    d.watched.target = text_of(line);
    if (good) read.value.push_back(std::move(d));
    else lines.puzzle();
  }
  read.trouble = lines.trouble(false);
  return read;
}

void add_to_days(std::vector<WatchedDay>& days, std::uint32_t day, const std::vector<watch::Watched>& watched) {
  for (const auto& more : watched) {
    const std::string name = clean(clean(more.target).substr(0, max_targets_name));
    const auto known = std::ranges::find_if(days, [&](const WatchedDay& d) { return d.day == day && d.watched.target == name; });
    const auto targets = static_cast<std::size_t>(std::ranges::count(days, day, &WatchedDay::day));
    if (known != days.end()) {
      known->watched.watched += more.watched;
      known->watched.away += more.away;
    } else if (targets < max_day_targets) {
      days.push_back({.day = day, .watched = {.target = name, .watched = more.watched, .away = more.away}});
    }
  }
  // By number, not by age: a clock that is years off for a while, as on a router without a battery, costs no month.
  std::vector<std::uint32_t> known;
  for (const auto& d : days)
    if (std::ranges::find(known, d.day) == known.end()) known.push_back(d.day);
  while (known.size() > max_days) {
    const auto farthest = std::ranges::max_element(known, {}, [day](std::uint32_t d) { return d > day ? d - day : day - d; });
    std::erase_if(days, [gone = *farthest](const WatchedDay& d) { return d.day == gone; });
    known.erase(farthest);
  }
}

}  // namespace tailmend
