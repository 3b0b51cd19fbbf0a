// One step of the machine, as those who are told of it see it: journal, chronicle, vitals, metrics, hooks, bus. They take
// note; none of them decides, and none may keep what is only borrowed here.
#pragma once
#include "libwatch/machine.hpp"

namespace tailmend {

struct Step {
  watch::Instant now;
  const watch::Observation& seen;
  const watch::Decision& decision;
  const watch::Machine& machine;  // after the step
};

}  // namespace tailmend
