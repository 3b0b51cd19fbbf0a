#include "libwatch/ladder_gates.hpp"

#include <algorithm>
#include <array>

namespace watch {

namespace {

using Answered = std::optional<Objection>;

constexpr Duration self_online_lag = 2min;  // facts-tailscale 8.1: false 110 s after control was lost

bool of_dead(const Question& q) { return q.judgement.verdict == Verdict::backend_dead; }
bool hard(const Question& q) { return is_hard(q.remedy); }
bool unit_known(const Question& q) { return q.e.unit && q.e.unit->known; }

// A restart while control is away destroys a data plane (facts-tailscale 0.6). A bare TCP connection to control counts
// only when no peer answers or none can be reached (`alone`), Self.Online only while nothing says otherwise: it lags by two
// minutes.
bool control_answers(const Evidence& e, bool alone) {
  const Reach control = reach(e, AnchorKind::control);
  const ControlLife life = control_life(e);
  if (control == Reach::silent) return false;
  const bool borne_out = control == Reach::answers || life == ControlLife::alive || e.silent_for >= self_online_lag;
  if (e.status == Answer::answered && e.tailnet.self_online && life != ControlLife::dead && borne_out) return true;
  return control == Reach::answers && (alone || !somebody_answers(e));
}

// A pong needs no route of ours: where the kernel would send nothing to any peer, nobody gets through, whatever answers. With
// userspace networking it never does.
bool cut_off(const Question& q) {
  return q.judgement.verdict == Verdict::route_not_installed && q.e.tailnet.tun && !q.e.routes.empty() &&
         std::ranges::none_of(q.e.targets, [](const TargetView& t) { return t.standing == Standing::good; }) &&
         std::ranges::none_of(q.e.routes, [&](const PeerRoute& r) { return r.interface == q.e.policy->tailscale.interface; });
}

bool authorises(const Question& q) {
  const auto rungs = called_for(q.judgement, q.e);
  return q.judgement.enough && std::ranges::find(rungs, q.remedy) != rungs.end();
}

Answered verdict(const Question& q) {
  if (q.by_name && (!authorises(q) || answers_rubbish(q.judgement, q.e))) return Objection{"what was found does not call for it", Gate::verdict};
  return {};
}

Answered steps(const Question& q) {
  if (std::ranges::find(q.e.policy->steps, q.remedy) == q.e.policy->steps.end()) return Objection{"not in `steps`", Gate::steps};
  return {};
}

Answered available(const Question& q) {
  if (q.history.unavailable.has(q.remedy)) return Objection{lacking_here};
  return {};
}

Answered untried(const Question& q) {
  if (!q.by_name && q.tried.has(q.remedy)) return Objection{tried_already};
  return {};
}

bool came_through(const TargetView& target) {
  constexpr std::array answers{TcpOutcome::refused, TcpOutcome::reset, TcpOutcome::unanswered, TcpOutcome::unexpected};
  return target.standing == Standing::good || (target.standing == Standing::bad && std::ranges::find(answers, target.fact.outcome) != answers.end());
}

Answered way_out(const Question& q) {
  if (!usable(q.e.egress)) return Objection{"there is no way out"};
  // The machine itself is held back by its verdict, or by control; a person may have overruled both.
  if ((q.by_name || q.leave.ordered) && !of_dead(q) && reach_wan(q.e) == Reach::silent && !somebody_answers(q.e)) return Objection{"nothing answers at the WAN"};
  return {};
}

Answered alone_on_its_route(const Question& q) {
  if (q.judgement.verdict == Verdict::route_not_installed && shadowed(q.e)) return Objection{"a local route shadows it", Gate::verdict};
  if (q.judgement.verdict == Verdict::route_not_installed && without_interface(q.e)) return Objection{"tailscaled runs without a network interface", Gate::verdict};
  return {};
}

Answered localapi(const Question& q) {
  if ((q.remedy == Remedy::rebind || q.remedy == Remedy::reconnect) && q.e.status != Answer::answered) return Objection{"LocalAPI does not answer"};
  return {};
}

// The unit's own gates: nobody's will is overruled, nobody is interrupted, no identity is lost.
Answered unit(const Question& q) {
  const Evidence& e = q.e;
  if (q.remedy != Remedy::restart || !e.policy->tailscale.restart_command.empty()) return {};
  if (e.unit && e.unit->absent) return Objection{"there is no such unit"};
  if (!e.unit || !e.unit->known) return Objection{"systemd does not tell about the unit, and no restart_command is configured"};
  if (e.unit->job_pending || e.unit->active_state == "activating") return Objection{"the unit is already being started or stopped"};
  if (e.unit->unit_file_state == "disabled" || e.unit->unit_file_state.starts_with("masked")) return Objection{"the unit is disabled or masked"};
  return {};
}

Answered identity(const Question& q) {
  if (q.remedy != Remedy::restart || !q.e.policy->tailscale.restart_command.empty()) return {};
  if (of_dead(q) && q.e.unit && q.e.unit->active_state != "active") return {};  // it is lost already
  if (q.e.unit && q.e.unit->memory_state) return Objection{"tailscaled keeps its state in memory; a restart would lose this host's identity", Gate::memory};
  return {};
}

Answered targets(const Question& q) {
  if (hard(q) && targets_answer(q.e)) return Objection{"the targets answer; a restart would interrupt what works", Gate::targets};
  // Of a tailscaled that hangs the pings tell nothing, its tunnel does: a refusal came through it too.
  if (hard(q) && q.judgement.verdict == Verdict::backend_hung && std::ranges::any_of(q.e.targets, came_through))
    return Objection{"an answer still comes through the tunnel; a restart would interrupt what works", Gate::targets};
  return {};
}

Answered start_limit(const Question& q) {
  if (!hard(q) || !is_about_backend(q.judgement.verdict)) return {};
  if (of_dead(q) && start_limit_hit(q.e) && q.history.dead_for < Policy::start_limit_rest)
    return Objection{"systemd gave up starting it; one more start once five minutes have passed", Gate::start_limit};
  // Whatever let the ladder begin anew meanwhile: another way out does not revive a tailscaled that dies or hangs at once.
  const bool in_vain = of_dead(q) || !q.history.proved_since_restart;
  if (in_vain && q.history.since_restart < Policy::start_limit_rest)
    return Objection{of_dead(q) ? "it was started and ended again; once more after five minutes" : "it was restarted and hangs again; once more after five minutes",
                     Gate::start_limit};
  return {};
}

Answered peers(const Question& q) {
  if (!hard(q) || of_dead(q) || cut_off(q)) return {};
  const bool pongs = somebody_answers(q.e) && q.judgement.verdict != Verdict::session_stuck && !is_about_backend(q.judgement.verdict);
  if (q.history.somebody_gets_through || pongs) return Objection{"a peer still gets through", Gate::peers};
  return {};
}

Answered control(const Question& q) {
  if (hard(q) && !of_dead(q) && !control_answers(q.e, cut_off(q))) return Objection{"the control server does not answer", Gate::control};
  return {};
}

// With neither UDP nor a relay there is nobody to be reached, by another tailscaled either.
Answered relay(const Question& q) {
  if (!hard(q) || q.judgement.verdict != Verdict::tunnel_broken || q.e.peers.size() < 2 || reach(q.e, AnchorKind::derp) != Reach::silent) return {};
  return Objection{"no DERP server can be reached, past tailscaled too; a restart would not change that", Gate::verdict};
}

// A package manager that may be at work on tailscale: where systemd tells nothing, it may be what has stopped it too.
Answered packages(const Question& q) {
  if (!hard(q) || (of_dead(q) && unit_known(q)) || !q.e.bystanders || q.e.bystanders->package_manager.empty()) return {};
  return Objection{q.e.bystanders->package_manager == "dpkg" ? "the package manager (dpkg) is at work" : "the package manager (rpm) is at work", Gate::packages};
}

// Somebody who may be repairing this very host.
Answered ssh(const Question& q) {
  if (!hard(q) || of_dead(q) || !q.e.bystanders || q.e.bystanders->ssh + q.e.bystanders->tailscale_ssh == 0) return {};
  switch (q.e.policy->ssh_sessions) {
    case Courtesy::ignore: return {};
    case Courtesy::forbid: return Objection{"an ssh session over the tailnet is in use, and `ssh_sessions` is \"forbid\"", Gate::ssh};
    case Courtesy::defer: break;
  }
  if (q.history.put_off_for < Policy::courtesy_limit) return Objection{for_ssh, Gate::ssh};
  return {};
}

Answered some_target(const Question& q) {
  if (hard(q) && !is_about_backend(q.judgement.verdict) && q.e.targets.empty())
    return Objection{"with no target configured only a dead or hung tailscaled is restarted", Gate::targets};
  return {};
}

Answered preferences(const Question& q) {
  if (q.remedy == Remedy::up_reset && (q.e.status != Answer::answered || !q.e.prefs)) return Objection{"the preferences could not be read"};
  return {};
}

Answered witness(const Question& q) {
  if (!hard(q) || is_about_backend(q.judgement.verdict) || cut_off(q)) return {};
  const bool lonely = q.e.peers.size() < 2;
  const bool derp_gone = reach(q.e, AnchorKind::derp) == Reach::silent;
  if (!lonely || !q.e.tailnet.self_online || derp_gone || q.e.silent_for >= Policy::lonely_silence) return {};
  return Objection{"with no witness in the tailnet a hard remedy waits for ten minutes of silence", Gate::witness};
}

Answered budget(const Question& q) {
  if (hard(q) && (q.remedy == Remedy::restart ? q.history.restarts_left : q.history.up_resets_left) == 0) return Objection{budget_spent};
  return {};
}

Answered pause(const Question& q) {
  if (q.leave.paused) return Objection{"all remedies are paused", Gate::pause};
  return {};
}

Answered observe(const Question& q) {
  if (q.e.policy->mode == Mode::observe) return Objection{"mode is observe", Gate::observe};
  return {};
}

constexpr std::array<Gatekeeper, 20> keepers{verdict, steps,       available, untried, way_out,  alone_on_its_route, localapi,    unit,    identity, targets,
                                             start_limit, peers,   control,   relay, packages, ssh,    some_target,        preferences, witness, budget};
constexpr std::array<Gatekeeper, 2> holding{pause, observe};

std::uint32_t rounds_needed(const Question& q) {
  // Its own rules and routes tailscaled puts back within half a second, those that it does put back.
  if (!hard(q)) return q.judgement.verdict == Verdict::route_not_installed ? 2 : 0;
  // A socket that is gone while the unit runs, or nobody tells of it, may be one that is being replaced just now.
  if (of_dead(q) && (!unit_known(q) || q.e.unit->active_state == "active")) return 2;
  if (is_about_backend(q.judgement.verdict)) return 0;
  return q.history.mild_tried ? 2 : 3;
}

}  // namespace

std::span<const Gatekeeper> gatekeepers() { return keepers; }
std::span<const Gatekeeper> holders() { return holding; }

std::vector<Remedy> called_for(const Judgement& judgement, const Evidence& e) {
  const auto own = authorised(judgement.verdict);
  std::vector<Remedy> rungs(own.begin(), own.end());
  const bool control_stuck_too = is_beyond_tunnel(judgement.verdict) && control_life(e) == ControlLife::dead && reach(e, AnchorKind::control) == Reach::answers && !control_unnamed(e);
  if (!control_stuck_too) return rungs;
  for (const Remedy remedy : authorised(Verdict::control_stuck))
    if (std::ranges::find(rungs, remedy) == rungs.end()) rungs.push_back(remedy);
  return rungs;
}

bool answers_rubbish(const Judgement& judgement, const Evidence& e) {
  return judgement.verdict == Verdict::backend_hung && e.status != Answer::timed_out && e.status != Answer::answered;
}

bool start_limit_hit(const Evidence& e) { return e.unit && e.unit->active_state == "failed" && (e.unit->gave_up || e.unit->result == "start-limit-hit"); }

// The rounds bear the verdict out; a remedy that the verdict does not call for needs none.
bool rounds_suffice(const Question& q) {
  if (q.leave.despite.has(Gate::rounds)) return true;
  return !authorises(q) || q.history.bad_rounds >= rounds_needed(q);
}

}  // namespace watch
