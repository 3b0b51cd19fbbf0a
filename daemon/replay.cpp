#include "daemon/replay.hpp"

#include <cstdio>

#include <fmt/format.h>

#include "daemon/print.hpp"
#include "daemon/recorder.hpp"
#include "daemon/step_words.hpp"
#include "libwatch/describe.hpp"

namespace tailmend {

namespace {

// "  12.345 s", from the record's first observation.
std::string since(watch::Instant begun, watch::Instant now) {
  return fmt::format("{:9.3f} s", static_cast<double>((now - begun).count()) / 1e6);
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
    const watch::Decision decision = machine.step(at, seen);
    for (const std::string& line : words_of({.now = at, .seen = seen, .decision = decision, .machine = machine}))
      fmt::print("{}  {}\n", since(*begun, at), line);
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
  return print_whole(stdout, "");
}

}  // namespace tailmend
