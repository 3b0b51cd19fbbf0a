#include "daemon/config/config_keys.hpp"

#include <array>

#include "daemon/base/duration.hpp"

namespace tailmend {

namespace {

constexpr std::int64_t ms(watch::Duration duration) { return duration.count() / 1000; }

using enum KeyType;
using watch::operator""min;
using watch::operator""ms;
using watch::operator""s;
using watch::operator""h;

constexpr std::int64_t longest_text = 256;
constexpr std::int64_t longest_bytes = 1024;
constexpr std::int64_t longest_name = 64;
constexpr std::int64_t longest_interface = 15;  // IFNAMSIZ - 1
constexpr std::int64_t longest_socket = 107;    // sun_path

constexpr std::array<ConfigTable, 10> tables = {{
    {"target", true, "what has to answer TCP behind a subnet route"},
    {"tailscale", false, "what differs on this host"},
    {"uplink", true, "another heartbeat on some interfaces, for metered lines"},
    {"wan", false, "how the WAN is told from the tailnet"},
    {"debounce", false, "how long a change of the network may go on before a look"},
    {"grace", false, "what tailscaled gets to heal by itself after a change that it sees"},
    {"backoff", false, "the wait between attempts"},
    {"hard", false, "limits of up-reset and restart"},
    {"metrics", false, "figures for Prometheus"},
    {"hooks", false, "programs of yours that run on a change of verdict"},
}};

constexpr std::array keys = {
    ConfigKey{"", "mode", mode, [](Draft d) -> Spot { return &d.policy->mode; }, 0, 0, false,
              "\"observe\" decides and logs, and never acts"},
    ConfigKey{"", "heartbeat", duration, [](Draft d) -> Spot { return &d.policy->heartbeat; }, ms(1s), ms(1h), false,
              "how often the targets are asked while all is well"},
    ConfigKey{"", "steps", steps, [](Draft d) -> Spot { return &d.policy->steps; }, 1, watch::remedies, false,
              "the remedies that may be applied, mildest first"},

    ConfigKey{"target", "name", text, [](Draft d) -> Spot { return &d.target->name; }, 1, longest_name, true,
              "how reports call it", "\"plc\""},
    ConfigKey{"target", "address", endpoint, [](Draft d) -> Spot { return &d.target->address; }, 1, longest_text, true,
              "host and port; the host is an address or a name", "\"10.77.0.10:502\""},
    ConfigKey{"target", "timeout", duration, [](Draft d) -> Spot { return &d.target->timeout; }, ms(50ms),
              ms(watch::Policy::round_limit), false, "how long an answer is waited for"},
    ConfigKey{"target", "hold", duration, [](Draft d) -> Spot { return &d.target->hold; }, 0,
              ms(watch::Policy::round_limit), false, "how long the connection has to stay open once it is made"},
    ConfigKey{"target", "send", bytes, [](Draft d) -> Spot { return &d.target->send; }, 0, longest_bytes, false,
              "bytes to send once connected"},
    ConfigKey{"target", "expect", bytes, [](Draft d) -> Spot { return &d.target->expect; }, 0, longest_bytes, false,
              "bytes that have to come back first"},
    ConfigKey{"target", "refused", refusal, [](Draft d) -> Spot { return &d.target->refused; }, 0, 0, false,
              "whether a refused connection proves that the way is open (\"alive\")"},
    ConfigKey{"target", "proxy", proxy, [](Draft d) -> Spot { return &d.target->proxy; }, 0, longest_text, false,
              "the SOCKS5 proxy of a tailscaled with userspace networking, \"socks5://127.0.0.1:1055\""},
    ConfigKey{"target", "via", text, [](Draft d) -> Spot { return &d.target->via; }, 0, longest_text, false,
              "the name of the router that carries it; otherwise found from the routes"},

    ConfigKey{"tailscale", "socket", text, [](Draft d) -> Spot { return &d.policy->tailscale.socket; }, 1,
              longest_socket, false, "tailscaled's LocalAPI"},
    ConfigKey{"tailscale", "unit", text, [](Draft d) -> Spot { return &d.policy->tailscale.unit; }, 1, longest_text,
              false, "tailscaled's systemd unit"},
    ConfigKey{"tailscale", "cli", text, [](Draft d) -> Spot { return &d.policy->tailscale.cli; }, 1, longest_text,
              false, "the tailscale command: a path, or a name on the PATH"},
    ConfigKey{"tailscale", "interface", text, [](Draft d) -> Spot { return &d.policy->tailscale.interface; }, 1,
              longest_interface, false, "the tailnet interface"},
    ConfigKey{"tailscale", "restart_command", texts,
              [](Draft d) -> Spot { return &d.policy->tailscale.restart_command; }, 0, 16, false,
              "run instead of asking systemd (OpenRC, procd): program and arguments, no shell"},
    ConfigKey{"tailscale", "advertises", prefixes,
              [](Draft d) -> Spot { return &d.policy->tailscale.advertises; }, 0, 32, false,
              "the subnets that this host carries for others, when it is a subnet router"},

    ConfigKey{"uplink", "match", text, [](Draft d) -> Spot { return &d.uplink->match; }, 1, longest_name, true,
              "glob on the interface of the default route", "\"wwan*\""},
    ConfigKey{"uplink", "heartbeat", duration, [](Draft d) -> Spot { return &d.uplink->heartbeat; }, ms(1s), ms(1h),
              true, "the heartbeat while it is in use", "\"2m\""},

    ConfigKey{"wan", "anchors", endpoints, [](Draft d) -> Spot { return &d.policy->anchors; }, 0, 16, false,
              "addresses on the internet that answer TCP, beside those that are learned"},

    ConfigKey{"debounce", "quiet", duration, [](Draft d) -> Spot { return &d.policy->quiet; }, 0, ms(1min), false,
              "no change for this long starts the look"},
    ConfigKey{"debounce", "max", duration, [](Draft d) -> Spot { return &d.policy->quiet_max; }, 0, ms(10min), false,
              "the look starts then at the latest"},

    ConfigKey{"grace", "mild", duration, [](Draft d) -> Spot { return &d.policy->grace_mild; }, 0, ms(10min), false,
              "before the first mild remedy"},
    ConfigKey{"grace", "hard", duration, [](Draft d) -> Spot { return &d.policy->grace_hard; }, 0, ms(1h), false,
              "before up-reset and restart"},

    ConfigKey{"backoff", "first", duration, [](Draft d) -> Spot { return &d.policy->backoff_first; }, ms(100ms), ms(1h),
              false, "after the first attempt; doubles with each one"},
    ConfigKey{"backoff", "max", duration, [](Draft d) -> Spot { return &d.policy->backoff_max; }, ms(1s), ms(24h),
              false, "never longer than this"},

    ConfigKey{"hard", "spread", duration, [](Draft d) -> Spot { return &d.policy->hard_spread; }, 0, ms(10min), false,
              "a random further wait up to this, so that a fleet does not act at once"},
    ConfigKey{"hard", "restarts_per_hour", count, [](Draft d) -> Spot { return &d.policy->restarts_per_hour; }, 0, 60,
              false, "in any sliding hour; 0 never restarts"},
    ConfigKey{"hard", "up_resets_per_hour", count, [](Draft d) -> Spot { return &d.policy->up_resets_per_hour; }, 0, 60,
              false, "in any sliding hour; 0 never resets"},
    ConfigKey{"hard", "ssh_sessions", courtesy, [](Draft d) -> Spot { return &d.policy->ssh_sessions; }, 0, 0, false,
              "what live ssh sessions over the tailnet do: put them off for 10 minutes, forbid them, or nothing"},
    ConfigKey{"hard", "ssh_ports", ports, [](Draft d) -> Spot { return &d.policy->ssh_ports; }, 0, 8, false,
              "where this host's OpenSSH listens"},

    ConfigKey{"metrics", "file", file, [](Draft d) -> Spot { return &d.outputs->metrics.file; }, 0, longest_text, false,
              "where they are written; \"auto\": node_exporter's folder where there is one, else /run/tailmend/metrics.prom"},
    ConfigKey{"metrics", "listen", listener, [](Draft d) -> Spot { return &d.outputs->metrics.listen; }, 0, longest_socket,
              false, "where they are served over HTTP, as /metrics"},

    ConfigKey{"hooks", "folder", text, [](Draft d) -> Spot { return &d.outputs->hooks.folder; }, 0, longest_text, false,
              "where they are; \"\" runs none"},
    ConfigKey{"hooks", "timeout", duration, [](Draft d) -> Spot { return &d.outputs->hooks.timeout; }, ms(1s), ms(10min),
              false, "what each of them may take before it is ended"},
};

}  // namespace

bool is_for_root_to_say(const ConfigKey& key) { return key.table == "tailscale" || key.table == "hooks" || key.table == "metrics"; }

std::span<const ConfigKey> config_keys() { return keys; }
std::span<const ConfigTable> config_tables() { return tables; }

const ConfigKey* find_key(std::string_view table, std::string_view name) {
  for (const ConfigKey& key : keys) {
    if (key.table == table && key.name == name) return &key;
  }
  return nullptr;
}

const ConfigTable* find_table(std::string_view name) {
  for (const ConfigTable& table : tables) {
    if (table.name == name) return &table;
  }
  return nullptr;
}

std::string table_title(std::string_view table) {
  const ConfigTable* found = find_table(table);
  if (found == nullptr) return "the top of the file";
  return found->repeated ? "[[" + std::string(table) + "]]" : "[" + std::string(table) + "]";
}

std::string expected_text(const ConfigKey& key) {
  switch (key.type) {
    case text: return "a string";
    case texts: return "a list of strings";
    case duration: return "a duration such as \"250ms\" or \"2s\"";
    case count: return "a whole number";
    case mode: return "\"act\" or \"observe\"";
    case refusal: return "\"fail\" or \"alive\"";
    case courtesy: return "\"defer\", \"forbid\" or \"ignore\"";
    case steps: return "a list of remedies such as [\"ping\", \"restart\"]";
    case bytes: return "a string of the bytes";
    case endpoint: return "host and port such as \"10.77.0.10:502\"";
    case endpoints: return "a list of addresses with ports such as [\"192.0.2.1:443\"]";
    case proxy: return "a SOCKS5 proxy such as \"socks5://127.0.0.1:1055\"";
    case prefixes: return "a list of subnets such as [\"10.77.0.0/24\"]";
    case ports: return "a list of ports such as [22]";
    case file: return "an absolute path, \"auto\", or \"\" for none";
    case listener: return "a loopback address such as \"127.0.0.1:9473\", or an absolute path";
  }
  return {};
}

std::string_view type_text(const ConfigKey& key) {
  switch (key.type) {
    case text:
    case endpoint:
    case bytes:
    case mode:
    case refusal:
    case courtesy:
    case file:
    case listener:
    case proxy: return "string";
    case texts:
    case steps:
    case endpoints:
    case prefixes: return "list of strings";
    case ports: return "list of numbers";
    case duration: return "duration";
    case count: return "number";
  }
  return {};
}

}  // namespace tailmend
