#include "libwatch/machine.hpp"

#include <algorithm>

#include "libwatch/backoff.hpp"

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
  changed_now_ = hinted_now_ = false;
  absorb(seen, decision.actions);
  pass_time(decision.actions);
  decision.event = event_for(seen);
  if (!decision.event) return decision;
  const Transition* row = table::find(state_, *decision.event);
  if (row == nullptr) return decision;
  decision.because = row->because;
  state_ = decision.to = row->to;
  note_routine(decision.from, *decision.event, seen);
  enter(decision.from, *decision.event, decision.actions);
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
                 [&](const Remembered& remembered) {
                   restarts_ = Budget(policy_.restarts_per_hour, Policy::budget_window, remembered.restarts);
                   up_resets_ = Budget(policy_.up_resets_per_hour, Policy::budget_window, remembered.up_resets);
                 },
                 [&](const NetworkSeen& network) { take_network(network); },
                 [&](const BusSeen& bus) { take_bus(bus); },
                 [&](const UnitSeen& unit) {
                   if (unit.round != Round::none) return;
                   hinted_now_ = unit.fact.known && unit.fact.active_state != "active";
                   evidence_.unit = unit.fact;
                 },
                 [&](const RemedySeen& remedy) {
                   if (remedy.outcome == Outcome::unavailable) unavailable_.add(remedy.remedy);
                 },
                 [&](const Asked&) { hinted_now_ = true; },
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
  if (same_targets) return;
  patience_.assign(policy_.targets.size(), Patience{});
  evidence_.targets.assign(policy_.targets.size(), TargetView{});
  for (std::size_t i = 0; i < policy_.targets.size(); ++i)
    if (const auto endpoint = parse_endpoint(policy_.targets[i].address)) evidence_.targets[i].fact.address = endpoint->address;
}

void Machine::take_network(const NetworkSeen& seen) {
  Change change = difference(evidence_.egress, seen.egress, seen.hints);
  if (network_seen_ && !change.reasons.empty()) {
    changed_now_ = true;
    control_unproved_ = true;
    tried_ = {};  // another way out is another situation: the mild rungs are worth trying again
    not_before_.reset();
    change_ = LastChange{.at = now_, .before = evidence_.egress, .reasons = std::move(change.reasons), .notice = change.notice};
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
      hinted_now_ = evidence_.prefs && evidence_.prefs->want_running != seen.want_running;
      if (evidence_.prefs) evidence_.prefs->want_running = seen.want_running;
      break;
    case BusHint::health: hinted_now_ = !echo; break;
    case BusHint::endpoints:
      hinted_now_ = !echo;
      control_unproved_ = control_unproved_ || !echo;
      break;
  }
}

void Machine::note_answers(const Observation& seen) {
  if (const auto* target = std::get_if<TargetSeen>(&seen); target && target->fact.target < evidence_.targets.size()) {
    if (evidence_.targets[target->fact.target].standing == Standing::good) {
      last_good_ = now_;
      if (state_ == State::healthy || good_rounds_ > 0) patience_[target->fact.target].learn(target->fact.took);
    }
  }
  const auto* status = std::get_if<StatusSeen>(&seen);
  if (status == nullptr || status->answer != Answer::answered) return;
  const bool beginning = status->tailnet.backend == Backend::no_state || status->tailnet.backend == Backend::starting;
  if (!beginning) starting_since_.reset();
  else if (!starting_since_) starting_since_ = now_;
  if (!status->peers) return;
  rx_grew_ = rx_before_ && status->tailnet.rx_bytes > *rx_before_;
  rx_before_ = status->tailnet.rx_bytes;
}

void Machine::pass_time(Actions& actions) {
  look_.pass_time(now_, evidence_, actions);
  evidence_.starting_for = starting_since_ ? now_ - *starting_since_ : Duration::zero();
  evidence_.silent_for = now_ - last_good_;
  if (state_ == State::probing && again_at_ && now_ >= *again_at_) {
    again_at_.reset();
    begin_look(Breadth::full, actions);
  }
}

void Machine::begin_look(Breadth breadth, Actions& actions) {
  ++rounds_;
  const bool prove = breadth == Breadth::full && control_unproved_;
  look_.begin(Round{rounds_}, breadth, prove ? Control::prove : Control::as_it_is, now_, patience_, evidence_, actions);
}

// Looks that nothing called for but the clock or a hint, and that end where they began, are not worth a line.
void Machine::note_routine(State from, Event event, const Observation& seen) {
  const bool looking = state_ == State::probing;
  const bool hint = event == Event::late && (std::holds_alternative<BusSeen>(seen) || std::holds_alternative<UnitSeen>(seen));
  if (looking && (event == Event::due || hint)) {
    routine_look_ = true;
    rested_in_ = from;
  }
  const bool unchanged = state_ == rested_in_ && judgement_.verdict == before_look_;
  routine_now_ = event == Event::beat || (state_ == from && state_ == State::standby) || (routine_look_ && (looking || unchanged));
  if (!looking) {
    routine_look_ = false;
    before_look_ = judgement_.verdict;
  }
}

void Machine::enter(State from, Event event, Actions& actions) {
  if (from == State::healthy && state_ != State::healthy && !in_episode_) {
    in_episode_ = true;
    episode_attempts_ = 0;
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
  good_rounds_ = doubts_ = 0;
  if (event == Event::finished) {
    control_unproved_ = true;
    quiet_until_ = quiet_latest_ = now_ + settling_time(choice_.remedy);
    return;
  }
  bad_rounds_ = 0;
  if (from != State::settling || now_ >= quiet_latest_) quiet_latest_ = now_ + policy_.quiet_max;
  quiet_until_ = std::min(now_ + policy_.quiet, quiet_latest_);
}

void Machine::arrive_probing(Event event, Actions& actions) {
  if (event == Event::half) {
    const bool speaks = control_life(evidence_) != ControlLife::silent;
    if (speaks) {
      control_unproved_ = false;
      if (good_rounds_++ == 0) good_since_ = now_;
    }
    bad_rounds_ = doubts_ = 0;
    look_.cancel(actions);
    again_at_ = now_ + Policy::again_after;
    return;
  }
  if (event == Event::doubtful) {
    count_round();
    ++doubts_;
    again_at_ = std::max(now_, look_.begun() + Policy::again_after);
    look_.cancel(actions);
    return;
  }
  good_rounds_ = doubts_ = 0;
  again_at_.reset();
  if (event == Event::late && look_.running() && look_.breadth() == Breadth::pulse)
    look_.widen(control_unproved_ ? Control::prove : Control::as_it_is, now_, evidence_, actions);
  else
    begin_look(Breadth::full, actions);
}

void Machine::arrive_healthy(Event event, Actions& actions) {
  if (event == Event::answered) {
    look_.cancel(actions);
    look_ended_ = healthy_since_ = now_;
    self_at_ = now_ + Policy::self_online_every;
    control_unproved_ = in_episode_ = mild_tried_ = false;
    restarted_at_.reset();
    exhausted_since_.reset();
    unavailable_ = {};
    bad_rounds_ = 0;
    Remedies hard;
    for (const Remedy remedy : {Remedy::up_reset, Remedy::restart})
      if (tried_.has(remedy)) hard.add(remedy);
    tried_ = hard;
    not_before_.reset();
  } else {
    begin_look(Breadth::pulse, actions);
    if (now_ >= self_at_) {
      self_at_ = now_ + Policy::self_online_every;
      look_.ask_self(evidence_, actions);
    }
    if (now_ - healthy_since_ >= Policy::ladder_reset) {
      tried_ = {};
      attempts_ = 0;
    }
  }
  beat_at_ = now_ + heartbeat();
}

void Machine::arrive_backing_off() {
  count_round();
  look_ended_ = now_;
  if (not_before_ && not_before_for_ == choice_.remedy) return;
  const bool hard = is_hard(choice_.remedy);
  const bool backend = judgement_.verdict == Verdict::backend_dead || judgement_.verdict == Verdict::backend_hung;
  Instant until = now_;
  if (episode_attempts_ > 0 || hard) until += backoff(attempts_, policy_.backoff_first, policy_.backoff_max, dice_);
  if (change_ && change_->notice == Notice::tailscaled_sees)
    until = std::max(until, change_->at + (hard ? policy_.grace_hard : policy_.grace_mild));
  if (hard && !backend) until += dice_.between(Duration::zero(), policy_.hard_spread);
  not_before_ = until;
  not_before_for_ = choice_.remedy;
}

void Machine::arrive_remedying(Actions& actions) {
  look_.cancel(actions);
  ++attempt_;
  ++attempts_;
  ++episode_attempts_;
  if (tried_.has(choice_.remedy)) tried_ = {};
  tried_.add(choice_.remedy);
  mild_tried_ = mild_tried_ || !is_hard(choice_.remedy);
  bad_rounds_ = 0;
  not_before_.reset();
  remedy_until_ = now_ + Policy::remedy_limit;
  if (is_hard(choice_.remedy)) {
    (choice_.remedy == Remedy::restart ? restarts_ : up_resets_).spend(now_);
    if (choice_.remedy == Remedy::restart) restarted_at_ = now_;
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
  count_round();
  look_.cancel(actions);
  again_at_.reset();
  look_ended_ = now_;
  if (event == Event::yielded) {
    if (auto judged = will(evidence_)) judgement_ = *judged;
    not_before_.reset();
  }
  if (event == Event::lost) judgement_ = judge(evidence_);
  if (event == Event::spent) {
    if (!exhausted_since_) exhausted_since_ = now_;
    if (now_ - *exhausted_since_ >= Policy::exhausted_rest) {
      tried_ = {};
      exhausted_since_ = now_;
    }
  }
  due_at_ = now_ + (state_ == State::wan_down ? Policy::heartbeat_default : looks_again(judgement_.verdict).value_or(heartbeat()));
  beat_at_ = now_ + heartbeat();
}

std::optional<Instant> Machine::deadline() const {
  std::optional<Instant> next = look_.deadline();
  const bool looking = next.has_value();
  const auto also = [&](Instant at) { next = next ? std::min(*next, at) : at; };
  switch (state_) {
    case State::starting: also(begun_ + Policy::start_limit); break;
    case State::healthy:
      if (!looking) also(beat_at_);
      break;
    case State::settling: also(quiet_until_); break;
    case State::probing:
      if (again_at_) also(*again_at_);
      break;
    case State::backing_off: also(not_before_.value_or(now_)); break;
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

}  // namespace watch
