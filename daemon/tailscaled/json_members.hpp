// Chosen members of one JSON object, each as compact JSON text, so that values of any shape can be compared and handed on
// unread. What is not chosen (keys, profiles) is never held.
#pragma once
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/base/fault.hpp"

namespace tailmend {

inline constexpr std::size_t max_members_text = std::size_t{256} << 10U;

struct JsonMember {
  std::string name;  // as in `chosen`
  std::string text;  // compact: no blanks, escapes only where JSON asks for them
};

// `chosen` names a member, or a member of a member as "Config.NodeID". EFBIG over max_members_text; EBADMSG when it is not
// one JSON object, a chosen member comes twice, or holds a number that is no integer.
Expected<std::vector<JsonMember>> json_members(std::string_view document, std::span<const std::string_view> chosen);

// `text` as a JSON string, and back; the latter for what json_members() wrote, "" for anything but a string.
std::string to_json_string(std::string_view text);
std::string from_json_string(std::string_view json);
// The elements of a compact array, each as compact JSON; none for anything but an array.
std::vector<std::string> json_elements(std::string_view json);

}  // namespace tailmend
