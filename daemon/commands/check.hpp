// `tailmend check`: one evidence round with the daemon's own code, read-only, and what it came to. Works without the
// daemon and with whatever rights there are; says what it could not see.
#pragma once
#include "daemon/cli/options.hpp"
#include "daemon/config/config.hpp"

namespace tailmend {

// Prints to stdout; the exit status of the monitoring-plugin contract. Ends within options.timeout.
int run_check(const Options& options, const Settings& settings);

}  // namespace tailmend
