// What keeps an asked-for answer coming. Destroying it cancels: no callback afterwards. It may be destroyed from within
// that callback, and may outlive the edge that gave it.
#pragma once
#include <memory>

namespace tailmend {

using Token = std::shared_ptr<void>;

}  // namespace tailmend
