#include "daemon/report/why_text.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "daemon/base/json_text.hpp"
#include "daemon/report/history_text.hpp"
#include "daemon/screen/screen_text.hpp"
#include "libwatch/words.hpp"

namespace tailmend {

namespace {

constexpr std::size_t time_width = 12;     // "02:14:07.3" and a gap
constexpr std::size_t gap = 2;
constexpr std::size_t least_text = 36;     // beside which the transitions have a column of their own
constexpr std::size_t hang_when_narrow = 2;

std::string transition(const watch::EpisodeLine& line) {
  if (line.from == line.to || line.weight == watch::Weight::note) return "";
  return fmt::format("{} → {}", to_string(line.from), to_string(line.to));
}

std::string span_words(const KeptEpisode& kept, WallTime now) {
  const WallTime ended = kept.began + kept.episode.lasted;
  const std::string begin = fmt::format("{} {}", day_words(kept.began, now), clock_words(kept.began, Precision::seconds));
  if (kept.episode.ending == watch::Ending::going_on) return "since " + begin;
  const std::string end = clock_words(ended, Precision::seconds);
  return local_day(kept.began) == local_day(ended) ? fmt::format("{} to {}", begin, end) : fmt::format("{} to {} {}", begin, day_words(ended, now), end);
}

std::string ended(const watch::Episode& e) {
  switch (e.ending) {
    case watch::Ending::taken_over: return "somebody restarted tailscaled, and what followed is another episode";
    case watch::Ending::reported: return "reported; the targets answer";
    case watch::Ending::cut_off: return "tailmend was restarted in the middle of it";
    case watch::Ending::going_on:
    case watch::Ending::healed:
    case watch::Ending::by_itself:
    case watch::Ending::by_a_person:
    case watch::Ending::nothing: return ending_words(e.ending, e.healed_by);
  }
  return "";
}

// "Episode 17, yesterday 02:14:07 to 02:14:18: 11.3 s without data. tunnel-broken, ours; healed by kick."
std::string head(const KeptEpisode& kept, WallTime now, Screen screen) {
  const watch::Episode& e = kept.episode;
  std::string text = fmt::format("Episode {}, {}", e.number, span_words(kept, now));
  if (e.away > watch::Duration::zero()) text += fmt::format(": {} without data", away_words(e.away));
  else if (e.watched && !is_will(e.verdict)) text += ": no data was lost";
  std::string verdict(to_string(e.verdict));
  if (e.whose != watch::Whose::nobody) verdict += fmt::format(", {}", to_string(e.whose));
  text += e.verdict == watch::Verdict::healthy ? fmt::format("; {}.", ended(e)) : fmt::format(". {}; {}.", verdict, ended(e));
  std::string lines = hanging(text, 0, screen.columns);
  if (e.verdict != watch::Verdict::healthy)
    if (const std::size_t at = lines.find(verdict); at != std::string::npos)
      lines.replace(at, verdict.size(), painted(verdict, watch::is_critical(e.verdict) ? Paint::red : Paint::yellow, screen.colour));
  if (e.absences.size() < 2) return lines;
  std::string targets = "Without data: ";
  for (std::size_t i = 0; i < e.absences.size(); ++i) targets += fmt::format("{}{} {}", i == 0 ? "" : ", ", clean(e.absences[i].target), away_words(e.absences[i].away));
  return lines + hanging(targets + ".", 0, screen.columns);
}

// Three columns where there is room for them, else the transition behind its sentence.
class Timeline {
 public:
  Timeline(const KeptEpisode& kept, WallTime now, std::size_t columns) : kept_(kept), now_(now), columns_(columns), day_(local_day(kept.began)) {
    std::size_t widest = 0;
    for (const auto& line : kept.episode.lines) widest = std::max(widest, width(transition(line)));
    wide_ = columns >= time_width + least_text + gap + widest;
    if (!wide_) return;
    const std::size_t room = columns - time_width - (widest > 0 ? gap + widest : 0);
    for (const auto& line : kept.episode.lines)
      for (const auto& part : wrap(clean(line.text), room)) text_width_ = std::max(text_width_, width(part));
  }

  std::string text() {
    const auto& lines = kept_.episode.lines;
    std::string all;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (i == watch::Episode::first_lines && kept_.episode.left_out > 0) all += left_out();
      const WallTime at = kept_.began + lines[i].after;
      if (const std::uint32_t day = local_day(at); day != day_ && lines[i].weight != watch::Weight::note) {
        day_ = day;
        all += day_words(at, now_) + "\n";
      }
      const std::string time = lines[i].weight == watch::Weight::note ? "" : clock_words(at, Precision::tenths);
      all += wide_ ? in_columns(time, lines[i]) : in_a_row(time, lines[i]);
    }
    return all;
  }

 private:
  [[nodiscard]] std::string left_out() const {
    const std::string text = fmt::format("({} left out here)", watch::count(kept_.episode.left_out, "line is", "lines are"));
    return wide_ ? std::string(time_width, ' ') + text + "\n" : hanging(text, hang_when_narrow, columns_);
  }
  [[nodiscard]] std::string in_columns(const std::string& time, const watch::EpisodeLine& line) const {
    const auto parts = wrap(clean(line.text), text_width_);
    const std::string way = transition(line);
    std::string text;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      text += padded(i == 0 ? time : "", time_width);
      text += i + 1 < parts.size() || way.empty() ? parts[i] : padded(parts[i], text_width_ + gap) + way;
      text += "\n";
    }
    return text;
  }
  [[nodiscard]] std::string in_a_row(const std::string& time, const watch::EpisodeLine& line) const {
    const std::string way = transition(line);
    if (time.empty()) return std::string(hang_when_narrow, ' ') + hanging(clean(line.text), hang_when_narrow, columns_ - hang_when_narrow);
    return hanging(fmt::format("{}  {}{}", time, clean(line.text), way.empty() ? "" : " (" + way + ")"), hang_when_narrow, columns_);
  }

  const KeptEpisode& kept_;
  WallTime now_;
  std::size_t columns_;
  std::uint32_t day_;
  bool wide_ = false;
  std::size_t text_width_ = 0;
};

std::string line_json(const KeptEpisode& kept, const watch::EpisodeLine& line) {
  return fmt::format(R"({{"at":{},"from":{},"to":{},"weight":{},"text":{}}})", time_json(kept.began + line.after), text_json(to_string(line.from)),
                     text_json(to_string(line.to)), text_json(to_string(line.weight)), text_json(line.text));
}

std::string attempt_json(const KeptEpisode& kept, const watch::Attempt& attempt) {
  return fmt::format(R"({{"at":{},"remedy":{},"outcome":{},"detail":{}}})", time_json(kept.began + attempt.after), text_json(to_string(attempt.remedy)),
                     attempt.outcome ? text_json(to_string(*attempt.outcome)) : "null", text_json(attempt.detail));
}

}  // namespace

std::string why_text(const Why& why, WallTime now, Screen screen) {
  std::string text = head(why.kept, now, screen) + "\n" + Timeline(why.kept, now, screen.columns).text();
  if (!why.flight_record.empty()) text += "\n" + hanging("Replay: tailmend replay " + clean(why.flight_record), 0, screen.columns);
  if (!why.trouble.empty()) text += "\n" + hanging("note: " + clean(why.trouble), 6, screen.columns);
  return text;
}

std::string why_json(const Why& why) {
  const KeptEpisode& kept = why.kept;
  const watch::Episode& e = kept.episode;
  const Summary s = summary_of(kept);
  std::string json = fmt::format(R"({{"schema":1,"number":{},"began":{},"lasted_s":{},"away_s":{},"verdict":{},"whose":{},"sentence":{},"advice":{},"ending":{},"healed_by":{})",
                                 e.number, time_json(kept.began), seconds_json(e.lasted), s.away ? seconds_json(*s.away) : "null", text_json(to_string(e.verdict)),
                                 text_json(code(e.whose)), text_json(e.sentence), text_json(e.advice), text_json(to_string(e.ending)),
                                 e.healed_by ? text_json(to_string(*e.healed_by)) : "null");
  json += fmt::format(R"(,"targets":{},"remedies":{},"withheld":{},"lines":{},"left_out":{},"flight_record":{},"trouble":{}}})",
                      array_json(e.absences, [](const watch::Absence& a) { return fmt::format(R"({{"target":{},"away_s":{}}})", text_json(a.target), seconds_json(a.away)); }),
                      array_json(e.attempts, [&](const watch::Attempt& a) { return attempt_json(kept, a); }),
                      array_json(e.withheld, [](const watch::Withheld& w) { return fmt::format(R"({{"remedy":{},"reason":{}}})", text_json(to_string(w.remedy)), text_json(w.reason)); }),
                      array_json(e.lines, [&](const watch::EpisodeLine& line) { return line_json(kept, line); }), e.left_out,
                      why.flight_record.empty() ? "null" : text_json(why.flight_record), why.trouble.empty() ? "null" : text_json(why.trouble));
  return json;
}

}  // namespace tailmend
