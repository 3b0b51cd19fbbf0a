#include "daemon/replay.hpp"

#include <cstdio>

#include <fmt/format.h>

#include "daemon/recorder.hpp"
#include "libwatch/describe.hpp"

namespace tailmend {

namespace {

// "  12.345 s", from the record's first observation.
std::string since(watch::Instant begun, watch::Instant now) {
  return fmt::format("{:9.3f} s", static_cast<double>((now - begun).count()) / 1e6);
}

void print_remedy(const watch::RemedySeen& seen, const std::string& at) {
  fmt::print("{}  {}: {}, {}\n", at, to_string(seen.remedy), to_string(seen.outcome), seen.detail);
}

void print_step(const watch::Machine& machine, const watch::Decision& decision, const std::string& at) {
  if (decision.because.empty() || decision.routine) return;
  fmt::print("{}  {}\n", at, watch::describe(decision, machine));
  for (const auto& action : decision.actions)
    if (const auto* apply = std::get_if<watch::Apply>(&action))
      fmt::print("{}  applying {}\n", at, watch::to_string(apply->remedy));
  const bool judged = decision.event == watch::Event::ours || decision.event == watch::Event::not_ours ||
                      decision.event == watch::Event::spent;
  if (judged && !machine.choice().skips.empty()) fmt::print("{}  {}\n", at, watch::describe(machine.choice().skips));
}

}  // namespace

int run_replay(const Options& options) {
  auto reader = FlightReader::open(options.record);
  if (!reader) {
    fmt::print(stderr, "tailmend: {}\n", to_string(reader.error()));
    return 1;
  }
  watch::Machine machine(reader->seed());
  std::optional<watch::Instant> begun;
  std::size_t steps = 0;
  for (;;) {
    const auto next = reader->next();
    if (!next) {
      fmt::print(stderr, "tailmend: {}\n", to_string(next.error()));
      return 1;
    }
    if (!*next) break;
    const auto& [at, seen] = **next;
    if (!begun) begun = at;
    ++steps;
    if (const auto* remedy = std::get_if<watch::RemedySeen>(&seen)) print_remedy(*remedy, since(*begun, at));
    print_step(machine, machine.step(at, seen), since(*begun, at));
  }
  fmt::print("{} observations; it ends {}\n", steps, watch::status_line(machine));
  switch (reader->ending()) {
    case FlightReader::Ending::whole: break;
    case FlightReader::Ending::full:
      fmt::print("the record ended at its size limit; what came later is not in it\n");
      break;
    case FlightReader::Ending::cut:
      fmt::print("the record ends in the middle of a line; the daemon may be writing it, or was killed\n");
      break;
  }
  return 0;
}

}  // namespace tailmend
