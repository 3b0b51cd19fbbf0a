// The transition table as pictures: a Mermaid diagram, a state × event table, and the page of docs that holds both. Made
// from the rows themselves, so that no second copy is kept by hand.
#pragma once
#include <string>

namespace watch {

// A `stateDiagram-v2`, without its fence.
std::string mermaid();
// Markdown: one line per event, one column per state; empty where the event changes nothing there.
std::string cells();
// docs/state-machine.md, whole.
std::string state_machine_page();

}  // namespace watch
