#include "daemon/kernel/route_request.hpp"

#include <algorithm>

#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <netlink/attr.h>
#include <sys/socket.h>

namespace tailmend::netlink {

namespace {

// What says nothing about the network: the question did not get through, or the answer did not.
bool unasked(int error) { return error == ETIMEDOUT || error == ENOBUFS || error == ENOMEM || error == EMSGSIZE || error == EPERM || error == EBADF; }

}  // namespace

Expected<RouteRequest> RouteRequest::open() {
  auto socket = Socket::open(NETLINK_ROUTE);
  if (!socket) return std::unexpected(socket.error());
  return RouteRequest(std::move(*socket));
}

Expected<std::optional<Route>> RouteRequest::route(const watch::Address& destination, std::uint32_t mark) {
  const bool v4 = destination.family == watch::Family::v4;
  const int size = v4 ? 4 : 16;
  rtmsg header{};
  header.rtm_family = v4 ? AF_INET : AF_INET6;
  header.rtm_dst_len = v4 ? 32 : 128;
  // IPv4 names the table only when asked to; IPv6 always does, and refuses the flag.
  header.rtm_flags = v4 ? RTM_F_LOOKUP_TABLE : 0;
  const auto request = make_request(RTM_GETROUTE, 0, header);
  nla_put(request.get(), RTA_DST, size, destination.bytes.data());
  if (mark != 0) nla_put_u32(request.get(), RTA_MARK, mark);
  std::optional<Route> found;
  const auto asked = socket_.ask(*request, "ask the kernel for a route", [&](const Message& message) { found = parse_route(message); });
  if (!asked && unasked(asked.error().error)) return std::unexpected(asked.error());
  // Unreachable, prohibited, blackhole, no such family: all of them mean that nothing leaves.
  if (!asked || !found || (found->type != RTN_UNICAST && found->type != RTN_LOCAL)) return std::nullopt;
  return found;
}

Expected<std::optional<Link>> RouteRequest::link(std::uint32_t index) {
  ifinfomsg header{};
  header.ifi_index = static_cast<int>(index);
  const auto request = make_request(RTM_GETLINK, 0, header);
  nla_put_u32(request.get(), IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
  std::optional<Link> found;
  const auto asked = socket_.ask(*request, "ask the kernel for a link", [&](const Message& message) { found = parse_link(message); });
  if (!asked && unasked(asked.error().error)) return std::unexpected(asked.error());
  if (!asked) return std::nullopt;
  return found;
}

Expected<std::vector<watch::Address>> RouteRequest::addresses(std::uint32_t index) {
  ifaddrmsg header{};
  header.ifa_index = index;
  const auto request = make_request(RTM_GETADDR, NLM_F_DUMP, header);
  std::vector<watch::Address> found;
  const auto asked = socket_.ask(*request, "ask the kernel for addresses", [&](const Message& message) {
    const auto address = parse_interface_address(message);
    if (address && address->index == index && found.size() < max_addresses) found.push_back(address->address);
  });
  if (!asked && unasked(asked.error().error)) return std::unexpected(asked.error());
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace tailmend::netlink
