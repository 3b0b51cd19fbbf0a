// One seed: a machine in a stormy world, then the calm, then single faults that it has to mend. Deterministic.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "libwatch/sim/sim_invariants.hpp"
#include "libwatch/time.hpp"
#include "tests/sim/plants.hpp"

namespace sim {

struct Report {
  std::uint64_t seed = 0;
  std::vector<Broken> broken;
  std::uint64_t steps = 0;
  std::uint64_t fingerprint = 0;  // of every decision with its instant
  std::uint64_t mild = 0;
  std::uint64_t hard = 0;
  std::uint64_t kills = 0;
  std::uint64_t orders = 0;  // of persons
  std::uint64_t puzzled = 0;  // reports with nothing to say but that the answers contradict each other
  std::uint64_t mended = 0;  // of the single faults after the calm
  watch::Duration simulated{};
  std::uint64_t visited = 0;  // bit per state
  std::uint64_t verdicts = 0;  // bit per verdict that was judged
};

using Teller = std::function<void(std::string_view)>;
Report run(std::uint64_t seed, Plant plant = Plant::none, const Teller& tell = {});

}  // namespace sim
