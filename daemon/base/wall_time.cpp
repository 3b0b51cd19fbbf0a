#include "daemon/base/wall_time.hpp"

#include <array>
#include <charconv>
#include <ctime>

#include <fmt/format.h>

#include "daemon/base/duration.hpp"
#include "daemon/base/posix_time.hpp"

namespace tailmend {

namespace {

using namespace std::chrono_literals;

constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::uint32_t longest_days = 3660;

std::tm local(WallTime when) {
  const std::time_t seconds = to_time_t(std::chrono::floor<std::chrono::seconds>(when).time_since_epoch());
  std::tm time{};
  ::localtime_r(&seconds, &time);
  return time;
}

std::uint32_t number_of(const std::tm& time) {
  return static_cast<std::uint32_t>((time.tm_year + 1900) * 10000 + (time.tm_mon + 1) * 100 + time.tm_mday);
}

std::chrono::year_month_day date_of(std::uint32_t day) {
  return std::chrono::year(static_cast<int>(day / 10000)) / std::chrono::month(day / 100 % 100) / std::chrono::day(day % 100);
}

std::optional<std::uint32_t> number(std::string_view text) {
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

// Midnight, local.
std::optional<WallTime> parse_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = number(text.substr(0, 4)), month = number(text.substr(5, 2)), day = number(text.substr(8, 2));
  if (!year || !month || !day || *year < 1970) return std::nullopt;
  if (!date_of(*year * 10000 + *month * 100 + *day).ok()) return std::nullopt;
  std::tm time{};
  time.tm_year = static_cast<int>(*year) - 1900;
  time.tm_mon = static_cast<int>(*month) - 1;
  time.tm_mday = static_cast<int>(*day);
  time.tm_isdst = -1;
  return WallTime(std::chrono::seconds(std::mktime(&time)));
}

}  // namespace

std::string rfc3339(WallTime when) {
  const auto day = std::chrono::floor<std::chrono::days>(when);
  const std::chrono::year_month_day date(day);
  const auto ms = std::chrono::floor<std::chrono::milliseconds>(when - day).count();
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()), ms / 3600000, ms / 60000 % 60, ms / 1000 % 60, ms % 1000);
}

std::uint32_t local_day(WallTime when) { return number_of(local(when)); }

std::uint32_t days_before(std::uint32_t day, std::uint32_t days) {
  const std::chrono::year_month_day date(std::chrono::sys_days(date_of(day)) - std::chrono::days(days));
  return static_cast<std::uint32_t>(static_cast<int>(date.year()) * 10000) + static_cast<unsigned>(date.month()) * 100 + static_cast<unsigned>(date.day());
}

std::string day_words(WallTime when, WallTime now) {
  const std::tm time = local(when);
  const std::uint32_t day = number_of(time), today = local_day(now);
  if (day == today) return "today";
  if (day == days_before(today, 1)) return "yesterday";
  const std::string date = fmt::format("{} {:02}", months[static_cast<std::size_t>(time.tm_mon)], time.tm_mday);
  return day / 10000 == today / 10000 ? date : fmt::format("{} {}", date, time.tm_year + 1900);
}

std::string clock_words(WallTime when, Precision precision) {
  const std::tm time = local(when);
  const std::string minutes = fmt::format("{:02}:{:02}", time.tm_hour, time.tm_min);
  switch (precision) {
    case Precision::minutes: return minutes;
    case Precision::seconds: return fmt::format("{}:{:02}", minutes, time.tm_sec);
    case Precision::tenths: {
      const auto part = (when - std::chrono::floor<std::chrono::seconds>(when)) / 100ms;
      return fmt::format("{}:{:02}.{}", minutes, time.tm_sec, part);
    }
  }
  return minutes;
}

std::optional<WallTime> parse_since(std::string_view text, WallTime now) {
  if (const auto day = parse_day(text)) return day;
  if (text.ends_with('d')) {
    const auto days = number(text.substr(0, text.size() - 1));
    return days && *days <= longest_days ? std::optional<WallTime>(now - std::chrono::days(*days)) : std::nullopt;
  }
  const auto duration = parse_duration(text);
  return duration ? std::optional<WallTime>(now - *duration) : std::nullopt;
}

}  // namespace tailmend
