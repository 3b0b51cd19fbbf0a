// What one step of the machine costs, and how many hours the simulation plays in a minute. CPU time of this process alone.
#include <cstdio>
#include <ctime>

#include <fmt/format.h>

#include "tests/sim/run.hpp"
#include "tests/support/played.hpp"

namespace {

using namespace watch;

constexpr int beats = 200000;
constexpr std::uint64_t seeds = 1500;

double cpu_ns() { return static_cast<double>(std::clock()) * 1e9 / CLOCKS_PER_SEC; }

void row(std::string_view what, const std::string& value, std::string_view reach) {
  std::fputs(fmt::format("{:<52} {:>14}   {}\n", what, value, reach).c_str(), stdout);
}

// Heartbeats of a healthy machine: the timer, one TCP answer, one look at connections.
double healthy_step() {
  watch::testing::Played played;
  if (!played.advance_to(State::healthy, 10s)) return -1;
  const Observation due = Due{};
  Observation target = TargetSeen{Round::none, played.scene.evidence.targets[0].fact};
  Observation connections = ConnectionsSeen{Round::none, *played.scene.evidence.connections};
  Instant now = played.now;
  const double before = cpu_ns();
  for (int i = 0; i < beats; ++i) {
    now = std::max(now, *played.machine.deadline());
    played.machine.step(now, due);
    std::get<TargetSeen>(target).round = std::get<ConnectionsSeen>(connections).round = played.machine.round();
    played.machine.step(now, target);
    played.machine.step(now, connections);
  }
  const double spent = cpu_ns() - before;
  return played.machine.state() == State::healthy ? spent / (3.0 * beats) : -1;
}

// Facts that mean nothing now: answers to older rounds.
double idle_step() {
  watch::testing::Played played;
  if (!played.advance_to(State::healthy, 10s)) return -1;
  const Observation stale = TargetSeen{Round{1}, played.scene.evidence.targets[0].fact};
  const double before = cpu_ns();
  for (int i = 0; i < 10 * beats; ++i) played.machine.step(played.now, stale);
  return (cpu_ns() - before) / (10.0 * beats);
}

}  // namespace

int main() {
  const double healthy = healthy_step();
  const double idle = idle_step();
  const double before = cpu_ns();
  double hours = 0;
  double steps = 0;
  bool broken = false;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const sim::Report report = sim::run(seed);
    hours += static_cast<double>(report.simulated.count()) / 3.6e9;
    steps += static_cast<double>(report.steps);
    broken = broken || !report.broken.empty();
  }
  const double spent = cpu_ns() - before;
  row("what", "measured", "reach");
  row("a step of a healthy heartbeat", fmt::format("{:.0f} ns", healthy), "1000 ns");
  row("a step that means nothing now", fmt::format("{:.0f} ns", idle), "1000 ns");
  row("a step in a storm, with its world and all checks", fmt::format("{:.0f} ns", spent / steps), "");
  row("simulated hours a minute on one core", fmt::format("{:.0f}", hours / spent * 60e9), "100000");
  return broken || healthy < 0 || idle < 0 || healthy > 1000 || idle > 1000 ? 1 : 0;
}
