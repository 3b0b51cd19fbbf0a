// The kernel's clocks, read now. Loop::now() is the time of the turn; this is for what measures, and for what is kept.
#pragma once
#include <ctime>

#include "daemon/base/wall_time.hpp"
#include "libwatch/time.hpp"

namespace tailmend {

watch::Duration read_clock(clockid_t clock);
watch::Instant read_boot_clock();  // CLOCK_BOOTTIME
Moment read_moment();

}  // namespace tailmend
