// Every key of the configuration, once, as data: the parser, its suggestions, the reference and its test read this
// table. Never reads a file.
#pragma once
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "daemon/config/outputs.hpp"
#include "libwatch/policy.hpp"

namespace tailmend {

enum class KeyType : std::uint8_t {
  text,
  texts,
  duration,
  count,
  mode,       // "act", "observe"
  refusal,    // "fail", "alive"
  courtesy,   // "defer", "forbid", "ignore"
  steps,      // remedies by name, mildest first
  bytes,      // a string that is sent or expected as it is
  endpoint,   // "host:port", the host an address or a name
  endpoints,  // "address:port"
  proxy,      // "socks5://host:port", the host an address or localhost; stored without its scheme
  prefixes,   // "10.77.0.0/24"
  ports,      // numbers from 1 to 65535
  file,       // an absolute path, "auto", or "" for none
  listener,   // a loopback "address:port", an absolute path of a socket, or "" for none
};

// What a key writes to; the target and the uplink are those whose table is being read.
struct Draft {
  watch::Policy* policy = nullptr;
  Outputs* outputs = nullptr;
  watch::Target* target = nullptr;
  watch::Uplink* uplink = nullptr;
};
using Spot = std::variant<std::string*, std::vector<std::string>*, watch::Duration*, std::uint32_t*, watch::Mode*,
                          watch::Refusal*, watch::Courtesy*, std::vector<watch::Remedy>*, std::vector<std::uint16_t>*>;

struct ConfigKey {
  std::string_view table;  // "" for the top of the file, else "target", "tailscale", …
  std::string_view name;
  KeyType type = KeyType::text;
  Spot (*spot)(Draft) = nullptr;
  std::int64_t least = 0;  // of a duration in milliseconds, of a count, of a text in bytes
  std::int64_t most = std::numeric_limits<std::int64_t>::max();
  bool required = false;
  std::string_view help;  // one line
  std::string_view example{};  // of a required key, as one would write it
};

struct ConfigTable {
  std::string_view name;
  bool repeated = false;  // [[target]] rather than [tailscale]
  std::string_view help;
};

// It says what is run, restarted, obeyed or written as root: not from a file that others may write.
bool is_for_root_to_say(const ConfigKey& key);

std::span<const ConfigKey> config_keys();
std::span<const ConfigTable> config_tables();
const ConfigKey* find_key(std::string_view table, std::string_view name);
const ConfigTable* find_table(std::string_view name);

// "[[target]]", "[tailscale]"; "the top of the file" for "".
std::string table_title(std::string_view table);
// "a duration such as \"250ms\" or \"2s\"", what a value of this key has to be.
std::string expected_text(const ConfigKey& key);
// "duration", "list of strings": for the reference.
std::string_view type_text(const ConfigKey& key);

}  // namespace tailmend
