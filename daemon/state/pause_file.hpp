// The text of the pause file: a person's pause with the boot it was said in. Pure; clocks come in as values. A wall clock
// that jumps never makes a pause longer than it was said.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "daemon/state/budget_file.hpp"
#include "libwatch/observation.hpp"

namespace tailmend {

// Longer texts are cut while writing and refused while reading.
inline constexpr std::size_t max_pause_who = 64;
inline constexpr std::size_t max_pause_reason = 256;
inline constexpr std::size_t max_pause_file = 1024;

struct KeptPause {
  std::optional<watch::Pause> pause;  // nothing: none was said, it is over, or the file says nothing that can be believed
  std::string trouble;                // why it could not be used; "" when it could or did not exist
};

std::string pause_text(const watch::Pause& pause, const Clocks& clocks);

// Same boot: until the stamp of CLOCK_BOOTTIME, whatever was done to the wall clock since. Another boot: what is left of it
// by wall clock, at most its whole length, counted from now; so a host that lost the time in a reboot keeps the pause once
// more, and one whose clock jumped ahead ends it.
// A file with anything in it that should not be there is no pause: every gate stands without one, and whoever wants it
// says it again; a pause that nobody said would leave a remote host unattended that nobody may be able to reach.
KeptPause pause_from(std::string_view text, const Clocks& clocks);

}  // namespace tailmend
