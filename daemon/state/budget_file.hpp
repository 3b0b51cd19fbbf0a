// The text of the budget file: hard remedies with the boot they were spent in. Pure; clocks come in as values. A stamp
// is never forgiven because a clock was wrong: only time gives a hard remedy back.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "libwatch/observation.hpp"
#include "libwatch/time.hpp"

namespace tailmend {

// Where the kernel does not say which boot this is; never the same boot as any other.
inline constexpr std::string_view unknown_boot = "unknown";

// The clocks at the time of writing or reading, read once by the caller.
struct Clocks {
  std::string boot_id;      // /proc/sys/kernel/random/boot_id, without its newline
  watch::Instant now;       // CLOCK_BOOTTIME
  std::int64_t wall_s = 0;  // CLOCK_REALTIME
};

std::string budget_text(const std::vector<watch::Instant>& restarts, const std::vector<watch::Instant>& up_resets,
                        const Clocks& clocks);

// Same boot: the stamp of CLOCK_BOOTTIME, whatever was done to the wall clock since. Another boot: the age by wall clock,
// within [0, Policy::budget_window]; a stamp of the future counts as now.
// A file with anything in it that should not be there, or that ends early, is trouble: what could be read counts, and one
// restart counts as spent now, since the lost lines may have been one.
watch::Remembered budget_from(std::string_view text, const Clocks& clocks);

// What stands for a file that is there and cannot be read at all: one restart spent now.
watch::Remembered unreadable_budget(std::string trouble, watch::Instant now);

}  // namespace tailmend
