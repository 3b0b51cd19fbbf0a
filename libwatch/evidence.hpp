// The facts of one evidence round: TCP to targets, pings by kind, WAN anchors, tailscaled's connections, unit. Plain
// values that edges build and verdict.cpp reads; nothing here decides.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libwatch/address.hpp"
#include "libwatch/network.hpp"
#include "libwatch/tailnet.hpp"
#include "libwatch/time.hpp"

namespace watch {

// How a TCP probe ended. `held`: connected through the tailnet interface, open for `hold`, and `expect` seen if asked.
enum class TcpOutcome : std::uint8_t {
  held,
  refused,       // RST to our SYN
  reset,         // connected, and closed by the other side before `hold` was over
  timed_out,     // no answer within the target's timeout
  unreachable,   // ICMP unreachable, or the kernel has no route
  wrong_egress,  // the kernel would not send it through the tailnet, so that it was not tried; or its proxy did not
  unanswered,    // connected, `send` was sent, `expect` did not come
  unexpected,    // connected, something other than `expect` came
  unresolved,    // the target is a name that never resolved
  failed,        // the probe could not be made on this host (descriptors, rights); detail says why
  proxy_refused, // nobody listens where the SOCKS5 proxy should; detail names the address where somebody does, if any
  proxy_closed,  // the proxy took the connection and closed it, or spoke something else than SOCKS5
  proxy_silent,  // the proxy took the connection and did not answer within the target's timeout
  proxy_failed,  // the proxy answered with a failure of its own: reply 1, 2, 7, 8 or an unknown one (TargetFact::reply)
};
inline constexpr std::size_t tcp_outcomes = 14;
std::string_view to_string(TcpOutcome outcome);
// The failure replies of SOCKS5 (RFC 1928 section 6), "general failure" for 1 to "address type not supported" for 8.
std::string_view socks_reply(std::uint8_t code);

struct TargetFact {
  std::uint32_t target = 0;  // index into Policy::targets
  TcpOutcome outcome = TcpOutcome::timed_out;
  Duration took{};            // time to connect for held/reset/unanswered/unexpected; time waited else
  Address address;            // what was tried
  std::string interface;      // where the kernel would send it; "" = no route
  std::uint32_t table = 0;    // and by which table
  std::uint8_t reply = 0;     // the SOCKS5 proxy's reply code where it was not 0, whatever the outcome it was mapped to
  std::string detail;         // errno text where it helps, "" else
  friend bool operator==(const TargetFact&, const TargetFact&) = default;
};

enum class PingKind : std::uint8_t { disco, tsmp, icmp };
std::string_view to_string(PingKind kind);
enum class PingOutcome : std::uint8_t {
  pong,
  silent,   // no answer within the limit
  failed,   // tailscaled answered with an error of its own (PingResult.Err); detail has it
  unasked,  // LocalAPI did not take the question
};
std::string_view to_string(PingOutcome outcome);

struct PingFact {
  Address peer;
  PingKind kind = PingKind::disco;
  PingOutcome outcome = PingOutcome::silent;
  Duration took{};
  std::uint16_t size = 0;  // of a padded disco ping, in bytes without IP and UDP headers; 0: as small as it comes
  std::string path;    // "203.0.113.9:41641" when direct, "DERP nyc" when relayed, "" else
  std::string detail;  // PingResult.Err
  friend bool operator==(const PingFact&, const PingFact&) = default;
};

enum class AnchorKind : std::uint8_t { derp, control, configured };
std::string_view to_string(AnchorKind kind);
enum class AnchorOutcome : std::uint8_t { answered, refused, silent, unreachable, failed };
std::string_view to_string(AnchorOutcome outcome);

struct AnchorFact {
  AnchorKind kind = AnchorKind::configured;
  std::string name;  // DERP region code, "control", or as configured
  Endpoint endpoint;
  AnchorOutcome outcome = AnchorOutcome::silent;
  Duration took{};
  friend bool operator==(const AnchorFact&, const AnchorFact&) = default;
};
// A refusal travels the same way as an answer: the WAN carried both.
inline bool wan_carried(const AnchorFact& fact) {
  return fact.outcome == AnchorOutcome::answered || fact.outcome == AnchorOutcome::refused;
}

// One of tailscaled's own TCP connections (by fwmark and cgroup), judged from tcp_info.
enum class Life : std::uint8_t {
  answering,  // nothing unanswered, or it is being answered
  silent,     // data unanswered, fewer than three retransmissions
  dead,       // data unanswered and three retransmissions or more
};
std::string_view to_string(Life life);

struct OwnConnection {
  AnchorKind kind = AnchorKind::configured;  // configured: neither control nor DERP (log upload and the like)
  std::string name;                          // "control", DERP code, ""
  Endpoint remote;
  Life life = Life::answering;
  std::uint32_t unanswered = 0;  // segments sent and not acknowledged
  std::uint32_t retransmissions = 0;
  Duration last_answer{};  // since the last ACK came in
  friend bool operator==(const OwnConnection&, const OwnConnection&) = default;
};

// Why the kernel may not show, or not destroy, tailscaled's connections.
enum class Sight : std::uint8_t { seen, no_rights, no_support };
std::string_view to_string(Sight sight);

struct ConnectionsFact {
  Sight sight = Sight::seen;
  std::vector<OwnConnection> connections;  // at most max_connections
  friend bool operator==(const ConnectionsFact&, const ConnectionsFact&) = default;
  static constexpr std::size_t max_connections = 32;
};

// The unit as systemd tells it. `known` false: no bus, or no such unit (another init, another name).
struct UnitFact {
  bool known = false;
  std::string active_state;     // "active", "failed", "inactive", "activating", …
  std::string sub_state;
  std::string result;           // "success", "start-limit-hit", …
  std::string unit_file_state;  // "enabled", "disabled", "masked", …
  bool gave_up = false;         // failed, after systemd had started it as often as it may
  bool job_pending = false;     // somebody (or systemd) is at it already
  bool left_by_itself = false;  // inactive, and nobody asked systemd for that; only known where its leaving was watched
  Duration age{};               // since the main process started
  bool memory_state = false;    // started with --state=mem:, a restart would lose its identity
  bool absent = false;          // systemd has no unit of this name
  std::string trouble;          // why it is not known
  friend bool operator==(const UnitFact&, const UnitFact&) = default;
};

// Who would be hurt by a restart of tailscaled now.
struct BystandersFact {
  std::uint32_t ssh = 0;            // OpenSSH sessions over the tailnet that carried bytes in the last minute
  std::uint32_t tailscale_ssh = 0;  // sessions of tailscaled's own ssh server: children in its unit's control group
  std::string package_manager;      // whose lock is held, "dpkg" or "rpm"; "" when nobody's
  friend bool operator==(const BystandersFact&, const BystandersFact&) = default;
};

// What one peer offers, as control tells it (LocalAPI peer-by-id).
struct NodeFact {
  std::int64_t node = 0;
  Answer answer = Answer::answered;
  // Hostinfo.RoutableIPs without 0/0 and ::/0, approved or not, at most max_advertised: those that hold a target first.
  std::vector<Prefix> advertised;
  friend bool operator==(const NodeFact&, const NodeFact&) = default;
  static constexpr std::size_t max_advertised = 64;
};

// Whether the host's own resolver knows the names that tailscaled needs.
enum class NameOutcome : std::uint8_t { resolved, unknown, silent };  // unknown: the resolver answered without an address
std::string_view to_string(NameOutcome outcome);
struct NameFact {
  AnchorKind kind = AnchorKind::control;
  std::string name;
  NameOutcome outcome = NameOutcome::resolved;
  friend bool operator==(const NameFact&, const NameFact&) = default;
};
struct NamesFact {
  std::vector<NameFact> names;  // none: control and DERP are known by address alone
  std::string resolver;         // the first one configured, "192.0.2.53"; "" when none is
  friend bool operator==(const NamesFact&, const NamesFact&) = default;
};

// Whether plain HTTP to a DERP node's generate_204 is answered by somebody else.
struct PortalFact {
  bool found = false;
  std::string location;  // where it sends a browser, at most max_location bytes; "" when it does not say
  friend bool operator==(const PortalFact&, const PortalFact&) = default;
  static constexpr std::size_t max_location = 200;
};

// tailscaled's word on IP forwarding for the routes this host advertises (LocalAPI check-ip-forwarding).
struct ForwardingFact {
  Answer answer = Answer::answered;
  std::string warning;  // "" when packets are forwarded
  friend bool operator==(const ForwardingFact&, const ForwardingFact&) = default;
};

// Where the kernel would send packets for a peer; "" = nowhere.
struct PeerRoute {
  Address peer;
  std::string interface;
  friend bool operator==(const PeerRoute&, const PeerRoute&) = default;
};

}  // namespace watch
