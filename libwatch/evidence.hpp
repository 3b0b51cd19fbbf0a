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
  wrong_egress,  // the kernel would not send it through the tailnet: not tried
  unanswered,    // connected, `send` was sent, `expect` did not come
  unexpected,    // connected, something other than `expect` came
  unresolved,    // the target is a name that never resolved
  failed,        // the probe could not be made on this host (descriptors, rights); detail says why
};
std::string_view to_string(TcpOutcome outcome);

struct TargetFact {
  std::uint32_t target = 0;  // index into Policy::targets
  TcpOutcome outcome = TcpOutcome::timed_out;
  Duration took{};            // time to connect for held/reset/unanswered/unexpected; time waited else
  Address address;            // what was tried
  std::string interface;      // where the kernel would send it; "" = no route
  std::uint32_t table = 0;    // and by which table
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
  bool job_pending = false;     // somebody (or systemd) is at it already
  Duration age{};               // since the main process started
  bool memory_state = false;    // started with --state=mem:, a restart would lose its identity
  std::string trouble;          // why it is not known
  friend bool operator==(const UnitFact&, const UnitFact&) = default;
};

}  // namespace watch
