// Mistakes that are planted in a machine on purpose, from outside it: the test of the test.
#pragma once
#include <cstdint>
#include <string_view>

#include "libwatch/machine.hpp"
#include "libwatch/sim/sim_invariants.hpp"

namespace sim {

// Each of these the invariants must find.
enum class Plant : std::uint8_t {
  none,
  forgets_to_remember,  // Apply without Remember
  applies_twice,
  acts_in_observe_mode,
  acts_without_cause,   // a remedy out of nothing
  loses_the_budget,     // what was remembered is gone after a kill
  believes_control,     // a silent control server is taken for an answering one
  believes_targets,     // a silent target is taken for an answering one
  never_probes,         // after a remedy
  loses_its_timer,
  overlooks_people,     // nobody is seen to be logged in, and no package manager
  mends_blemishes,      // treats what is no more than a blemish
  overlooks_a_pause,
  exceeds_its_orders,   // overrules every gate, whatever was named
};
std::string_view to_string(Plant plant);
inline constexpr std::uint8_t plants = 13;
// The invariant that is there to find it.
Rule meant_for(Plant plant);

// What the spoiled machine takes the observation for.
Observation believed(Plant plant, Observation seen);
// What it does instead of what it decided.
void spoil(Plant plant, Decision& decision, const Machine& machine);

}  // namespace sim
