// What is done on arrival in a state: what is asked and applied next, when, and what counts as over. What a fact means is
// decided in meaning.cpp; judged here is only what an arrival without a verdict of its own brings along.
#include <algorithm>

#include "libwatch/backoff.hpp"
#include "libwatch/ladder_gates.hpp"
#include "libwatch/machine.hpp"

namespace watch {

namespace {
constexpr std::uint32_t milder_than_restart = remedies - 2;  // rungs, without ping and itself
}

void Machine::enter(State from, Event event, Actions& actions) {
  // A look that only the clock or a hint called for makes an episode of what it finds, if it finds something.
  const bool called_for = from == State::healthy && !routine_look_;
  const bool found = from == State::probing && state_ != State::probing;
  const bool fell = event == Event::lost || event == Event::yielded;  // whatever was reported before
  // A blemish that lasts is one episode, not one for each look.
  const bool same = state_ == State::reported && judgement_.verdict == before_look_;
  const bool told = in_order() && (routine_now_ || same);
  if ((called_for || (found && !told) || fell) && state_ != State::healthy && !in_episode_) {
    in_episode_ = true;
    routine_now_ = false;  // also where the one before was ended by somebody else, and nothing looks different
    ++episode_;
  }
  switch (state_) {
    case State::starting: break;
    case State::healthy: arrive_healthy(event, actions); break;
    case State::settling: arrive_settling(from, event, actions); break;
    case State::probing: arrive_probing(event, actions); break;
    case State::backing_off: arrive_backing_off(); break;
    case State::remedying: arrive_remedying(actions); break;
    case State::reported:
    case State::wan_down:
    case State::standby:
    case State::exhausted: arrive_resting(event, actions); break;
  }
  note_rest(event);
}

// A complete bad round is what hard remedies need several of.
void Machine::count_round() {
  if (!look_.complete()) return;
  ++bad_rounds_;
  good_rounds_ = 0;
}

void Machine::arrive_settling(State from, Event event, Actions& actions) {
  look_.cancel(actions);
  again_at_.reset();
  good_rounds_ = undecided_rounds_ = 0;
  if (event == Event::finished) {
    control_unproved_ = true;
    quiet_until_ = settled_at_ = now_ + settling_time(choice_.remedy);
    quiet_latest_ = now_;  // a change from here on has its own quiet period
    return;
  }
  bad_rounds_ = 0;
  if (from != State::settling || now_ >= quiet_latest_) quiet_latest_ = now_ + policy_.quiet_max;
  const bool flaps = change_ && change_->at == now_ && change_->in_a_row >= Policy::flaps_least;
  const Duration quiet = flaps ? std::max(policy_.quiet, Policy::flap_quiet) : policy_.quiet;
  quiet_until_ = std::max(std::min(now_ + quiet, quiet_latest_), settled_at_);
}

void Machine::arrive_probing(Event event, Actions& actions) {
  if (event == Event::half) {
    const bool speaks = control_life(evidence_) != ControlLife::silent;
    if (speaks) {
      control_unproved_ = false;
      if (good_rounds_++ == 0) good_since_ = now_;
    }
    bad_rounds_ = undecided_rounds_ = 0;
    failing_since_.reset();
    look_.cancel(actions);
    again_at_ = now_ + Policy::again_after;
    return;
  }
  if (event == Event::doubtful) {
    count_round();
    ++undecided_rounds_;
    again_at_ = std::max(now_, look_.begun() + Policy::again_after);
    look_.cancel(actions);
    return;
  }
  good_rounds_ = undecided_rounds_ = 0;
  again_at_.reset();
  const bool fresh = order_ && !order_->looked;  // a person wants to know how it is now
  const bool troubled_pulse = !fresh && look_.running() && look_.breadth() == Breadth::pulse && !(look_.complete() && targets_answer(evidence_));
  if (event == Event::late && troubled_pulse)
    look_.widen(control_unproved_ ? Control::prove : Control::as_it_is, now_, evidence_, actions);
  else
    begin_look(Breadth::full, actions);
}

void Machine::arrive_healthy(Event event, Actions& actions) {
  if (event == Event::answered) {
    look_.cancel(actions);
    look_ended_ = now_;
    self_at_ = now_ + Policy::self_online_every;
    // After a fault, soon: a path that stays relayed shows only then.
    full_at_ = now_ + (in_episode_ ? Policy::relayed_patience : Policy::full_every);
    memory_.relayed_looked_at(now_);
    note_proved();
    unavailable_ = {};
  } else {
    begin_look(Breadth::pulse, actions);
    if (now_ >= self_at_) {
      self_at_ = now_ + Policy::self_online_every;
      look_.ask_self(evidence_, actions);
      look_.ask_paths(evidence_, actions);
    }
    note_carried();
  }
  beat_at_ = now_ + heartbeat();
}

// The data plane answers, twice in a row: the episode is over, whatever else deserves a word.
void Machine::note_proved() {
  control_unproved_ = in_episode_ = false;
  restarted_at_.reset();
  not_before_.reset();
  note_carried();
}

// The tunnel carries somebody's data: what was tried against one that carried nothing is over, whatever else is reported.
void Machine::note_carried() {
  if (!carried_since_) carried_since_ = now_;
  const bool long_since = now_ - *carried_since_ >= Policy::ladder_reset;
  mild_tried_ = false;
  exhausted_since_.reset();
  put_off_since_.reset();
  bad_rounds_ = 0;
  if (judgement_.verdict != Verdict::peer_unreachable) failing_since_.reset();
  std::vector<Remedy> lasting = called_for(judgement_, evidence_);
  // Free again only after long health: a fault that comes back at once would be met by them at once.
  if (!long_since) lasting.insert(lasting.end(), {Remedy::conntrack, Remedy::up_reset, Remedy::restart});
  Remedies kept;
  for (const Remedy remedy : lasting)
    if (tried_.has(remedy)) kept.add(remedy);
  tried_ = kept;
  past_ = {};
  // What helped is worth doing again when the fault returns: an address that changes every minute does so for hours.
  if (long_since) attempts_ = 0;
  else if (!tried_.has(Remedy::up_reset) && !tried_.has(Remedy::restart)) attempts_ = std::min(attempts_, milder_than_restart);
}

// Attempts keep their distance from each other, also across episodes; the first one since the ladder was reset is free.
Instant Machine::earliest(Remedy remedy) {
  const bool hard = is_hard(remedy);
  // What no provider's failure brings about does not befall a fleet at once.
  const bool alone = is_about_backend(judgement_.verdict) || judgement_.verdict == Verdict::route_not_installed;
  // However often the milder ones were repeated while a gate held it back: the first hard one waits as after one pass.
  const bool first = hard && !(tried_ | past_).has(remedy);
  const std::uint32_t attempts = first ? std::min(attempts_, milder_than_restart) : attempts_;
  Instant at = now_;
  if (attempted_at_) at = std::max(at, *attempted_at_ + backoff(attempts, policy_.backoff_first, policy_.backoff_max, dice_));
  if (change_ && change_->notice == Notice::tailscaled_sees)
    at = std::max(at, change_->at + (hard ? policy_.grace_hard : policy_.grace_mild));
  if (hard && !alone) at += dice_.between(Duration::zero(), policy_.hard_spread);
  return at;
}

// While the wait lasts the world is looked at as often as when nothing could be done: it may heal, or get worse.
void Machine::arrive_backing_off() {
  count_round();
  carried_since_.reset();
  look_ended_ = now_;
  due_at_ = now_ + rest();
  if (order_ && order_->remedy && !choice_.ordered) end_order(OrderEnd::handed_on);
  if (!order_ && not_before_ && not_before_for_ == choice_.remedy) return;
  not_before_ = order_ ? now_ : earliest(choice_.remedy);
  not_before_for_ = choice_.remedy;
}

void Machine::arrive_remedying(Actions& actions) {
  look_.cancel(actions);
  ++attempt_;
  ++attempts_;
  if (tried_.has(choice_.remedy)) {
    past_ = past_ | tried_;
    tried_ = {};
  }
  tried_.add(choice_.remedy);
  mild_tried_ = mild_tried_ || !is_hard(choice_.remedy);
  bad_rounds_ = 0;
  not_before_.reset();
  attempted_at_ = now_;
  in_flight_ = true;
  if (order_) order_->applied.push_back({.attempt = attempt_, .remedy = choice_.remedy, .outcome = std::nullopt, .detail = ""});
  remedy_until_ = now_ + Policy::remedy_limit;
  if (is_hard(choice_.remedy)) {
    (choice_.remedy == Remedy::restart ? restarts_ : up_resets_).spend(now_);
    if (choice_.remedy == Remedy::restart) {
      restarted_at_ = restart_asked_at_ = now_;
      starting_since_.reset();  // another tailscaled begins from nothing
    }
    actions.push_back(Remember{.restarts = restarts_.spent(), .up_resets = up_resets_.spent()});
  }
  actions.push_back(Apply{.attempt = attempt_, .remedy = choice_.remedy, .scope = choice_.scope, .start_only = choice_.start_only});
}

void Machine::arrive_resting(Event event, Actions& actions) {
  if (event == Event::beat) {
    begin_look(Breadth::pulse, actions);
    beat_at_ = now_ + heartbeat();
    return;
  }
  if (state_ == State::standby && event != Event::yielded) {
    begin_look(Breadth::will, actions);
    due_at_ = now_ + heartbeat();
    return;
  }
  if (event == Event::yielded) {
    if (auto judged = will(evidence_)) judgement_ = *judged;
    not_before_.reset();
  }
  if (event == Event::lost) judgement_ = judge(evidence_);
  if (in_order()) note_proved();
  else if (carries()) note_carried();
  else {
    carried_since_.reset();
    count_round();
  }
  look_.cancel(actions);
  again_at_.reset();
  look_ended_ = now_;
  if (event == Event::spent) {
    if (!exhausted_since_) exhausted_since_ = now_;
    if (now_ - *exhausted_since_ >= Policy::exhausted_rest) {
      tried_ = {};
      exhausted_since_ = now_;
    }
  }
  due_at_ = now_ + rest();
  beat_at_ = now_ + heartbeat();
}

}  // namespace watch
