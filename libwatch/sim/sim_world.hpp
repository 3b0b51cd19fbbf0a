// A made-up world in virtual time: what is true of kernel, tailscaled, tailnet and WAN, and how it answers the machine's
// actions. Durations follow facts-tailscale section 8. Never judges the machine.
#pragma once
#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "libwatch/action.hpp"
#include "libwatch/dice.hpp"
#include "libwatch/observation.hpp"

namespace sim {

using namespace watch;

inline constexpr Instant never = Instant::max();
inline constexpr std::size_t most_witnesses = 3;

enum class Unit : std::uint8_t { active, inactive, activating, failed, left };  // left: ended by itself, without a failure
enum class Api : std::uint8_t { answers, hangs, garbled, forbidden };
// What becomes of a remedy. `dawdles`: done, after a long time; `lost`: never answered; `withheld`:
// its attempt cannot be kept on disk.
enum class Fate : std::uint8_t { works, in_vain, fails, unavailable, dawdles, lost, withheld };
enum class Proxy : std::uint8_t { works, gone, closes, says_nothing, replies };

// What is true now. Commands of a story and the storm of a simulation write here.
struct Truth {
  // The way out.
  Egress egress;
  bool wan = true;      // packets get through the way out
  bool control = true;  // the control server answers …
  bool control_refuses = false;  // … or where it does not, refuses
  bool derp = true;
  bool anchors = true;  // some are known at all
  bool portal = false;  // while the WAN is dead, a captive portal answers for everybody
  bool names = true;    // of control and DERP resolve
  Duration detour{};    // added to every round trip
  std::uint32_t loses_one_in = 0;  // SYNs to a target; 0: none
  bool udp = true;      // else everything goes through DERP
  bool pinned = false;  // this host's own NAT sends tailscaled's UDP nowhere: through DERP too, until conntrack
  bool nat = false;     // this host does NAT
  bool large = true;    // packets of full size get through

  // The tailnet.
  std::vector<TcpOutcome> targets;
  bool router = true;
  bool router_online = true;  // control's word
  bool router_expired = false;  // its node key has
  bool second_router = true;  // it carries the targets from that one on
  std::size_t second_from = std::numeric_limits<std::size_t>::max();
  bool apart = false;       // each target has a router of its own, called after it …
  std::uint64_t dark = 0;   // … and these are off, a bit for each
  std::array<bool, most_witnesses> witness{true, true, true};
  std::size_t witnesses = 2;
  Instant data_back{};     // tailscaled's paths are stuck until then
  Instant session_back{};  // disco gets through, WireGuard does not, until then
  Instant control_back{};  // its connection to control is dead until then
  bool deep = false;       // stuck in a way that only a restart ends
  bool advertised = true;
  bool approved = true;

  // This host.
  bool want_running = true;
  bool accept_routes = true;
  bool logged_out = false;
  bool key_expired = false;
  bool exit_node = false;  // one is in use
  bool locked_out = false;  // by tailnet lock
  bool tun = true;  // false: userspace networking
  bool admitted = true;  // by an administrator, where the tailnet asks one
  bool installed = true;         // tailscaled's routes are in the kernel …
  bool subnet_installed = true;  // … that to the subnet too
  bool shadowed = false;  // a local route is more specific
  bool netmap = true;
  Instant netmap_back = never;
  Unit unit = Unit::active;
  bool disabled = false;
  bool masked = false;
  bool memory_state = false;
  bool absent = false;  // tailscale is not installed
  bool bus = true;  // systemd tells of the unit
  std::string result = "success";
  Instant unit_back = never;  // activating until then
  Instant started{};
  bool hung = false;
  bool socket = true;
  Api api = Api::answers;
  Duration api_delay{};  // of a host under load
  Proxy proxy = Proxy::works;
  std::uint8_t reply = 1;  // of a proxy that replies
  std::array<Fate, remedies> fate{};
  Duration dawdling = 20s;
  BystandersFact bystanders;

  // As a subnet router itself.
  std::vector<Prefix> own_subnets;  // that it is meant to carry …
  bool own_advertised = true;       // … and they are in its preferences …
  bool own_approved = true;         // … approved …
  bool own_taken = false;           // … not carried by another …
  bool forwards = true;             // … and packets are forwarded
};

class World {
 public:
  World(Seed seed, const Policy& policy);

  Truth truth;
  // Lets time pass; to be called before truth is read or written at a new instant.
  void pass(Instant now);
  void act(Instant now, const Action& action);
  // When the next answer comes; and the one that is due, where it does not turn out to take longer.
  [[nodiscard]] Instant next() const;
  std::optional<Observation> take(Instant now);

  // Facts that come by themselves.
  void announce_network(Instant at, Hints hints);
  void announce_bus(Instant at, BusSeen seen);
  void announce_unit(Instant at);
  // When something that is stuck goes on by itself, if nothing else happens before.
  [[nodiscard]] Instant turns() const;
  // All that is configured answers; where no target is, packets get through.
  [[nodiscard]] bool data_flows() const;
  [[nodiscard]] bool any_proxy() const;
  [[nodiscard]] const std::string& target_name(std::size_t target) const { return policy_.targets[target].name; }

  // The supervisor died: nothing that it asked will be answered. What systemd or tailscaled does goes on.
  void forget_questions();
  void configure(const Policy& policy);

  // What is true of the tailnet now.
  [[nodiscard]] bool can_be_told() const { return answer() == Answer::answered; }
  [[nodiscard]] Backend backend() const;
  [[nodiscard]] bool alive() const { return truth.unit == Unit::active && !truth.hung; }
  [[nodiscard]] bool running() const { return backend() == Backend::running && alive(); }
  [[nodiscard]] bool direct() const { return truth.udp && !truth.pinned; }
  [[nodiscard]] bool disco_works() const;
  [[nodiscard]] bool data_works() const;
  [[nodiscard]] bool control_reachable() const { return truth.wan && truth.control && usable(truth.egress); }
  [[nodiscard]] bool control_lives() const;
  [[nodiscard]] bool target_answers(std::size_t target) const;
  [[nodiscard]] bool all_is_well() const;
  [[nodiscard]] Instant control_reachable_until() const { return control_reachable_until_; }
  [[nodiscard]] Instant somebody_unreachable_until() const { return nobody_until_; }
  [[nodiscard]] std::size_t open_targets() const;
  // Neither the machine's rounds nor its remedies could get out.
  [[nodiscard]] bool cut_off() const { return !truth.wan || !usable(truth.egress); }

  // What a person, or systemd, does to tailscaled.
  void switch_tailscale(Instant now, bool on);
  void end_unit(Instant now);  // by itself
  void stop_unit(Instant now);
  void start_unit(Instant now);
  void restart_unit(Instant now);

  static Address router_address();
  static Address second_router_address();
  static Address own_router_address(std::size_t target);
  static Address witness_address(std::size_t witness);
  static const char* witness_name(std::size_t witness);
  Dice dice;
  bool steady = false;  // for stories: everything takes the least of its times

 private:
  enum class Kind : std::uint8_t { target, status, status_self, prefs, ping, anchor, no_anchors, connections, unit, remedy, network, bus, unit_told,
                                   bystanders, node, names, portal, forwarding, routes };
  struct Pending {
    Instant at{};
    std::uint64_t turn = 0;
    Kind kind = Kind::target;
    Round round = Round::none;
    std::uint32_t index = 0;
    Instant asked{};
    std::uint8_t tries = 0;
    std::uint8_t what = 0;
  };
  void expect(Pending pending);
  void ask_peer(Instant now, const PingPeer& ping);
  [[nodiscard]] Observation answer_to(const Pending& pending) const;
  void ask_anchors(Instant now, Round round);
  void begin_remedy(Instant now, const Apply& apply);
  void cure(Instant now, const Apply& apply);
  void restart_process(Instant now);
  void forget_leaving();  // how the unit left is known only to who watched it
  [[nodiscard]] Duration some(Duration low, Duration high) { return steady ? low : dice.between(low, high); }
  [[nodiscard]] Duration trip();
  [[nodiscard]] Duration lost_syns();
  [[nodiscard]] bool retry(Pending& pending);
  [[nodiscard]] Prefix subnet_of(std::size_t target) const;  // that its router carries
  [[nodiscard]] bool proxied(std::size_t target) const { return !policy_.targets[target].proxy.empty(); }
  [[nodiscard]] bool router_up(std::size_t target) const {
    if (truth.apart) return (truth.dark >> target & 1U) == 0;
    return target < truth.second_from ? truth.router && !truth.router_expired : truth.second_router;
  }
  [[nodiscard]] bool any_router_up() const;
  [[nodiscard]] bool routed(std::size_t target) const;  // the kernel, or the proxy, sends to it through the tailnet
  [[nodiscard]] TcpOutcome through_proxy() const;
  [[nodiscard]] TcpOutcome end_of(std::size_t target) const;
  [[nodiscard]] Observation target_seen(const Pending& pending) const;
  [[nodiscard]] Observation status_seen(const Pending& pending) const;
  [[nodiscard]] Observation ping_seen(const Pending& pending) const;
  [[nodiscard]] Observation anchor_seen(const Pending& pending) const;
  [[nodiscard]] Observation side_fact(const Pending& pending) const;
  [[nodiscard]] static Observation remedy_seen(const Pending& pending);
  [[nodiscard]] bool ask_aside(Instant now, const Action& action);
  [[nodiscard]] Observation connections_seen(const Pending& pending) const;
  [[nodiscard]] UnitFact unit_fact() const;
  [[nodiscard]] Answer answer() const;
  [[nodiscard]] Life control_life() const;

  Policy policy_;
  std::vector<Address> addresses_;  // of its targets
  Instant now_{};
  std::uint64_t turn_ = 0;
  std::uint32_t syns_ = 0;
  std::vector<Pending> pending_;
  std::vector<BusSeen> hints_;  // told by index
  std::vector<NetworkSeen> networks_;
  Tailnet tailnet_;
  bool online_ = true;
  std::optional<Instant> control_lost_;
  Instant control_speaks_ = never;  // tailscaled has something to say to a dead connection
  Instant control_reachable_until_{};
  Instant nobody_until_{};
  Instant router_heard_{};
  std::uint64_t rx_ = 1000;
};

}  // namespace sim
