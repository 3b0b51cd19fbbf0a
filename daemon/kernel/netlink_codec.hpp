// Reads netlink messages: bytes to facts about links, routes, addresses, rules and nexthops. Bounds-checked; a message
// cut short is no message. Never opens a socket, and never asks back.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#include "libwatch/address.hpp"

namespace tailmend::netlink {

using Bytes = std::span<const std::uint8_t>;

struct Message {
  std::uint16_t type = 0;
  std::uint16_t flags = 0;
  std::uint32_t sequence = 0;
  Bytes body;  // what follows the nlmsghdr
};
// Takes the next message off the front of a datagram; nothing at its end, or when the rest is no whole message.
std::optional<Message> next_message(Bytes& datagram);

struct Attribute {
  std::uint16_t type = 0;  // without the NESTED and byte order flags
  Bytes value;
};
std::optional<Attribute> next_attribute(Bytes& attributes);

// A fixed header from the front of a body, with what follows it, aligned; nothing when the body is shorter.
template <class Header>
std::optional<Header> take_header(Bytes& body) {
  static_assert(std::is_trivially_copyable_v<Header>);
  if (body.size() < sizeof(Header)) return std::nullopt;
  Header header;
  __builtin_memcpy(&header, body.data(), sizeof(Header));
  constexpr std::size_t aligned = (sizeof(Header) + 3U) & ~std::size_t{3};
  body = body.subspan(aligned < body.size() ? aligned : body.size());
  return header;
}
std::optional<std::uint32_t> read_u32(Bytes value);
std::optional<watch::Address> read_address(std::uint8_t family, Bytes value);

// The errno of NLMSG_ERROR or NLMSG_DONE, positive; 0 is an acknowledgement. Nothing for other messages.
std::optional<int> error_of(const Message& message);

struct Link {
  std::uint32_t index = 0;
  std::string name;
  bool up = false;       // IFF_UP; false when the link is gone
  bool carrier = false;  // IFF_LOWER_UP and IFF_RUNNING: what is sent can leave
  bool loopback = false;
};
struct Route {
  watch::Family family = watch::Family::none;
  std::uint8_t type = 0;    // RTN_UNICAST, …
  std::uint32_t table = 0;  // RTA_TABLE, which is authoritative; rtm_table is one byte
  std::uint32_t index = 0;  // RTA_OIF; 0 for multipath and nexthop objects
  watch::Prefix destination;
  watch::Address gateway;  // RTA_GATEWAY or RTA_VIA
  watch::Address source;   // RTA_PREFSRC
};
struct InterfaceAddress {
  std::uint32_t index = 0;
  watch::Address address;
};
struct Rule {
  std::uint32_t priority = 0;
  std::uint32_t mark = 0;
  std::uint32_t table = 0;
};
struct Nexthop {
  std::uint32_t index = 0;  // 0 for groups and blackholes
};
// RTM_NEW… and RTM_DEL… alike; nothing for other types and for messages cut short.
std::optional<Link> parse_link(const Message& message);
std::optional<Route> parse_route(const Message& message);
std::optional<InterfaceAddress> parse_interface_address(const Message& message);
std::optional<Rule> parse_rule(const Message& message);
std::optional<Nexthop> parse_nexthop(const Message& message);

// What tailscaled itself does to the network, as far as it can be told.
struct Tailscale {
  std::string_view interface;  // as configured; names that begin with "tailscale" count as well
  std::uint32_t index = 0;     // 0: not known
};
bool is_tailscale(std::string_view interface, const Tailscale& tailscale);

// What one notification hints at.
enum class Subject : std::uint8_t { link, address, route, rule, nexthop };
struct Heard {
  Subject subject = Subject::route;
  std::uint32_t index = 0;  // the interface it concerns, 0 when it names none
  bool up = false;          // links only
  bool carrier = false;
};
// Nothing for what does not concern the way out and for tailscaled's own churn: its table 52, its interface, its
// addresses, its rules.
std::optional<Heard> hear(const Message& message, const Tailscale& tailscale);

}  // namespace tailmend::netlink
