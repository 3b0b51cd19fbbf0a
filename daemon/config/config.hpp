// The configuration: /etc/tailmend/tailmend.toml, then conf.d/*.toml in order, into one Policy and Outputs, or into the
// list of every mistake with its place. Never half of it, and never written.
#pragma once
#include <cstdint>
#include <expected>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/config/outputs.hpp"
#include "libwatch/policy.hpp"

namespace tailmend {

struct ConfigKey;

// Where a value was set. What has its preset has no origin.
struct Origin {
  const ConfigKey* key = nullptr;
  std::uint32_t item = 0;  // of its [[…]], as the policy has them; 0 elsewhere
  std::uint32_t file = 0;  // in Settings::files
  std::uint32_t line = 0;
  std::uint32_t column = 0;
};

struct Settings {
  watch::Policy policy;
  Outputs outputs;
  std::vector<std::string> files;  // those that were read, in order
  std::vector<Origin> origins;
};
// nullptr: the preset.
const Origin* origin_of(const std::vector<Origin>& origins, const ConfigKey& key, std::size_t item = 0);

struct ConfigMistake {
  std::string file;
  std::uint32_t line = 0;  // 0: the file itself
  std::uint32_t column = 0;
  std::string text;
};
using ConfigMistakes = std::vector<ConfigMistake>;

// Whether the main file has to exist: yes when a person named it.
enum class Presence : std::uint8_t { optional, required };

inline constexpr std::string_view default_config = "/etc/tailmend/tailmend.toml";
inline constexpr std::size_t max_config_bytes = 256 * 1024;
inline constexpr std::size_t max_config_files = 64;
inline constexpr std::size_t max_targets = 32;
inline constexpr std::size_t max_uplinks = 16;
inline constexpr std::size_t max_shown_mistakes = 50;

// A scalar in a later file replaces that of an earlier one, a [[target]] or [[uplink]] is added to them, or replaces
// the one of the same name.
std::expected<Settings, ConfigMistakes> read_config(const std::filesystem::path& main_file,
                                                    const std::filesystem::path& conf_d,
                                                    Presence main_presence = Presence::optional);
// One file alone, which has to exist.
std::expected<Settings, ConfigMistakes> read_config_file(const std::filesystem::path& file);
std::expected<Settings, ConfigMistakes> read_config_text(std::string_view text, const std::string& name);

// The headline and one line for each mistake, without a newline at the end.
std::string render(const ConfigMistakes& mistakes, const std::filesystem::path& main_file,
                   std::string_view consequence = "nothing was changed");

}  // namespace tailmend
