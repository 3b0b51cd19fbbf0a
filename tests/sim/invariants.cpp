#include "tests/sim/invariants.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace sim {

namespace {
// The machine knows the world only by its last round; that may be so old when it acts.
constexpr Duration blind_at_most = 20s;
constexpr Duration self_online_lag = 120s;
constexpr std::uint32_t dues_at_once = 6;
// After the last change of the network, or the end of a remedy, a round follows: debounce, and a remedy's own settling.
constexpr Duration probed_within = 20s;

bool is_question(const Action& action) {
  return std::holds_alternative<TryTargets>(action) || std::holds_alternative<AskStatus>(action);
}
bool hands_off(State state) { return state == State::standby; }
}  // namespace

Invariants::Invariants(const Policy& policy) : policy_(policy) { forget_proof(); }

void Invariants::fail(Instant now, std::string what) {
  if (broken_.size() < 8) broken_.push_back(fmt::format("{:.3f} s: {}", static_cast<double>(now.time_since_epoch().count()) / 1e6, what));
}

void Invariants::forget_proof() {
  proofs_.assign(policy_.targets.size(), Proof{});
  running_status_ = 0;
}

void Invariants::configured(const Policy& policy) {
  policy_ = policy;
  forget_proof();
}

void Invariants::slept(Instant now) {
  if (unprobed_change_) unprobed_change_ = now;
}

void Invariants::killed(Instant now) {
  in_flight_.reset();
  remedy_unprobed_ = false;
  unprobed_change_ = now;
  network_known_ = false;
  restarted_at_.reset();
  wanted_ = logged_in_ = true;
  told_ = peer_pong_ = false;
  control_silent_ = false;
  forget_proof();
}

void Invariants::check(Instant now, const Observation& seen, const Decision& decision, const Machine& machine, const World& world) {
  hear(now, seen, machine);
  const bool unwanted = !world.truth.want_running || world.truth.unit == Unit::inactive;
  unwanted_since_ = unwanted ? std::min(unwanted_since_, now) : never;
  if (decision.from != State::healthy && decision.to == State::healthy) check_health(now, machine);
  bool remembered = false;
  std::uint32_t applied = 0;
  for (const Action& action : decision.actions) {
    if (const auto* remember = std::get_if<Remember>(&action)) {
      const auto& restarts = remember->restarts;
      const auto& resets = remember->up_resets;
      remembered = std::ranges::find(restarts, now) != restarts.end() || std::ranges::find(resets, now) != resets.end();
    }
    const auto* apply = std::get_if<Apply>(&action);
    if (apply == nullptr) continue;
    if (++applied > 1) fail(now, "two remedies in one decision");
    if (is_hard(apply->remedy) && !remembered) fail(now, fmt::format("{} was not remembered before it was applied", to_string(apply->remedy)));
    check_apply(now, *apply, decision, machine, world);
  }
  if (std::ranges::any_of(decision.actions, [](const Action& a) { return std::holds_alternative<TryTargets>(a); }) && world.open_targets() > 0) {
    const bool cancelled = std::ranges::any_of(decision.actions, [](const Action& a) { return std::holds_alternative<Cancel>(a); });
    if (!cancelled) fail(now, "a second connection to a target while one is open");
  }
  check_follow_up(now, decision, machine, world);
  check_deadline(now, seen, machine);
}

void Invariants::hear(Instant now, const Observation& seen, const Machine& machine) {
  if (const auto* network = std::get_if<NetworkSeen>(&seen)) {
    const bool differs = network_known_ && (network->egress != egress_ || network->hints.has(Hint::carrier_lost) || network->hints.has(Hint::link_down));
    egress_ = network->egress;
    network_known_ = true;
    if (differs) {
      forget_proof();
      unprobed_change_ = now;
    }
  } else if (const auto* target = std::get_if<TargetSeen>(&seen)) {
    if (target->round != machine.round() || target->fact.target >= proofs_.size()) return;
    Proof& proof = proofs_[target->fact.target];
    const bool alive = policy_.targets[target->fact.target].refused == Refusal::is_alive;
    if (target->fact.outcome != TcpOutcome::held && !(alive && target->fact.outcome == TcpOutcome::refused)) {
      proof = {};
    } else {
      if (!proof.first) {
        proof.first = now;
        proof.first_round = target->round;
      }
      proof.last = now;
      proof.last_round = target->round;
    }
  } else if (const auto* status = std::get_if<StatusSeen>(&seen)) {
    if (status->answer == Answer::answered && status->tailnet.backend == Backend::running) ++running_status_;
    else running_status_ = 0;
    logged_in_ = true;
    if (status->answer != Answer::answered) return;
    told_ = true;
    wanted_ = status->tailnet.backend != Backend::stopped;
    logged_in_ = status->tailnet.backend != Backend::needs_login;
  } else if (const auto* prefs = std::get_if<PrefsSeen>(&seen)) {
    if (prefs->answer == Answer::answered && !prefs->prefs.want_running) wanted_ = false;
  } else if (const auto* bus = std::get_if<BusSeen>(&seen)) {
    if (bus->hint == BusHint::prefs) wanted_ = bus->want_running;
  } else if (const auto* anchor = std::get_if<AnchorSeen>(&seen)) {
    hear_control(*anchor);
  } else if (const auto* ping = std::get_if<PingSeen>(&seen)) {
    if (pong_round_ != ping->round) peer_pong_ = false;
    pong_round_ = ping->round;
    if (ping->fact.kind == PingKind::tsmp && ping->fact.outcome == PingOutcome::pong) peer_pong_ = true;
  } else if (const auto* remedy = std::get_if<RemedySeen>(&seen)) {
    if (in_flight_ == remedy->attempt) in_flight_.reset();
  }
}

void Invariants::hear_control(const AnchorSeen& seen) {
  if (seen.fact.kind == AnchorKind::control) control_silent_ = !wan_carried(seen.fact);
}

void Invariants::check_apply(Instant now, const Apply& apply, const Decision& decision, const Machine& machine, const World& world) {
  const auto name = to_string(apply.remedy);
  const Verdict verdict = machine.judgement().verdict;
  if (network_known_ && !usable(egress_)) fail(now, fmt::format("{} without a way out", name));
  if (policy_.mode == Mode::observe) fail(now, fmt::format("{} in observe mode", name));
  // A failed unit may be started whoever is logged in.
  if (!logged_in_ && verdict != Verdict::backend_dead) fail(now, fmt::format("{} while logged out, as told", name));
  if (!wanted_) fail(now, fmt::format("{} against the administrator, as told", name));
  // Who could not be asked cannot have said no; starting a dead tailscaled does not bring up one that is down.
  if (verdict != Verdict::backend_dead && told_ && unwanted_since_ != never && now - unwanted_since_ > blind_at_most) fail(now, fmt::format("{} against the administrator, in truth", name));
  if (std::ranges::find(policy_.steps, apply.remedy) == policy_.steps.end()) fail(now, fmt::format("{} is not in steps", name));
  const auto allowed = authorised(verdict);
  if (std::ranges::find(allowed, apply.remedy) == allowed.end())
    fail(now, fmt::format("{} is not authorised by {}", name, to_string(verdict)));
  if (apply.remedy == Remedy::kick && apply.scope == Scope::all && verdict != Verdict::tunnel_broken && verdict != Verdict::session_stuck)
    fail(now, fmt::format("all connections kicked for {}", to_string(verdict)));
  if (in_flight_ && now < in_flight_until_) fail(now, fmt::format("{} while remedy {} is in flight", name, *in_flight_));
  if (remedy_unprobed_) fail(now, fmt::format("{} before the last remedy was followed by a probe", name));
  in_flight_ = apply.attempt;
  in_flight_until_ = now + Policy::remedy_limit;
  remedy_unprobed_ = true;
  forget_proof();
  if (is_hard(apply.remedy)) check_hard(now, apply, decision, machine, world);
  else ++mild_;
}

void Invariants::check_hard(Instant now, const Apply& apply, const Decision&, const Machine& machine, const World& world) {
  ++hard_;
  auto& spent = apply.remedy == Remedy::restart ? restarts_ : up_resets_;
  const auto most = apply.remedy == Remedy::restart ? policy_.restarts_per_hour : policy_.up_resets_per_hour;
  while (!spent.empty() && spent.front() <= now - Policy::budget_window) spent.pop_front();
  spent.push_back(now);
  if (spent.size() > most) fail(now, fmt::format("{} number {} within an hour", to_string(apply.remedy), spent.size()));
  const Verdict verdict = machine.judgement().verdict;
  const bool about_backend = verdict == Verdict::backend_dead || verdict == Verdict::backend_hung;
  if (!about_backend && policy_.targets.empty()) fail(now, fmt::format("{} with no target configured", to_string(apply.remedy)));
  const bool somebody = verdict != Verdict::session_stuck && verdict != Verdict::backend_dead && peer_pong_ && pong_round_ == machine.round();
  if (somebody) fail(now, fmt::format("{} while a peer gets through, as told", to_string(apply.remedy)));
  if (!about_backend && now - world.somebody_unreachable_until() > blind_at_most)
    fail(now, fmt::format("{} while the tunnel has worked for {} s", to_string(apply.remedy), (now - world.somebody_unreachable_until()).count() / 1000000));
  if (apply.remedy == Remedy::restart) check_restart(now, apply, machine, world);
}

void Invariants::check_restart(Instant now, const Apply& apply, const Machine& machine, const World& world) {
  restarted_at_ = now;
  if (apply.start_only || machine.judgement().verdict == Verdict::backend_dead) return;  // nothing is left to lose
  if (control_silent_) fail(now, "a restart while the control server does not answer, as told");
  const Duration away = now - world.control_reachable_until();
  const Duration bound = world.truth.anchors ? blind_at_most : self_online_lag + blind_at_most;
  if (away > bound) fail(now, fmt::format("a restart while the control server has not answered for {} s, in truth", away.count() / 1000000));
}

void Invariants::check_health(Instant now, const Machine& machine) {
  if (policy_.targets.empty() && running_status_ == 0) fail(now, "healthy without tailscaled saying Running");
  for (std::size_t i = 0; i < proofs_.size(); ++i) {
    const Proof& proof = proofs_[i];
    if (!proof.first || proof.first_round == proof.last_round || proof.last - *proof.first < 900ms) {
      fail(now, fmt::format("healthy without two good answers of {} a second apart", policy_.targets[i].name));
      continue;
    }
    if (proof.last_round != machine.round()) fail(now, fmt::format("healthy, but {} was not proved in the last round", policy_.targets[i].name));
    if (restarted_at_ && now - *proof.first < Policy::proof_after_restart - 500ms)
      fail(now, fmt::format("healthy after a restart, and {} held for {} s only", policy_.targets[i].name, (now - *proof.first).count() / 1000000));
  }
  restarted_at_.reset();
}

// Every remedy, and every change of the network, is followed by a round.
void Invariants::check_follow_up(Instant now, const Decision& decision, const Machine& machine, const World&) {
  if (decision.from == State::remedying && decision.to != State::remedying) unprobed_change_ = now;
  if (std::ranges::any_of(decision.actions, is_question)) {
    remedy_unprobed_ = false;
    unprobed_change_.reset();
  }
  if (machine.state() == State::remedying || hands_off(machine.state()) || hands_off(decision.from)) {
    if (unprobed_change_) unprobed_change_ = now;
    return;
  }
  if (unprobed_change_ && now - *unprobed_change_ > probed_within + Policy::remedy_limit)
    fail(now, "no probe has followed the last change or remedy");
  if (unprobed_change_ && machine.deadline() && *machine.deadline() > *unprobed_change_ + probed_within && machine.state() != State::wan_down)
    fail(now, fmt::format("{} waits without a probe after the last change or remedy", to_string(machine.state())));
}

void Invariants::check_deadline(Instant now, const Observation& seen, const Machine& machine) {
  const auto deadline = machine.deadline();
  if (!deadline) {
    fail(now, fmt::format("no deadline in {}", to_string(machine.state())));
    return;
  }
  if (!std::holds_alternative<Due>(seen)) return;
  dues_ = now == last_due_ ? dues_ + 1 : 1;
  last_due_ = now;
  if (dues_ == dues_at_once) fail(now, fmt::format("a busy loop in {}", to_string(machine.state())));
}

void Invariants::check_calm(Instant now, Instant well_since, const Machine& machine) {
  if (machine.state() == State::healthy || now - well_since < well_within) return;
  fail(now, fmt::format("all has been well for {} s, and the machine is {} ({})", (now - well_since).count() / 1000000,
                        to_string(machine.state()), to_string(machine.judgement().verdict)));
}

}  // namespace sim
