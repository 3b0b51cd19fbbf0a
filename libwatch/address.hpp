// IP address, endpoint and prefix as values: parse, print, contain, classify. Never resolves a name.
#pragma once
#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace watch {

enum class Family : std::uint8_t { none, v4, v6 };

// An IPv4 address fills the first four bytes, the rest stay zero, so that comparison is plain.
struct Address {
  Family family = Family::none;
  std::array<std::uint8_t, 16> bytes{};
  friend auto operator<=>(const Address&, const Address&) = default;
};

struct Endpoint {
  Address address;
  std::uint16_t port = 0;
  friend auto operator<=>(const Endpoint&, const Endpoint&) = default;
};

struct Prefix {
  Address address;
  std::uint8_t bits = 0;
  friend auto operator<=>(const Prefix&, const Prefix&) = default;
};

// Dotted quad or RFC 4291 text, without zone; nothing for anything else. Leading zeros in a quad are refused.
std::optional<Address> parse_address(std::string_view text);
// "192.0.2.1:443" or "[2001:db8::1]:443"; the port is 1 to 65535.
std::optional<Endpoint> parse_endpoint(std::string_view text);
// "10.77.0.0/24"; a bare address is a prefix of full length. Host bits are cleared.
std::optional<Prefix> parse_prefix(std::string_view text);

// RFC 5952 for IPv6; "none" for an address without family.
std::string to_string(const Address& address);
std::string to_string(const Endpoint& endpoint);
std::string to_string(const Prefix& prefix);

bool contains(const Prefix& prefix, const Address& address);
bool is_loopback(const Address& address);
bool is_link_local(const Address& address);
bool is_unspecified(const Address& address);
// 100.64.0.0/10 and fd7a:115c:a1e0::/48, the ranges from which Tailscale gives addresses to nodes.
bool is_tailnet(const Address& address);

}  // namespace watch
