#include "daemon/commands/replay.hpp"

#include <cstdio>

#include <fmt/format.h>
#include <unistd.h>

#include "daemon/cli/print.hpp"
#include "daemon/report/step_words.hpp"
#include "daemon/screen/screen_text.hpp"
#include "daemon/screen/terminal.hpp"
#include "daemon/state/recorder.hpp"
#include "libwatch/describe.hpp"

namespace tailmend {

namespace {

// "  12.345 s  healthy → probing: …", from the record's first observation.
void tell(watch::Duration after, std::string_view line, std::size_t columns) {
  std::string lead = fmt::format("{:9.3f} s  ", static_cast<double>(after.count()) / 1e6);
  for (const std::string& part : wrap(line, columns - lead.size())) {
    fmt::print("{}{}\n", lead, part);
    lead.assign(lead.size(), ' ');
  }
}

}  // namespace

int run_replay(const Options& options) {
  auto reader = FlightReader::open(options.record);
  if (!reader) {
    fmt::print(stderr, "tailmend: {}\n", to_string(reader.error()));
    return 1;
  }
  const std::size_t columns = screen_for(STDOUT_FILENO).columns;
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
    for (const std::string& line : words_of({.now = at, .seen = seen, .decision = decision, .machine = machine})) tell(at - *begun, line, columns);
  }
  std::string end = hanging(fmt::format("{} observations; it ends {}", steps, watch::status_line(machine)), 2, columns);
  switch (reader->ending()) {
    case FlightReader::Ending::whole: break;
    case FlightReader::Ending::full: end += hanging("the record ended at its size limit; what came later is not in it", 2, columns); break;
    case FlightReader::Ending::cut: end += hanging("the record ends in the middle of a line; the daemon may be writing it, or was killed", 2, columns); break;
  }
  return print_whole(stdout, end);
}

}  // namespace tailmend
