#include <fmt/format.h>

#include "daemon/cli/completion.hpp"
#include "daemon/cli/completion_parts.hpp"

namespace tailmend {

namespace {

using completion::Path;

// Within single quotes, and where brackets and colons part what is said.
std::string escaped(std::string_view text, std::string_view special) {
  std::string safe;
  for (const char c : text) {
    if (c == '\'') safe += "'\\''";
    else if (special.contains(c)) safe += {'\\', c};
    else safe += c;
  }
  return safe;
}

std::string action(std::string_view value, const std::vector<std::string>& choices) {
  if (!choices.empty()) return "(" + completion::joined(choices, " ") + ")";
  return completion::is_file(value) ? "_files" : " ";
}

std::string function_of(const Path& path) {
  return path.words.empty() ? "_tailmend" : "_tailmend_" + completion::joined(path.words, "_");
}

std::string option_specs(const Path& path) {
  std::string text;
  for (const OptionWord& option : path.options) {
    // What chooses from a list may do so again.
    const std::string others = !option.choices.empty() ? std::string("*") : "(" + completion::joined(option.names, " ") + ")";
    const std::string help = "[" + escaped(completion::one_line(option.help), "[]") + "]";
    for (const std::string& name : option.names) {
      text += fmt::format(" \\\n    '{}{}{}{}", others, name, option.value.empty() ? "" : name.starts_with("--") ? "=" : "+", help);
      if (!option.value.empty()) text += fmt::format(":{}:{}", option.value, action(option.value, option.choices));
      text += "'";
    }
  }
  return text;
}

// A command with commands below it.
std::string branch(const Path& path) {
  std::string text = fmt::format("{}() {{\n  local -a commands\n  local state\n  commands=(\n", function_of(path));
  std::string calls;
  for (const CommandWord& below : path.command->commands) {
    text += fmt::format("    '{}:{}'\n", below.name, escaped(completion::one_line(below.help), ":\\"));
    calls += fmt::format("        {}) {}_{} ;;\n", below.name, function_of(path), below.name);
  }
  text += fmt::format("  )\n  _arguments -C{} \\\n    '1: :->command' \\\n    '*:: :->rest' && return\n", option_specs(path));
  return text + fmt::format("  case $state in\n    command) _describe -t commands command commands ;;\n    rest)\n      case $words[1] in\n{}      esac\n      ;;\n  esac\n}}\n", calls);
}

std::string leaf(const Path& path) {
  std::string text = fmt::format("{}() {{\n  _arguments{}", function_of(path), option_specs(path));
  const CommandWord& command = *path.command;
  if (!command.operand.empty()) text += fmt::format(" \\\n    '*:{}:{}'", command.operand, action(command.operand, command.operands));
  return text + "\n}\n";
}

}  // namespace

std::string zsh_completion(const CommandWord& tree) {
  std::string text = "#compdef tailmend\n# zsh completion for tailmend; written by `tailmend completion zsh`.\n";
  for (const Path& path : completion::paths(tree)) text += "\n" + (path.command->commands.empty() ? leaf(path) : branch(path));
  // Read as a file of $fpath it is the body of the first call, sourced it declares itself.
  return text + "\nif [[ $funcstack[1] == _tailmend ]]; then\n  _tailmend \"$@\"\nelse\n  compdef _tailmend tailmend\nfi\n";
}

}  // namespace tailmend
