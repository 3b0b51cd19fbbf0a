// Every command, option and operand by its name, as values: for completion, and for the test of the manual. Parses
// nothing.
#pragma once
#include <string>
#include <vector>

namespace tailmend {

struct OptionWord {
  std::vector<std::string> names;  // "-q", "--quiet"
  std::string value;               // "" for a flag, else FILE, TIME, …
  std::string help;
  std::vector<std::string> choices;  // of the value, where they are known
};

struct CommandWord {
  std::string name;
  std::string help;
  std::vector<OptionWord> options;
  std::string operand;                // "" or FILE, RECORD, …
  std::vector<std::string> operands;  // its choices, where they are known
  std::vector<CommandWord> commands;
};

}  // namespace tailmend
