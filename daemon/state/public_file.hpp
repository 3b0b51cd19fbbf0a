// A text file that others read while it is written: replaced as a whole, readable by everybody. Never needed after a crash,
// so it is not flushed to the disk.
#pragma once
#include <string>
#include <string_view>

#include "daemon/base/fault.hpp"

namespace tailmend {

// A new file in the same folder (".name.new") takes the place of the old one; on any error that stays as it is.
[[nodiscard]] Expected<void> write_public(const std::string& path, std::string_view text);

}  // namespace tailmend
