// What must never happen, whatever the world does and people say: the invariants of the design's performance text, checked after every
// step on what the machine was told and on what is true. Knows nothing of the machine's own reasons.
#pragma once
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libwatch/chronicle.hpp"
#include "libwatch/machine.hpp"
#include "libwatch/sim/sim_world.hpp"

namespace sim {

enum class Rule : std::uint8_t {
  way_out,       // no remedy without a way out, or while the WAN is dead
  observe,       // none in observe mode
  pause,         // none begins while a person paused
  will,          // none against an administrator
  authority,     // none that the steps or the verdict do not allow
  one_at_a_time, // never two in flight
  remembered,    // none that is hard before it was written down
  budget,        // never more hard ones than the budget, across kills
  works,         // no hard one while somebody gets through, or nothing shows that nobody does
  control,       // no restart while the control server does not answer
  identity,      // no restart that loses this host's identity
  young,         // no hard one on a tailscaled that has just started
  order,         // an order is over in time, and does what it was asked for
  bystanders,    // no hard one while a package manager works, or somebody is logged in
  blemish,       // what is no more than a blemish is called so only while the targets answer, and is left alone
  proof,         // healthy only on proof
  connections,   // one connection to a target
  probed,        // every remedy, and every change of the network, is followed by a round
  deadline,      // a deadline exists, and is no busy loop
  calm,          // after the storm: healthy within ten minutes
  mended,        // single faults are mended in time
  told,          // an episode is told while it goes on and no longer, within its bounds, and its figures agree
  same_bytes,    // same seed, same decisions
};
std::string_view to_string(Rule rule);
struct Broken {
  Rule rule;
  std::string what;
};

class Invariants {
 public:
  explicit Invariants(const Policy& policy);

  // After each step. `machine` has taken it; `world` has not yet been given the actions.
  void check(Instant now, const Observation& seen, const Decision& decision, const Machine& machine, const World& world);
  void configured(const Policy& policy);
  // The supervisor was killed: what it asked is gone, what it spent is not.
  void killed(Instant now);
  // The whole machine slept until now: nothing could have been probed meanwhile.
  void slept(Instant now);
  void found(Instant now, Rule rule, std::string what);
  // Health as the world knows it returned at `since`: the machine must say so within the limit.
  void check_calm(Instant now, Instant well_since, const Machine& machine);

  [[nodiscard]] const std::vector<Broken>& broken() const { return broken_; }
  [[nodiscard]] std::uint64_t hard_remedies() const { return hard_; }
  [[nodiscard]] std::uint64_t mild_remedies() const { return mild_; }

  static constexpr Duration well_within = 10min;

 private:
  // One target's answers of the proof under way.
  struct Proof {
    std::optional<Instant> first;  // good, without a miss since
    Round first_round = Round::none;
    Instant last{};
    Round last_round = Round::none;
  };
  void hear(Instant now, const Observation& seen, const Machine& machine);
  void hear_of_tailnet(const Observation& seen);
  void check_order(Instant now, const Machine& machine);
  // A person overruled it by its name, in the order that runs.
  [[nodiscard]] bool overruled(Gate gate) const { return ordered_ && despite_.has(gate); }
  void hear_of_bystanders(Instant now, const BystandersFact& fact);
  void feel(Instant now, const World& world);
  void check_apply(Instant now, const Apply& apply, const Machine& machine, const World& world);
  void check_hard(Instant now, const Apply& apply, const Machine& machine, const World& world);
  void check_bystanders(Instant now, std::string_view name);
  void check_restart(Instant now, const Apply& apply, const Machine& machine, const World& world);
  void check_health(Instant now, const Decision& decision, const Machine& machine);
  void check_deadline(Instant now, const Observation& seen, const Machine& machine);
  void check_follow_up(Instant now, const Decision& decision, const Machine& machine);
  void forget_proof();
  void check_told(Instant now, const Observation& seen, const Decision& decision, const Machine& machine);
  void check_ended(Instant now, const Episode& episode);

  Policy policy_;
  Chronicle chronicle_;
  std::vector<Broken> broken_;
  std::uint64_t hard_ = 0;
  std::uint64_t mild_ = 0;
  std::deque<Instant> restarts_;
  std::deque<Instant> up_resets_;
  std::optional<std::uint32_t> in_flight_;
  Instant in_flight_until_{};
  std::optional<Instant> unprobed_change_;  // a change of the network, or an ended remedy, that no round has followed yet
  bool remedy_unprobed_ = false;
  std::optional<Instant> restarted_at_;
  std::vector<Proof> proofs_;
  std::uint32_t running_status_ = 0;  // rounds in which tailscaled said Running, since the last change
  Instant paused_until_{};
  Gates despite_;                    // of the last order, as asked
  std::optional<Remedy> ordered_one_;
  Instant ordered_at_{};
  bool ordered_ = false;             // it runs
  Remedies applied_by_order_;
  Egress egress_;
  bool network_known_ = false;
  bool wanted_ = true;  // as last told
  bool logged_in_ = true;
  bool told_ = false;  // tailscaled has answered since the supervisor started
  bool control_silent_ = false;  // as the last anchor answers told
  bool peer_pong_ = false;  // TSMP, in the round last begun
  Round pong_round_ = Round::none;
  bool cut_off_ = false;  // as the last look at the routes told: nobody is reached through the tailnet's interface
  bool memory_state_ = false;
  Instant process_since_{};  // tailscaled's, as told
  BystandersFact bystanders_;
  Instant session_told_ = never;   // since nothing was well any more
  Instant unwanted_since_ = never;  // in truth, as those that follow
  Instant wan_dead_since_ = never;
  Instant portal_since_ = never;  // in the middle of a look nobody can know it
  Instant packages_since_ = never;
  Instant looking_since_ = never;
  Instant last_due_{};
  std::uint32_t dues_ = 0;
};

}  // namespace sim
