// What `setup` prints of its survey. Pure.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "daemon/screen/screen.hpp"
#include "daemon/setup/setup_plan.hpp"

namespace tailmend {

// A row for tailscaled and for each place that was looked at, with what came of it.
std::string survey_text(const std::string& tailscaled, const std::vector<Ground>& grounds, Screen screen);
// Where there is nothing to propose: that this host has targets all the same, or how to name one by hand in a file of this folder.
enum class Before : std::uint8_t { no_target, some_target };
std::string nothing_found_text(Before before, const std::string& folder, Screen screen);

}  // namespace tailmend
