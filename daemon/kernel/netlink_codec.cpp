#include "daemon/kernel/netlink_codec.hpp"

#include <algorithm>

#include <linux/fib_rules.h>
#include <linux/if.h>
#include <linux/netlink.h>
#include <linux/nexthop.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

namespace tailmend::netlink {

namespace {

constexpr std::uint32_t tailscale_table = 52;
constexpr std::uint32_t tailscale_mark = 0x80000;
constexpr std::string_view tailscale_prefix = "tailscale";

std::size_t aligned(std::size_t size) { return (size + 3U) & ~std::size_t{3}; }

watch::Family family_of(std::uint8_t family) {
  if (family == AF_INET) return watch::Family::v4;
  if (family == AF_INET6) return watch::Family::v6;
  return watch::Family::none;
}

// tailscaled's rules: 5210 to 5270, beside mwan3 1310 to 1370. Of other people's rules in those ranges they are told
// by their mark or their table.
bool is_tailscale_rule(const Rule& rule) {
  const bool in_range = (rule.priority >= 5210 && rule.priority <= 5270) || (rule.priority >= 1310 && rule.priority <= 1370);
  return in_range && (rule.mark == tailscale_mark || rule.table == tailscale_table);
}

bool is_tailscale_index(std::uint32_t index, const Tailscale& tailscale) { return index != 0 && index == tailscale.index; }

// RTA_VIA: a gateway of another family than the route's.
std::optional<watch::Address> read_via(Bytes value) {
  std::uint16_t family = 0;
  if (value.size() < sizeof family) return std::nullopt;
  __builtin_memcpy(&family, value.data(), sizeof family);
  return read_address(static_cast<std::uint8_t>(family), value.subspan(sizeof family));
}

void read_route_attribute(const Attribute& attribute, std::uint8_t family, Route& route) {
  if (attribute.type == RTA_TABLE) route.table = read_u32(attribute.value).value_or(route.table);
  if (attribute.type == RTA_OIF) route.index = read_u32(attribute.value).value_or(0);
  if (attribute.type == RTA_GATEWAY) route.gateway = read_address(family, attribute.value).value_or(watch::Address{});
  if (attribute.type == RTA_VIA) route.gateway = read_via(attribute.value).value_or(watch::Address{});
  if (attribute.type == RTA_PREFSRC) route.source = read_address(family, attribute.value).value_or(watch::Address{});
  if (attribute.type == RTA_DST) route.destination.address = read_address(family, attribute.value).value_or(watch::Address{});
}

std::optional<Heard> hear_route(const Route& route, const Tailscale& tailscale) {
  if (route.table == tailscale_table || is_tailscale_index(route.index, tailscale)) return std::nullopt;
  if (watch::is_tailnet(route.destination.address) || route.destination.bits > 1) return std::nullopt;
  return Heard{.subject = Subject::route, .index = route.index};
}

}  // namespace

std::optional<Message> next_message(Bytes& datagram) {
  if (datagram.size() < sizeof(nlmsghdr)) return std::nullopt;
  nlmsghdr header;
  __builtin_memcpy(&header, datagram.data(), sizeof header);
  if (header.nlmsg_len < sizeof header || header.nlmsg_len > datagram.size()) return std::nullopt;
  const Bytes body = datagram.subspan(sizeof header, header.nlmsg_len - sizeof header);
  datagram = datagram.subspan(std::min(aligned(header.nlmsg_len), datagram.size()));
  return Message{.type = header.nlmsg_type, .flags = header.nlmsg_flags, .sequence = header.nlmsg_seq, .body = body};
}

std::optional<Attribute> next_attribute(Bytes& attributes) {
  if (attributes.size() < sizeof(nlattr)) return std::nullopt;
  nlattr header;
  __builtin_memcpy(&header, attributes.data(), sizeof header);
  if (header.nla_len < sizeof header || header.nla_len > attributes.size()) return std::nullopt;
  const Bytes value = attributes.subspan(sizeof header, header.nla_len - sizeof header);
  attributes = attributes.subspan(std::min(aligned(header.nla_len), attributes.size()));
  return Attribute{.type = static_cast<std::uint16_t>(header.nla_type & NLA_TYPE_MASK), .value = value};
}

std::optional<std::uint32_t> read_u32(Bytes value) {
  std::uint32_t number = 0;
  if (value.size() < sizeof number) return std::nullopt;
  __builtin_memcpy(&number, value.data(), sizeof number);
  return number;
}

std::optional<watch::Address> read_address(std::uint8_t family, Bytes value) {
  watch::Address address{.family = family_of(family), .bytes = {}};
  const std::size_t size = address.family == watch::Family::v4 ? 4 : 16;
  if (address.family == watch::Family::none || value.size() != size) return std::nullopt;
  std::copy(value.begin(), value.end(), address.bytes.begin());
  return address;
}

std::optional<int> error_of(const Message& message) {
  if (message.type != NLMSG_ERROR && message.type != NLMSG_DONE) return std::nullopt;
  const auto code = read_u32(message.body);  // nlmsgerr begins with the code; NLMSG_DONE may have none
  if (!code) return 0;
  const auto error = static_cast<std::int32_t>(*code);
  return error < 0 && error > INT32_MIN ? -error : 0;
}

std::optional<Link> parse_link(const Message& message) {
  Bytes rest = message.body;
  if (message.type != RTM_NEWLINK && message.type != RTM_DELLINK) return std::nullopt;
  const auto header = take_header<ifinfomsg>(rest);
  if (!header || header->ifi_index <= 0) return std::nullopt;
  Link link{.index = static_cast<std::uint32_t>(header->ifi_index)};
  // A bridge tells of its ports with family AF_BRIDGE, and RTM_DELLINK there is no deleted link.
  if (header->ifi_family != AF_UNSPEC) return std::nullopt;
  const bool here = message.type == RTM_NEWLINK;
  link.up = here && (header->ifi_flags & IFF_UP) != 0;
  link.carrier = link.up && (header->ifi_flags & IFF_LOWER_UP) != 0 && (header->ifi_flags & IFF_RUNNING) != 0;
  link.loopback = (header->ifi_flags & IFF_LOOPBACK) != 0;
  while (const auto attribute = next_attribute(rest)) {
    if (attribute->type != IFLA_IFNAME) continue;
    const auto end = std::find(attribute->value.begin(), attribute->value.end(), std::uint8_t{0});
    link.name.assign(attribute->value.begin(), std::min(end, attribute->value.begin() + std::min<std::ptrdiff_t>(
                                                                 IFNAMSIZ - 1, std::ssize(attribute->value))));
  }
  return link;
}

std::optional<Route> parse_route(const Message& message) {
  Bytes rest = message.body;
  if (message.type != RTM_NEWROUTE && message.type != RTM_DELROUTE) return std::nullopt;
  const auto header = take_header<rtmsg>(rest);
  if (!header || family_of(header->rtm_family) == watch::Family::none) return std::nullopt;
  Route route{.family = family_of(header->rtm_family), .type = header->rtm_type, .table = header->rtm_table};
  route.destination = {.address = {.family = route.family, .bytes = {}}, .bits = header->rtm_dst_len};
  while (const auto attribute = next_attribute(rest)) read_route_attribute(*attribute, header->rtm_family, route);
  return route;
}

std::optional<InterfaceAddress> parse_interface_address(const Message& message) {
  Bytes rest = message.body;
  if (message.type != RTM_NEWADDR && message.type != RTM_DELADDR) return std::nullopt;
  const auto header = take_header<ifaddrmsg>(rest);
  if (!header || family_of(header->ifa_family) == watch::Family::none) return std::nullopt;
  InterfaceAddress found{.index = header->ifa_index};
  // On a point-to-point link IFA_ADDRESS is the other end, and IFA_LOCAL ours.
  bool local = false;
  while (const auto attribute = next_attribute(rest)) {
    const bool ours = attribute->type == IFA_LOCAL;
    if (!ours && (local || attribute->type != IFA_ADDRESS)) continue;
    found.address = read_address(header->ifa_family, attribute->value).value_or(found.address);
    local = local || ours;
  }
  if (found.address.family == watch::Family::none) return std::nullopt;
  return found;
}

std::optional<Rule> parse_rule(const Message& message) {
  Bytes rest = message.body;
  if (message.type != RTM_NEWRULE && message.type != RTM_DELRULE) return std::nullopt;
  const auto header = take_header<fib_rule_hdr>(rest);
  if (!header) return std::nullopt;
  Rule rule{.table = header->table};
  while (const auto attribute = next_attribute(rest)) {
    if (attribute->type == FRA_PRIORITY) rule.priority = read_u32(attribute->value).value_or(0);
    if (attribute->type == FRA_FWMARK) rule.mark = read_u32(attribute->value).value_or(0);
    if (attribute->type == FRA_TABLE) rule.table = read_u32(attribute->value).value_or(rule.table);
  }
  return rule;
}

std::optional<Nexthop> parse_nexthop(const Message& message) {
  Bytes rest = message.body;
  if (message.type != RTM_NEWNEXTHOP && message.type != RTM_DELNEXTHOP) return std::nullopt;
  if (!take_header<nhmsg>(rest)) return std::nullopt;
  Nexthop nexthop;
  while (const auto attribute = next_attribute(rest)) {
    if (attribute->type == NHA_OIF) nexthop.index = read_u32(attribute->value).value_or(0);
  }
  return nexthop;
}

bool is_tailscale(std::string_view interface, const Tailscale& tailscale) {
  return interface.starts_with(tailscale_prefix) || (!interface.empty() && interface == tailscale.interface);
}

std::optional<Heard> hear(const Message& message, const Tailscale& tailscale) {
  if (const auto link = parse_link(message)) {
    if (is_tailscale(link->name, tailscale) || is_tailscale_index(link->index, tailscale)) return std::nullopt;
    return Heard{.subject = Subject::link, .index = link->index, .up = link->up, .carrier = link->carrier};
  }
  if (const auto route = parse_route(message)) return hear_route(*route, tailscale);
  if (const auto found = parse_interface_address(message)) {
    if (watch::is_tailnet(found->address) || is_tailscale_index(found->index, tailscale)) return std::nullopt;
    return Heard{.subject = Subject::address, .index = found->index};
  }
  if (const auto rule = parse_rule(message)) {
    if (is_tailscale_rule(*rule)) return std::nullopt;
    return Heard{.subject = Subject::rule};
  }
  if (const auto nexthop = parse_nexthop(message)) {
    if (is_tailscale_index(nexthop->index, tailscale)) return std::nullopt;
    return Heard{.subject = Subject::nexthop, .index = nexthop->index};
  }
  return std::nullopt;
}

}  // namespace tailmend::netlink
