// What must never happen, whatever the world does: the invariants of the design's performance text, checked after every
// step on what the machine was told and on what is true. Knows nothing of the machine's own reasons.
#pragma once
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "libwatch/machine.hpp"
#include "tests/sim/world.hpp"

namespace sim {

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
  // Health as the world knows it returned at `since`: the machine must say so within the limit.
  void check_calm(Instant now, Instant well_since, const Machine& machine);

  [[nodiscard]] const std::vector<std::string>& broken() const { return broken_; }
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
  void hear_control(const AnchorSeen& seen);
  void check_apply(Instant now, const Apply& apply, const Decision& decision, const Machine& machine, const World& world);
  void check_hard(Instant now, const Apply& apply, const Decision& decision, const Machine& machine, const World& world);
  void check_restart(Instant now, const Apply& apply, const Machine& machine, const World& world);
  void check_health(Instant now, const Machine& machine);
  void check_deadline(Instant now, const Observation& seen, const Machine& machine);
  void check_follow_up(Instant now, const Decision& decision, const Machine& machine, const World& world);
  void forget_proof();
  void fail(Instant now, std::string what);

  Policy policy_;
  std::vector<std::string> broken_;
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
  Egress egress_;
  bool network_known_ = false;
  bool wanted_ = true;  // as last told
  bool logged_in_ = true;
  bool told_ = false;  // tailscaled has answered since the supervisor started
  bool control_silent_ = false;  // as the last anchor answers told
  bool peer_pong_ = false;  // TSMP, in the round last begun
  Round pong_round_ = Round::none;
  Instant unwanted_since_ = never;
  Instant last_due_{};
  std::uint32_t dues_ = 0;
};

}  // namespace sim
