// Values of the configuration as one writes them: TOML for a file, JSON for a program. Pure; reads no file.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "daemon/config/config_keys.hpp"

namespace tailmend {

enum class Notation : std::uint8_t { toml, json };

// One item for what is no list; of a list its items, without brackets and commas.
struct ValueText {
  std::vector<std::string> items;
  bool is_list = false;
};
ValueText value_text(const ConfigKey& key, const Draft& draft, Notation notation);
std::string joined(const ValueText& value);

// Text that is UTF-8 in quotes, escaped as both TOML and JSON have it.
std::string quoted_text(std::string_view text);
// The preset as one would write it in the file; "" for a required key.
std::string preset_text(const ConfigKey& key);

}  // namespace tailmend
