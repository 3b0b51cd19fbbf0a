// `tailmend diagnose`: one text file with what a bug report needs, for a person to read before sending it. Keys, auth URLs
// and login names are left out. Works without root as far as its rights go; changes nothing but that file.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "daemon/cli/options.hpp"

namespace tailmend {

// What the daemon answers to the words of a command, such as {"status", "--json"}, or the sentence that says why it does not.
using AskDaemon = std::function<std::string(const std::vector<std::string>& words)>;

// The process's exit code. Says on stdout what is in the file, on stderr why there is none.
int run_diagnose(const Options& options, const AskDaemon& ask_daemon);

}  // namespace tailmend
