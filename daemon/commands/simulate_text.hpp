// What `simulate` prints: each fault with what came of it, and what it all came to. Pure; a screen or JSON.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "daemon/screen/screen.hpp"
#include "libwatch/sim/sim_trial.hpp"

namespace tailmend {

// Each line ended by a newline; right at 80 columns.
std::string fault_text(const sim::Fault& fault, Screen screen);
// One step of the story, as --tell has it.
std::string told_text(watch::Duration at, const std::string& text, Screen screen);
std::string trial_text(std::uint64_t seed, const watch::Policy& policy, const sim::Totals& totals, const std::vector<sim::Broken>& broken, Screen screen);

// An object each, without a newline; docs/simulate-json.md is their schema.
std::string fault_json(const sim::Fault& fault);
std::string trial_json(std::uint64_t seed, const sim::Totals& totals, const std::vector<sim::Broken>& broken);

}  // namespace tailmend
