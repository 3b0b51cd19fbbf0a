#include "daemon/kernel/conversations.hpp"

#include <algorithm>
#include <initializer_list>
#include <map>
#include <set>

#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <unistd.h>

#include "daemon/kernel/conntrack_codec.hpp"
#include "daemon/kernel/diag_codec.hpp"
#include "daemon/kernel/netlink_socket.hpp"

namespace tailmend {

namespace {

// Asking ctnetlink would load the module where there is none.
constexpr const char* tracking_switch = "/proc/sys/net/netfilter/nf_conntrack_count";
constexpr auto families = {std::uint8_t{AF_INET}, std::uint8_t{AF_INET6}};

class Count {
 public:
  explicit Count(const std::vector<watch::Prefix>& subnets) : subnets_(subnets) {}

  void own_connections() {
    auto socket = netlink::Socket::open(NETLINK_SOCK_DIAG);
    if (!socket) return;
    std::vector<netlink::DiagnosedSocket> connected;
    std::set<std::uint16_t> served;
    for (const auto family : families) {
      inet_diag_req_v2 header{};
      header.sdiag_family = family;
      header.sdiag_protocol = IPPROTO_TCP;
      header.idiag_states = 1U << static_cast<unsigned>(TCP_ESTABLISHED) | 1U << static_cast<unsigned>(TCP_LISTEN);
      const auto request = netlink::make_request(SOCK_DIAG_BY_FAMILY, NLM_F_DUMP, header);
      (void)socket->ask(*request, "list sockets", [&](const netlink::Message& message) {
        const auto one = netlink::parse_diagnosed_socket(message);
        if (one && one->remote.port == 0) served.insert(one->local.port);
        else if (one && is_within(one->remote.address)) connected.push_back(*one);
      });
    }
    for (const auto& one : connected)
      if (!served.contains(one.local.port)) ++found_[one.remote];
  }

  void forwarded_connections() {
    if (::access(tracking_switch, F_OK) != 0) return;
    auto socket = netlink::Socket::open(NETLINK_NETFILTER);
    if (!socket) return;
    for (const auto family : families) {
      const auto request = netlink::ask_for_all(family);
      (void)socket->ask(*request, "list the kernel's connections", [&](const netlink::Message& message) {
        const auto mapping = netlink::parse_mapping(message);
        if (mapping && mapping->protocol == IPPROTO_TCP && is_within(mapping->original.destination.address)) ++found_[mapping->original.destination];
      });
    }
  }

  [[nodiscard]] std::vector<watch::Endpoint> busiest() const {
    std::vector<std::pair<watch::Endpoint, std::uint32_t>> counted(found_.begin(), found_.end());
    std::ranges::stable_sort(counted, std::greater{}, &std::pair<watch::Endpoint, std::uint32_t>::second);
    if (counted.size() > max_conversations) counted.resize(max_conversations);
    std::vector<watch::Endpoint> ends;
    for (const auto& [end, connections] : counted) ends.push_back(end);
    return ends;
  }

 private:
  [[nodiscard]] bool is_within(const watch::Address& address) const {
    return std::ranges::any_of(subnets_, [&](const watch::Prefix& subnet) { return watch::contains(subnet, address); });
  }

  const std::vector<watch::Prefix>& subnets_;
  std::map<watch::Endpoint, std::uint32_t> found_;
};

}  // namespace

std::vector<watch::Endpoint> conversations_within(const std::vector<watch::Prefix>& subnets) {
  Count count(subnets);
  count.own_connections();
  count.forwarded_connections();
  return count.busiest();
}

}  // namespace tailmend
