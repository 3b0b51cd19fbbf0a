// Time as a value. Edges read real clocks and hand instants in; nothing in libwatch ever reads one.
#pragma once
#include <chrono>
#include <cstdint>

namespace watch {

// A clock that cannot be read: code in libwatch that tries Clock::now() does not compile.
// Edges fill it from CLOCK_BOOTTIME, which counts sleep.
struct Clock {
  using rep = std::int64_t;
  using period = std::micro;
  using duration = std::chrono::duration<rep, period>;
  using time_point = std::chrono::time_point<Clock>;
  static constexpr bool is_steady = true;
};
using Instant = Clock::time_point;
using Duration = Clock::duration;

using namespace std::chrono_literals;

}  // namespace watch
