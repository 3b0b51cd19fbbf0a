#include "daemon/base/clock.hpp"

namespace tailmend {

watch::Duration read_clock(clockid_t clock) {
  timespec now{};
  ::clock_gettime(clock, &now);
  return std::chrono::seconds(now.tv_sec) + watch::Duration(now.tv_nsec / 1000);
}

watch::Instant read_boot_clock() { return watch::Instant(read_clock(CLOCK_BOOTTIME)); }

Moment read_moment() { return {.boot = read_boot_clock(), .wall = WallTime(read_clock(CLOCK_REALTIME))}; }

}  // namespace tailmend
