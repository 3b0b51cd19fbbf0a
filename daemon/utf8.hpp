// Whether bytes are text.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace tailmend {

// The first byte that is not UTF-8 (RFC 3629), if there is one.
std::optional<std::size_t> find_bad_utf8(std::string_view text);
// The same with '?' for every byte that is not, and for NUL.
std::string as_utf8(std::string bytes);

}  // namespace tailmend
