#include "daemon/state/pause_file.hpp"

#include "libwatch/dice.hpp"
#include "libwatch/policy.hpp"
#include "tests/support/catch.hpp"

using namespace std::chrono_literals;
using tailmend::Clocks;
using tailmend::pause_from;
using tailmend::pause_text;
using watch::Instant;
using watch::Pause;

namespace {
const Clocks evening{.boot_id = "b1", .now = Instant(5h), .wall_s = 1'800'000'000};
const Pause two_hours{.since = Instant(5h), .until = Instant(7h), .who = "alice as root", .reason = "a new router, größer"};

Clocks rebooted(std::int64_t wall_s) { return {.boot_id = "b2", .now = Instant(1min), .wall_s = wall_s}; }
}  // namespace

TEST_CASE("a pause comes back as it was written within the same boot") {
  Clocks later = evening;
  later.now += 30min;
  later.wall_s += 1800;
  const auto kept = pause_from(pause_text(two_hours, evening), later);
  CHECK(kept.trouble.empty());
  CHECK(kept.pause == two_hours);
}

TEST_CASE("setting the wall clock changes nothing of a pause in this boot") {
  const auto text = pause_text(two_hours, evening);
  for (const std::int64_t jump : {-1'800'000'000LL, -31'536'000LL, 31'536'000LL, 400'000'000LL}) {
    Clocks later = evening;
    later.wall_s += jump;
    CHECK(pause_from(text, later).pause == two_hours);
    later.now = two_hours.until;
    CHECK_FALSE(pause_from(text, later).pause);
  }
}

TEST_CASE("after a reboot a pause lasts as long as the wall clock says") {
  const auto text = pause_text(two_hours, evening);
  const auto kept = pause_from(text, rebooted(evening.wall_s + 1800));
  REQUIRE(kept.pause);
  CHECK(kept.pause->until == Instant(1min) + 90min);
  CHECK(kept.pause->since == Instant(1min) - 30min);
  CHECK_FALSE(pause_from(text, rebooted(evening.wall_s + 7200)).pause);
  CHECK(pause_from(text, rebooted(evening.wall_s + 7200)).trouble.empty());
}

TEST_CASE("a clock that is wrong after a reboot makes a pause no longer than it was said") {
  const auto text = pause_text(two_hours, evening);
  for (const std::int64_t wall_s : {0LL, 60LL, evening.wall_s - 31'536'000LL}) {
    const auto kept = pause_from(text, rebooted(wall_s));
    REQUIRE(kept.pause);
    CHECK(kept.pause->since == Instant(1min));
    CHECK(kept.pause->until == Instant(1min) + 2h);
  }
  CHECK_FALSE(pause_from(text, rebooted(evening.wall_s + 31'536'000)).pause);
}

TEST_CASE("a pause of a boot that the kernel does not name is one of another boot") {
  Clocks nameless = evening;
  nameless.boot_id = tailmend::unknown_boot;
  const auto text = pause_text(two_hours, nameless);
  nameless.now = Instant(1min);  // uptime of another boot
  nameless.wall_s += 5400;
  const auto kept = pause_from(text, nameless);
  REQUIRE(kept.pause);
  CHECK(kept.pause->until == Instant(1min) + 30min);
}

TEST_CASE("a pause cut short anywhere is trouble and no pause") {
  const auto text = pause_text(two_hours, evening);
  for (std::size_t size = 0; size < text.size(); ++size) {
    CAPTURE(size);
    const auto kept = pause_from(std::string_view(text).substr(0, size), evening);
    CHECK_FALSE(kept.trouble.empty());
    CHECK_FALSE(kept.pause);
  }
}

TEST_CASE("a damaged pause is trouble, or none that outlasts the longest") {
  const auto text = pause_text(two_hours, evening);
  watch::Dice dice(watch::Seed{7});
  for (int turn = 0; turn < 3000; ++turn) {
    auto damaged = text;
    damaged[dice.below(damaged.size())] = static_cast<char>(dice.below(256));
    const auto kept = pause_from(damaged, evening);
    CAPTURE(damaged);
    if (!kept.trouble.empty()) CHECK_FALSE(kept.pause);
    if (!kept.pause) continue;
    CHECK(kept.pause->until <= evening.now + watch::Policy::pause_longest);
    CHECK(kept.pause->since <= evening.now);
  }
}

TEST_CASE("another version, garbage, numbers out of range and times in the wrong order are trouble") {
  const std::string rest = "who a\nreason b\nend\n";
  for (const std::string& text :
       {std::string(), std::string("\n"), "tailmend pause 2\nboot b1\nsince 1 1\nuntil 2 2\n" + rest, "tailmend pause 1\nboot b1\nsince 2 1\nuntil 1 2\n" + rest,
        "tailmend pause 1\nboot b1\nsince 1 1\nuntil 9223372036854775807 2\n" + rest, "tailmend pause 1\nboot b1\nuntil 2 2\nsince 1 1\n" + rest,
        "tailmend pause 1\nboot b1\nsince 1 1\nuntil 2 2 2\n" + rest, "tailmend pause 1\nboot \nsince 1 1\nuntil 2 2\n" + rest,
        "tailmend pause 1\nboot b1\nsince 1 1\nuntil 2 2\nwho a\nreason " + std::string(300, 'x') + "\nend\n",
        std::string("tailmend pause 1\nboot b1\nsince 1 1\nuntil 2 2\nwho a\x1b[2J\nreason b\nend\n"), "tailmend pause 1\nboot b1\nsince 1 1\nuntil 2 2\n" + rest + "more\n",
        std::string(4096, '\0')}) {
    CAPTURE(text);
    CHECK_FALSE(pause_from(text, evening).trouble.empty());
    CHECK_FALSE(pause_from(text, evening).pause);
  }
}

TEST_CASE("whatever a person says as a reason fits on its line and can be read back") {
  for (const std::string& reason : {std::string("two\nlines\x1b[31m"), std::string(1000, 'x'), std::string(254, 'x') + "größer", std::string("\xff\xfe"), std::string()}) {
    CAPTURE(reason);
    Pause said = two_hours;
    said.reason = said.who = reason;
    const auto kept = pause_from(pause_text(said, evening), evening);
    CHECK(kept.trouble.empty());
    REQUIRE(kept.pause);
    CHECK(kept.pause->reason.find_first_of("\n\x1b") == std::string::npos);
    CHECK(pause_text(said, evening).size() <= tailmend::max_pause_file);
  }
}

TEST_CASE("a pause for ever is kept as the longest one") {
  Pause forever = two_hours;
  forever.until = Instant::max();
  const auto kept = pause_from(pause_text(forever, evening), evening);
  REQUIRE(kept.pause);
  CHECK(kept.pause->until == evening.now + watch::Policy::pause_longest);
}
