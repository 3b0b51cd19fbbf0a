#include "daemon/base/write_all.hpp"

#include <unistd.h>

namespace tailmend {

Expected<void> write_all(int file, std::string_view text, const std::string& trying) {
  while (!text.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return std::unexpected(fault(trying));
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

}  // namespace tailmend
