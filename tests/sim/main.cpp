// Seeded storms. `sim_tests` runs the default number of seeds; `--seeds N`, `--from N`, `--seed N [--tell]`.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "libwatch/transitions.hpp"
#include "libwatch/verdict.hpp"
#include "tests/sim/run.hpp"

namespace {

constexpr std::uint64_t default_seeds = 12000;
constexpr std::uint64_t seeds_run_twice_of = 20;  // every so many-th is run twice and compared
constexpr std::uint64_t seeds_to_find_a_plant = 300;

void print(const std::string& line) { std::fputs((line + "\n").c_str(), stdout); }

double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

struct Totals {
  std::uint64_t failed = 0, steps = 0, mild = 0, hard = 0, kills = 0, mended = 0, orders = 0, puzzled = 0, visited = 0, verdicts = 0;
  watch::Duration simulated{};
};

void one_seed(std::uint64_t seed, Totals& totals) {
  const sim::Report report = sim::run(seed);
  bool bad = !report.broken.empty();
  for (const auto& broken : report.broken) print(fmt::format("seed {}: {}: {}", seed, to_string(broken.rule), broken.what));
  if (seed % seeds_run_twice_of == 0 && sim::run(seed).fingerprint != report.fingerprint) {
    print(fmt::format("seed {}: {}: two runs differ", seed, to_string(sim::Rule::same_bytes)));
    bad = true;
  }
  if (bad) {
    ++totals.failed;
    print(fmt::format("  replay it: sim_tests --seed {} --tell", seed));
  }
  totals.steps += report.steps;
  totals.mild += report.mild;
  totals.hard += report.hard;
  totals.kills += report.kills;
  totals.mended += report.mended;
  totals.orders += report.orders;
  totals.puzzled += report.puzzled;
  totals.visited |= report.visited;
  totals.verdicts |= report.verdicts;
  totals.simulated += report.simulated;
}

// A checker that finds nothing in a broken machine proves nothing about a good one; nor does one that finds it by chance.
std::uint64_t plants_not_found() {
  std::uint64_t missed = 0;
  for (std::uint8_t i = 1; i <= sim::plants; ++i) {
    const auto plant = static_cast<sim::Plant>(i);
    const sim::Rule meant = sim::meant_for(plant);
    std::optional<std::string> found;
    std::uint64_t seed = 0;
    while (!found && ++seed <= seeds_to_find_a_plant)
      for (const auto& broken : sim::run(seed, plant).broken)
        if (broken.rule == meant && !found) found = broken.what;
    if (!found) ++missed;
    print(found ? fmt::format("planted: a machine that {}: found by \"{}\" with seed {}: {}", to_string(plant), to_string(meant), seed, *found)
                : fmt::format("planted: a machine that {}: NOT found by \"{}\" in {} seeds", to_string(plant), to_string(meant), seeds_to_find_a_plant));
  }
  return missed;
}

// What no seed ever reached was not tested.
std::uint64_t unvisited(const Totals& totals) {
  std::uint64_t missing = 0;
  for (std::size_t s = 0; s < watch::states; ++s)
    if (((totals.visited >> s) & 1U) == 0 && ++missing > 0) print(fmt::format("never visited: {}", watch::to_string(watch::State(s))));
  for (unsigned v = 0; v <= static_cast<unsigned>(watch::Verdict::healthy); ++v) {
    const auto verdict = static_cast<watch::Verdict>(v);
    if (((totals.verdicts >> v) & 1U) == 0 && ++missing > 0) print(fmt::format("never judged: {}", watch::to_string(verdict)));
  }
  return missing;
}

std::uint64_t number(const char* text) { return std::strtoull(text, nullptr, 10); }

}  // namespace

int main(int argc, char** argv) {
  std::uint64_t from = 1, seeds = default_seeds;
  bool tell = false, single = false;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    const char* value = i + 1 < argc ? argv[i + 1] : "0";
    if (word == "--tell") tell = true;
    else if (word == "--seed") from = number(value), seeds = 1, single = true, ++i;
    else if (word == "--seeds") seeds = number(value), ++i;
    else if (word == "--from") from = number(value), ++i;
    else return print("usage: sim_tests [--seeds N] [--from N] [--seed N [--tell]]"), 64;
  }
  if (tell) {
    const auto report = sim::run(from, sim::Plant::none, [](std::string_view line) { print(std::string(line)); });
    for (const auto& broken : report.broken) print(fmt::format("BROKEN {}: {}", to_string(broken.rule), broken.what));
    return report.broken.empty() ? 0 : 1;
  }
  Totals totals;
  const double before = cpu_seconds();
  for (std::uint64_t seed = from; seed < from + seeds; ++seed) one_seed(seed, totals);
  const double spent = cpu_seconds() - before;
  const double hours = static_cast<double>(totals.simulated.count()) / 3.6e9;
  print(fmt::format("{} seeds, {:.0f} simulated hours, {} steps; {} mild and {} hard remedies, {} kills, {} faults mended after the calm, {} orders, {} times puzzled", seeds, hours,
                    totals.steps, totals.mild, totals.hard, totals.kills, totals.mended, totals.orders, totals.puzzled));
  print(fmt::format("{:.1f} s of CPU: {:.0f} simulated hours a minute, {:.0f} ns a step with its world and checks", spent, hours / spent * 60,
                    spent * 1e9 / static_cast<double>(totals.steps)));
  const std::uint64_t missed = single ? 0 : plants_not_found() + unvisited(totals);
  print(fmt::format("{} seeds failed", totals.failed));
  return totals.failed + missed == 0 ? 0 : 1;
}
