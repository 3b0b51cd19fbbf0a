// Whether bytes are text, and where it may be cut.
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
// At most so many bytes of the beginning, without half a character at the end.
std::string_view whole_characters(std::string_view text, std::size_t most);

}  // namespace tailmend
