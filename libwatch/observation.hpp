// What was seen: plain facts that the edges build. Each is stamped with its instant by the supervisor, written to the
// flight record, and handed to Machine::step. No fact says what it means.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "libwatch/evidence.hpp"
#include "libwatch/gates.hpp"
#include "libwatch/network.hpp"
#include "libwatch/policy.hpp"
#include "libwatch/tailnet.hpp"

namespace watch {

// Answers carry the number of the round that asked, so that late ones are known as such. Round 0: nobody asked.
enum class Round : std::uint32_t { none = 0 };

// The policy in force, from the start or after a reload. The first observation of every record.
struct Configured {
  Policy policy;
};

// Hard remedies spent, as instants of this boot (may lie before its beginning), and the number of the last episode; read
// from disk at start.
struct Remembered {
  std::vector<Instant> restarts;
  std::vector<Instant> up_resets;
  std::uint32_t episode = 0;  // 0: none yet
  std::string trouble;  // why the file could not be used; "" when it could or did not exist
};

struct NetworkSeen {
  Egress egress;
  Hints hints;
};

struct TargetSeen {
  Round round = Round::none;
  TargetFact fact;
};

struct StatusSeen {
  Round round = Round::none;
  Answer answer = Answer::answered;
  Tailnet tailnet;      // meaningful when answered
  bool peers = true;    // false: asked with peers=false, routers, witnesses and counters are not filled
  Duration took{};
};

struct PrefsSeen {
  Round round = Round::none;
  Answer answer = Answer::answered;
  Prefs prefs;
};

struct PingSeen {
  Round round = Round::none;
  PingFact fact;
};

// `open` is the number of anchors that this round still waits for.
struct AnchorSeen {
  Round round = Round::none;
  AnchorFact fact;
  std::uint32_t open = 0;
};
// There was no anchor to ask: none configured and none learned yet.
struct NoAnchors {
  Round round = Round::none;
};

struct ConnectionsSeen {
  Round round = Round::none;
  ConnectionsFact fact;
};

struct UnitSeen {
  Round round = Round::none;
  UnitFact fact;
};

struct BystandersSeen {
  Round round = Round::none;
  BystandersFact fact;
};

struct NodeSeen {
  Round round = Round::none;
  NodeFact fact;
};

struct NamesSeen {
  Round round = Round::none;
  NamesFact fact;
};

struct PortalSeen {
  Round round = Round::none;
  PortalFact fact;
};

struct ForwardingSeen {
  Round round = Round::none;
  ForwardingFact fact;
};

struct RoutesSeen {
  Round round = Round::none;
  std::vector<PeerRoute> routes;
};

// The LocalAPI bus (watch-ipn-bus) hinted at something; the truth is asked afresh.
enum class BusHint : std::uint8_t { connected, lost, state, prefs, health, endpoints };
std::string_view to_string(BusHint hint);
struct BusSeen {
  BusHint hint = BusHint::state;
  Backend backend = Backend::unknown;  // with `state`
  bool want_running = true;            // with `prefs`
};

enum class Outcome : std::uint8_t {
  done,
  failed,
  unavailable,  // rights, kernel or build lack it; detail says which
  contradicted, // an administrator's will came in between
  withheld,     // not begun: its attempt could not be kept on disk first
};
inline constexpr std::size_t outcomes = 5;
std::string_view to_string(Outcome outcome);
struct RemedySeen {
  std::uint32_t attempt = 0;  // the number from Apply
  Remedy remedy = Remedy::ping;
  Outcome outcome = Outcome::done;
  std::string detail;  // "2 of tailscaled's connections had unanswered data and were closed"
};

// A person asked to look now (SIGUSR1; the control bus later).
struct Asked {};

// A person's word that no remedy may begin; ends by itself at `until`, Policy::pause_longest after `since` at the latest.
struct Pause {
  Instant since{};  // may lie before this boot
  Instant until{};
  std::string who;
  std::string reason;
  friend bool operator==(const Pause&, const Pause&) = default;
};
// Said by a person, or read from disk at start. Nothing: there is none, or `resume` ended it.
struct PauseSeen {
  std::optional<Pause> pause;
};

// A person's order: the ladder where no remedy is named, or that one, now. The gates in `despite` are overruled.
struct MendAsked {
  std::optional<Remedy> remedy;
  Gates despite;
  std::string who;
};

// The timer of Machine::deadline() has come.
struct Due {};

using Observation = std::variant<Configured, Remembered, NetworkSeen, TargetSeen, StatusSeen, PrefsSeen, PingSeen, AnchorSeen,
                                 NoAnchors, ConnectionsSeen, UnitSeen, BystandersSeen, NodeSeen, NamesSeen, PortalSeen,
                                 ForwardingSeen, RoutesSeen, BusSeen, RemedySeen, Asked, PauseSeen, MendAsked, Due>;

}  // namespace watch
