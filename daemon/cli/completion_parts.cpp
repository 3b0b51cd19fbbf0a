#include "daemon/cli/completion_parts.hpp"

#include <algorithm>
#include <iterator>

namespace tailmend::completion {

namespace {

void add(std::vector<Path>& found, const CommandWord& command, const std::vector<std::string>& words, const std::vector<OptionWord>& inherited) {
  Path path{.words = words, .command = &command, .options = command.options};
  path.options.insert(path.options.end(), inherited.begin(), inherited.end());
  found.push_back(std::move(path));
  for (const CommandWord& below : command.commands) {
    std::vector<std::string> deeper = words;
    deeper.push_back(below.name);
    add(found, below, deeper, inherited);
  }
}

}  // namespace

std::vector<Path> paths(const CommandWord& tree) {
  std::vector<OptionWord> anywhere;
  std::copy_if(tree.options.begin(), tree.options.end(), std::back_inserter(anywhere), [](const OptionWord& option) { return !option.value.empty(); });
  std::vector<Path> found{{.words = {}, .command = &tree, .options = tree.options}};
  for (const CommandWord& below : tree.commands) add(found, below, {below.name}, anywhere);
  return found;
}

bool is_file(std::string_view value) { return value == "FILE" || value == "RECORD"; }

std::string label(const Path& path) { return path.words.empty() ? "tailmend" : "tailmend " + joined(path.words, " "); }

std::string joined(const std::vector<std::string>& words, std::string_view between) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? std::string() : std::string(between)) + word;
  return text;
}

std::vector<std::string> valued_options(const CommandWord& tree) {
  std::vector<std::string> names;
  for (const Path& path : paths(tree))
    for (const OptionWord& option : path.options)
      for (const std::string& name : option.names)
        if (!option.value.empty() && std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  return names;
}

std::string one_line(std::string_view help) {
  std::string line(help);
  std::replace(line.begin(), line.end(), '\n', ' ');
  return line;
}

}  // namespace tailmend::completion
