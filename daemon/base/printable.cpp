#include "daemon/base/printable.hpp"

namespace tailmend {

std::string printable(std::string_view bytes) {
  constexpr std::size_t shown = 24;
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text = "\"";
  for (const char c : bytes.substr(0, shown)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte < 0x7f && c != '"' && c != '\\') {
      text += c;
    } else {
      text += "\\x";
      text += digits[byte >> 4U];
      text += digits[byte & 15U];
    }
  }
  return text + (bytes.size() > shown ? "…\"" : "\"");
}

}  // namespace tailmend
