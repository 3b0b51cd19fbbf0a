#include "daemon/state/last_state.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/played.hpp"

using namespace tailmend;
using namespace std::chrono_literals;

namespace {
constexpr WallTime now{std::chrono::sys_days(std::chrono::November / 21 / 2026) + 2h};
const LastState healthy{.at = now, .stopped = false, .says = "healthy: plc answers through the tailnet in 11 ms"};
}  // namespace

TEST_CASE("a last state comes back as it was written") {
  for (const bool stopped : {false, true}) {
    LastState state = healthy;
    state.stopped = stopped;
    CHECK(parse_last_state(last_state_text(state)) == state);
  }
}

TEST_CASE("the last state is what the machine says of itself") {
  watch::testing::Played played;
  REQUIRE(played.advance_to(watch::State::healthy, 10s));
  CHECK(last_state_of(played.machine, now, false) == healthy);
}

TEST_CASE("a file that is cut off anywhere is not known") {
  const std::string text = last_state_text(healthy);
  for (std::size_t size = 0; size < text.size(); ++size) {
    CAPTURE(size);
    CHECK_FALSE(parse_last_state(text.substr(0, size)).has_value());
  }
}

TEST_CASE("foreign content is not known") {
  const std::string head = "tailmend-last 1\nat 1795226400\n";
  for (const std::string& text : {std::string("\x7f" "ELF\0\1", 6), std::string("tailmend-last 2\nat 1795226400\nsays x\nend running\n"), head + "says \nend running\n",
                                  head + "says a\x1b[2J\nend running\n", head + "says \xff\nend running\n", head + "says x\nend perhaps\n", head + "says x\nend running\nmore\n",
                                  head + "says " + std::string(5000, 'x') + "\nend running\n", std::string("tailmend-last 1\nat -1\nsays x\nend running\n"),
                                  std::string("tailmend-last 1\nat 99999999999999999999\nsays x\nend running\n"), std::string("tailmend-last 1 \nat 1\nsays x\nend running\n")}) {
    CAPTURE(text);
    CHECK_FALSE(parse_last_state(text).has_value());
  }
  CHECK(parse_last_state(head + "says x\nend running\n").has_value());
}

TEST_CASE("who asks while the daemon does not run is told how to start it, and what was last known") {
  CHECK(not_running_text(healthy, now + 4min) ==
        "the daemon is not running (tailmend.service: start it with 'sudo systemctl start tailmend'). "
        "Last known, 4 min ago: healthy: plc answers through the tailnet in 11 ms");
  LastState stopped = healthy;
  stopped.stopped = true;
  CHECK(not_running_text(stopped, now + 76h).ends_with("Last known, 3 d 4 h ago, when it was stopped: healthy: plc answers through the tailnet in 11 ms"));
  CHECK(not_running_text(std::nullopt, now).ends_with("Its last state is not known"));
}

TEST_CASE("a clock that went back does not lead to a time before now") { CHECK(not_running_text(healthy, now - 1h).find("0 s ago") != std::string::npos); }
