// One TOML text after the other into one Policy and Outputs; collects mistakes with their places. Never opens a file.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/config.hpp"
#include "daemon/config_keys.hpp"

namespace tailmend {

struct Place {
  std::string file;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
};

class ConfigReader {
 public:
  // The text has to be valid UTF-8.
  void read(std::string_view text, const std::string& file);
  void mistake(const Place& place, std::string text);
  // Checks what concerns several keys and files; call it last.
  void finish();

  [[nodiscard]] const watch::Policy& policy() const { return policy_; }
  [[nodiscard]] const Outputs& outputs() const { return outputs_; }
  [[nodiscard]] const ConfigMistakes& mistakes() const { return mistakes_; }

 private:
  friend struct TableReader;

  void add(watch::Target target, const Place& place);
  void add(watch::Uplink uplink, const Place& place);

  watch::Policy policy_;
  Outputs outputs_;
  ConfigMistakes mistakes_;
  std::map<const ConfigKey*, Place> set_at_;                 // where a key outside of [[…]] was set last
  std::map<std::string, Place, std::less<>> target_places_;  // by name, over all files
  std::map<std::string, Place, std::less<>> uplink_places_;  // by match
};

}  // namespace tailmend
