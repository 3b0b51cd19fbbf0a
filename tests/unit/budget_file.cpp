#include "daemon/state/budget_file.hpp"

#include "libwatch/budget.hpp"
#include "libwatch/dice.hpp"
#include "libwatch/policy.hpp"
#include "tests/support/catch.hpp"

using namespace std::chrono_literals;
using tailmend::budget_from;
using tailmend::budget_text;
using tailmend::Clocks;
using watch::Instant;

namespace {
const Clocks evening{.boot_id = "b1", .now = Instant(5h), .wall_s = 1'800'000'000};

std::uint32_t left(const std::vector<Instant>& spent, Instant now) {
  return watch::Budget(3, watch::Policy::budget_window, spent).left(now);
}
}  // namespace

TEST_CASE("a budget comes back as it was written within the same boot") {
  const std::vector<Instant> restarts{Instant(-10min), Instant(4h), Instant(5h - 1ms)};
  const auto read = budget_from(budget_text(restarts, {Instant(3h)}, evening), evening);
  CHECK(read.trouble.empty());
  CHECK(read.restarts == restarts);
  CHECK(read.up_resets == std::vector<Instant>{Instant(3h)});
}

TEST_CASE("an empty budget is a valid file") {
  const auto read = budget_from(budget_text({}, {}, evening), evening);
  CHECK(read.trouble.empty());
  CHECK(read.restarts.empty());
  CHECK(read.up_resets.empty());
}

TEST_CASE("setting the wall clock does not change what was spent in this boot") {
  const auto text = budget_text({Instant(5h - 10min)}, {}, evening);
  for (const std::int64_t jump : {-1'800'000'000LL, -86'400LL, 86'400LL, 400'000'000LL}) {
    Clocks later = evening;
    later.wall_s += jump;
    CHECK(budget_from(text, later).restarts == std::vector<Instant>{Instant(5h - 10min)});
  }
}

TEST_CASE("after a reboot a stamp is as old as the wall clock says") {
  const auto text = budget_text({Instant(5h - 10min)}, {Instant(5h - 3h)}, evening);
  const Clocks rebooted{.boot_id = "b2", .now = Instant(1min), .wall_s = evening.wall_s + 120};
  const auto read = budget_from(text, rebooted);
  CHECK(read.restarts == std::vector<Instant>{Instant(1min - 12min)});
  CHECK(read.up_resets == std::vector<Instant>{Instant(1min - 1h)});
  CHECK(left(read.restarts, rebooted.now) == 2);
  CHECK(left(read.up_resets, rebooted.now) == 3);
}

TEST_CASE("a machine that forgot the time in a reboot has its attempts spent now") {
  const auto text = budget_text({Instant(5h - 10min), Instant(5h - 5min)}, {}, evening);
  const Clocks rebooted{.boot_id = "b2", .now = Instant(20s), .wall_s = 60};
  CHECK(budget_from(text, rebooted).restarts == std::vector<Instant>{Instant(20s), Instant(20s)});
}

TEST_CASE("an instant of this boot that has not come yet counts as now") {
  Clocks earlier = evening;
  earlier.now = Instant(1h);
  CHECK(budget_from(budget_text({Instant(4h)}, {}, evening), earlier).restarts == std::vector<Instant>{Instant(1h)});
}

TEST_CASE("a boot that the kernel does not name is never the same boot") {
  Clocks nameless = evening;
  nameless.boot_id = tailmend::unknown_boot;
  const auto text = budget_text({Instant(5h - 10min)}, {}, nameless);
  nameless.now = Instant(9h);  // uptime of another boot; ten minutes by the wall clock
  CHECK(budget_from(text, nameless).restarts == std::vector<Instant>{Instant(9h - 10min)});
}

TEST_CASE("a budget cut short anywhere is trouble and costs a restart") {
  const auto text = budget_text({Instant(4h), Instant(4h + 1min)}, {Instant(4h)}, evening);
  for (std::size_t size = 0; size < text.size(); ++size) {
    const auto read = budget_from(std::string_view(text).substr(0, size), evening);
    CAPTURE(size);
    REQUIRE_FALSE(read.trouble.empty());
    REQUIRE_FALSE(read.restarts.empty());
    REQUIRE(read.restarts.back() == evening.now);
  }
}

TEST_CASE("what can be read of a damaged budget counts") {
  auto text = budget_text({Instant(4h + 30min)}, {Instant(4h + 40min)}, evening);
  text.resize(text.size() - 4);
  const auto read = budget_from(text, evening);
  CHECK(read.restarts == std::vector<Instant>{Instant(4h + 30min), evening.now});
  CHECK(read.up_resets == std::vector<Instant>{Instant(4h + 40min)});
}

TEST_CASE("every damaged byte is trouble or leaves a budget no better than the whole one") {
  const auto text = budget_text({Instant(4h + 59min), Instant(5h - 1s)}, {Instant(4h + 58min)}, evening);
  watch::Dice dice(watch::Seed{7});
  for (int turn = 0; turn < 2000; ++turn) {
    auto damaged = text;
    const auto header = text.find("restart");  // a changed boot id is a boot that we do not know
    damaged[header + dice.below(damaged.size() - header)] = static_cast<char>(dice.below(256));
    const auto read = budget_from(damaged, evening);
    CAPTURE(damaged);
    if (read.trouble.empty())
      REQUIRE(read.restarts.size() + read.up_resets.size() == 3);
    else
      REQUIRE(read.restarts.back() == evening.now);
  }
}

TEST_CASE("another version, garbage, numbers out of range and too many lines are trouble") {
  std::string crowd = "tailmend budget 1\nboot b1\n";
  for (int i = 0; i < 300; ++i) crowd += "restart 1 1\n";
  crowd += "end 300\n";
  for (const std::string& text : {std::string(), std::string("\n"), std::string("tailmend budget 2\nboot b1\nend 0\n"),
                                  std::string("tailmend budget 1\nboot b1\nrestart 9223372036854775807 1\nend 1\n"),
                                  std::string("tailmend budget 1\nboot b1\nrestart 1 1 1\nend 1\n"),
                                  std::string("tailmend budget 1\nboot b1\nend 1\n"),
                                  std::string("tailmend budget 1\nrestart 1 1\nend 1\n"),
                                  std::string(4096, '\0'), crowd}) {
    CAPTURE(text);
    const auto read = budget_from(text, evening);
    CHECK_FALSE(read.trouble.empty());
    CHECK(read.restarts.back() == evening.now);
    CHECK(read.restarts.size() < 300);
  }
}
