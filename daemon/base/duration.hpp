// Durations as text: "250ms", "10s", "2m", "1h", as in the configuration and on the command line. Never reads a clock.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "libwatch/time.hpp"

namespace tailmend {

// A whole number and ms, s, m, h or d, nothing else; nothing for what does not fit into a year.
std::optional<watch::Duration> parse_duration(std::string_view text);
// The largest unit that says it exactly: "2m", "90s"; finer than a millisecond is cut off.
std::string duration_text(watch::Duration duration);

}  // namespace tailmend
