#include "daemon/kernel/sleep_sense.hpp"

#include "tests/support/catch.hpp"

using tailmend::SleepSense;
using namespace std::chrono_literals;

TEST_CASE("a machine that is awake is not asleep, however long between two wake-ups") {
  SleepSense sense;
  CHECK_FALSE(sense.slept(1000s, 400s));  // it slept before we started: that is not ours
  CHECK_FALSE(sense.slept(1010s, 410s));
  CHECK_FALSE(sense.slept(90000s, 89400s));
}

TEST_CASE("boottime running ahead by more than two seconds is a sleep, told once") {
  SleepSense sense;
  CHECK_FALSE(sense.slept(1000s, 1000s));
  CHECK_FALSE(sense.slept(1012s, 1010s));
  CHECK(sense.slept(1025s, 1020s));
  CHECK_FALSE(sense.slept(1035s, 1030s));
  CHECK(sense.slept(5000s, 1031s));
}
