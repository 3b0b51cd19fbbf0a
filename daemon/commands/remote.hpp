// Commands that the daemon answers, on the side of whoever typed them: asked, printed, followed; and what can be said where
// no daemon runs. Blocks, with a limit; for the command line only.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "daemon/cli/options.hpp"

namespace tailmend {

// status, history, why, mend, pause or resume; `words` as they were typed. The exit status.
int run_remote(const Options& options, std::vector<std::string> words);

// Of the lines of a followed order, "12 probing → healthy: …", those that are newer than `seen`, without their numbers; `seen`
// is that of the last one then.
std::string new_lines(const std::string& text, std::uint32_t& seen);

// What the daemon answers to these words, or what is known without it, as text.
std::string ask_daemon(const std::vector<std::string>& words);

}  // namespace tailmend
