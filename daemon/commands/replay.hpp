// `tailmend replay RECORD`: a flight record through a fresh machine; the same record prints the same bytes. Reads one
// file, touches nothing else.
#pragma once
#include "daemon/cli/options.hpp"

namespace tailmend {

// Prints every transition that was worth a line, with the time since the record began; 0, or 1 with a line on stderr when
// the record cannot be read.
int run_replay(const Options& options);

}  // namespace tailmend
