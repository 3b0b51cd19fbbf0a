#include "daemon/kernel/conntrack.hpp"

#include <initializer_list>

#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <netinet/in.h>
#include <unistd.h>

#include "daemon/kernel/conntrack_codec.hpp"
#include "daemon/kernel/netlink_socket.hpp"
#include "daemon/kernel/route_request.hpp"

namespace tailmend {

using netlink::Mapping;

namespace {

constexpr std::size_t max_mappings = 4096;  // a node has one for each peer and each of its endpoints
// Its presence says that the kernel has connection tracking: asking ctnetlink would load the module where it has not.
constexpr const char* tracking_switch = "/proc/sys/net/netfilter/nf_conntrack_count";
constexpr auto families = {std::uint8_t{AF_INET}, std::uint8_t{AF_INET6}};

bool lacks_support(int error) { return error == EPROTONOSUPPORT || error == EINVAL || error == EOPNOTSUPP || error == ENOENT; }

class Sweep {
 public:
  Sweep(netlink::Socket socket, netlink::RouteRequest routes) : socket_(std::move(socket)), routes_(std::move(routes)) {}

  Expected<std::vector<Mapping>> of_port(std::uint16_t port) {
    std::vector<Mapping> found;
    for (const auto family : families) {
      const auto request = netlink::ask_for_port(family, port);
      const auto asked = socket_.ask(*request, "list the kernel's UDP mappings", [&](const netlink::Message& message) {
        auto mapping = netlink::parse_mapping(message);
        // Older kernels do not filter, and what is to be deleted is looked at twice.
        if (!mapping || mapping->protocol != IPPROTO_UDP || mapping->original.source.port != port) return;
        if (found.size() < max_mappings) found.push_back(std::move(*mapping));
      });
      if (!asked) return std::unexpected(asked.error());
    }
    return found;
  }

  Expected<bool> is_stale(const Mapping& mapping) {
    const auto here = routes_.route(mapping.original.source.address, 0);
    if (!here) return std::unexpected(here.error());
    if (!*here || (*here)->type != RTN_LOCAL) return false;
    if (netlink::is_translated(mapping)) return true;
    const auto now = routes_.route(mapping.original.destination.address, netlink::tailscale_mark);
    if (!now) return std::unexpected(now.error());
    return *now && (*now)->source.family != watch::Family::none && (*now)->source != mapping.original.source.address;
  }

  // Whether it was still there.
  Expected<bool> remove(const Mapping& mapping) {
    const auto request = netlink::delete_mapping(mapping);
    const auto removed = socket_.ask(*request, "delete a UDP mapping", [](const netlink::Message&) {});
    if (removed) return true;
    if (removed.error().error == ENOENT) return false;
    return std::unexpected(removed.error());
  }

  Expected<bool> does_nat() {
    bool translated = false;
    for (const auto family : families) {
      const auto request = netlink::ask_for_source_nat(family);
      const auto asked = socket_.ask(*request, "list the kernel's translated mappings", [&](const netlink::Message& message) {
        const auto mapping = netlink::parse_mapping(message);
        translated = translated || (mapping && netlink::is_translated(*mapping));
      });
      if (!asked) return std::unexpected(asked.error());
    }
    return translated;
  }

 private:
  netlink::Socket socket_;
  netlink::RouteRequest routes_;
};

Expected<Swept> sweep(Sweep& table, const std::vector<std::uint16_t>& ports) {
  Swept swept;
  for (const auto port : ports) {
    const auto mappings = table.of_port(port);
    if (!mappings) return std::unexpected(mappings.error());
    for (const auto& mapping : *mappings) {
      const auto stale = table.is_stale(mapping);
      if (!stale) return std::unexpected(stale.error());
      if (!*stale) continue;
      const auto removed = table.remove(mapping);
      if (!removed) return std::unexpected(removed.error());
      swept.does_nat = swept.does_nat || netlink::is_translated(mapping);
      if (*removed) ++swept.deleted;
    }
  }
  if (swept.does_nat) return swept;
  const auto does_nat = table.does_nat();
  if (!does_nat) return std::unexpected(does_nat.error());
  swept.does_nat = *does_nat;
  return swept;
}

}  // namespace

Expected<Swept> delete_stale_mappings(const std::vector<std::uint16_t>& ports) {
  if (::access(tracking_switch, F_OK) != 0) return Swept{.sight = watch::Sight::no_support};
  auto socket = netlink::Socket::open(NETLINK_NETFILTER);
  if (!socket && lacks_support(socket.error().error)) return Swept{.sight = watch::Sight::no_support};
  if (!socket) return std::unexpected(socket.error());
  auto routes = netlink::RouteRequest::open();
  if (!routes) return std::unexpected(routes.error());
  Sweep table(std::move(*socket), std::move(*routes));
  auto swept = sweep(table, ports);
  if (swept) return swept;
  const int error = swept.error().error;
  if (error == EPERM || error == EACCES) return Swept{.sight = watch::Sight::no_rights};
  if (lacks_support(error)) return Swept{.sight = watch::Sight::no_support};
  return swept;
}

}  // namespace tailmend
