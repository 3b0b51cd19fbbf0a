#include "tests/story/story.hpp"

#include <charconv>
#include <sstream>
#include <stdexcept>

#include "tests/story/stage.hpp"

namespace story {

std::vector<Block> parse(std::string_view text) {
  std::vector<Block> blocks;
  std::istringstream lines{std::string(text)};
  bool expecting = false;
  for (std::string line; std::getline(lines, line);) {
    if (line == "----") {
      expecting = true;
      continue;
    }
    const bool ended = expecting && line.empty();
    if (ended) expecting = false;
    if (blocks.empty() || ended) blocks.emplace_back();
    if (expecting) blocks.back().expected += line + "\n";
    else blocks.back().commands.push_back(line);
  }
  return blocks;
}

std::string print(const std::vector<Block>& blocks) {
  std::string text;
  for (const Block& block : blocks) {
    bool says = false;
    for (const auto& command : block.commands) {
      text += command + "\n";
      says = says || !command.empty();
    }
    if (says) text += "----\n" + block.expected;
  }
  return text;
}

std::vector<Block> play(const std::vector<Block>& blocks) {
  Stage stage;
  std::vector<Block> played = blocks;
  for (Block& block : played) {
    for (const std::string& command : block.commands)
      if (!command.empty() && command[0] != '#') stage.command(command);
    block.expected = stage.transcript();
    if (block.expected.empty()) block.expected = "(nothing)\n";
  }
  return played;
}

}  // namespace story
