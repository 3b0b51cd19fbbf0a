#include "daemon/base/wall_time.hpp"

#include <cstdlib>
#include <ctime>

#include "tests/support/catch.hpp"

using namespace tailmend;
using namespace std::chrono_literals;

namespace {

// Central European time, whatever the host's zone is.
struct Zone {
  Zone() {
    if (const char* zone = std::getenv("TZ")) before = zone;
    ::setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
    ::tzset();
  }
  ~Zone() {
    if (before.empty()) ::unsetenv("TZ");
    else ::setenv("TZ", before.c_str(), 1);
    ::tzset();
  }
  Zone(const Zone&) = delete;
  Zone& operator=(const Zone&) = delete;
  std::string before;
};

WallTime utc(int year, unsigned month, unsigned day, std::chrono::microseconds time) {
  return WallTime(std::chrono::sys_days(std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day))) + time;
}

}  // namespace

TEST_CASE("machines read UTC, to the millisecond") {
  CHECK(rfc3339(utc(2026, 11, 21, 1h + 14min + 7s + 310999us)) == "2026-11-21T01:14:07.310Z");
  CHECK(rfc3339(WallTime()) == "1970-01-01T00:00:00.000Z");
}

TEST_CASE("people read their own clock, in summer and in winter") {
  const Zone zone;
  CHECK(clock_words(utc(2026, 11, 21, 1h + 14min + 7s + 390ms), Precision::minutes) == "02:14");
  CHECK(clock_words(utc(2026, 11, 21, 1h + 14min + 7s + 390ms), Precision::seconds) == "02:14:07");
  CHECK(clock_words(utc(2026, 11, 21, 1h + 14min + 7s + 390ms), Precision::tenths) == "02:14:07.3");
  CHECK(clock_words(utc(2026, 7, 1, 1h), Precision::minutes) == "03:00");
}

TEST_CASE("a day is said as briefly as it is still clear") {
  const Zone zone;
  const WallTime now = utc(2026, 11, 22, 8h);
  CHECK(day_words(now - 1h, now) == "today");
  CHECK(day_words(utc(2026, 11, 21, 23h + 30min), now) == "today");  // half past midnight here
  CHECK(day_words(utc(2026, 11, 21, 22h + 30min), now) == "yesterday");
  CHECK(day_words(utc(2026, 11, 2, 8h), now) == "Nov 02");
  CHECK(day_words(utc(2025, 11, 22, 8h), now) == "Nov 22 2025");
  CHECK(day_words(utc(2025, 12, 31, 12h), utc(2026, 1, 1, 12h)) == "yesterday");
}

TEST_CASE("days are counted over months and years") {
  CHECK(days_before(20260301, 1) == 20260228);
  CHECK(days_before(20260101, 1) == 20251231);
  CHECK(days_before(20261121, 30) == 20261022);
}

TEST_CASE("what --since names is a time before now, or a day") {
  const Zone zone;
  const WallTime now = utc(2026, 11, 22, 8h);
  CHECK(parse_since("30d", now) == now - 720h);
  CHECK(parse_since("12h", now) == now - 12h);
  CHECK(parse_since("90m", now) == now - 90min);
  CHECK(parse_since("2026-11-01", now) == utc(2026, 10, 31, 23h));
  for (const char* wrong : {"", "d", "30", "-3d", "30x", "999999d", "2026-13-01", "2026-02-30", "2026-11-1", "1969-01-01", "30d ", "99999999999d"})
    CHECK(!parse_since(wrong, now));
}

TEST_CASE("an instant of this boot has its time of day") {
  const Moment moment{.boot = watch::Instant(100s), .wall = utc(2026, 11, 21, 2h)};
  CHECK(moment.at(watch::Instant(40s)) == utc(2026, 11, 21, 1h + 59min));
}
