#include "libwatch/address.hpp"

#include <algorithm>
#include <span>

#include <fmt/format.h>

namespace watch {

namespace {

constexpr std::size_t v4_bytes = 4;
constexpr std::size_t v6_groups = 8;
using Groups = std::array<std::uint16_t, v6_groups>;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Decimal without sign, spaces or leading zeros.
std::optional<std::uint32_t> parse_number(std::string_view text, std::uint32_t largest) {
  if (text.empty() || text.size() > 5 || (text.size() > 1 && text[0] == '0')) return std::nullopt;
  std::uint32_t value = 0;
  for (const char c : text) {
    if (!is_digit(c)) return std::nullopt;
    value = value * 10 + static_cast<std::uint32_t>(c - '0');
  }
  if (value > largest) return std::nullopt;
  return value;
}

std::optional<std::array<std::uint8_t, v4_bytes>> parse_quad(std::string_view text) {
  std::array<std::uint8_t, v4_bytes> bytes{};
  for (std::size_t i = 0; i < v4_bytes; ++i) {
    const auto dot = text.find('.');
    if ((dot == std::string_view::npos) != (i + 1 == v4_bytes)) return std::nullopt;
    const auto number = parse_number(text.substr(0, dot), 255);
    if (!number) return std::nullopt;
    bytes[i] = static_cast<std::uint8_t>(*number);
    text.remove_prefix(dot == std::string_view::npos ? text.size() : dot + 1);
  }
  return bytes;
}

// The groups on one side of "::" (or the whole address). A dotted quad may take the place of the last two groups.
struct Side {
  Groups groups{};
  std::size_t count = 0;
};
std::optional<Side> parse_side(std::string_view text, bool quad_allowed) {
  Side side;
  while (!text.empty()) {
    const auto colon = text.find(':');
    const auto word = text.substr(0, colon);
    if (colon == std::string_view::npos && quad_allowed && word.find('.') != std::string_view::npos) {
      const auto quad = parse_quad(word);
      if (!quad || side.count + 2 > v6_groups) return std::nullopt;
      for (std::size_t i = 0; i < v4_bytes; i += 2) {
        side.groups[side.count++] = static_cast<std::uint16_t>(((*quad)[i] << 8U) | (*quad)[i + 1]);
      }
      return side;
    }
    if (word.empty() || word.size() > 4 || side.count == v6_groups) return std::nullopt;
    unsigned group = 0;
    for (const char c : word) {
      const int digit = hex_value(c);
      if (digit < 0) return std::nullopt;
      group = group * 16 + static_cast<unsigned>(digit);
    }
    side.groups[side.count++] = static_cast<std::uint16_t>(group);
    if (colon == std::string_view::npos) return side;
    text.remove_prefix(colon + 1);
    if (text.empty()) return std::nullopt;  // ends in a single colon
  }
  return side;
}

std::optional<Address> parse_v6(std::string_view text) {
  const auto gap = text.find("::");
  const bool has_gap = gap != std::string_view::npos;
  const auto head = parse_side(text.substr(0, gap), !has_gap);
  const auto tail = has_gap ? parse_side(text.substr(gap + 2), true) : Side{};
  if (!head || !tail) return std::nullopt;
  const std::size_t count = head->count + tail->count;
  if (has_gap ? count >= v6_groups : count != v6_groups) return std::nullopt;  // "::" stands for one group or more
  Groups groups = head->groups;
  std::copy_n(tail->groups.begin(), tail->count, groups.end() - static_cast<std::ptrdiff_t>(tail->count));
  Address address{.family = Family::v6, .bytes = {}};
  for (std::size_t i = 0; i < v6_groups; ++i) {
    address.bytes[2 * i] = static_cast<std::uint8_t>(groups[i] >> 8U);
    address.bytes[2 * i + 1] = static_cast<std::uint8_t>(groups[i] & 0xffU);
  }
  return address;
}

std::uint8_t full_length(Family family) { return family == Family::v4 ? 32 : 128; }

std::string v4_text(std::span<const std::uint8_t> bytes) {
  return fmt::format("{}.{}.{}.{}", bytes[0], bytes[1], bytes[2], bytes[3]);
}

bool is_v4_mapped(const Address& address) {
  static constexpr std::array<std::uint8_t, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  return std::equal(mapped.begin(), mapped.end(), address.bytes.begin());
}

// RFC 5952: lower case, no leading zeros, "::" for the longest run of at least two zero groups, the first of equals.
std::string v6_text(const Address& address) {
  if (is_v4_mapped(address)) return "::ffff:" + v4_text(std::span(address.bytes).subspan(12));
  Groups groups{};
  for (std::size_t i = 0; i < v6_groups; ++i) {
    groups[i] = static_cast<std::uint16_t>((address.bytes[2 * i] << 8U) | address.bytes[2 * i + 1]);
  }
  std::size_t run_begin = v6_groups;
  std::size_t run_length = 1;
  for (std::size_t i = 0; i < v6_groups;) {
    std::size_t end = i;
    while (end < v6_groups && groups[end] == 0) ++end;
    if (end - i > run_length) {
      run_begin = i;
      run_length = end - i;
    }
    i = end + 1;
  }
  std::string text;
  for (std::size_t i = 0; i < v6_groups; ++i) {
    if (i == run_begin) {
      text += "::";
      i += run_length - 1;
      continue;
    }
    if (!text.empty() && text.back() != ':') text += ':';
    text += fmt::format("{:x}", groups[i]);
  }
  return text;
}

Address with_host_bits_cleared(Address address, unsigned bits) {
  for (unsigned i = 0; i < address.bytes.size(); ++i) {
    const unsigned kept = bits >= (i + 1) * 8 ? 8 : bits > i * 8 ? bits - i * 8 : 0;
    address.bytes[i] = static_cast<std::uint8_t>(address.bytes[i] & (0xff00U >> kept));
  }
  return address;
}

constexpr Prefix prefix(Family family, std::array<std::uint8_t, 16> bytes, std::uint8_t bits) {
  return Prefix{.address = {.family = family, .bytes = bytes}, .bits = bits};
}

}  // namespace

std::optional<Address> parse_address(std::string_view text) {
  if (text.find(':') != std::string_view::npos) return parse_v6(text);
  const auto quad = parse_quad(text);
  if (!quad) return std::nullopt;
  Address address{.family = Family::v4, .bytes = {}};
  std::copy(quad->begin(), quad->end(), address.bytes.begin());
  return address;
}

std::optional<Endpoint> parse_endpoint(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto port = parse_number(text.substr(colon + 1), 65535);
  if (!port || *port == 0) return std::nullopt;
  auto host = text.substr(0, colon);
  const bool bracketed = host.size() >= 2 && host.front() == '[' && host.back() == ']';
  if (bracketed) host = host.substr(1, host.size() - 2);
  const auto address = parse_address(host);
  if (!address || (address->family == Family::v6) != bracketed) return std::nullopt;
  return Endpoint{.address = *address, .port = static_cast<std::uint16_t>(*port)};
}

std::optional<Prefix> parse_prefix(std::string_view text) {
  const auto slash = text.find('/');
  const auto address = parse_address(text.substr(0, slash));
  if (!address) return std::nullopt;
  std::uint32_t bits = full_length(address->family);
  if (slash != std::string_view::npos) {
    const auto number = parse_number(text.substr(slash + 1), bits);
    if (!number) return std::nullopt;
    bits = *number;
  }
  return Prefix{.address = with_host_bits_cleared(*address, bits), .bits = static_cast<std::uint8_t>(bits)};
}

std::string to_string(const Address& address) {
  switch (address.family) {
    case Family::none: return "none";
    case Family::v4: return v4_text(address.bytes);
    case Family::v6: return v6_text(address);
  }
  return "none";
}

std::string to_string(const Endpoint& endpoint) {
  const bool brackets = endpoint.address.family == Family::v6;
  return fmt::format("{}{}{}:{}", brackets ? "[" : "", to_string(endpoint.address), brackets ? "]" : "", endpoint.port);
}

std::string to_string(const Prefix& prefix) { return fmt::format("{}/{}", to_string(prefix.address), prefix.bits); }

bool contains(const Prefix& prefix, const Address& address) {
  if (prefix.address.family == Family::none || prefix.address.family != address.family) return false;
  return with_host_bits_cleared(address, prefix.bits) == with_host_bits_cleared(prefix.address, prefix.bits);
}

bool is_loopback(const Address& address) {
  static constexpr auto v4 = prefix(Family::v4, {127}, 8);
  static constexpr auto v6 = prefix(Family::v6, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, 128);
  return contains(v4, address) || contains(v6, address);
}

bool is_link_local(const Address& address) {
  static constexpr auto v4 = prefix(Family::v4, {169, 254}, 16);
  static constexpr auto v6 = prefix(Family::v6, {0xfe, 0x80}, 10);
  return contains(v4, address) || contains(v6, address);
}

bool is_unspecified(const Address& address) {
  return address.family != Family::none && address.bytes == decltype(address.bytes){};
}

bool is_tailnet(const Address& address) {
  static constexpr auto v4 = prefix(Family::v4, {100, 64}, 10);
  static constexpr auto v6 = prefix(Family::v6, {0xfd, 0x7a, 0x11, 0x5c, 0xa1, 0xe0}, 48);
  return contains(v4, address) || contains(v6, address);
}

}  // namespace watch
