// Lets a test's own loop run until something has come about.
#pragma once
#include <chrono>

#include "daemon/base/loop.hpp"
#include "tests/support/catch.hpp"

namespace tailmend::testing {

// Turns the loop until `done`; a test that waits for longer than twenty seconds has failed.
template <class Done>
bool turn_until(Loop& loop, const Done& done) {
  for (const auto end = loop.now() + std::chrono::seconds(20); !done();) {
    if (loop.now() >= end) return false;
    REQUIRE(loop.turn(std::chrono::milliseconds(50)));
  }
  return true;
}

}  // namespace tailmend::testing
