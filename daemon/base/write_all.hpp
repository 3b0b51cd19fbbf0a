// Writes a text whole, in however many pieces the kernel takes it.
#pragma once
#include <string>
#include <string_view>

#include "daemon/base/fault.hpp"

namespace tailmend {

// `trying` is what the fault says: "write /run/tailmend/last".
[[nodiscard]] Expected<void> write_all(int file, std::string_view text, const std::string& trying);

}  // namespace tailmend
