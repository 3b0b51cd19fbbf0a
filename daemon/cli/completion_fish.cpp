#include <fmt/format.h>

#include "daemon/cli/completion.hpp"
#include "daemon/cli/completion_parts.hpp"

namespace tailmend {

namespace {

using completion::Path;

// Which command the words so far have reached; and then what may follow each.
constexpr std::string_view script = R"(# fish completion for tailmend; written by `tailmend completion fish`.
function __tailmend_at
    set -l words (commandline -opc)
    set -e words[1]
    set -l path tailmend
    set -l skip 0
    for word in $words
        if test $skip = 1
            set skip 0
            continue
        end
        switch "$word"
            case {}
                set skip 1
            case '-*'
            case '*'
                switch "$path $word"
                    case {}
                        set path $path $word
                end
        end
    end
    test "$path" = "$argv"
end

complete -c tailmend -f
{})";

std::string quoted(std::string_view text) {
  std::string safe = "'";
  for (const char c : text) safe += c == '\'' || c == '\\' ? std::string{'\\', c} : std::string{c};
  return safe + "'";
}

std::string option_line(const Path& path, const OptionWord& option) {
  std::string text = fmt::format("complete -c tailmend -n '__tailmend_at {}'", completion::label(path));
  for (const std::string& name : option.names) text += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
  if (!option.value.empty()) text += completion::is_file(option.value) ? " -rF" : " -x";
  if (!option.choices.empty()) text += " -a " + quoted(completion::joined(option.choices, " "));
  return text + " -d " + quoted(completion::one_line(option.help)) + "\n";
}

std::string lines_of(const Path& path) {
  const CommandWord& command = *path.command;
  const std::string here = fmt::format("complete -c tailmend -n '__tailmend_at {}'", completion::label(path));
  std::string text;
  for (const CommandWord& below : command.commands) text += fmt::format("{} -a {} -d {}\n", here, below.name, quoted(completion::one_line(below.help)));
  if (!command.operands.empty()) text += fmt::format("{} -a {}\n", here, quoted(completion::joined(command.operands, " ")));
  if (completion::is_file(command.operand)) text += here + " -F\n";
  for (const OptionWord& option : path.options) text += option_line(path, option);
  return text;
}

}  // namespace

std::string fish_completion(const CommandWord& tree) {
  const std::vector<Path> paths = completion::paths(tree);
  std::vector<std::string> commands;
  std::string lines;
  for (const Path& path : paths) {
    if (!path.words.empty()) commands.push_back(quoted(completion::label(path)));
    lines += lines_of(path);
  }
  return fmt::format(script, completion::joined(completion::valued_options(tree), " "), completion::joined(commands, " "), lines);
}

}  // namespace tailmend
