// The first bytes of what somebody said on a socket, fit for a log line.
#pragma once
#include <string>
#include <string_view>

namespace tailmend {

// In double quotes, what is not printable as \x1b, cut after 24 bytes.
std::string printable(std::string_view bytes);

}  // namespace tailmend
