// The invariants of remedies: when none may be applied, and which.
#include <algorithm>

#include <fmt/format.h>

#include "libwatch/sim/sim_invariants.hpp"

namespace sim {

namespace {
// The machine knows the world only by its last round; that may be so old when it acts.
constexpr Duration blind_at_most = 20s;
constexpr Duration self_online_lag = 120s;
constexpr Duration tolerance = 1s;

Duration::rep seconds(Duration duration) { return duration.count() / 1000000; }
}  // namespace

void Invariants::check_apply(Instant now, const Apply& apply, const Machine& machine, const World& world) {
  const auto name = to_string(apply.remedy);
  const Verdict verdict = machine.judgement().verdict;
  if (network_known_ && !usable(egress_)) found(now, Rule::way_out, fmt::format("{} without a way out", name));
  if (policy_.mode == Mode::observe && !overruled(Gate::observe)) found(now, Rule::observe, fmt::format("{} in observe mode", name));
  if (now < paused_until_ && !overruled(Gate::pause)) found(now, Rule::pause, fmt::format("{} while a person paused it", name));
  // A failed unit may be started whoever is logged in.
  if (!logged_in_ && verdict != Verdict::backend_dead) found(now, Rule::will, fmt::format("{} while logged out, as told", name));
  if (!wanted_) found(now, Rule::will, fmt::format("{} against the administrator, as told", name));
  // Who could not be asked cannot have said no; starting a dead tailscaled does not bring up one that is down.
  if (verdict != Verdict::backend_dead && told_ && unwanted_since_ != never && now - unwanted_since_ > blind_at_most) found(now, Rule::will, fmt::format("{} against the administrator, in truth", name));
  if (std::ranges::find(policy_.steps, apply.remedy) == policy_.steps.end() && !overruled(Gate::steps)) found(now, Rule::authority, fmt::format("{} is not in steps", name));
  if (is_blemish(verdict) && apply.remedy != Remedy::conntrack && !overruled(Gate::verdict)) found(now, Rule::blemish, fmt::format("{} for {}", name, to_string(verdict)));
  const bool portal_is_new = portal_since_ != never && now - portal_since_ < Policy::round_limit;
  const bool blind = (overruled(Gate::verdict) || overruled(Gate::control)) && !world.truth.anchors;  // nothing else told of the WAN
  if (verdict != Verdict::backend_dead && !blind && wan_dead_since_ != never && now - wan_dead_since_ > blind_at_most && !portal_is_new)
    found(now, Rule::way_out, fmt::format("{} while the WAN has been dead for {} s, in truth", name, seconds(now - wan_dead_since_)));
  const auto allowed = authorised(verdict);
  // A dead connection to control is mended beside what is reported of routes and targets.
  const bool to_control = (apply.remedy == Remedy::reconnect || apply.remedy == Remedy::kick) && is_beyond_tunnel(verdict) && !is_blemish(verdict) &&
                          control_life(machine.evidence()) == ControlLife::dead;
  if (std::ranges::find(allowed, apply.remedy) == allowed.end() && !to_control && !overruled(Gate::verdict))
    found(now, Rule::authority, fmt::format("{} is not authorised by {}", name, to_string(verdict)));
  if (apply.remedy == Remedy::kick && apply.scope == Scope::all && verdict != Verdict::tunnel_broken && verdict != Verdict::session_stuck)
    found(now, Rule::authority, fmt::format("all connections kicked for {}", to_string(verdict)));
  if (in_flight_ && now < in_flight_until_) found(now, Rule::one_at_a_time, fmt::format("{} while remedy {} is in flight", name, *in_flight_));
  if (remedy_unprobed_) found(now, Rule::probed, fmt::format("{} before the last remedy was followed by a probe", name));
  if (ordered_ && ordered_one_ && apply.remedy != *ordered_one_) found(now, Rule::order, fmt::format("{} where {} was ordered", name, to_string(*ordered_one_)));
  if (ordered_ && applied_by_order_.has(apply.remedy)) found(now, Rule::order, fmt::format("{} twice by one order", name));
  applied_by_order_.add(apply.remedy);
  in_flight_ = apply.attempt;
  in_flight_until_ = now + Policy::remedy_limit;
  remedy_unprobed_ = true;
  forget_proof();
  if (is_hard(apply.remedy)) check_hard(now, apply, machine, world);
  else ++mild_;
}

void Invariants::check_order(Instant now, const Machine& machine) {
  ordered_ = machine.order().has_value();
  if (ordered_ && now - ordered_at_ > Policy::order_limit) found(now, Rule::order, "an order is not over in time");
}

void Invariants::check_hard(Instant now, const Apply& apply, const Machine& machine, const World& world) {
  ++hard_;
  auto& spent = apply.remedy == Remedy::restart ? restarts_ : up_resets_;
  const auto most = apply.remedy == Remedy::restart ? policy_.restarts_per_hour : policy_.up_resets_per_hour;
  while (!spent.empty() && spent.front() <= now - Policy::budget_window) spent.pop_front();
  spent.push_back(now);
  if (spent.size() > most) found(now, Rule::budget, fmt::format("{} number {} within an hour", to_string(apply.remedy), spent.size()));
  const Verdict verdict = machine.judgement().verdict;
  const bool about_backend = verdict == Verdict::backend_dead || verdict == Verdict::backend_hung;
  if (!about_backend && policy_.targets.empty() && !overruled(Gate::targets)) found(now, Rule::authority, fmt::format("{} with no target configured", to_string(apply.remedy)));
  // A pong that comes back where the kernel sends nothing to any peer helps nobody.
  const bool cut_off = verdict == Verdict::route_not_installed && cut_off_;
  const bool somebody = verdict != Verdict::session_stuck && verdict != Verdict::backend_dead && !cut_off && peer_pong_ && pong_round_ == machine.round();
  if (somebody && !overruled(Gate::peers)) found(now, Rule::works, fmt::format("{} while a peer gets through, as told", to_string(apply.remedy)));
  const bool nobody_to_ask = policy_.targets.empty() && world.truth.witnesses == 0 && overruled(Gate::witness);
  if (!about_backend && !nobody_to_ask && !overruled(Gate::peers) && now - world.somebody_unreachable_until() > blind_at_most)
    found(now, Rule::works, fmt::format("{} while the tunnel has worked for {} s", to_string(apply.remedy), seconds(now - world.somebody_unreachable_until())));
  if (verdict != Verdict::backend_dead) check_bystanders(now, to_string(apply.remedy));
  if (verdict != Verdict::backend_dead && !overruled(Gate::verdict) && process_since_ != Instant{} && now - process_since_ < Policy::young - tolerance)
    found(now, Rule::young, fmt::format("{} of a tailscaled that is {} s old, as told", to_string(apply.remedy), seconds(now - process_since_)));
  if (apply.remedy == Remedy::restart) check_restart(now, apply, machine, world);
}

// As told by the last round; and in truth, where that is older than a round may be.
void Invariants::check_bystanders(Instant now, std::string_view name) {
  if (!bystanders_.package_manager.empty() && !overruled(Gate::packages)) found(now, Rule::bystanders, fmt::format("{} while {} is at work, as told", name, bystanders_.package_manager));
  if (packages_since_ != never && !overruled(Gate::packages) && now - packages_since_ > blind_at_most) found(now, Rule::bystanders, fmt::format("{} while the package manager is at work, in truth", name));
  if (bystanders_.ssh + bystanders_.tailscale_ssh == 0 || policy_.ssh_sessions == Courtesy::ignore || overruled(Gate::ssh)) return;
  if (policy_.ssh_sessions == Courtesy::forbid) found(now, Rule::bystanders, fmt::format("{} while somebody is logged in, which is forbidden", name));
  else if (now - session_told_ < Policy::courtesy_limit)
    found(now, Rule::bystanders, fmt::format("{} while somebody is logged in, for {} s only", name, seconds(now - session_told_)));
}

void Invariants::check_restart(Instant now, const Apply& apply, const Machine& machine, const World& world) {
  restarted_at_ = now;
  if (memory_state_ && !apply.start_only && !overruled(Gate::memory)) found(now, Rule::identity, "a restart of a tailscaled that keeps its state in memory");
  if (apply.start_only || machine.judgement().verdict == Verdict::backend_dead) return;  // nothing is left to lose
  if (overruled(Gate::control)) return;
  if (control_silent_) found(now, Rule::control, "a restart while the control server does not answer, as told");
  const Duration away = now - world.control_reachable_until();
  const Duration bound = world.truth.anchors ? blind_at_most : self_online_lag + blind_at_most;
  const bool portal_is_new = portal_since_ != never && now - portal_since_ < Policy::round_limit;
  if (away > bound && !portal_is_new) found(now, Rule::control, fmt::format("a restart while the control server has not answered for {} s, in truth", seconds(away)));
}

}  // namespace sim
