// The state machine: observations and the time in, decisions out. Deterministic from its seed; opens nothing, reads no
// clock, logs nothing. Transitions are rows of transitions.hpp; what a fact means is decided in meaning.cpp.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "libwatch/action.hpp"
#include "libwatch/budget.hpp"
#include "libwatch/dice.hpp"
#include "libwatch/ladder.hpp"
#include "libwatch/look.hpp"
#include "libwatch/memory.hpp"
#include "libwatch/order.hpp"
#include "libwatch/transitions.hpp"
#include "libwatch/verdict.hpp"

namespace watch {

struct Decision {
  State from = State::starting;
  State to = State::starting;
  std::optional<Event> event;       // nothing: the fact meant nothing now
  std::string_view because;         // the row's sentence; "" without a transition
  bool routine = false;             // heartbeats, and looks that ended where they began: not worth a line
  std::vector<Action> actions;
};

// How the last network change looked, for the sentences.
struct LastChange {
  Instant at{};
  Egress before;
  std::vector<Reason> reasons;
  Notice notice = Notice::tailscaled_misses;
  std::uint32_t in_a_row = 1;  // that came soon after one another, a burst counting as one
};

// The remedy that is waited for, and when it may begin.
struct Waiting {
  Remedy remedy = Remedy::ping;
  Instant not_before{};
};

class Machine {
 public:
  explicit Machine(Seed seed);
  Machine(const Machine&) = delete;
  Machine& operator=(const Machine&) = delete;

  Decision step(Instant now, const Observation& seen);
  // The only timer: when step must be called with Due, unless something is seen before.
  [[nodiscard]] std::optional<Instant> deadline() const;

  [[nodiscard]] State state() const { return state_; }
  [[nodiscard]] const Judgement& judgement() const { return judgement_; }
  [[nodiscard]] const Evidence& evidence() const { return evidence_; }
  [[nodiscard]] const Policy& policy() const { return policy_; }
  [[nodiscard]] const Choice& choice() const { return choice_; }
  [[nodiscard]] const std::optional<LastChange>& last_change() const { return change_; }
  [[nodiscard]] std::uint32_t episode() const { return episode_; }  // the last one's number; 0: none yet
  [[nodiscard]] bool in_episode() const { return in_episode_; }     // and whether it goes on
  [[nodiscard]] const std::vector<Patience>& patience() const { return patience_; }  // one for each target
  [[nodiscard]] std::uint32_t attempt() const { return attempt_; }
  [[nodiscard]] std::string_view called_by() const { return called_by_; }  // what called for the last full look, where no target did
  [[nodiscard]] Round round() const { return Round{rounds_}; }  // the last one asked for
  // In force now; it ends by itself.
  [[nodiscard]] const std::optional<Pause>& pause() const { return pause_; }
  // The order that runs; and the last one that is over.
  [[nodiscard]] const std::optional<Order>& order() const { return order_; }
  [[nodiscard]] const std::optional<Order>& last_order() const { return last_order_; }
  // In backing-off.
  [[nodiscard]] std::optional<Waiting> waiting() const;
  // When it looks again by itself, if nothing happens before; nothing while it is at it, or a remedy runs.
  [[nodiscard]] std::optional<Instant> next_look() const;
  // Between two heartbeats on the present uplink.
  [[nodiscard]] Duration heartbeat() const;
  [[nodiscard]] std::uint32_t restarts_left(Instant now) const { return restarts_.left(now); }
  [[nodiscard]] std::uint32_t up_resets_left(Instant now) const { return up_resets_.left(now); }
  // `now` where one is left, Instant::max() where none is allowed at all.
  [[nodiscard]] Instant restart_free_at(Instant now) const { return restarts_.free_at(now); }
  [[nodiscard]] Instant up_reset_free_at(Instant now) const { return up_resets_.free_at(now); }

 private:
  using Actions = std::vector<Action>;

  // machine.cpp: facts in, arrivals
  void absorb(const Observation& seen, Actions& actions);
  void take_policy(const Policy& policy);
  void note_remembered(const Remembered& seen);
  void take_network(const NetworkSeen& seen);
  void take_bus(const BusSeen& seen);
  void note_answers(const Observation& seen);
  void note_target(const TargetFact& fact);
  void note_names(const NamesSeen& seen);
  void note_unit(const UnitFact& unit);
  void note_unit_told(const UnitFact& unit, Actions& actions);
  void note_proved();
  void note_carried();
  void pass_time(Actions& actions);
  void enter(State from, Event event, Actions& actions);
  void count_round();
  void note_routine(State from, Event event, const Observation& seen);
  void arrive_settling(State from, Event event, Actions& actions);
  void arrive_probing(Event event, Actions& actions);
  void arrive_healthy(Event event, Actions& actions);
  void arrive_backing_off();
  [[nodiscard]] Instant earliest(Remedy remedy);
  void arrive_remedying(Actions& actions);
  void arrive_resting(Event event, Actions& actions);
  void begin_look(Breadth breadth, Actions& actions);

  // machine_orders.cpp: a person's word
  void take_pause(const PauseSeen& seen);
  void take_order(const MendAsked& asked, Actions& actions);
  void note_remedy(const RemedySeen& seen);
  void pass_time_of_words();
  void note_choice();
  void note_rest(Event event);
  void end_order(OrderEnd how);
  [[nodiscard]] bool names_a_rung() const;
  [[nodiscard]] Leave leave() const;
  [[nodiscard]] std::optional<Event> weigh_order();

  // meaning.cpp: guards; they write down what was judged and chosen, and act on nothing
  [[nodiscard]] std::optional<Event> event_for(const Observation& seen);
  [[nodiscard]] std::optional<Event> event_while_watching(const Observation& seen) const;
  [[nodiscard]] bool yields(const Observation& seen) const;
  [[nodiscard]] std::string_view caller_in(const Observation& seen) const;
  [[nodiscard]] bool hints(const Observation& seen) const;
  [[nodiscard]] std::optional<Event> event_while_waiting() const;
  [[nodiscard]] std::optional<Event> weigh();
  [[nodiscard]] std::optional<Event> weigh_good() const;
  [[nodiscard]] std::optional<Event> weigh_bad();
  [[nodiscard]] std::string_view doubt_of_blame() const;
  [[nodiscard]] History history() const;
  [[nodiscard]] bool expects_pulse() const;
  [[nodiscard]] Duration rest() const;
  [[nodiscard]] bool in_order() const;
  [[nodiscard]] bool carries() const;

  Dice dice_;
  Policy policy_;
  State state_ = State::starting;
  Instant now_{};
  Evidence evidence_;
  Judgement judgement_;
  Choice choice_;
  std::vector<Patience> patience_;
  Look look_;
  Memory memory_;
  std::uint32_t rounds_ = 0;
  std::optional<Pause> pause_;
  std::optional<Order> order_;
  std::optional<Order> last_order_;
  std::uint32_t orders_ = 0;
  Budget restarts_{0, Policy::budget_window};
  Budget up_resets_{0, Policy::budget_window};

  bool network_seen_ = false;
  std::optional<LastChange> change_;
  bool changed_now_ = false;        // by the observation being stepped
  bool hinted_now_ = false;
  bool pause_over_now_ = false;
  bool control_unproved_ = true;
  Remedies tried_;                  // in this pass through the ladder …
  Remedies past_;                   // … and in those before it
  Remedies unavailable_;
  bool mild_tried_ = false;
  std::uint32_t attempts_ = 0;      // since the ladder was reset
  std::uint32_t attempt_ = 0;       // number of the last remedy, never reused
  bool in_flight_ = false;          // it has not been answered yet, whatever the state
  std::optional<Instant> attempted_at_;
  std::uint32_t bad_rounds_ = 0;
  std::uint32_t undecided_rounds_ = 0;  // rounds in a row without enough evidence
  std::uint32_t good_rounds_ = 0;
  Instant good_since_{};
  Instant last_good_{};
  std::optional<Instant> restarted_at_;
  std::optional<Instant> starting_since_;
  std::optional<Instant> control_answers_since_;
  std::optional<Instant> failing_since_;  // when the first look began that has not proved the targets since
  std::optional<std::uint64_t> rx_before_;
  bool rx_grew_ = false;
  std::uint32_t episode_ = 0;
  bool in_episode_ = false;
  bool routine_look_ = false;       // nothing called for it but the clock or a hint
  bool thorough_look_ = false;      // it is for more than the targets
  bool routine_now_ = false;        // the transition being stepped
  Verdict before_look_ = Verdict::healthy;
  State rested_in_ = State::starting;
  std::string_view called_by_;

  Instant begun_{};
  Instant quiet_until_{};
  Instant quiet_latest_{};
  Instant settled_at_{};            // a remedy's own churn has come to rest by then
  std::optional<Instant> again_at_;
  std::optional<Instant> not_before_;   // of the attempt that is being waited for …
  Remedy not_before_for_ = Remedy::ping;  // … and which
  Instant remedy_until_{};
  Instant beat_at_{};
  Instant due_at_{};
  Instant self_at_{};
  std::optional<Instant> carried_since_;  // the tunnel, without a remedy in between
  Instant full_at_{};                  // the next full look in health
  std::optional<Instant> put_off_since_;  // hard remedies, by ssh sessions
  std::optional<Instant> restart_asked_at_;
  std::optional<Instant> exhausted_since_;
  std::optional<Instant> dead_since_;
  Instant look_ended_{};
};

}  // namespace watch
