#include "daemon/metrics/metrics_file.hpp"

#include <unistd.h>

#include "daemon/state/public_file.hpp"

namespace tailmend {

void MetricsFile::move_to(std::string path) {
  if (path == path_) return;
  remove();
  path_ = std::move(path);
}

void MetricsFile::remove() noexcept {
  if (written_) ::unlink(path_.c_str());
  written_ = false;
}

Expected<void> MetricsFile::write(std::string_view text) {
  auto done = write_public(path_, text);
  written_ = written_ || done;
  return done;
}

}  // namespace tailmend
