// The pieces that our JSON is written with: strings that are always UTF-8, numbers, arrays, instants. Pure; writes only.
#pragma once
#include <string>
#include <string_view>

#include "daemon/base/wall_time.hpp"
#include "libwatch/time.hpp"

namespace tailmend {

// In quotes; a byte that is no UTF-8 (a text that was cut, an interface's odd name) becomes U+FFFD.
std::string text_json(std::string_view text);
std::string_view bool_json(bool value);
std::string ms_json(watch::Duration duration);       // "11.204"
std::string seconds_json(watch::Duration duration);  // "11.204"
std::string time_json(WallTime when);                // "\"2026-11-21T01:14:07.310Z\""

template <class Range, class Each>
std::string array_json(const Range& range, const Each& each) {
  std::string json = "[";
  for (const auto& item : range) {
    if (json.size() > 1) json += ',';
    json += each(item);
  }
  return json + "]";
}

}  // namespace tailmend
