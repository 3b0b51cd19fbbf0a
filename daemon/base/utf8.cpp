#include "daemon/base/utf8.hpp"

#include <algorithm>

namespace tailmend {

std::optional<std::size_t> find_bad_utf8(std::string_view text) {
  const auto byte = [&](std::size_t at) { return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U; };
  std::size_t at = 0;
  while (at < text.size()) {
    const unsigned first = byte(at);
    if (first < 0x80) {
      ++at;
      continue;
    }
    const std::size_t length = first >= 0xc2 && first <= 0xdf   ? 2U
                               : first >= 0xe0 && first <= 0xef ? 3U
                               : first >= 0xf0 && first <= 0xf4 ? 4U
                                                                : 0U;
    if (length == 0) return at;
    // The second byte's range is narrower where overlong forms, surrogates and what lies beyond U+10FFFF would begin.
    const unsigned low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    const unsigned high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    if (byte(at + 1) < low || byte(at + 1) > high) return at;
    for (std::size_t i = 2; i < length; ++i) {
      if ((byte(at + i) & 0xc0U) != 0x80U) return at;
    }
    at += length;
  }
  return std::nullopt;
}

std::string as_utf8(std::string bytes) {
  std::replace(bytes.begin(), bytes.end(), '\0', '?');
  std::size_t at = 0;
  while (const auto bad = find_bad_utf8(std::string_view(bytes).substr(at))) {
    at += *bad;
    bytes[at] = '?';
  }
  return bytes;
}

std::string_view whole_characters(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xc0U) == 0x80U) --most;
  return text.substr(0, most);
}

}  // namespace tailmend
