#include <fmt/format.h>

#include "daemon/cli/completion.hpp"
#include "daemon/cli/completion_parts.hpp"

namespace tailmend {

namespace {

using completion::Path;

constexpr std::string_view head = R"(# bash completion for tailmend; written by `tailmend completion bash`.
_tailmend() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} path=tailmend skip='' word i
  local options='' words='' files=''
  COMPREPLY=()
  # "--config=FILE" is three words for bash.
  if [[ $cur == = ]]; then
    cur=''
  elif [[ $prev == = ]]; then
    prev=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    if [[ $word == = ]]; then continue; fi
    if [[ -n $skip ]]; then skip=''; continue; fi
    case $word in
)";

constexpr std::string_view tail = R"(  esac
  if [[ -n $files ]]; then
    compopt -o filenames 2>/dev/null
    mapfile -t COMPREPLY < <(compgen -f -- "$cur")
  fi
  if [[ $cur == -* || ( -z $words && -z $files ) ]]; then words=$options; fi
  mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -W "$words" -- "$cur")
}
complete -F _tailmend tailmend
)";

// What comes after an option that takes a value.
std::string value_cases(const std::vector<Path>& paths) {
  std::string text = "  case \"$path $prev\" in\n";
  for (const Path& path : paths) {
    for (const OptionWord& option : path.options) {
      if (option.value.empty()) continue;
      std::string patterns;
      for (const std::string& name : option.names) patterns += (patterns.empty() ? "'" : " | '") + completion::label(path) + " " + name + "'";
      const std::string answer = !option.choices.empty() ? "words='" + completion::joined(option.choices, " ") + "'"
                                 : completion::is_file(option.value) ? "files=1" : "return";
      text += fmt::format("    {}) {} ;;\n", patterns, answer);
    }
  }
  return text;
}

std::string command_cases(const std::vector<Path>& paths) {
  std::string text = "    *)\n      case $path in\n";
  for (const Path& path : paths) {
    std::vector<std::string> options;
    for (const OptionWord& option : path.options) options.insert(options.end(), option.names.begin(), option.names.end());
    std::vector<std::string> words = path.command->operands;
    for (const CommandWord& below : path.command->commands) words.push_back(below.name);
    text += fmt::format("        '{}') options='{}'", completion::label(path), completion::joined(options, " "));
    if (!words.empty()) text += fmt::format(" words='{}'", completion::joined(words, " "));
    if (completion::is_file(path.command->operand)) text += " files=1";
    text += " ;;\n";
  }
  return text + "      esac\n      ;;\n";
}

}  // namespace

std::string bash_completion(const CommandWord& tree) {
  const std::vector<Path> paths = completion::paths(tree);
  std::vector<std::string> commands;
  for (const Path& path : paths)
    if (!path.words.empty()) commands.push_back("'" + completion::label(path) + "'");
  std::string text(head);
  text += fmt::format("      {}) skip=1 ;;\n    esac\n", completion::joined(completion::valued_options(tree), " | "));
  text += fmt::format("    case \"$path $word\" in\n      {}) path+=\" $word\" ;;\n    esac\n  done\n", completion::joined(commands, " | "));
  return text + value_cases(paths) + command_cases(paths) + std::string(tail);
}

}  // namespace tailmend
