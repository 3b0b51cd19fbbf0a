// The interface org.tailmend.Tailmend1 as sd-bus wants it: its methods, each as the words of the command that it stands
// for, and its properties. Part of the control_bus edge; nobody else uses it.
#pragma once
#include <vector>

#include <systemd/sd-bus.h>

#include "daemon/control/bus_facts.hpp"
#include "daemon/control/control_bus_calls.hpp"

namespace tailmend {

// What the table's functions get.
struct ControlObject {
  BusFacts facts;
  ControlCalls calls;
};

const sd_bus_vtable* control_table();
// The names of the properties whose change is worth a signal. A target's latency alone is not, nor what the clocks wobble.
std::vector<const char*> changed(const BusFacts& before, const BusFacts& now);

}  // namespace tailmend
