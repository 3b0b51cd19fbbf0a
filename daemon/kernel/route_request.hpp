// Asks the kernel on a socket of its own: which way does a packet leave, how is a link, which addresses has it. Never
// listens, never keeps an answer.
#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "daemon/base/fault.hpp"
#include "daemon/kernel/netlink_codec.hpp"
#include "daemon/kernel/netlink_socket.hpp"
#include "libwatch/address.hpp"

namespace tailmend::netlink {

// The fwmark of tailscaled's own sockets (mask 0xff0000): its rules send them past table 52.
constexpr std::uint32_t tailscale_mark = 0x80000;

class RouteRequest {
 public:
  static Expected<RouteRequest> open();

  // RTM_GETROUTE: the route of a packet to `destination` with `mark`. Nothing: the kernel would not send it. A Fault
  // only when the kernel could not be asked.
  Expected<std::optional<Route>> route(const watch::Address& destination, std::uint32_t mark);
  // Nothing: no such link (any more).
  Expected<std::optional<Link>> link(std::uint32_t index);
  // Sorted; at most max_addresses.
  Expected<std::vector<watch::Address>> addresses(std::uint32_t index);

  static constexpr std::size_t max_addresses = 64;

 private:
  explicit RouteRequest(Socket socket) : socket_(std::move(socket)) {}
  Socket socket_;
};

}  // namespace tailmend::netlink
