// Commands that the daemon answers, on the side of whoever typed them: asked, printed, followed; and what can be said where
// no daemon runs. Blocks, with a limit; for the command line only.
#pragma once
#include <string>
#include <vector>

#include "daemon/options.hpp"

namespace tailmend {

// status, history, why, mend, pause or resume; `words` as they were typed. The exit status.
int run_remote(const Options& options, std::vector<std::string> words);

// What the daemon answers to these words, or why it does not, without printing it.
std::string ask_daemon(const std::vector<std::string>& words);

}  // namespace tailmend
