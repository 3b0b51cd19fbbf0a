#include "daemon/config_rules.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "daemon/duration.hpp"
#include "libwatch/address.hpp"

namespace tailmend {

namespace {

constexpr std::size_t longest_shown = 40;
constexpr std::array<OrderedPair, 3> pairs = {{
    {"debounce", "quiet", "max"},
    {"grace", "mild", "hard"},
    {"backoff", "first", "max"},
}};

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_host_character(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' || c == '_';
}

std::string broken_port(std::string_view port) {
  unsigned number = 0;
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), number);
  if (error != std::errc{} || end != port.data() + port.size() || number == 0 || number > 65535) {
    return "the port is not a number from 1 to 65535";
  }
  return {};
}

// Only an address may be all digits and dots, or contain a colon; what is left can be a name.
std::string broken_host_and_port(std::string_view value) {
  const std::size_t colon = value.rfind(':');
  if (watch::parse_address(value) && value.find(':') != std::string_view::npos)
    return "write \"[" + std::string(value) + "]:PORT\"";
  if (colon == std::string_view::npos) return "it has no port; write \"" + std::string(value) + ":PORT\"";
  if (std::string broken = broken_port(value.substr(colon + 1)); !broken.empty()) return broken;
  if (watch::parse_endpoint(value)) return {};
  const std::string_view host = value.substr(0, colon);
  if (host.empty()) return "it has no host";
  const bool looks_like_address = host.find_first_not_of("0123456789.") == std::string_view::npos;
  if (looks_like_address || !std::all_of(host.begin(), host.end(), is_host_character) || host.front() == '-' ||
      host.front() == '.') {
    return "\"" + std::string(host) + "\" is neither an address nor a name";
  }
  return {};
}

std::string broken_text(const ConfigKey& key, std::string_view value) {
  if (std::any_of(value.begin(), value.end(), is_control)) return "control characters are not possible here";
  if (key.table == "target" && key.name == "name" && value.find_first_of("'=|;") != std::string_view::npos) {
    return "' = | and ; would confuse monitoring systems";
  }
  if (key.name == "socket" && !value.starts_with('/')) return "expected an absolute path";
  if (key.name == "unit" && value.find('.') == std::string_view::npos)
    return "expected a unit with its suffix, such as \"tailscaled.service\"";
  if (key.name == "interface" && value.find_first_of("/ ") != std::string_view::npos)
    return "expected the name of an interface";
  return {};
}

}  // namespace

std::string between(char mark, std::string_view text) {
  std::size_t size = std::min(text.size(), longest_shown);
  while (size < text.size() && size > 0 && (static_cast<unsigned char>(text[size]) & 0xc0U) == 0x80U) --size;
  std::string shown(1, mark);
  for (const char c : text.substr(0, size)) shown += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '?' : c;
  if (size < text.size()) shown += "…";
  return shown + mark;
}

std::string rule_broken_by(const ConfigKey& key, std::string_view value) {
  const auto size = static_cast<std::int64_t>(value.size());
  const bool list = key.type == KeyType::texts || key.type == KeyType::endpoints || key.type == KeyType::steps;
  if (!list && size < key.least) return "it must not be empty";
  if (!list && size > key.most) return "at most " + std::to_string(key.most) + " bytes are possible";
  switch (key.type) {
    case KeyType::endpoint: return broken_host_and_port(value);
    case KeyType::endpoints:
      return watch::parse_endpoint(value) ? std::string()
                                          : "expected an address with its port, such as \"192.0.2.1:443\"";
    case KeyType::text: return broken_text(key, value);
    case KeyType::texts:
      return value.find('\0') == std::string_view::npos ? std::string() : "a zero byte is not possible here";
    case KeyType::duration:
    case KeyType::count:
    case KeyType::mode:
    case KeyType::refusal:
    case KeyType::steps:
    case KeyType::bytes: return {};
  }
  return {};
}

std::string range_broken_by(const ConfigKey& key, std::int64_t value) {
  if (value >= key.least && value <= key.most) return {};
  const auto shown = [&](std::int64_t bound) {
    return key.type == KeyType::duration ? duration_text(std::chrono::milliseconds(bound)) : std::to_string(bound);
  };
  return "expected " + shown(key.least) + " to " + shown(key.most);
}

std::span<const OrderedPair> ordered_pairs() { return pairs; }

}  // namespace tailmend
