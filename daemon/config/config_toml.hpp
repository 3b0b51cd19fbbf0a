// One TOML text after the other into one Policy and Outputs; collects mistakes with their places. Never opens a file.
#pragma once
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/base/trust.hpp"
#include "daemon/config/config.hpp"
#include "daemon/config/config_keys.hpp"

namespace tailmend {

struct Place {
  std::string file;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
};

class ConfigReader {
 public:
  // The text has to be valid UTF-8. Where others may write the file, keys that run programs are refused.
  void read(std::string_view text, const std::string& file, std::optional<Distrust> distrust = std::nullopt);
  void mistake(const Place& place, std::string text);
  // Checks what concerns several keys and files; call it last.
  void finish();

  [[nodiscard]] const watch::Policy& policy() const { return policy_; }
  [[nodiscard]] const Outputs& outputs() const { return outputs_; }
  [[nodiscard]] const std::vector<std::string>& files() const { return files_; }
  [[nodiscard]] const std::vector<Origin>& origins() const { return origins_; }
  [[nodiscard]] const ConfigMistakes& mistakes() const { return mistakes_; }

 private:
  friend struct TableReader;

  void add(watch::Target target, const Place& place, const std::vector<Origin>& origins);
  void add(watch::Uplink uplink, const Place& place, const std::vector<Origin>& origins);
  // In place of those that the same item, or the same key outside of [[…]], had.
  void replace_origins(std::size_t item, const std::vector<Origin>& origins);

  watch::Policy policy_;
  Outputs outputs_;
  ConfigMistakes mistakes_;
  std::vector<std::string> files_;
  std::vector<Origin> origins_;
  std::optional<Distrust> distrust_;  // of the file that is being read
  std::map<std::string, Place, std::less<>> target_places_;  // by name, over all files
  std::map<std::string, Place, std::less<>> uplink_places_;  // by match
};

}  // namespace tailmend
