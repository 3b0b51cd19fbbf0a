// The sentences of an episode: evidence first, then what it means. Pure; never decides what is worth telling.
#pragma once
#include <string>
#include <vector>

#include "libwatch/machine.hpp"

namespace watch {

// "plc is late: 310 ms and no answer, this path takes 9 to 14 ms"; what else called for a look where no target did.
// `waited` is how long the targets have been asked.
std::string say_doubt(const Machine& machine, Duration waited);
// "plc has not answered for 1.0 s; site-router, nas and db answer neither disco nor TSMP; DERP and control answer at the
// WAN: tunnel-broken, ours"
std::string say_verdict(const Machine& machine, Duration waited);
// "plc answers in 46 ms through DERP nyc"
std::string say_answer(const Machine& machine);
// "kick: 2 of tailscaled's connections were closed, 2 of them dead"
std::string say_remedy(Remedy remedy, Outcome outcome, const std::string& detail);
// "plc answers again: proved", after it was `away` or not, `since` its first good look.
std::string say_proof(const Machine& machine, Duration away, Duration since);
// "rebind, reconnect (a peer still gets through); restart (the control server does not answer)"; "" where nothing was withheld.
// What was tried already, or is not to be had, was told when it was tried.
std::string say_left_out(const Choice& choice);
// "not done: restart (the control server does not answer)"
std::string say_withheld(const Choice& choice);
// "alice paused all remedies for 2 h 0 min: uplink maintenance"
std::string say_pause(const PauseSeen& seen, Instant now);
// "not done: rebind, reconnect (a milder remedy is left)": what the verdict authorises beyond the remedy that was chosen.
std::string say_milder(const Choice& choice, Verdict verdict);

}  // namespace watch
