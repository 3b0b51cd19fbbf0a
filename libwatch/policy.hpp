// What was configured, and every limit by its name. Plain values; the parser in daemon/config fills them.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "libwatch/address.hpp"
#include "libwatch/time.hpp"

namespace watch {

// Mildest first.
enum class Remedy : std::uint8_t { ping, kick, rebind, reconnect, conntrack, up_reset, restart };
inline constexpr std::size_t remedies = 7;
std::string_view to_string(Remedy remedy);  // "up-reset"

enum class Mode : std::uint8_t { act, observe };  // observe: decides and logs, never acts
enum class Refusal : std::uint8_t { fails, is_alive };
// What live ssh sessions over the tailnet do to hard remedies: put them off for ten minutes, forbid them, or nothing.
enum class Courtesy : std::uint8_t { defer, forbid, ignore };

struct Target {
  std::string name;
  std::string address;  // "10.77.0.10:502", or a name with a port
  Duration timeout = 3s;
  Duration hold = 250ms;
  Refusal refused = Refusal::fails;
  std::string send;    // bytes to send once connected; "" = nothing
  std::string expect;  // bytes that must come back first; "" = nothing
  std::string proxy;   // "127.0.0.1:1055": through a SOCKS5 proxy (userspace networking); "" = none
  std::string via;     // the name of its router; "" = as the routes say
  friend bool operator==(const Target&, const Target&) = default;
};

struct Uplink {
  std::string match;  // glob on the interface, "wwan*"
  Duration heartbeat{};
  friend bool operator==(const Uplink&, const Uplink&) = default;
};

struct Tailscale {
  std::string socket = "/run/tailscale/tailscaled.sock";
  std::string unit = "tailscaled.service";
  std::string cli = "tailscale";
  std::string interface = "tailscale0";
  std::vector<std::string> restart_command;  // instead of systemd (OpenRC, procd); argv, no shell
  std::vector<std::string> advertises;  // subnets that this host must carry as a router, beside those it was seen to
  friend bool operator==(const Tailscale&, const Tailscale&) = default;
};

struct Policy {
  Mode mode = Mode::act;
  std::vector<Target> targets;
  std::vector<Uplink> uplinks;
  std::vector<std::string> anchors;  // configured "address:port", beside those that are learned
  Tailscale tailscale;
  std::vector<Remedy> steps = {Remedy::ping,      Remedy::kick,     Remedy::rebind, Remedy::reconnect,
                               Remedy::conntrack, Remedy::up_reset, Remedy::restart};

  Duration heartbeat = heartbeat_default;
  Duration quiet = 1s;       // debounce: trailing edge …
  Duration quiet_max = 10s;  // … with an upper bound
  Duration grace_mild = 5s;  // after a change that tailscaled sees itself
  Duration grace_hard = 15s;
  Duration backoff_first = 2s;
  Duration backoff_max = 10min;
  Duration hard_spread = 30s;  // uniform wait before a hard remedy, so that a fleet does not act at once
  std::uint32_t restarts_per_hour = 3;
  std::uint32_t up_resets_per_hour = 3;
  Courtesy ssh_sessions = Courtesy::defer;
  std::vector<std::uint16_t> ssh_ports = {22};  // where this host's OpenSSH listens
  friend bool operator==(const Policy&, const Policy&) = default;

  // Limits that are not configured.
  static constexpr Duration round_limit = 5s;       // an evidence round ends by then, whatever is still open
  static constexpr Duration heartbeat_default = 10s;
  static constexpr Duration start_limit = 10s;      // after which the first picture is taken as it is
  static constexpr Duration ping_limit = 3s;        // LocalAPI pings never end by themselves
  static constexpr Duration ping_again = 1s;        // one that nobody has answered by then is sent once more
  static constexpr Duration anchor_limit = 2s;
  static constexpr Duration ask_limit = 3s;         // status, preferences, unit
  static constexpr Duration late_least = 300ms;     // a heartbeat is never late before that
  static constexpr Duration late_unlearned = 1s;    // where no round-trip time has been learned
  static constexpr Duration late_after_remedy = 2s;  // what was lost while it took effect is sent again after 1 s
  static constexpr Duration again_after = 1s;       // between the two rounds of a proof
  static constexpr Duration proof_after_restart = 20s;  // facts-tailscale 8.5: it answers for a moment and dies again
  static constexpr Duration control_speaks = 3s;    // after restun, tailscaled's connections are judged then
  static constexpr Duration self_online_every = 60s;
  static constexpr Duration budget_window = 1h;
  static constexpr Duration ladder_reset = 10min;   // of health
  static constexpr Duration young = 30s;            // a tailscaled younger than this is still starting
  static constexpr Duration starting_patience = 2min;
  static constexpr Duration exhausted_rest = 30min;
  static constexpr Duration lonely_silence = 10min; // without a witness, before a hard remedy
  static constexpr Duration start_limit_rest = 5min;
  static constexpr Duration remedy_limit = 90s;     // after which a remedy is given up
  static constexpr Duration courtesy_limit = 10min; // that ssh sessions may put a hard remedy off
  static constexpr std::uint32_t undecided_at_most = 3;  // rounds in a row that contradict themselves, before that is said
  static constexpr Duration pause_longest = 30 * 24h;  // nobody pauses a machine for ever by mistake
  static constexpr Duration order_limit = 10min;    // after which an order to mend is over, whatever came of it
  static constexpr Duration session_quiet = 1min;   // an ssh session without bytes for so long does not count
  static constexpr Duration recent = 15min;         // over which `unstable` is judged
  static constexpr Duration relayed_patience = 1min;  // a path comes back by itself within that
  static constexpr Duration flap_within = 10s;      // changes that follow each other so soon …
  static constexpr std::uint32_t flaps_least = 3;   // … and are so many: the uplink flaps …
  static constexpr Duration flap_quiet = 3s;        // … and must be quiet for longer
  static constexpr Duration wan_every = 5s;         // a look while the WAN is down; data and control back are proved 15 s after it is
  static constexpr Duration full_every = 10min;     // all evidence, also in health: paths, names, this host's own routes
  // A disco ping as large as the tunnel's largest packet: 1280 inside, 32 of WireGuard.
  static constexpr std::uint16_t full_ping = 1312;
};

}  // namespace watch
