#include "libwatch/ladder.hpp"

#include <algorithm>
#include <iterator>

namespace watch {

namespace {

using Objection = std::optional<std::string_view>;

constexpr Duration self_online_lag = 2min;  // facts-tailscale 8.1: false 110 s after control was lost

bool about_backend(Verdict verdict) { return verdict == Verdict::backend_dead || verdict == Verdict::backend_hung; }

bool start_limit_hit(const Evidence& e) { return e.unit && e.unit->active_state == "failed" && (e.unit->gave_up || e.unit->result == "start-limit-hit"); }

// The unit's own gates: nobody's will is overruled, nobody is interrupted, no identity is lost.
Objection unit_forbids(const Evidence& e) {
  if (!e.policy->tailscale.restart_command.empty()) return std::nullopt;
  if (!e.unit || !e.unit->known) return "systemd does not tell about the unit, and no restart_command is configured";
  if (e.unit->job_pending || e.unit->active_state == "activating") return "the unit is already being started or stopped";
  if (e.unit->unit_file_state == "disabled" || e.unit->unit_file_state.starts_with("masked")) return "the unit is disabled or masked";
  if (e.unit->memory_state) return "tailscaled keeps its state in memory; a restart would lose this host's identity";
  return std::nullopt;
}

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

Objection without_witness(const Evidence& e) {
  const bool lonely = e.peers.size() < 2;
  const bool derp_gone = reach(e, AnchorKind::derp) == Reach::silent;
  if (!lonely || !e.tailnet.self_online || derp_gone || e.silent_for >= Policy::lonely_silence) return std::nullopt;
  return "with no witness in the tailnet a hard remedy waits for ten minutes of silence";
}

// Somebody who may be repairing this very host, or a package manager that may be at work on tailscale.
Objection courtesy(const Evidence& e, const History& history) {
  if (!e.bystanders) return std::nullopt;
  if (e.bystanders->package_manager == "dpkg") return "the package manager (dpkg) is at work";
  if (!e.bystanders->package_manager.empty()) return "the package manager (rpm) is at work";
  if (e.bystanders->ssh == 0 && e.bystanders->tailscale_ssh == 0) return std::nullopt;
  switch (e.policy->ssh_sessions) {
    case Courtesy::ignore: return std::nullopt;
    case Courtesy::forbid: return "an ssh session over the tailnet is in use, and `ssh_sessions` is \"forbid\"";
    case Courtesy::defer: break;
  }
  return history.put_off_for < Policy::courtesy_limit ? Objection{for_ssh} : std::nullopt;
}

// A pong needs no route of ours: where the kernel would send nothing to any peer, nobody gets through, whatever answers.
bool cut_off(const Evidence& e, Verdict verdict) {
  return verdict == Verdict::route_not_installed && !e.routes.empty() &&
         std::ranges::none_of(e.routes, [&](const PeerRoute& r) { return r.interface == e.policy->tailscale.interface; });
}

Objection hard_forbidden(Remedy remedy, Verdict verdict, const Evidence& e, const History& history) {
  const bool start_dead = verdict == Verdict::backend_dead;
  if (remedy == Remedy::restart)
    if (const Objection reason = unit_forbids(e)) return reason;
  if (targets_answer(e)) return "the targets answer; a restart would interrupt what works";
  if (start_dead && start_limit_hit(e) && history.dead_for < Policy::start_limit_rest)
    return "systemd gave up starting it; one more start once five minutes have passed";
  if (start_dead && history.tried.has(Remedy::restart) && history.since_restart < Policy::start_limit_rest)
    return "it was started and failed again; once more after five minutes";
  if (start_dead) return std::nullopt;
  const bool pongs = somebody_answers(e) && verdict != Verdict::session_stuck && !about_backend(verdict);
  if ((history.somebody_gets_through || pongs) && !cut_off(e, verdict)) return "a peer still gets through";
  if (!control_answers(e, cut_off(e, verdict))) return "the control server does not answer";
  if (const Objection reason = courtesy(e, history)) return reason;
  if (about_backend(verdict)) return std::nullopt;
  if (e.targets.empty()) return "with no target configured only a dead or hung tailscaled is restarted";
  if (remedy == Remedy::up_reset && (e.status != Answer::answered || !e.prefs)) return "the preferences could not be read";
  return cut_off(e, verdict) ? std::nullopt : without_witness(e);
}

std::uint32_t rounds_needed(const History& history, Verdict verdict, const Evidence& e) {
  // A socket that is gone while the unit runs may be one that systemd is replacing just now.
  if (verdict == Verdict::backend_dead && e.unit && e.unit->active_state == "active") return 2;
  if (about_backend(verdict)) return 0;
  return history.mild_tried ? 2 : 3;
}

Objection localapi_lacks(Remedy remedy, const Evidence& e) {
  if (remedy != Remedy::rebind && remedy != Remedy::reconnect) return std::nullopt;
  return e.status == Answer::answered ? Objection{} : Objection{"LocalAPI does not answer"};
}

}  // namespace

Choice choose(const Judgement& judgement, const Evidence& e, const History& history) {
  Choice choice;
  bool starved = false;
  bool tried_some = false;
  const auto attempt = [&](Remedies tried) {
    for (const Remedy remedy : authorised(judgement.verdict)) {
      if (remedy == Remedy::ping) continue;  // every round asks: that rung has been taken
      const auto skip = [&](std::string_view reason) { choice.skips.push_back({remedy, reason}); };
      if (std::ranges::find(e.policy->steps, remedy) == e.policy->steps.end()) { skip("not in `steps`"); continue; }
      if (history.unavailable.has(remedy)) { skip("unavailable on this host"); continue; }
      if (tried.has(remedy)) { skip(tried_already); tried_some = true; continue; }
      if (!usable(e.egress)) { skip("there is no way out"); continue; }
      if (judgement.verdict == Verdict::route_not_installed && shadowed(e)) { skip("a local route shadows it"); continue; }
      if (const Objection reason = localapi_lacks(remedy, e)) { skip(*reason); continue; }
      if (remedy == Remedy::conntrack && !e.complete) {
        choice.rung = Rung::more_evidence;
        return;
      }
      if (is_hard(remedy)) {
        if (const Objection reason = hard_forbidden(remedy, judgement.verdict, e, history)) { skip(*reason); continue; }
        if ((remedy == Remedy::restart ? history.restarts_left : history.up_resets_left) == 0) {
          skip("its budget for this hour is spent");
          starved = true;
          continue;
        }
        if (!e.complete || history.bad_rounds < rounds_needed(history, judgement.verdict, e)) {
          choice.rung = Rung::more_evidence;
          return;
        }
      }
      choice.rung = Rung::chosen;
      choice.remedy = remedy;
      return;
    }
  };
  // LocalAPI that answers rubbish gives no evidence for acting on tailscaled.
  if (judgement.verdict == Verdict::backend_hung && e.status != Answer::timed_out && e.status != Answer::answered) return choice;
  attempt(history.tried);
  if (choice.rung == Rung::none && !starved && tried_some && !once_only(judgement.verdict) && !(judgement.verdict == Verdict::backend_dead && start_limit_hit(e))) {
    // The next pass begins; what the gates hold back is still worth saying.
    std::vector<Skip> held;
    std::ranges::copy_if(choice.skips, std::back_inserter(held), [](const Skip& skip) { return is_hard(skip.remedy) && skip.reason != tried_already; });
    choice.skips.clear();
    attempt(Remedies{});
    for (const Skip& skip : held)
      if (std::ranges::find(choice.skips, skip) == choice.skips.end()) choice.skips.push_back(skip);
  }
  if (choice.rung == Rung::none && starved) choice.rung = Rung::spent;
  const bool broken = judgement.verdict == Verdict::tunnel_broken || judgement.verdict == Verdict::session_stuck;
  choice.scope = broken ? Scope::all : Scope::dead;
  choice.start_only = judgement.verdict == Verdict::backend_dead && e.unit && e.unit->active_state != "active";
  return choice;
}

Duration settling_time(Remedy remedy) {
  switch (remedy) {
    case Remedy::ping: return 500ms;
    case Remedy::kick: return 500ms;
    case Remedy::rebind: return 3500ms;  // facts-tailscale 8.2: data back after 3.1 s
    case Remedy::reconnect: return 1500ms;
    case Remedy::conntrack: return 2s;  // facts-tailscale 8.2: direct again after 1.5 s
    case Remedy::up_reset: return 2s;
    case Remedy::restart: return 2s;
  }
  return 1s;
}

}  // namespace watch
