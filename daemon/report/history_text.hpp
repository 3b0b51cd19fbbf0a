// What `history` prints: episodes, newest first, and how available each target was. Pure; the time zone is the host's.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "daemon/screen/screen.hpp"
#include "daemon/state/episode_file.hpp"

namespace tailmend {

struct History {
  std::vector<Summary> episodes;    // oldest first, as they are kept
  std::vector<WatchedDay> days;
  std::optional<WallTime> since;    // only those that began later
  std::string trouble;              // what could not be read; "" when all could
};

// Each line ended by a newline; right at 80 columns.
std::string history_text(const History& history, WallTime now, Screen screen);
// One object, without a newline; docs/history-json.md is its schema.
std::string history_json(const History& history, WallTime now);

// "yesterday 02:14, 11.3 s without data: tunnel-broken; healed by kick"
std::string summary_line(const Summary& episode, WallTime now);

// Of one target over the last days of the calendar, today among them.
struct Span {
  std::uint32_t days = 0;  // for which there are figures; 0: none
  watch::Duration watched{};
  watch::Duration away{};
};
Span span_of(const std::vector<WatchedDay>& days, const std::string& target, std::uint32_t today, std::uint32_t length);
// "99.92 %", never rounded up to what it is not.
std::string percent_words(const Span& span);
// "11.3 s", "4 min", "0 s"
std::string away_words(watch::Duration away);
// "healed by kick", "came back by itself", "going on"
std::string ending_words(watch::Ending ending, std::optional<watch::Remedy> healed_by);

}  // namespace tailmend
