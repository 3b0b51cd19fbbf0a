// The file that `setup` writes: a new one, whole or not at all, on the disk when it is there. Never changes or replaces one.
#pragma once
#include <string>
#include <string_view>

#include "daemon/base/fault.hpp"

namespace tailmend {

// The first name that is free in the folder: setup.toml, setup-2.toml, …
std::string free_name(const std::string& folder);
// Makes the folder where it is missing. EEXIST: somebody else was first.
Expected<void> write_new(const std::string& folder, const std::string& name, std::string_view text);
// Why nothing can be written there: "write in /etc/tailmend/conf.d: Permission denied"; "" where it can.
std::string not_writable(const std::string& folder);

}  // namespace tailmend
