#include "daemon/base/unix_socket.hpp"

#include <cstring>

namespace tailmend {

std::optional<sockaddr_un> unix_name(const std::string& path) {
  sockaddr_un name{};
  if (path.empty() || path.size() >= sizeof name.sun_path) return std::nullopt;
  name.sun_family = AF_UNIX;
  std::memcpy(name.sun_path, path.data(), path.size());
  return name;
}

Expected<Descriptor> connect_unix(const std::string& path) {
  const auto name = unix_name(path);
  if (!name) return std::unexpected(fault("connect to " + path, ENAMETOOLONG));
  Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!socket) return std::unexpected(fault("make a socket"));
  if (::connect(socket.get(), generic(*name), sizeof *name) != 0) return std::unexpected(fault("connect to " + path));
  return socket;
}

Expected<pid_t> listener_of(const std::string& path) {
  const auto socket = connect_unix(path);
  if (!socket) return std::unexpected(socket.error());
  ucred listener{};
  socklen_t size = sizeof listener;
  if (::getsockopt(socket->get(), SOL_SOCKET, SO_PEERCRED, &listener, &size) < 0) return std::unexpected(fault("ask who listens at " + path));
  return listener.pid;
}

}  // namespace tailmend
