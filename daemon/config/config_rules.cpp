#include "daemon/config/config_rules.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include "daemon/base/duration.hpp"
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

// "host:port" of "socks5://host:port". Through socks5h the proxy resolves names; with tailscaled's it always does.
std::string_view without_scheme(std::string_view value) {
  for (const std::string_view scheme : {"socks5://", "socks5h://"})
    if (value.starts_with(scheme)) return value.substr(scheme.size());
  return value;
}

std::string broken_proxy(std::string_view value) {
  constexpr std::string_view example = "such as \"socks5://127.0.0.1:1055\"";
  if (value.empty()) return {};  // as its preset: none
  const std::string_view place = without_scheme(value);
  if (place.find("://") != std::string_view::npos) return fmt::format("only SOCKS5 is possible, {}", example);
  if (place.find('@') != std::string_view::npos)
    return fmt::format("a user or password is not possible, tailscaled's proxy asks for none; expected an address, {}", example);
  const std::size_t colon = place.rfind(':');
  if (watch::parse_address(place) && colon != std::string_view::npos) return fmt::format("write \"socks5://[{}]:PORT\"", place);
  if (colon == std::string_view::npos) return fmt::format("it has no port; expected an address with its port, {}", example);
  if (std::string broken = broken_port(place.substr(colon + 1)); !broken.empty()) return fmt::format("{}, {}", broken, example);
  const auto endpoint = watch::parse_endpoint(place);
  if (!endpoint && place.substr(0, colon) != "localhost")
    return fmt::format("the host is neither an address nor localhost, {}", example);
  if (endpoint && watch::is_unspecified(endpoint->address))
    return fmt::format("{} is where a proxy listens, not where it is reached; expected an address {}", watch::to_string(endpoint->address), example);
  return {};
}

std::string broken_prefix(std::string_view value) {
  const auto prefix = watch::parse_prefix(value);
  if (!prefix) return "expected a subnet, such as \"10.77.0.0/24\"";
  const std::size_t slash = value.find('/');
  if (slash == std::string_view::npos) return fmt::format("it has no length; write \"{}\"", watch::to_string(*prefix));
  if (watch::parse_address(value.substr(0, slash)) == prefix->address) return {};
  return fmt::format("it has host bits set; write \"{}\"", watch::to_string(*prefix));
}

// An absolute path that can name something within a folder.
std::string broken_path(std::string_view value) {
  if (std::any_of(value.begin(), value.end(), is_control)) return "control characters are not possible here";
  if (value.ends_with('/')) return "it names a folder; expected a file in it";
  return {};
}

std::string broken_listener(const ConfigKey& key, std::string_view value) {
  if (value.empty()) return {};  // as its preset: none
  if (value.starts_with('/')) return broken_path(value);
  const auto endpoint = watch::parse_endpoint(value);
  if (endpoint && watch::is_loopback(endpoint->address)) return {};
  if (endpoint) return fmt::format("what is served is for this host alone; expected {}", expected_text(key));
  return "expected " + expected_text(key);
}

std::string broken_text(const ConfigKey& key, std::string_view value) {
  if (std::any_of(value.begin(), value.end(), is_control)) return "control characters are not possible here";
  if (key.table == "target" && key.name == "name" && value.find_first_of("'=|;") != std::string_view::npos) {
    return "' = | and ; would confuse monitoring systems";
  }
  if (key.name == "folder" && !value.empty() && (!value.starts_with('/') || value.ends_with('/')))
    return "expected an absolute path without a / at its end, such as \"/etc/tailmend/hooks.d\"";
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
  const bool list = key.type == KeyType::texts || key.type == KeyType::endpoints || key.type == KeyType::steps || key.type == KeyType::prefixes;
  if (!list && size < key.least) return "it must not be empty";
  if (!list && size > key.most) return "at most " + std::to_string(key.most) + " bytes are possible";
  switch (key.type) {
    case KeyType::endpoint: return broken_host_and_port(value);
    case KeyType::endpoints:
      return watch::parse_endpoint(value) ? std::string()
                                          : "expected an address with its port, such as \"192.0.2.1:443\"";
    case KeyType::proxy: return broken_proxy(value);
    case KeyType::prefixes: return broken_prefix(value);
    case KeyType::text: return broken_text(key, value);
    case KeyType::file:
      if (value.empty() || value == "auto") return {};
      return value.starts_with('/') ? broken_path(value) : "expected " + expected_text(key);
    case KeyType::listener: return broken_listener(key, value);
    case KeyType::texts:
      return value.find('\0') == std::string_view::npos ? std::string() : "a zero byte is not possible here";
    case KeyType::duration:
    case KeyType::count:
    case KeyType::mode:
    case KeyType::refusal:
    case KeyType::courtesy:
    case KeyType::ports:
    case KeyType::steps:
    case KeyType::bytes: return {};
  }
  return {};
}

std::string stored_text(const ConfigKey& key, std::string_view value) {
  return std::string(key.type == KeyType::proxy ? without_scheme(value) : value);
}

std::string without_secret(const ConfigKey& key, std::string_view value) {
  const std::size_t at = value.rfind('@');
  if (key.type != KeyType::proxy || at == std::string_view::npos) return std::string(value);
  return "…" + std::string(value.substr(at));
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
