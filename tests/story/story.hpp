// Stories: commands, `----`, the expected transcript. A small language over the simulation's world, with a machine in it.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace story {

// One block: what was commanded, and what was written down to come of it.
struct Block {
  std::vector<std::string> commands;
  std::string expected;
};
std::vector<Block> parse(std::string_view text);
std::string print(const std::vector<Block>& blocks);

// Plays the blocks in one world; their `expected` becomes what really happened.
std::vector<Block> play(const std::vector<Block>& blocks);

}  // namespace story
