#include "daemon/base/json_text.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "daemon/base/utf8.hpp"

namespace tailmend {

std::string text_json(std::string_view text) {
  std::string json = "\"";
  while (!text.empty()) {
    const std::size_t good = find_bad_utf8(text).value_or(text.size());
    for (const char c : text.substr(0, good)) {
      if (c == '"' || c == '\\') json += {'\\', c};
      else if (static_cast<unsigned char>(c) < 0x20) json += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
      else json += c;
    }
    if (good < text.size()) json += "\\ufffd";
    text.remove_prefix(std::min(good + 1, text.size()));
  }
  return json + "\"";
}

std::string_view bool_json(bool value) { return value ? "true" : "false"; }
std::string ms_json(watch::Duration duration) { return fmt::format("{:.3f}", static_cast<double>(duration.count()) / 1000.0); }
std::string seconds_json(watch::Duration duration) { return fmt::format("{:.3f}", static_cast<double>(duration.count()) / 1e6); }
std::string time_json(WallTime when) { return text_json(rfc3339(when)); }

}  // namespace tailmend
