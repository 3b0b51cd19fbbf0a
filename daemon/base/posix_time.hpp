// Our times in the C library's types, of which time_t has 32 bits on some machines. Reads no clock.
#pragma once
#include <sys/time.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <ctime>
#include <limits>

#include "libwatch/time.hpp"

namespace tailmend {

// Since 1970. What does not fit is the nearest that does: on Debian 12's armhf all that comes after January 2038.
constexpr std::time_t to_time_t(std::chrono::seconds time) {
  using Limits = std::numeric_limits<std::time_t>;
  return static_cast<std::time_t>(std::clamp<std::int64_t>(time.count(), Limits::min(), Limits::max()));
}

// For how long: not below zero.
constexpr timeval to_timeval(watch::Duration time) {
  return {.tv_sec = to_time_t(std::chrono::duration_cast<std::chrono::seconds>(time)),
          .tv_usec = static_cast<suseconds_t>((time % std::chrono::seconds(1)).count())};
}

}  // namespace tailmend
