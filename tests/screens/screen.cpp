#include "tests/screens/screen.hpp"

#include <sstream>

namespace screens {

namespace {

std::string without_blank_end(std::string text) {
  while (text.ends_with("\n\n") || text == "\n") text.pop_back();
  return text;
}

}  // namespace

std::vector<Entry> parse(std::string_view text) {
  std::vector<Entry> entries(1);
  std::istringstream lines{std::string(text)};
  for (std::string line; std::getline(lines, line);) {
    const bool remark = line.starts_with("//");
    const bool command = line.starts_with("$ ");
    if ((remark || command) && !entries.back().command.empty()) entries.emplace_back();
    if (remark) entries.back().remarks.push_back(line);
    else if (command) entries.back().command = line.substr(2);
    else entries.back().printed += line + "\n";
  }
  for (Entry& entry : entries) entry.printed = without_blank_end(std::move(entry.printed));
  return entries;
}

std::string print(const std::vector<Entry>& entries) {
  std::string text;
  for (const Entry& entry : entries) {
    const bool apart = !entry.remarks.empty() || text.ends_with("\n\n");
    if (apart && !text.empty() && !text.ends_with("\n\n")) text += "\n";
    for (const auto& remark : entry.remarks) text += remark + "\n";
    if (!entry.command.empty()) text += "$ " + entry.command + "\n";
    text += entry.printed;
    if (!entry.printed.empty()) text += "\n";
  }
  return without_blank_end(std::move(text));
}

std::vector<Entry> play(std::vector<Entry> entries, const Run& run) {
  for (Entry& entry : entries) {
    if (entry.command.empty()) continue;
    entry.printed = without_blank_end(run(entry.command));
    if (!entry.printed.empty() && !entry.printed.ends_with('\n')) entry.printed += "\n";
  }
  return entries;
}

}  // namespace screens
