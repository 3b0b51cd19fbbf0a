// A configuration in a folder of a test's own or in a text, and the mistakes that are found in it.
#pragma once
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/config/config.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/folder.hpp"

namespace tailmend::testing {

using Lines = std::vector<std::string>;

class ConfigFolder : public Folder {
 public:
  ConfigFolder() { std::filesystem::create_directory(path / "conf.d"); }

  [[nodiscard]] std::filesystem::path main_file() const { return path / "tailmend.toml"; }
  [[nodiscard]] auto read(Presence presence = Presence::optional) const {
    return read_config(main_file(), path / "conf.d", presence);
  }
  // "file:line:column text" of each mistake.
  [[nodiscard]] Lines mistakes(Presence presence = Presence::optional) const {
    const auto settings = read(presence);
    REQUIRE_FALSE(settings.has_value());
    Lines lines;
    for (const ConfigMistake& each : settings.error()) {
      lines.push_back(std::filesystem::path(each.file).filename().string() + ":" + std::to_string(each.line) + ":" +
                      std::to_string(each.column) + " " + each.text);
    }
    return lines;
  }
};

// "line:column text" of each mistake.
inline Lines mistakes_in(std::string_view text) {
  const auto settings = read_config_text(text, "t.toml");
  Lines lines;
  if (settings) return lines;
  for (const ConfigMistake& each : settings.error())
    lines.push_back(std::to_string(each.line) + ":" + std::to_string(each.column) + " " + each.text);
  return lines;
}

}  // namespace tailmend::testing
