// A configuration file as bounded, valid UTF-8 text, or the sentence that says why not. Never writes.
#pragma once
#include <cstddef>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/base/trust.hpp"

namespace tailmend {

// nullopt: no such file. The error continues "<file> …": "is a directory".
std::expected<std::optional<std::string>, std::string> read_text(const std::filesystem::path& file, std::size_t most);

// The same, and whether others could have written what was read.
struct JudgedText {
  std::string text;
  std::optional<Distrust> distrust;
};
std::expected<std::optional<JudgedText>, std::string> read_judged(const std::filesystem::path& file, std::size_t most);

struct TextPlace {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
};
TextPlace place_of(std::string_view text, std::size_t offset);

// The *.toml of a conf.d, sorted by name, without hidden ones; none where there is no such directory.
std::expected<std::vector<std::filesystem::path>, std::string> list_conf_d(const std::filesystem::path& directory,
                                                                           std::size_t most);

}  // namespace tailmend
