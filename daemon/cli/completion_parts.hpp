// What the completions of all shells have in common: commands with their paths, and what may follow them. Pure.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "daemon/cli/command_tree.hpp"

namespace tailmend::completion {

struct Path {
  std::vector<std::string> words;  // "config", "check"; none: the program itself
  const CommandWord* command;
  std::vector<OptionWord> options;  // its own, and those of the program that take a value: they may stand anywhere
};
// Every command, the program first.
std::vector<Path> paths(const CommandWord& tree);

// Whether such a value is the name of a file.
bool is_file(std::string_view value);
// "tailmend config check"
std::string label(const Path& path);
std::string joined(const std::vector<std::string>& words, std::string_view between);
// Every option that takes a value, by all its names.
std::vector<std::string> valued_options(const CommandWord& tree);
// One line: help is broken for a screen.
std::string one_line(std::string_view help);

}  // namespace tailmend::completion
