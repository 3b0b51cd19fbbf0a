#include <fmt/format.h>

#include "daemon/base/duration.hpp"
#include "daemon/config/config_keys.hpp"
#include "daemon/config/config_show.hpp"
#include "daemon/config/config_text.hpp"
#include "daemon/screen/screen_text.hpp"

namespace tailmend {

namespace {

constexpr std::size_t columns = 80;

// Broken so that each line fits.
std::string comment(std::string_view words) {
  constexpr std::string_view mark = "# ";
  std::string text;
  if (words.empty()) return text;
  for (const std::string& line : wrap(words, columns - mark.size())) text += std::string(mark) + line + '\n';
  return text;
}

// "" where the meaning says it all.
std::string possible(const ConfigKey& key) {
  const auto to = [](const std::string& least, const std::string& most) { return least + " to " + most; };
  if (key.type == KeyType::count) return "a number, " + to(std::to_string(key.least), std::to_string(key.most));
  if (key.type == KeyType::text || key.type == KeyType::texts) return {};
  if (key.type != KeyType::duration) return expected_text(key);
  const auto bound = [](std::int64_t ms) { return duration_text(std::chrono::milliseconds(ms)); };
  return "a duration, " + to(bound(key.least), bound(key.most));
}

std::string table_keys(std::string_view table) {
  std::string text;
  for (const ConfigKey& key : config_keys()) {
    if (key.table != table) continue;
    const std::string value = key.required ? std::string(key.example) : preset_text(key);
    text += "\n" + comment(fmt::format("{}{}", key.help, key.required ? "; required" : "")) + comment(possible(key));
    text += fmt::format("#{} = {}\n", key.name, value);  // one line, so that one "#" is all there is to take away
  }
  return text;
}

}  // namespace

std::string config_example() {
  std::string text =
      "# Every key of tailmend's configuration, with its preset; tailmend.toml(5) has\n"
      "# more on each. Where no blank follows the \"#\" it stands before a setting: take\n"
      "# it away, and `tailmend config check FILE` names every mistake.\n"
      "# A duration is a whole number and ms, s, m, h or d.\n";
  text += table_keys("");
  for (const ConfigTable& table : config_tables()) {
    text += "\n\n" + comment(table.help);
    text += (table.repeated ? "#" : "") + table_title(table.name) + "\n" + table_keys(table.name);
  }
  return text;
}

}  // namespace tailmend
