// What the chronicle makes of a storm.
#include <algorithm>

#include <fmt/format.h>

#include "libwatch/sim/sim_invariants.hpp"

namespace sim {

namespace {

std::string trouble_in(const Episode& e) {
  if (e.lines.size() > Episode::max_lines) return fmt::format("{} lines", e.lines.size());
  Duration before{};
  for (const EpisodeLine& line : e.lines) {
    if (line.text.empty() || line.text.size() > Episode::max_text) return fmt::format("a line of {} bytes", line.text.size());
    if (line.after < before || line.after > e.lasted) return "a line out of its time: " + line.text;
    before = line.after;
  }
  for (const Absence& absence : e.absences)
    if (absence.away > e.away) return absence.target + " was away for longer than any target was";
  return "";
}

}  // namespace

void Invariants::check_told(Instant now, const Observation& seen, const Decision& decision, const Machine& machine) {
  const Heard heard = chronicle_.take(now, seen, decision, machine);
  const Episode* open = chronicle_.open();
  if ((open != nullptr) != machine.in_episode()) found(now, Rule::told, machine.in_episode() ? "an episode goes on untold" : "an episode is told that has ended");
  if (open != nullptr && open->number != machine.episode()) found(now, Rule::told, fmt::format("episode {} is told as {}", machine.episode(), open->number));
  if (heard.told && open != nullptr)
    if (const std::string trouble = trouble_in(*open); !trouble.empty()) found(now, Rule::told, trouble);
  if (heard.ended) check_ended(now, *chronicle_.last());
}

void Invariants::check_ended(Instant now, const Episode& e) {
  if (const std::string trouble = trouble_in(e); !trouble.empty()) found(now, Rule::told, trouble);
  if (e.lines.empty()) found(now, Rule::told, "an episode ended without a line");
  if (e.ending == Ending::going_on) found(now, Rule::told, "an episode ended and goes on");
  const bool helped = std::ranges::any_of(e.attempts, [&](const Attempt& a) { return a.remedy == e.healed_by && a.outcome == Outcome::done; });
  if ((e.ending == Ending::healed) != e.healed_by.has_value() || (e.healed_by && !helped && e.attempts.size() < Episode::max_attempts)) found(now, Rule::told, "healed by nothing that was done");
  for (const Watched& watched : chronicle_.take_watched())
    if (watched.away > watched.watched) found(now, Rule::told, watched.target + " was away for longer than it was watched");
}

}  // namespace sim
