// The running daemon beside `setup`: told to read its configuration, and asked whether it watches what is new in it.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "daemon/base/fault.hpp"

namespace tailmend {

// SIGHUP to whoever listens at the daemon's socket. ENOENT or ECONNREFUSED: no daemon runs.
Expected<void> reload_daemon(const std::string& socket);

struct Watched {
  std::string address;
  double answer_ms = 0;  // 0: it has not answered yet
};
// Of `status --json`; nothing where it is not that.
std::vector<Watched> watched_in(std::string_view status_json);

}  // namespace tailmend
