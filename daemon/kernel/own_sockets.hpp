// tailscaled's own sockets, found by its fwmark on NETLINK_SOCK_DIAG: how its TCP connections are, an end to those that do
// not answer (SOCK_DESTROY: tailscaled redials at once), and its UDP ports. Never touches a socket without that mark, nor
// one of ours.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "daemon/base/fault.hpp"
#include "daemon/kernel/diag_codec.hpp"
#include "daemon/kernel/netlink_socket.hpp"
#include "libwatch/action.hpp"
#include "libwatch/evidence.hpp"

namespace tailmend {

struct Destroyed {
  std::uint32_t closed = 0;
  std::uint32_t dead = 0;  // how many were found dead, closed or not
  watch::Sight sight = watch::Sight::seen;
};

class OwnSockets {
 public:
  // What a connection to this endpoint is: control, DERP with its code, or neither.
  using Label = std::function<std::pair<watch::AnchorKind, std::string>(const watch::Endpoint&)>;

  // `cgroup` is the directory of tailscaled's unit in the unified hierarchy; sockets of other cgroups do not count while
  // it exists. "": any.
  explicit OwnSockets(std::string cgroup = "") : cgroup_(std::move(cgroup)) {}

  // Both are synchronous, microseconds as a rule, and wait at most for Socket's limits. Where the kernel does not let us
  // see, or not destroy, the sight says which it lacks: rights or support.
  [[nodiscard]] watch::ConnectionsFact look(const Label& label) const;
  // A Fault only when the kernel did not answer.
  [[nodiscard]] Expected<Destroyed> destroy(watch::Scope scope) const;

  // Where it hears its peers, of both families, each once: the UDP sockets that are not connected. Mostly one.
  [[nodiscard]] Expected<std::vector<std::uint16_t>> udp_ports() const;

  static constexpr std::size_t max_sockets = 1024;

 private:
  // Of IPPROTO_TCP the ESTABLISHED ones. The worst first. A Fault with the kernel's errno.
  [[nodiscard]] Expected<std::vector<netlink::DiagnosedSocket>> find(netlink::Socket& socket, std::uint8_t protocol) const;

  std::string cgroup_;
};

}  // namespace tailmend
