// What tailscaled said: backend state, preferences, the peers that matter. Bounded whatever the size of the tailnet.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "libwatch/address.hpp"

namespace watch {

// How LocalAPI answered. Everything but `answered` has its own cause and its own advice.
enum class Answer : std::uint8_t {
  answered,
  forbidden,  // 403: LocalAPI lets only root, tailscaled's user or the operator write
  not_found,  // 404: this build has no such endpoint
  not_built,  // 501
  not_ready,  // 503: the backend does not exist yet
  rejected,   // any other status outside 2xx
  absent,     // no socket (ENOENT)
  refused,    // a socket nobody listens on (ECONNREFUSED)
  denied,     // the socket cannot be opened with our rights (EACCES)
  timed_out,  // it accepted and did not answer in time
  lost,       // the connection ended in the middle of the reply
  garbled,    // not HTTP, or not the JSON it should be
  too_large,  // over the limit for replies
};
std::string_view to_string(Answer answer);

// ipn.State, as in BackendState (ipn/backend.go); unknown: a word that this version does not know.
enum class Backend : std::uint8_t { unknown, no_state, in_use_other_user, needs_login, needs_machine_auth, stopped, starting, running };
std::string_view to_string(Backend backend);
Backend parse_backend(std::string_view word);

struct Peer {
  std::string id;    // StableID
  std::int64_t node = 0;  // NodeID, for LocalAPI's peer-by-id; 0 before 1.100
  std::string name;  // first label of DNSName, else HostName
  Address address;   // its first tailnet address
  bool online = false;  // what control last said; testimony, not proof
  bool expired = false;
  bool shared = false;  // ShareeNode
  std::uint64_t rx_bytes = 0;
  std::uint64_t tx_bytes = 0;
  std::int64_t last_handshake_s = 0;  // Unix seconds; 0 = never (Go's zero time)
  std::string direct;                 // CurAddr, "" when relayed, idle or never contacted
  std::string relay;                  // its home DERP
  friend bool operator==(const Peer&, const Peer&) = default;
};

// Who carries one configured target: the longest prefix of any peer's AllowedIPs that contains it (0/0 counts only for
// the exit node in use), of a peer whose key has expired only where no other has one. Redundant routers show as one carrier
// here, since control gives the route to one of them.
// From the number of targets on they are other routers of exactly the subnets that this host advertises itself: `prefix`
// says of which. Never this host. No witness is lost by them.
struct Carrier {
  std::uint32_t target = 0;  // index into the configured targets, or beyond
  Prefix prefix;             // a host prefix where the target is a tailnet node itself
  std::uint32_t router = 0;  // index into Tailnet::routers
  friend bool operator==(const Carrier&, const Carrier&) = default;
};

// The part of ipnstate.Status that decisions need. Peers that carry no target and are no witness are only counted.
struct Tailnet {
  std::string version;
  bool tun = true;  // false: userspace networking
  Backend backend = Backend::unknown;
  bool self_online = false;  // we are in a live map poll; lags by up to 110 s
  std::string self_name;
  std::string self_relay;  // home DERP code
  bool key_expired = false;  // of this host, by control's word, or by its date where tailscaled has left Running as well
  // Subnets in Self.AllowedIPs: approved for this host. In ascending order, of too many the lowest max_self_routes.
  std::vector<Prefix> self_routes;
  std::string self_addresses;  // "100.64.0.1", comma separated
  std::vector<std::string> self_endpoints;  // our public endpoints (Self.Addrs), at most max_endpoints
  std::vector<std::string> health;          // at most max_health, each cut to max_health_text bytes
  std::vector<Peer> routers;                // peers that carry a target or an own subnet, at most max_routers: each may have its own
  std::vector<Carrier> carriers;
  std::vector<Peer> witnesses;  // at most max_witnesses: online, not expired, not shared, no router; the recently used first
  std::uint32_t peers = 0;
  std::uint64_t rx_bytes = 0;  // over all peers
  friend bool operator==(const Tailnet&, const Tailnet&) = default;

  static constexpr std::size_t max_endpoints = 8;
  static constexpr std::size_t max_health = 8;
  static constexpr std::size_t max_health_text = 200;
  static constexpr std::size_t max_routers = 40;
  static constexpr std::size_t max_witnesses = 3;
  static constexpr std::size_t max_self_routes = 32;
};

// The part of ipn.Prefs that decisions need.
struct Prefs {
  bool want_running = false;
  bool accept_routes = false;
  bool logged_out = false;
  std::string control_url;
  bool exit_node = false;
  std::vector<Prefix> advertise_routes;  // without the exit node's 0/0 and ::/0, ascending, of too many the lowest max_routes
  static constexpr std::size_t max_routes = 32;
  friend bool operator==(const Prefs&, const Prefs&) = default;
};

}  // namespace watch
