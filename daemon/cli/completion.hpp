// `tailmend completion SHELL`: what a shell may complete, from the tree of commands. Text out; asks no shell.
#pragma once
#include <string>

#include "daemon/cli/command_tree.hpp"

namespace tailmend {

// Each is a whole script: to be sourced, or installed where the shell looks for it.
std::string bash_completion(const CommandWord& tree);
std::string zsh_completion(const CommandWord& tree);
std::string fish_completion(const CommandWord& tree);

}  // namespace tailmend
