#include "daemon/kernel/kernel.hpp"

#include <array>
#include <bit>
#include <cstddef>

#include <linux/filter.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sys/epoll.h>

namespace tailmend {

using netlink::Heard;
using netlink::Subject;
using watch::Hint;

namespace {

// Public, in nobody's local network, and not among those that people pin to one uplink to measure it, as 1.1.1.1 and
// 8.8.8.8 are. Nothing is ever sent there; the kernel is only asked which way it would be.
constexpr watch::Address public_v4{.family = watch::Family::v4, .bytes = {192, 200, 0, 101}};
constexpr watch::Address public_v6{.family = watch::Family::v6, .bytes = {0x26, 0x06, 0xb7, 0x40, 0, 0x49, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1}};

constexpr std::array groups{int{RTNLGRP_LINK},       int{RTNLGRP_IPV4_IFADDR}, int{RTNLGRP_IPV6_IFADDR},
                            int{RTNLGRP_IPV4_ROUTE}, int{RTNLGRP_IPV6_ROUTE},  int{RTNLGRP_IPV4_RULE},
                            int{RTNLGRP_IPV6_RULE},  int{RTNLGRP_NEXTHOP}};

// BPF loads are big-endian, the header is the host's.
constexpr std::uint16_t as_loaded(std::uint16_t value) {
  if (std::endian::native == std::endian::big) return value;
  return static_cast<std::uint16_t>((value << 8U) | (value >> 8U));
}

// Drops announcements of routes longer than /1 (split defaults are two of /1) before they cost anything. Notifications
// come one message per datagram, so that a filter per datagram is exact.
std::array<sock_filter, 7> default_routes_only() {
  constexpr std::uint32_t type_at = offsetof(nlmsghdr, nlmsg_type);
  constexpr std::uint32_t destination_length_at = sizeof(nlmsghdr) + offsetof(rtmsg, rtm_dst_len);
  return {{BPF_STMT(BPF_LD | BPF_H | BPF_ABS, type_at),
           BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, as_loaded(RTM_NEWROUTE), 1, 0),
           BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, as_loaded(RTM_DELROUTE), 0, 3),
           BPF_STMT(BPF_LD | BPF_B | BPF_ABS, destination_length_at),
           BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, 1, 0, 1),
           BPF_STMT(BPF_RET | BPF_K, 0),
           BPF_STMT(BPF_RET | BPF_K, 0xffffffff)}};
}

void merge(watch::Hints& hints, watch::Hints more) { hints.bits = static_cast<std::uint16_t>(hints.bits | more.bits); }

bool stale(watch::Hints hints) { return hints.has(Hint::overrun) || hints.has(Hint::resumed); }

// Hints that matter although the egress is the same as before.
bool matter_alone(watch::Hints hints) {
  return stale(hints) || hints.has(Hint::link_down) || hints.has(Hint::link_up) || hints.has(Hint::carrier_lost) ||
         hints.has(Hint::carrier_back) || hints.has(Hint::address);
}

}  // namespace

Kernel::Kernel(Loop& loop, std::string tailscale_interface, Report report)
    : loop_(loop), tailscale_interface_(std::move(tailscale_interface)), report_(std::move(report)) {}

Expected<void> Kernel::start() {
  auto notifications = netlink::Socket::open(NETLINK_ROUTE);
  if (!notifications) return std::unexpected(notifications.error());
  auto filter = default_routes_only();
  if (const auto listening = notifications->listen(filter, groups); !listening) return std::unexpected(listening.error());
  auto request = netlink::RouteRequest::open();
  if (!request) return std::unexpected(request.error());
  notifications_ = std::move(*notifications);
  request_ = std::move(*request);
  auto readiness = loop_.watch_descriptor(notifications_->descriptor(), EPOLLIN, [this](std::uint32_t) { ready(); });
  if (!readiness) return std::unexpected(readiness.error());
  readiness_ = std::move(*readiness);
  look({});
  auto first = loop_.soon([this] {
    const auto report = report_;  // it may destroy us
    report({.egress = egress_, .hints = {}});
  });
  if (!first) return std::unexpected(first.error());
  first_ = std::move(*first);
  return {};
}

Expected<RouteTo> Kernel::route_to(const watch::Address& address) {
  if (!request_) return std::unexpected(fault("ask the kernel for a route", ENOTCONN));
  const auto route = request_->route(address, 0);
  if (!route) return std::unexpected(route.error());
  if (!*route) return RouteTo{};
  const auto link = request_->link((*route)->index);
  if (!link) return std::unexpected(link.error());
  if (!*link) return RouteTo{};
  return RouteTo{.interface = (*link)->name, .index = (*link)->index, .table = (*route)->table, .source = (*route)->source,
                 .gateway = (*route)->gateway, .is_local = (*route)->type == RTN_LOCAL};
}

void Kernel::look_again(watch::Hints hints) {
  merge(wanted_hints_, hints);
  if (auto again = loop_.soon([this] { look_and_report(std::exchange(wanted_hints_, {})); })) again_ = std::move(*again);
}

void Kernel::ready() {
  std::array<std::uint8_t, netlink::Socket::largest_datagram> buffer;
  const netlink::Tailscale tailscale{.interface = tailscale_interface_, .index = if_nametoindex(tailscale_interface_.c_str())};
  watch::Hints hints;
  bool look_needed = false;
  for (int i = 0; i < max_datagrams_per_wake_up; ++i) {
    netlink::Bytes datagram;
    const auto got = notifications_->receive(buffer, datagram);
    if (got == netlink::Socket::Got::nothing) break;
    if (got == netlink::Socket::Got::overrun) hints.add(Hint::overrun);
    while (const auto message = netlink::next_message(datagram)) {
      const auto heard = netlink::hear(*message, tailscale);
      if (heard) hear(*heard, hints);
      look_needed = look_needed || heard;
    }
  }
  if (look_needed || hints.has(Hint::overrun)) look_and_report(hints);
}

void Kernel::hear(const Heard& heard, watch::Hints& hints) {
  switch (heard.subject) {
    case Subject::link: return links_.note_standing(heard.index, {.up = heard.up, .carrier = heard.carrier});
    case Subject::address: return links_.note_address(heard.index);
    case Subject::route: return hints.add(Hint::route);
    case Subject::rule: return hints.add(Hint::rule);
    case Subject::nexthop: return hints.add(Hint::nexthop);
  }
}

void Kernel::look_and_report(watch::Hints hints) {
  const auto found = look(hints);
  if (unanswered_) {
    auto retry = loop_.at(loop_.now() + retry_after, [this] { look_and_report({}); });
    if (retry) retry_ = std::move(*retry);
  }
  if (!found) return;
  const auto report = report_;  // it may destroy us
  report({.egress = egress_, .hints = *found});
}

std::optional<watch::Hints> Kernel::look(watch::Hints hints) {
  const auto before = egress_;
  unanswered_ = false;
  egress_.v4 = ask_way(public_v4, before.v4);
  egress_.v6 = ask_way(public_v6, before.v6);
  const bool all_stale = stale(hints);
  std::uint32_t last = 0;
  const std::array<const std::optional<watch::Way>*, 4> ways{&before.v4, &egress_.v4, &before.v6, &egress_.v6};
  for (const auto* way : ways) {
    if (!*way || (*way)->index == last) continue;
    last = (*way)->index;
    merge(hints, hints_of_link(last, all_stale));
  }
  links_.settle(egress_);
  if (egress_ == before && !matter_alone(hints)) return std::nullopt;
  return hints;
}

std::optional<watch::Way> Kernel::ask_way(const watch::Address& destination, const std::optional<watch::Way>& last) {
  const auto route = request_->route(destination, netlink::tailscale_mark);
  const auto link = route && *route ? request_->link((*route)->index) : Expected<std::optional<netlink::Link>>(std::nullopt);
  if (!route || !link) {
    unanswered_ = true;
    return last;
  }
  if (!*link) return std::nullopt;
  links_.note_standing((*link)->index, {.up = (*link)->up, .carrier = (*link)->carrier});
  // IPv4 keeps a route whose carrier is gone, and sends into the void. An exit node is no way out for tailscaled itself.
  if (!(*link)->carrier || (*link)->loopback || netlink::is_tailscale((*link)->name, {.interface = tailscale_interface_})) {
    return std::nullopt;
  }
  return watch::Way{.interface = (*link)->name, .index = (*link)->index, .gateway = (*route)->gateway, .source = (*route)->source,
                    .table = (*route)->table};
}

// An address counts when the set differs from the last one: a renewed lease and every router advertisement announce
// again what is known already.
watch::Hints Kernel::hints_of_link(std::uint32_t index, bool all_stale) {
  auto& link = links_.link(index);
  auto hints = link.hints;
  if (link.addresses && !link.addressed && !all_stale) return hints;
  auto addresses = request_->addresses(index);
  if (!addresses) {
    unanswered_ = true;
    return hints;
  }
  if (link.addresses ? *link.addresses != *addresses : link.addressed) hints.add(Hint::address);
  link.addresses = std::move(*addresses);
  return hints;
}

}  // namespace tailmend
