// The time of day, for people and for what is kept: instants of CLOCK_REALTIME as values, the local calendar, and the words
// for both. Reads the time zone, never a clock.
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "libwatch/time.hpp"

namespace tailmend {

// Microseconds since 1970, UTC.
using WallTime = std::chrono::sys_time<std::chrono::microseconds>;

// Both clocks at one moment: what turns an instant of this boot into one that can be kept.
struct Moment {
  watch::Instant boot;  // CLOCK_BOOTTIME
  WallTime wall;        // CLOCK_REALTIME
  [[nodiscard]] WallTime at(watch::Instant when) const { return wall - (boot - when); }
};

// "2026-11-21T01:14:07.310Z"
std::string rfc3339(WallTime when);
// A day of the local calendar: 20261121.
std::uint32_t local_day(WallTime when);
// Of that many days before; across months and years.
std::uint32_t days_before(std::uint32_t day, std::uint32_t days);
// "today", "yesterday", "Nov 21", and "Nov 21 2025" where it is another year than now.
std::string day_words(WallTime when, WallTime now);
// "02:14", "02:14:07", "02:14:07.3"
enum class Precision : std::uint8_t { minutes, seconds, tenths };
std::string clock_words(WallTime when, Precision precision);
// The beginning of what `--since` names: "30d", "12h" before now, or a day "2026-11-01"; nothing for anything else.
std::optional<WallTime> parse_since(std::string_view text, WallTime now);

}  // namespace tailmend
