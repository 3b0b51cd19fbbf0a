#include "daemon/report/history_text.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "daemon/base/json_text.hpp"
#include "daemon/screen/screen_text.hpp"
#include "libwatch/words.hpp"

namespace tailmend {

namespace {

constexpr std::string_view none = "–";
constexpr std::size_t gap = 2;
constexpr std::size_t least_cell = 10;  // to which the last two columns may be narrowed

enum Column : std::uint8_t { number, when, away, verdict, whose, remedies, ended };
constexpr std::size_t columns = 7;
using Row = std::array<std::string, columns>;
constexpr std::array<std::string_view, columns> heads{"#", "when", "away", "verdict", "whose", "remedies", "ended"};

std::string remedy_words(watch::Remedies set) {
  std::string text;
  for (const watch::Remedy remedy : members(set)) text += (text.empty() ? "" : ", ") + std::string(to_string(remedy));
  return text.empty() ? std::string(none) : text;
}

Row row_of(const Summary& s, WallTime now) {
  const bool nobody = s.verdict == watch::Verdict::healthy || s.whose == watch::Whose::nobody;
  const bool left_alone = watch::is_will(s.verdict) && s.away == watch::Duration::zero();  // nobody watched
  // With one remedy the column beside it says which.
  const auto by = members(s.remedies).size() > 1 ? s.healed_by : std::nullopt;
  return {fmt::to_string(s.number),
          fmt::format("{} {}", day_words(s.began, now), clock_words(s.began, Precision::minutes)),
          s.away && !left_alone ? away_words(*s.away) : std::string(none),
          s.verdict == watch::Verdict::healthy ? std::string(none) : std::string(to_string(s.verdict)),
          nobody ? std::string(none) : std::string(to_string(s.whose)),
          remedy_words(s.remedies),
          ending_words(s.ending, by)};
}

bool to_the_right(std::size_t column) { return column == number || column == away; }

std::string coloured(const Summary& s, std::string_view text, Colour colour) {
  if (s.verdict == watch::Verdict::healthy) return std::string(text);
  return painted(text, watch::is_critical(s.verdict) ? Paint::red : Paint::yellow, colour);
}

// How wide each column is; nothing where the screen is too narrow for a table.
std::optional<std::array<std::size_t, columns>> fit(const std::vector<Row>& rows, std::size_t screen) {
  std::array<std::size_t, columns> widths{};
  std::size_t total = gap * (columns - 1);
  for (std::size_t c = 0; c < columns; ++c) {
    widths[c] = heads[c].size();
    for (const Row& row : rows) widths[c] = std::max(widths[c], width(row[c]));
    total += widths[c];
  }
  for (const std::size_t c : {remedies, ended}) {
    const std::size_t most = widths[c] > least_cell ? widths[c] - least_cell : 0;
    const std::size_t less = std::min(most, total > screen ? total - screen : 0);
    widths[c] -= less;
    total -= less;
  }
  return total <= screen ? std::optional(widths) : std::nullopt;
}

std::string without_end(std::string line) {
  while (line.ends_with(' ')) line.pop_back();
  return line + "\n";
}

// A row takes as many lines as its tallest cell.
std::string drawn(const Row& row, const std::array<std::size_t, columns>& widths, const Summary* summary, Colour colour) {
  std::array<std::vector<std::string>, columns> cells;
  std::size_t height = 1;
  for (std::size_t c = 0; c < columns; ++c) {
    cells[c] = wrap(row[c], widths[c]);
    height = std::max(height, cells[c].size());
  }
  std::string text;
  for (std::size_t i = 0; i < height; ++i) {
    std::string line;
    for (std::size_t c = 0; c < columns; ++c) {
      const std::string cell = i < cells[c].size() ? cells[c][i] : "";
      const std::string filled = to_the_right(c) ? padded_left(cell, widths[c]) : padded(cell, widths[c]);
      line += c == 0 ? "" : std::string(gap, ' ');
      line += c == verdict && summary != nullptr && !cell.empty() ? coloured(*summary, cell, colour) + filled.substr(cell.size()) : filled;
    }
    text += without_end(std::move(line));
  }
  return text;
}

std::string stacked(const Row& row, const Summary& s, Screen screen) {
  std::string text = fmt::format("{} {}: ", row[number], row[when]);
  if (row[away] != none) text += fmt::format("{} without data; ", row[away]);
  if (s.verdict != watch::Verdict::healthy) text += row[verdict] + (row[whose] == none ? "; " : ", " + row[whose] + "; ");
  if (!s.remedies.empty()) text += row[remedies] + "; ";
  return hanging(text + row[ended], 2, screen.columns);
}

std::string table(const std::vector<const Summary*>& episodes, WallTime now, Screen screen) {
  std::vector<Row> rows;
  for (const Summary* summary : episodes) rows.push_back(row_of(*summary, now));
  const auto widths = fit(rows, screen.columns);
  std::string text;
  if (widths) {
    Row head;
    std::ranges::copy(heads, head.begin());
    text = drawn(head, *widths, nullptr, screen.colour);
  }
  for (std::size_t i = 0; i < rows.size(); ++i) text += widths ? drawn(rows[i], *widths, episodes[i], screen.colour) : stacked(rows[i], *episodes[i], screen);
  return text;
}

std::vector<std::string> targets_of(const std::vector<WatchedDay>& days) {
  std::vector<std::string> names;
  for (const auto& d : days)
    if (std::ranges::find(names, d.watched.target) == names.end()) names.push_back(d.watched.target);
  return names;
}

// "plc  100 % today · 99.97 % over 7 days · 99.92 % over 30 days"; shorter where there are not yet so many.
std::string availability(const std::vector<WatchedDay>& days, std::uint32_t today, std::size_t screen) {
  const std::vector<std::string> names = targets_of(days);
  std::size_t longest = 0;
  for (const auto& name : names) longest = std::max(longest, width(name));
  std::string text;
  for (const auto& name : names) {
    std::string line;
    std::uint32_t said = 0;
    for (const std::uint32_t length : {1U, 7U, 30U}) {
      const Span span = span_of(days, name, today, length);
      if (span.watched == watch::Duration::zero() || span.days <= said) continue;
      said = span.days;
      line += fmt::format("{}{} {}", line.empty() ? "" : " · ", percent_words(span), said == 1 ? "today" : fmt::format("over {} days", said));
    }
    if (!line.empty()) text += hanging(padded(name, longest) + "  " + line, longest + gap, screen);
  }
  return text;
}

std::string nothing_to_tell(const History& history, WallTime now) {
  if (history.episodes.empty() && !history.trouble.empty()) return "No episodes that can be read.";
  if (history.episodes.empty()) return "No episodes yet: nothing has gone wrong since tailmend keeps a history.";
  return fmt::format("No episodes since {} {}; before that there were {}.", day_words(*history.since, now), clock_words(*history.since, Precision::minutes), history.episodes.size());
}

std::string span_json(const Span& span) {
  return fmt::format(R"({{"watched_s":{},"away_s":{}}})", seconds_json(span.watched), seconds_json(span.away));
}

std::string summary_json(const Summary& s) {
  return fmt::format(R"({{"number":{},"began":{},"lasted_s":{},"away_s":{},"verdict":{},"whose":{},"remedies":{},"ending":{},"healed_by":{}}})", s.number, time_json(s.began),
                     seconds_json(s.lasted), s.away ? seconds_json(*s.away) : "null", text_json(to_string(s.verdict)), text_json(code(s.whose)),
                     array_json(members(s.remedies), [](watch::Remedy remedy) { return text_json(to_string(remedy)); }), text_json(to_string(s.ending)),
                     s.healed_by ? text_json(to_string(*s.healed_by)) : "null");
}

std::vector<const Summary*> newest_first(const History& history) {
  std::vector<const Summary*> chosen;
  for (const Summary& summary : history.episodes)
    if (!history.since || summary.began >= *history.since) chosen.push_back(&summary);
  std::ranges::reverse(chosen);
  return chosen;
}

}  // namespace

std::string history_text(const History& history, WallTime now, Screen screen) {
  const auto chosen = newest_first(history);
  std::string text = chosen.empty() ? hanging(nothing_to_tell(history, now), 0, screen.columns) : table(chosen, now, screen);
  const std::string available = availability(history.days, local_day(now), screen.columns);
  if (!chosen.empty() || !available.empty()) text += "\n";
  text += available;
  if (!chosen.empty()) {
    const auto healed = static_cast<std::size_t>(std::ranges::count(chosen, watch::Ending::healed, &Summary::ending));
    text += hanging(fmt::format("{} · {} healed here", watch::count(chosen.size(), "episode", "episodes"), healed), 0, screen.columns);
  }
  if (!history.trouble.empty()) text += hanging("note: " + clean(history.trouble), 6, screen.columns);
  return text;
}

std::string history_json(const History& history, WallTime now) {
  const std::uint32_t today = local_day(now);
  const std::string targets = array_json(targets_of(history.days), [&](const std::string& name) {
    const auto span = [&](std::uint32_t length) { return span_json(span_of(history.days, name, today, length)); };
    return fmt::format(R"({{"target":{},"today":{},"week":{},"month":{}}})", text_json(name), span(1), span(7), span(30));
  });
  return fmt::format(R"({{"schema":1,"episodes":{},"targets":{},"trouble":{}}})", array_json(newest_first(history), [](const Summary* s) { return summary_json(*s); }),
                     targets, history.trouble.empty() ? "null" : text_json(history.trouble));
}

Span span_of(const std::vector<WatchedDay>& days, const std::string& target, std::uint32_t today, std::uint32_t length) {
  Span span;
  const std::uint32_t before = days_before(today, length);
  for (const auto& d : days) {
    if (d.watched.target != target || d.day <= before || d.day > today) continue;
    span.watched += d.watched.watched;
    span.away += d.watched.away;
    // Since the first of them: days on which nobody watched count to the length, not to the figures.
    std::uint32_t age = 1;
    while (days_before(today, age - 1) > d.day) ++age;
    span.days = std::max(span.days, age);
  }
  return span;
}

std::string percent_words(const Span& span) {
  if (span.away == watch::Duration::zero() || span.watched == watch::Duration::zero()) return "100 %";
  const auto lost = std::min(static_cast<double>(span.away.count()) / static_cast<double>(span.watched.count()), 1.0);
  const auto hundredths = static_cast<int>((1.0 - lost) * 1e4);
  return fmt::format("{}.{:02} %", std::min(hundredths, 9999) / 100, std::min(hundredths, 9999) % 100);
}

std::string away_words(watch::Duration away) {
  if (away == watch::Duration::zero()) return "0 s";
  const auto tenths = (away.count() + 50000) / 100000;
  return tenths < 1000 ? fmt::format("{}.{} s", tenths / 10, tenths % 10) : watch::words(away);
}

std::string ending_words(watch::Ending ending, std::optional<watch::Remedy> healed_by) {
  switch (ending) {
    case watch::Ending::going_on: return "going on";
    case watch::Ending::healed: return healed_by ? fmt::format("healed by {}", to_string(*healed_by)) : "healed";
    case watch::Ending::by_itself: return "came back by itself";
    case watch::Ending::by_a_person: return "put right by a person";
    case watch::Ending::taken_over: return "tailscaled restarted by somebody";
    case watch::Ending::reported: return "reported";
    case watch::Ending::cut_off: return "tailmend restarted in it";
    case watch::Ending::nothing: return "nothing was found";
  }
  return "";
}

std::string summary_line(const Summary& episode, WallTime now) {
  return fmt::format("{} {}{}: {}; {}", day_words(episode.began, now), clock_words(episode.began, Precision::minutes),
                     episode.away ? fmt::format(", {} without data", away_words(*episode.away)) : "", to_string(episode.verdict),
                     ending_words(episode.ending, episode.healed_by));
}

}  // namespace tailmend
