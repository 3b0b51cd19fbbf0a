// One step in the words of a timeline: for replay, and for whoever follows a person's order. The journal has its own, with
// fields. Prints nothing.
#pragma once
#include <string>
#include <vector>

#include "daemon/report/step.hpp"

namespace tailmend {

// "kick: done, 2 of tailscaled's connections …", "probing → healthy: …", "applying kick", "not done: restart (…)"; none for
// a step that is routine. No newlines.
std::vector<std::string> words_of(const Step& step);

}  // namespace tailmend
