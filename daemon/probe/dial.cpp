#include "daemon/probe/dial.hpp"

#include <ctime>
#include <netinet/in.h>
#include <netinet/tcp.h>

namespace tailmend {

namespace {

// Whether the socket leaves as asked; `unmarked` is set where the mark had to be given up.
Expected<void> set_way(const Dial& what, Dialled& dialled) {
  const int fd = dialled.socket.get();
  if (what.mark != 0) {
    if (::setsockopt(fd, SOL_SOCKET, SO_MARK, &what.mark, sizeof what.mark) == 0) return {};
    if (errno != EPERM) return std::unexpected(fault("mark a socket"));
    dialled.unmarked = true;
  }
  if (what.interface.empty()) return {};
  const auto size = static_cast<socklen_t>(what.interface.size());
  if (::setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, what.interface.data(), size) < 0)
    return std::unexpected(fault("bind a socket to " + what.interface));
  return {};
}

}  // namespace

SocketName socket_name(const watch::Endpoint& endpoint) {
  SocketName name;
  switch (endpoint.address.family) {
    case watch::Family::v4: {
      sockaddr_in in{};
      in.sin_family = AF_INET;
      in.sin_port = htons(endpoint.port);
      std::memcpy(&in.sin_addr, endpoint.address.bytes.data(), sizeof in.sin_addr);
      std::memcpy(&name.storage, &in, sizeof in);
      name.size = sizeof in;
      break;
    }
    case watch::Family::v6: {
      sockaddr_in6 in{};
      in.sin6_family = AF_INET6;
      in.sin6_port = htons(endpoint.port);
      std::memcpy(&in.sin6_addr, endpoint.address.bytes.data(), sizeof in.sin6_addr);
      std::memcpy(&name.storage, &in, sizeof in);
      name.size = sizeof in;
      break;
    }
    case watch::Family::none: break;
  }
  return name;
}

Expected<Dialled> dial(const Dial& what) {
  const SocketName name = socket_name(what.remote);
  if (name.size == 0) return std::unexpected(fault("connect to no address", EAFNOSUPPORT));
  Dialled dialled;
  dialled.socket.reset(::socket(name.storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_TCP));
  if (!dialled.socket) return std::unexpected(fault("make a TCP socket"));
  // Only a matter of delay: a socket that does not take it still connects.
  const int on = 1;
  (void)::setsockopt(dialled.socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (auto way = set_way(what, dialled); !way) return std::unexpected(way.error());
  const auto* address = reinterpret_cast<const sockaddr*>(&name.storage);
  if (::connect(dialled.socket.get(), address, name.size) < 0 && errno != EINPROGRESS) dialled.error = errno;
  return dialled;
}

int connect_error(int socket) {
  int error = 0;
  socklen_t size = sizeof error;
  return ::getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &size) < 0 ? errno : error;
}

Reply reply_of(int error) {
  switch (error) {
    case 0: return Reply::connected;
    case ECONNREFUSED: return Reply::refused;
    case ETIMEDOUT: return Reply::silent;
    // ICMP's words, and the kernel's own where a route is missing (ENETUNREACH), of type unreachable (EHOSTUNREACH),
    // prohibit (EACCES) or blackhole (EINVAL), or a filter rejects what goes out (EPERM).
    case ENETUNREACH:
    case EHOSTUNREACH:
    case ENETDOWN:
    case EHOSTDOWN:
    case ENONET:
    case ENOPROTOOPT:
    case EPROTO:
    case EACCES:
    case EPERM:
    case EINVAL: return Reply::unreachable;
    default: return Reply::local;
  }
}

}  // namespace tailmend
