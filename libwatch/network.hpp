// What the kernel said about the way out, and what changed between two looks. Never asks the kernel itself.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libwatch/address.hpp"

namespace watch {

// The answer of RTM_GETROUTE, asked with tailscaled's mark, for one family: the way its packets leave.
struct Way {
  std::string interface;
  std::uint32_t index = 0;
  Address gateway;  // Family::none on a point-to-point link
  Address source;
  std::uint32_t table = 0;  // RTA_TABLE; 254 is main
  friend bool operator==(const Way&, const Way&) = default;
};

// nullopt: the kernel knows no way out for this family.
struct Egress {
  std::optional<Way> v4;
  std::optional<Way> v6;
  friend bool operator==(const Egress&, const Egress&) = default;
};
inline bool usable(const Egress& egress) { return egress.v4.has_value() || egress.v6.has_value(); }

// What a burst of netlink messages hinted at; the truth is asked afresh. One bit each, see Hints.
enum class Hint : std::uint8_t { route, link_down, link_up, carrier_lost, carrier_back, address, rule, nexthop, overrun, resumed };
std::string_view to_string(Hint hint);

// A set of hints.
struct Hints {
  std::uint16_t bits = 0;
  constexpr void add(Hint hint) { bits = static_cast<std::uint16_t>(bits | (1U << static_cast<unsigned>(hint))); }
  [[nodiscard]] constexpr bool has(Hint hint) const { return ((bits >> static_cast<unsigned>(hint)) & 1U) != 0; }
  [[nodiscard]] constexpr bool empty() const { return bits == 0; }
  friend bool operator==(Hints, Hints) = default;
};

// Why the egress now differs. Ordered: the first of a list is the one to say first.
enum class Reason : std::uint8_t {
  way_lost,          // a family has no way out any more
  way_gained,        // a family has a way out again
  interface_changed, // another interface
  gateway_changed,   // same interface, another gateway
  source_changed,    // same interface and gateway, another source address
  table_changed,     // policy routing chose another table
  carrier_lost, link_down, rule_changed, nexthop_changed, address_changed,  // what hinted at it
  overrun, resumed,  // no difference is known; the picture may be stale: look again
};
inline constexpr std::size_t egress_reasons = 13;
std::string_view to_string(Reason reason);

// Whether tailscaled notices such a change by itself (facts: netmon compares the *name* of the default interface and
// the addresses; gateways, carrier, other tables and an IPv4-only link going down it does not see).
enum class Notice : std::uint8_t { tailscaled_sees, tailscaled_misses };

struct Change {
  std::vector<Reason> reasons;  // empty: nothing that matters changed
  Notice notice = Notice::tailscaled_misses;
};
Change difference(const Egress& before, const Egress& after, Hints hints);

// "IPv4 wan0 via 192.0.2.1 as 192.0.2.7 · IPv6 none"
std::string to_string(const Egress& egress);
// "gateway 198.51.100.1 → 192.0.2.1", the shortest true description of a change of the egress.
std::string describe_change(const Egress& before, const Egress& after, const std::vector<Reason>& reasons);

}  // namespace watch
