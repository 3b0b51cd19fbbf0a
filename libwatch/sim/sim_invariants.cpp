#include "libwatch/sim/sim_invariants.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace sim {

namespace {
constexpr std::uint32_t dues_at_once = 6;
constexpr std::ptrdiff_t most_of_a_rule = 2;
constexpr Duration routine_look = 10s;
// After the last change of the network, or the end of a remedy, a round follows: debounce, and a remedy's own settling.
constexpr Duration probed_within = 20s;

bool is_question(const Action& action) {
  return std::holds_alternative<TryTargets>(action) || std::holds_alternative<AskStatus>(action);
}
bool hands_off(State state) { return state == State::standby; }
}  // namespace

std::string_view to_string(Rule rule) {
  static constexpr std::array names{"way out", "observe mode", "pause", "will", "authority", "one at a time", "remembered", "budget", "works", "control", "identity",
                                    "young", "order", "bystanders", "blemish", "proof", "connections", "probed", "deadline", "calm", "mended", "told", "same bytes"};
  static_assert(names.size() == static_cast<std::size_t>(Rule::same_bytes) + 1);
  return names[static_cast<std::size_t>(rule)];
}

Invariants::Invariants(const Policy& policy) : policy_(policy) { forget_proof(); }

void Invariants::found(Instant now, Rule rule, std::string what) {
  if (std::ranges::count(broken_, rule, &Broken::rule) < most_of_a_rule) broken_.push_back({rule, fmt::format("{:.3f} s: {}", static_cast<double>(now.time_since_epoch().count()) / 1e6, what)});
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
  chronicle_ = {};
  in_flight_.reset();
  remedy_unprobed_ = false;
  unprobed_change_ = now;
  network_known_ = false;
  restarted_at_.reset();
  wanted_ = logged_in_ = true;
  told_ = peer_pong_ = false;
  control_silent_ = cut_off_ = memory_state_ = false;
  process_since_ = {};
  bystanders_ = {};
  session_told_ = never;
  paused_until_ = {};
  ordered_ = false;
  forget_proof();
}

void Invariants::check(Instant now, const Observation& seen, const Decision& decision, const Machine& machine, const World& world) {
  hear(now, seen, machine);
  feel(now, world);
  check_order(now, machine);
  check_health(now, decision, machine);
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
    if (++applied > 1) found(now, Rule::one_at_a_time, "two remedies in one decision");
    if (is_hard(apply->remedy) && !remembered) found(now, Rule::remembered, fmt::format("{} was not remembered before it was applied", to_string(apply->remedy)));
    check_apply(now, *apply, machine, world);
  }
  if (std::ranges::any_of(decision.actions, [](const Action& a) { return std::holds_alternative<TryTargets>(a); }) && world.open_targets() > 0) {
    const bool cancelled = std::ranges::any_of(decision.actions, [](const Action& a) { return std::holds_alternative<Cancel>(a); });
    if (!cancelled) found(now, Rule::connections, "a second connection to a target while one is open");
  }
  check_follow_up(now, decision, machine);
  check_told(now, seen, decision, machine);
  check_deadline(now, seen, machine);
}

// Since when what is true has been so.
void Invariants::feel(Instant now, const World& world) {
  const auto since = [&](Instant& instant, bool is_so) { instant = is_so ? std::min(instant, now) : never; };
  since(unwanted_since_, !world.truth.want_running || world.truth.unit == Unit::inactive);
  since(wan_dead_since_, world.cut_off());
  since(portal_since_, world.truth.portal);
  since(packages_since_, !world.truth.bystanders.package_manager.empty());
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
  } else if (const auto* remedy = std::get_if<RemedySeen>(&seen)) {
    if (in_flight_ == remedy->attempt) in_flight_.reset();
  } else if (const auto* pause = std::get_if<PauseSeen>(&seen)) {
    paused_until_ = pause->pause ? pause->pause->until : Instant{};
  } else if (const auto* order = std::get_if<MendAsked>(&seen)) {
    despite_ = order->despite;
    ordered_one_ = order->remedy;
    ordered_at_ = now;
    applied_by_order_ = {};
  } else if (const auto* bystanders = std::get_if<BystandersSeen>(&seen)) {
    hear_of_bystanders(now, bystanders->fact);
  } else if (const auto* unit = std::get_if<UnitSeen>(&seen)) {
    memory_state_ = unit->fact.memory_state;
    process_since_ = unit->fact.known && unit->fact.active_state == "active" ? now - unit->fact.age : Instant{};
  } else {
    hear_of_tailnet(seen);
  }
}

void Invariants::hear_of_bystanders(Instant now, const BystandersFact& fact) {
  bystanders_ = fact;
  if (fact.ssh + fact.tailscale_ssh > 0) session_told_ = std::min(session_told_, now);
}

void Invariants::hear_of_tailnet(const Observation& seen) {
  if (const auto* status = std::get_if<StatusSeen>(&seen)) {
    if (status->answer == Answer::answered && status->tailnet.backend == Backend::running) ++running_status_;
    else running_status_ = 0;
    logged_in_ = true;
    if (status->answer != Answer::answered) return;
    told_ = true;
    wanted_ = status->tailnet.backend != Backend::stopped;
    logged_in_ = status->tailnet.backend != Backend::needs_login && status->tailnet.backend != Backend::needs_machine_auth;
  } else if (const auto* prefs = std::get_if<PrefsSeen>(&seen)) {
    if (prefs->answer == Answer::answered && !prefs->prefs.want_running) wanted_ = false;
  } else if (const auto* bus = std::get_if<BusSeen>(&seen)) {
    if (bus->hint == BusHint::prefs) wanted_ = bus->want_running;
  } else if (const auto* anchor = std::get_if<AnchorSeen>(&seen)) {
    if (anchor->fact.kind == AnchorKind::control) control_silent_ = !wan_carried(anchor->fact);
  } else if (const auto* routes = std::get_if<RoutesSeen>(&seen)) {
    cut_off_ = std::ranges::none_of(routes->routes, [&](const PeerRoute& r) { return r.interface == policy_.tailscale.interface; });
  } else if (const auto* ping = std::get_if<PingSeen>(&seen)) {
    if (pong_round_ != ping->round) peer_pong_ = false;
    pong_round_ = ping->round;
    if (ping->fact.kind == PingKind::tsmp && ping->fact.outcome == PingOutcome::pong) peer_pong_ = true;
  }
}

// Health, and what is no more than a blemish of it, is told only on proof.
void Invariants::check_health(Instant now, const Decision& decision, const Machine& machine) {
  const bool judged = decision.from == State::probing && (decision.to == State::reported || decision.to == State::backing_off);
  const bool blemish = judged && decision.event != Event::ordered && is_blemish(machine.judgement().verdict);
  const bool healthy = decision.from != State::healthy && decision.to == State::healthy;
  if (!blemish && !healthy) return;
  const Rule rule = blemish ? Rule::blemish : Rule::proof;
  const auto word = blemish ? to_string(machine.judgement().verdict) : to_string(State::healthy);
  if (policy_.targets.empty() && running_status_ == 0) found(now, rule, fmt::format("{} without tailscaled saying Running", word));
  for (std::size_t i = 0; i < proofs_.size(); ++i) {
    const Proof& proof = proofs_[i];
    if (!proof.first || proof.first_round == proof.last_round || proof.last - *proof.first < 900ms) {
      found(now, rule, fmt::format("{} without two good answers of {} a second apart", word, policy_.targets[i].name));
      continue;
    }
    if (proof.last_round != machine.round()) found(now, rule, fmt::format("{}, but {} was not proved in the last round", word, policy_.targets[i].name));
    if (restarted_at_ && now - *proof.first < Policy::proof_after_restart - 500ms)
      found(now, rule, fmt::format("{} after a restart, and {} held for {} s only", word, policy_.targets[i].name, (now - *proof.first).count() / 1000000));
  }
  restarted_at_.reset();
  session_told_ = never;
}

// Every remedy, and every change of the network, is followed by a round.
void Invariants::check_follow_up(Instant now, const Decision& decision, const Machine& machine) {
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
    found(now, Rule::probed, "no probe has followed the last change or remedy");
  if (unprobed_change_ && machine.deadline() && *machine.deadline() > *unprobed_change_ + probed_within && machine.state() != State::wan_down)
    found(now, Rule::probed, fmt::format("{} waits without a probe after the last change or remedy", to_string(machine.state())));
}

void Invariants::check_deadline(Instant now, const Observation& seen, const Machine& machine) {
  const auto deadline = machine.deadline();
  if (!deadline) {
    found(now, Rule::deadline, fmt::format("no deadline in {}", to_string(machine.state())));
    return;
  }
  if (!std::holds_alternative<Due>(seen)) return;
  dues_ = now == last_due_ ? dues_ + 1 : 1;
  last_due_ = now;
  if (dues_ == dues_at_once) found(now, Rule::deadline, fmt::format("a busy loop in {}", to_string(machine.state())));
}

// A routine look is no doubt; and what failed in bursts is called unstable until the last of them is old.
void Invariants::check_calm(Instant now, Instant well_since, const Machine& machine) {
  const bool looking = machine.state() == State::probing;
  looking_since_ = looking ? std::min(looking_since_, now) : never;
  if (machine.state() == State::healthy || now - well_since < well_within) return;
  if (looking && now - looking_since_ <= routine_look) return;
  const bool unstable = machine.judgement().verdict == Verdict::unstable && machine.state() == State::reported;
  if (unstable && now - well_since < Policy::recent + well_within / 5) return;
  found(now, Rule::calm, fmt::format("all has been well for {} s, and the machine is {} ({})", (now - well_since).count() / 1000000,
                                     to_string(machine.state()), to_string(machine.judgement().verdict)));
}

}  // namespace sim
