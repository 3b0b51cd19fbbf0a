#include "tests/netns/sockets.hpp"

#include <cerrno>
#include <cstring>
#include <netinet/in.h>
#include <poll.h>
#include <stdexcept>
#include <string>
#include <sys/socket.h>

namespace netns {

using tailmend::Descriptor;

namespace {

struct SocketAddress {
  sockaddr_storage storage{};
  socklen_t size = sizeof storage;
  sockaddr* raw() { return reinterpret_cast<sockaddr*>(&storage); }
};

SocketAddress socket_address(const watch::Endpoint& endpoint) {
  SocketAddress address;
  if (endpoint.address.family == watch::Family::v4) {
    sockaddr_in v4{.sin_family = AF_INET, .sin_port = htons(endpoint.port), .sin_addr = {}, .sin_zero = {}};
    std::memcpy(&v4.sin_addr, endpoint.address.bytes.data(), sizeof v4.sin_addr);
    std::memcpy(&address.storage, &v4, address.size = sizeof v4);
    return address;
  }
  sockaddr_in6 v6{};
  v6.sin6_family = AF_INET6;
  v6.sin6_port = htons(endpoint.port);
  std::memcpy(&v6.sin6_addr, endpoint.address.bytes.data(), sizeof v6.sin6_addr);
  std::memcpy(&address.storage, &v6, address.size = sizeof v6);
  return address;
}

watch::Endpoint endpoint_of(const SocketAddress& address) {
  watch::Endpoint endpoint;
  if (address.storage.ss_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &address.storage, sizeof v4);
    endpoint.address.family = watch::Family::v4;
    std::memcpy(endpoint.address.bytes.data(), &v4.sin_addr, sizeof v4.sin_addr);
    endpoint.port = ntohs(v4.sin_port);
    return endpoint;
  }
  sockaddr_in6 v6{};
  std::memcpy(&v6, &address.storage, sizeof v6);
  endpoint.address.family = watch::Family::v6;
  std::memcpy(endpoint.address.bytes.data(), &v6.sin6_addr, sizeof v6.sin6_addr);
  endpoint.port = ntohs(v6.sin6_port);
  return endpoint;
}

[[noreturn]] void refused(const std::string& what, const watch::Endpoint& where) {
  throw std::runtime_error(what + " " + watch::to_string(where) + ": " + std::strerror(errno));
}

Descriptor bound(int type, const watch::Endpoint& local) {
  const bool v6 = local.address.family == watch::Family::v6;
  Descriptor fd(::socket(v6 ? AF_INET6 : AF_INET, type | SOCK_CLOEXEC, 0));
  const int on = 1;
  if (type == SOCK_STREAM) ::setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (v6) ::setsockopt(fd.get(), IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
  auto address = socket_address(local);
  if (!fd || ::bind(fd.get(), address.raw(), address.size) != 0) refused("bind", local);
  return fd;
}

}  // namespace

watch::Endpoint endpoint(std::string_view text) { return watch::parse_endpoint(text).value(); }

Descriptor udp_socket(const watch::Endpoint& local) { return bound(SOCK_DGRAM, local); }

void connect_to(const Descriptor& socket, const watch::Endpoint& remote) {
  auto address = socket_address(remote);
  if (::connect(socket.get(), address.raw(), address.size) != 0) refused("connect", remote);
}

void send_to(const Descriptor& socket, const watch::Endpoint& remote) {
  auto address = socket_address(remote);
  if (::sendto(socket.get(), "x", 1, 0, address.raw(), address.size) != 1) refused("send", remote);
}

watch::Endpoint sender_of_next(const Descriptor& socket, int limit_ms) {
  pollfd wait{.fd = socket.get(), .events = POLLIN, .revents = 0};
  if (::poll(&wait, 1, limit_ms) != 1) return {};
  SocketAddress from;
  char byte = 0;
  if (::recvfrom(socket.get(), &byte, 1, 0, from.raw(), &from.size) < 0) return {};
  return endpoint_of(from);
}

Descriptor tcp_listen(const watch::Endpoint& local) {
  Descriptor fd = bound(SOCK_STREAM, local);
  if (::listen(fd.get(), 16) != 0) refused("listen", local);
  return fd;
}

Descriptor tcp_connect(const watch::Endpoint& local, const watch::Endpoint& remote) {
  Descriptor fd = bound(SOCK_STREAM, local);
  connect_to(fd, remote);
  return fd;
}

Descriptor tcp_accept(const Descriptor& listener) {
  Descriptor fd(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
  if (!fd) throw std::runtime_error("accept");
  return fd;
}

}  // namespace netns
