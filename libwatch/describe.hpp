// A decision as one sentence, the state as one line. The same words go to the journal, to status and to the docs.
#pragma once
#include <string>
#include <vector>

#include "libwatch/machine.hpp"

namespace watch {

// "healthy → probing: something is not as it was; gather all evidence (plc is late: 310 ms)", without the final stop.
std::string describe(const Decision& decision, const Machine& machine);
// "tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers"
std::string describe(const Judgement& judgement);
// "not done: rebind (tried already), restart (the control server does not answer)"; "" where nothing was left out.
std::string describe(const std::vector<Skip>& skips);
// "mend kick, asked for by root: kick (done); healthy: plc answers through the tailnet in 11 ms"
std::string describe(const Order& order);
// What comes next if nothing happens before: "looks again in 7 s", "applies kick in 2 s", "kick runs".
std::string describe_next(const Machine& machine, Instant now);
// "healthy: plc answers through the tailnet in 11 ms", for sd_notify's STATUS=.
std::string status_line(const Machine& machine);

}  // namespace watch
