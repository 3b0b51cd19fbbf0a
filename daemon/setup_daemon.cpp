#include "daemon/setup_daemon.hpp"

#include <sys/socket.h>
#include <sys/un.h>

#include <algorithm>
#include <array>
#include <csignal>

#include "daemon/handles.hpp"
#include "daemon/json_stream.hpp"

namespace tailmend {

namespace {

enum : Place { targets = 1, address, answer };
constexpr std::array members = {
    Member{targets, "address", address, Kind::text},
    Member{targets, "answer_ms", answer, Kind::real},
    Member{whole, "targets", targets, Kind::objects},
};

struct Reading : JsonSink {
  void begin(Place) override { watched.emplace_back(); }
  void text(Place, std::string_view value) override { watched.back().address = value; }
  void real(Place, double value) override { watched.back().answer_ms = value; }
  std::vector<Watched> watched;
};

}  // namespace

Expected<void> reload_daemon(const std::string& socket) {
  const std::string trying = "reach the daemon at " + socket;
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (socket.size() >= sizeof address.sun_path) return std::unexpected(fault(trying, ENAMETOOLONG));
  std::ranges::copy(socket, static_cast<char*>(address.sun_path));
  const Descriptor line(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!line || ::connect(line.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) < 0) return std::unexpected(fault(trying));
  ucred listener{};
  socklen_t size = sizeof listener;
  if (::getsockopt(line.get(), SOL_SOCKET, SO_PEERCRED, &listener, &size) < 0) return std::unexpected(fault(trying));
  // 0: a daemon of another pid namespace.
  if (listener.pid <= 0) return std::unexpected(fault(trying, ESRCH));
  if (::kill(listener.pid, SIGHUP) < 0) return std::unexpected(fault("tell the daemon to read its configuration"));
  return {};
}

std::vector<Watched> watched_in(std::string_view status_json) {
  Reading reading;
  JsonStream stream(members, reading);
  if (!stream.feed(status_json) || !stream.finish()) return {};
  return reading.watched;
}

}  // namespace tailmend
