// What `check` prints: evidence and verdict for a person, for a monitoring system, and as JSON. Pure; opens nothing.
#pragma once
#include <string>
#include <vector>

#include "daemon/screen/screen.hpp"
#include "libwatch/verdict.hpp"

namespace tailmend {

struct Findings {
  watch::Evidence evidence;
  watch::Judgement judgement;
  std::vector<std::string> unseen;  // what could not be looked at, and why; one sentence each
  bool blind = false;               // nothing could be looked at: UNKNOWN
};

// 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN, as monitoring plugins do.
int exit_of(const Findings& findings);
// "TAILMEND OK - plc answers through the tailnet in 11 ms | 'plc'=11.2ms;;3000;0 'direct'=1 'wan4'=1", no newline.
std::string headline(const Findings& findings);
// The headline, whole, for monitoring systems take it; below it lines as wide as the screen, each ended by a newline.
std::string report(const Findings& findings, Screen screen);
// One object; docs/check-json.md is its schema.
std::string report_json(const Findings& findings);

}  // namespace tailmend
