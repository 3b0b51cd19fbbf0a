// Screens: what is typed after `$`, and below it what is printed. Lines that begin with // are remarks.
#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace screens {

struct Entry {
  std::vector<std::string> remarks;  // above the command
  std::string command;               // without `$`; "" for remarks at the end
  std::string printed;               // without blank lines at its end
};
std::vector<Entry> parse(std::string_view text);
std::string print(const std::vector<Entry>& entries);

// Each command in its order; what it printed.
using Run = std::function<std::string(const std::string& command)>;
std::vector<Entry> play(std::vector<Entry> entries, const Run& run);

}  // namespace screens
