// Text on a screen of so many columns: how wide it is, where it is wrapped, how it is padded and coloured. UTF-8; ─, → and –
// are one column. Pure; asks no terminal.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/screen/screen.hpp"

namespace tailmend {

// Nothing from the network may steer a terminal: control characters become spaces, what is no UTF-8 becomes '?'.
std::string clean(std::string_view text);
// Columns that it takes.
std::size_t width(std::string_view text);
// Filled up with spaces to so many columns, behind it or before it; a longer one as it is.
std::string padded(std::string_view text, std::size_t columns);
std::string padded_left(std::string_view text, std::size_t columns);
// Lines of at most so many columns, broken between words, but not between a figure and its unit; a word only where it is
// longer than a line. At least one line.
std::vector<std::string> wrap(std::string_view text, std::size_t columns);
// Wrapped, each line but the first indented by `hang`, each ended by a newline.
std::string hanging(std::string_view text, std::size_t hang, std::size_t columns);

enum class Paint : std::uint8_t { red, yellow, green };
std::string painted(std::string_view text, Paint paint, Colour colour);

}  // namespace tailmend
