#include "libwatch/machine.hpp"

#include <algorithm>

namespace watch {

namespace {

template <class... Ts>
struct Overloaded : Ts... {
  using Ts::operator()...;
};

}  // namespace

Machine::Machine(Seed seed) : dice_(seed) { evidence_.policy = &policy_; }

Decision Machine::step(Instant now, const Observation& seen) {
  now_ = std::max(now, now_);
  Decision decision{.from = state_, .to = state_};
  changed_now_ = hinted_now_ = pause_over_now_ = false;
  absorb(seen, decision.actions);
  pass_time(decision.actions);
  decision.event = event_for(seen);
  if (!decision.event) return decision;
  const Transition* row = table::find(state_, *decision.event);
  if (row == nullptr) return decision;
  decision.because = row->because;
  state_ = decision.to = row->to;
  note_routine(decision.from, *decision.event, seen);
  if (decision.event == Event::late) {
    called_by_ = caller_in(seen);
    thorough_look_ = own_routes_amiss(evidence_);
  }
  enter(decision.from, *decision.event, decision.actions);
  if (state_ != State::probing) before_look_ = judgement_.verdict;
  if (state_ != State::probing && state_ != State::standby && is_critical(judgement_.verdict)) memory_.note_outage(judgement_);
  decision.routine = routine_now_;
  return decision;
}

void Machine::absorb(const Observation& seen, Actions& actions) {
  std::visit(Overloaded{
                 [&](const Configured& configured) {
                   take_policy(configured.policy);
                   if (state_ == State::starting) {
                     begun_ = last_good_ = now_;
                     begin_look(Breadth::will, actions);
                   } else {
                     look_.cancel(actions);
                   }
                 },
                 [&](const Remembered& remembered) { note_remembered(remembered); },
                 [&](const NetworkSeen& network) { take_network(network); },
                 [&](const BusSeen& bus) { take_bus(bus); },
                 [&](const NamesSeen& names) { note_names(names); },
                 [&](const UnitSeen& unit) {
                   note_unit(unit.fact);
                   if (unit.round == Round::none) note_unit_told(unit.fact, actions);
                 },
                 [&](const RemedySeen& remedy) { note_remedy(remedy); },
                 [&](const Asked&) {
                   hinted_now_ = true;
                   if (state_ == State::exhausted) tried_ = {};  // a person's word is worth the mild rungs once more
                 },
                 [&](const PauseSeen& pause) { take_pause(pause); },
                 [&](const MendAsked& order) { take_order(order, actions); },
                 [](const auto&) {},
             },
             seen);
  if (look_.accept(seen, evidence_, actions)) note_answers(seen);
}

void Machine::take_policy(const Policy& policy) {
  const bool same_targets = policy.targets == policy_.targets;
  policy_ = policy;
  restarts_.limit(policy_.restarts_per_hour);
  up_resets_.limit(policy_.up_resets_per_hour);
  changed_now_ = true;
  memory_.configure(policy_, evidence_);
  if (same_targets) return;
  memory_.forget_pace();
  patience_.assign(policy_.targets.size(), Patience{});
  evidence_.targets = fresh_evidence(policy_).targets;
}

void Machine::take_network(const NetworkSeen& seen) {
  Change change = difference(evidence_.egress, seen.egress, seen.hints);
  // Nothing is known to have changed: worth a look, not worth dropping the one that runs. A flood of routes brings many.
  if (network_seen_ && change.reasons == std::vector{Reason::overrun}) {
    hinted_now_ = now_ >= look_ended_ + Policy::heartbeat_default;
    control_unproved_ = true;
    return;
  }
  if (network_seen_ && !change.reasons.empty()) {
    changed_now_ = true;
    control_unproved_ = true;
    memory_.note_moved(now_);
    // Another way out is another situation: the mild rungs are worth trying again.
    if (change.reasons != std::vector{Reason::address_changed}) tried_ = past_ = {};
    not_before_.reset();
    // Of changes that come in one burst tailscaled heals all when it sees one.
    const bool seen_in_this_burst = state_ == State::settling && change_ && change_->notice == Notice::tailscaled_sees && now_ < change_->at + policy_.quiet;
    const bool soon = change_ && now_ - change_->at <= Policy::flap_within;
    const bool of_one_burst = change_ && now_ - change_->at < policy_.quiet;
    const std::uint32_t in_a_row = soon ? change_->in_a_row + (of_one_burst ? 0 : 1) : 1;
    change_ = LastChange{.at = now_, .before = evidence_.egress, .reasons = std::move(change.reasons),
                         .notice = seen_in_this_burst ? Notice::tailscaled_sees : change.notice,
                         .in_a_row = in_a_row};
  }
  if (seen.hints.has(Hint::resumed)) {  // what was not seen while it slept did not last so long
    last_good_ = now_;
    control_answers_since_.reset();
    if (starting_since_) starting_since_ = now_;
  }
  network_seen_ = true;
  evidence_.egress = seen.egress;
}

void Machine::take_bus(const BusSeen& seen) {
  // Our own looks and remedies make tailscaled speak; what it says right after them is their echo.
  const bool echo = now_ < look_ended_ + Policy::heartbeat_default;
  switch (seen.hint) {
    case BusHint::connected: hinted_now_ = evidence_.status != Answer::answered; break;
    case BusHint::lost: hinted_now_ = true; break;
    case BusHint::state: hinted_now_ = seen.backend != evidence_.tailnet.backend; break;
    case BusHint::prefs:
      hinted_now_ = !echo || (evidence_.prefs && evidence_.prefs->want_running != seen.want_running);
      if (evidence_.prefs) evidence_.prefs->want_running = seen.want_running;
      break;
    case BusHint::health: hinted_now_ = !echo; break;
    case BusHint::endpoints:
      hinted_now_ = !echo;
      control_unproved_ = control_unproved_ || !echo;
      break;
  }
  // It may be more than an echo: the next heartbeat asks tailscaled of itself.
  if (echo && (seen.hint == BusHint::prefs || seen.hint == BusHint::health)) self_at_ = now_;
}

void Machine::note_target(const TargetFact& fact) {
  if (evidence_.targets[fact.target].standing != Standing::good) return memory_.note_bad(look_.begun());
  memory_.note_good(look_.begun(), fact.target, fact.took);
  last_good_ = now_;
  if (state_ == State::healthy || good_rounds_ > 0) patience_[fact.target].learn(fact.took);
}

void Machine::note_answers(const Observation& seen) {
  if (const auto* target = std::get_if<TargetSeen>(&seen); target && target->fact.target < evidence_.targets.size()) note_target(target->fact);
  if (std::holds_alternative<AnchorSeen>(seen)) {
    const Reach control = reach(evidence_, AnchorKind::control);
    if (control == Reach::silent) control_answers_since_.reset();
    else if (control == Reach::answers && !control_answers_since_) control_answers_since_ = now_;
  }
  if (std::holds_alternative<PrefsSeen>(seen)) memory_.note_prefs(evidence_);
  if (look_.complete() && look_.breadth() != Breadth::will && targets_answer(evidence_)) {
    memory_.note_paths(now_, evidence_);
    if (evidence_.targets.empty()) last_good_ = now_;
  }
  const auto* status = std::get_if<StatusSeen>(&seen);
  if (status == nullptr || status->answer != Answer::answered) return;
  const bool beginning = status->tailnet.backend == Backend::no_state || status->tailnet.backend == Backend::starting;
  if (!beginning) starting_since_.reset();
  else if (!starting_since_) starting_since_ = now_;
  if (!status->peers) return;
  rx_grew_ = rx_before_ && status->tailnet.rx_bytes > *rx_before_;
  rx_before_ = status->tailnet.rx_bytes;
  memory_.note_status(now_, evidence_);
}

// Answered beside every look, so that none waits for a name.
void Machine::note_names(const NamesSeen& seen) {
  evidence_.names = seen.fact;
  const bool known = std::ranges::all_of(seen.fact.names, [](const NameFact& n) { return n.outcome == NameOutcome::resolved; });
  evidence_.unresolved_in_a_row = known ? 0 : evidence_.unresolved_in_a_row + 1;
  if (!known && evidence_.unresolved_in_a_row <= 2) full_at_ = std::min(full_at_, now_ + Policy::round_limit);
}

// Somebody else restarted tailscaled: what we knew of the fault, and had tried against it, belongs to the one before.
void Machine::note_unit(const UnitFact& unit) {
  if (!memory_.note_unit(now_, unit, restart_asked_at_)) return;
  if (unit.age < Policy::young) restarted_at_ = now_;  // an older one has long shown whether it dies again
  if (state_ == State::remedying && choice_.remedy == Remedy::restart) return;  // ours, started once more
  Remedies kept;  // a start of ours that fails at once is not repeated, whoever tried in between
  if (tried_.has(Remedy::restart) && restart_asked_at_ && now_ - *restart_asked_at_ < Policy::start_limit_rest) kept.add(Remedy::restart);
  tried_ = kept;
  past_ = {};
  mild_tried_ = in_episode_ = false;
  bad_rounds_ = 0;
  not_before_.reset();
  if (state_ == State::backing_off) hinted_now_ = true;
}

void Machine::note_unit_told(const UnitFact& unit, Actions& actions) {
  const bool came_up = evidence_.unit && evidence_.unit->active_state != "active" && unit.active_state == "active";
  hinted_now_ = unit.known && unit.active_state != "active";
  evidence_.unit = unit;
  // What was asked while it was away says nothing about what it is now.
  if (came_up && state_ == State::probing && look_.running()) begin_look(look_.breadth(), actions);
}

void Machine::pass_time(Actions& actions) {
  // Questions that a sleeping machine asked say nothing about the world it wakes up in.
  if (look_.outlived(now_)) begin_look(look_.breadth(), actions);
  look_.pass_time(now_, evidence_, actions);
  evidence_.starting_for = starting_since_ ? now_ - *starting_since_ : Duration::zero();
  evidence_.control_answers_for = control_answers_since_ ? now_ - *control_answers_since_ : Duration::zero();
  // What an older process was about is over.
  if (evidence_.unit && evidence_.unit->known && evidence_.unit->active_state == "active")
    evidence_.starting_for = std::min(evidence_.starting_for, evidence_.unit->age);
  evidence_.silent_for = now_ - last_good_;
  memory_.pass_time(now_, evidence_);
  if (in_flight_ && now_ >= remedy_until_) in_flight_ = false;
  pass_time_of_words();
  const bool dead = evidence_.unit && evidence_.unit->known && evidence_.unit->active_state == "failed";
  if (!dead) dead_since_.reset();
  else if (!dead_since_) dead_since_ = now_;
  if (state_ == State::probing && again_at_ && now_ >= *again_at_) {
    again_at_.reset();
    begin_look(Breadth::full, actions);
  }
}

void Machine::begin_look(Breadth breadth, Actions& actions) {
  ++rounds_;
  const bool prove = breadth == Breadth::full && control_unproved_;
  if (order_) order_->looked = true;
  look_.begin(Round{rounds_}, breadth, prove ? Control::prove : Control::as_it_is, now_, patience_, evidence_, actions);
  if (attempted_at_ && *attempted_at_ >= look_ended_) look_.not_late_before(now_ + Policy::late_after_remedy);
}

// Looks that nothing called for but the clock or a hint, and that end where they began, are not worth a line.
void Machine::note_routine(State from, Event event, const Observation& seen) {
  const bool looking = state_ == State::probing;
  const bool hint = event == Event::late && (std::holds_alternative<BusSeen>(seen) || std::holds_alternative<UnitSeen>(seen) || std::holds_alternative<NetworkSeen>(seen));
  if (looking && (event == Event::due || hint)) {
    routine_look_ = true;
    rested_in_ = from;
  }
  const bool unchanged = state_ == rested_in_ && judgement_.verdict == before_look_;
  routine_now_ = event == Event::beat || (state_ == from && state_ == State::standby) || (routine_look_ && (looking || unchanged));
  if (event == Event::half && good_rounds_ > 0) routine_now_ = true;  // a long proof says so once
  if (!looking) routine_look_ = false;
}

std::optional<Instant> Machine::deadline() const {
  std::optional<Instant> next = look_.deadline();
  const bool looking = next.has_value();
  const auto also = [&](Instant at) { next = next ? std::min(*next, at) : at; };
  if (pause_) also(pause_->until);
  if (order_) also(order_->asked_at + Policy::order_limit);
  switch (state_) {
    case State::starting: also(begun_ + Policy::start_limit); break;
    case State::healthy:
      if (!looking) {
        also(beat_at_);
        also(full_at_);
        if (memory_.relayed_look_at()) also(*memory_.relayed_look_at());
      }
      break;
    case State::settling: also(quiet_until_); break;
    case State::probing:
      if (again_at_) also(*again_at_);
      break;
    case State::backing_off:
      if (in_flight_) also(remedy_until_);
      else also(not_before_.value_or(now_));
      also(due_at_);
      break;
    case State::remedying: also(remedy_until_); break;
    case State::reported:
      also(due_at_);
      if (expects_pulse() && !looking) also(beat_at_);
      break;
    case State::wan_down:
    case State::standby:
    case State::exhausted: also(due_at_); break;
  }
  return next;
}

std::optional<Instant> Machine::next_look() const {
  switch (state_) {
    case State::starting:
    case State::remedying: return std::nullopt;
    case State::healthy: return std::min({beat_at_, full_at_, memory_.relayed_look_at().value_or(full_at_)});
    case State::settling: return quiet_until_;
    case State::probing: return again_at_;
    case State::reported: return expects_pulse() ? std::min(due_at_, beat_at_) : due_at_;
    case State::backing_off:
    case State::wan_down:
    case State::standby:
    case State::exhausted: return due_at_;
  }
  return std::nullopt;
}

}  // namespace watch
