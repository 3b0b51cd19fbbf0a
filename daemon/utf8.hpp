// Whether bytes are text.
#pragma once
#include <cstddef>
#include <optional>
#include <string_view>

namespace tailmend {

// The first byte that is not UTF-8 (RFC 3629), if there is one.
std::optional<std::size_t> find_bad_utf8(std::string_view text);

}  // namespace tailmend
