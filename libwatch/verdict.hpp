// Evidence → verdict, with the sentence that explains it. A pure table: the first row that fits wins, and healthy is what
// is left when none does. The daemon and `check` both judge here.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libwatch/evidence.hpp"
#include "libwatch/policy.hpp"
#include "libwatch/tailnet.hpp"

namespace watch {

enum class Verdict : std::uint8_t {
  stopped_by_admin, needs_login, needs_approval, key_expired,
  backend_starting, backend_dead, backend_hung,
  wan_down,
  tunnel_broken, session_stuck,
  route_not_accepted, route_missing, route_not_installed,
  peer_unreachable,
  proxy_broken, target_resets, path_mtu, target_down,
  control_stuck, control_unreachable, dns_broken, relay_only, unstable,
  healthy
};
std::string_view to_string(Verdict verdict);  // "tunnel-broken"

enum class Whose : std::uint8_t { nobody, ours, theirs, wan, path, dns, admin, configuration };
std::string_view to_string(Whose whose);
std::string_view code(Whose whose);  // a word for programs: "nobody", "wan", "administrator"

// What a question came to. `open`: not yet answered, not yet late; `late`: not answered within the learned bound;
// `bad`: answered badly, or not at all within its limit; `unasked`: LocalAPI did not take the question.
enum class Standing : std::uint8_t { open, late, good, bad, unasked };

struct TargetView {
  Standing standing = Standing::open;
  TargetFact fact;
  bool carried = false;                 // by some peer …
  std::optional<std::uint32_t> router;  // … and by which, an index into Evidence::peers; none where it was not asked
  std::string last_router;              // who carried it when somebody last did, "" = nobody yet …
  std::int64_t last_node = 0;           // … and its NodeID
  std::string moved_from;               // the router before that one
};

// Sent, and never answered: tx grew by several handshakes while nothing came in (facts-tailscale 2.4).
struct Zombie {
  Duration lasting{};
  std::uint64_t sent = 0;
};

// One peer as pinged in this round.
struct PeerView {
  std::string name;
  Address address;
  bool witness = false;
  Standing disco = Standing::open;
  Standing tsmp = Standing::open;
  std::optional<Standing> full;  // a disco ping as large as the tunnel's largest packet; routers only
  bool online = false;           // control's word
  std::optional<Zombie> zombie;
  Duration took{};   // of the best pong
  std::string path;  // of the last pong
};

// Whether tailscaled's connection to control answers.
enum class ControlLife : std::uint8_t { unknown, alive, silent, dead };

// The last Policy::recent, in slots of ten seconds.
struct Recent {
  std::uint32_t slots = 0;   // in which a target was tried
  std::uint32_t failed = 0;  // of these, in which one failed
  std::uint32_t bursts = 0;  // runs of failed ones
  std::uint32_t answers = 0;  // on this way out …
  Duration answers_over{};    // … since the first of them
  std::uint32_t late = 0;    // of these, those that took a retransmission longer than their path needs
  bool lossy = false;        // too many did
  Duration over{};           // since the first of them: less than Policy::recent where it was not watched for so long
  Verdict last = Verdict::healthy;  // that was given for one; healthy: none lasted long enough for it …
  Whose whose = Whose::nobody;      // … and whose it was
};

struct Evidence {
  const Policy* policy = nullptr;  // never null when judged
  Egress egress;
  std::vector<TargetView> targets;
  std::vector<PeerView> peers;  // routers first
  std::vector<PingFact> target_pings;  // ICMP through the router
  std::vector<AnchorFact> anchors;
  bool anchors_open = false;  // some have not answered yet
  bool no_anchors = false;
  std::optional<Answer> status;  // nothing: not answered yet
  Tailnet tailnet;               // the last one that answered
  std::optional<Prefs> prefs;
  std::optional<UnitFact> unit;
  std::optional<ConnectionsFact> connections;
  std::optional<BystandersFact> bystanders;
  std::optional<NamesFact> names;
  std::optional<PortalFact> portal;
  std::optional<ForwardingFact> forwarding;
  std::vector<NodeFact> nodes;        // what peers offer, asked where nobody carries a target
  std::vector<PeerRoute> routes;      // the kernel's, to the peers
  std::vector<Prefix> own_routes;     // subnets that this host was seen to advertise, or must by its configuration …
  std::vector<Prefix> own_held;       // … and of these, those that it was seen to carry alone
  std::uint32_t unresolved_in_a_row = 0;  // looks at names in which one did not resolve
  Duration relayed_for{};             // since a router that used to be direct answers through DERP only
  Recent recent;
  bool complete = false;           // every question is answered or given up
  std::uint32_t hung_in_a_row = 0; // status questions that timed out, this one included
  Duration starting_for{};         // since the backend was first seen Starting or NoState
  Duration control_answers_for{};  // looks in a row in which its server did
  Duration silent_for{};           // since a target last answered, or what stands for one
};

struct Judgement {
  Verdict verdict = Verdict::healthy;
  Whose whose = Whose::nobody;
  std::uint8_t cause = 0;  // which of the rows of the table; a verdict may have several
  bool enough = false;     // false: open questions could still change it
  std::string sentence;    // one sentence with its evidence, no final stop
  std::string advice;      // what a person can do; the exact command where there is one, "" else
  friend bool operator==(const Judgement&, const Judgement&) = default;
};

// Exit status of `check`: 0 healthy, 1 degraded, 2 critical.
int exit_status(Verdict verdict);
// Remedies that this verdict authorises, mildest first, in the order they are tried.
std::span<const Remedy> authorised(Verdict verdict);
// Whether the ladder is gone through only once for this verdict in an episode.
bool once_only(Verdict verdict);
// When to look again if nobody acts: nothing = at the next heartbeat.
std::optional<Duration> looks_again(Verdict verdict);
// What ends it: nothing has to, a remedy of ours, time (it may pass by itself), or a person.
enum class Need : std::uint8_t { nobody, remedy, time, person };
Need need(const Judgement& judgement);
inline bool is_critical(Verdict verdict) { return exit_status(verdict) == 2; }
// tailscaled itself is dead or hangs.
constexpr bool is_about_backend(Verdict verdict) { return verdict == Verdict::backend_dead || verdict == Verdict::backend_hung; }
// The tunnel as a whole: nobody's data gets through, all of tailscaled's connections may be closed, and lateness is enough.
constexpr bool is_about_tunnel(Verdict verdict) { return verdict == Verdict::tunnel_broken || verdict == Verdict::session_stuck; }
bool is_will(Verdict verdict);  // an administrator's will, or a person is needed: standby
// The targets answer, and yet something deserves a word. Proved like health.
bool is_blemish(Verdict verdict);
// Judged after the tunnel, which is not at fault then.
bool is_beyond_tunnel(Verdict verdict);

Judgement judge(const Evidence& evidence);

// The parts of the table that others need too.
bool targets_answer(const Evidence& evidence);
bool nobody_listens(const Evidence& evidence);  // at tailscaled's socket
ControlLife control_life(const Evidence& evidence);
// Anchors of that kind: carried, silent, or nothing known.
enum class Reach : std::uint8_t { unknown, open, answers, silent };
Reach reach(const Evidence& evidence, AnchorKind kind);
Reach reach_wan(const Evidence& evidence);
bool somebody_answers(const Evidence& evidence);
// A short word on this host as a subnet router, for heartbeats: approved routes, and whether packets are forwarded.
bool own_routes_amiss(const Evidence& evidence);
// The kernel sends a failing target through an interface that is neither the tailnet's nor the way out's: a local route.
bool shadowed(const Evidence& evidence);
// tailscaled has no interface (userspace networking), and a failing target that would need it no proxy.
bool without_interface(const Evidence& evidence);
// The name of the control server did not resolve in two looks: no new connection to it can be made.
bool control_unnamed(const Evidence& evidence);
// The administrator's will, from preferences, status and unit alone; nothing where tailscale is wanted.
std::optional<Judgement> will(const Evidence& evidence);

}  // namespace watch
