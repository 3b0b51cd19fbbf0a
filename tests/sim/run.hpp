// One seed: a machine in a stormy world, then the calm, then single faults that it has to mend. Deterministic.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "libwatch/time.hpp"
#include "tests/sim/invariants.hpp"

namespace sim {

// Deliberate mistakes, each of which the invariants must find: the test of the test.
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
};
std::string_view to_string(Plant plant);
inline constexpr std::uint8_t plants = 11;
// The invariant that is there to find it.
Rule meant_for(Plant plant);

struct Report {
  std::uint64_t seed = 0;
  std::vector<Broken> broken;
  std::uint64_t steps = 0;
  std::uint64_t fingerprint = 0;  // of every decision with its instant
  std::uint64_t mild = 0;
  std::uint64_t hard = 0;
  std::uint64_t kills = 0;
  std::uint64_t puzzled = 0;  // reports with nothing to say but that the answers contradict each other
  std::uint64_t mended = 0;  // of the single faults after the calm
  watch::Duration simulated{};
  std::uint64_t visited = 0;  // bit per state
  std::uint64_t verdicts = 0;  // bit per verdict that was judged
};

using Teller = std::function<void(std::string_view)>;
Report run(std::uint64_t seed, Plant plant = Plant::none, const Teller& tell = {});

}  // namespace sim
