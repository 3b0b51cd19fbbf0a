#include <algorithm>
#include <ranges>

#include "libwatch/verdict_parts.hpp"
#include "libwatch/verdict_views.hpp"

namespace watch {

namespace {

using namespace views;

// A tailscaled that hangs, or has not answered yet, still waits for what it last waited for.
bool said(const Evidence& e) { return !e.status || e.status == Answer::answered || e.status == Answer::timed_out; }

// Whoever carried a target that nobody carries any more is not asked: the silence of others says little of the tunnel then.
bool carriers_known(const Evidence& e) {
  return e.targets.empty() || some_failing_target(e, [](const TargetView& t) { return has_carrier(t) || t.fact.address.family == Family::none; });
}
// Without a witness, what speaks for a fault on this host: tailscaled's own connections have data unanswered, or control
// has lost us.
bool lonely_but_ours(const Evidence& e) {
  const bool dead = e.connections && std::ranges::any_of(e.connections->connections, [](const OwnConnection& c) { return c.life == Life::dead; });
  return dead || !e.tailnet.self_online;
}
bool unusable(Answer answer) {
  switch (answer) {
    case Answer::forbidden:
    case Answer::not_found:
    case Answer::not_built:
    case Answer::rejected:
    case Answer::denied:
    case Answer::lost:
    case Answer::garbled:
    case Answer::too_large: return true;
    case Answer::answered:
    case Answer::not_ready:
    case Answer::absent:
    case Answer::refused:
    case Answer::timed_out: return false;
  }
  return true;
}
// A portal answers for everybody, but where it lets a peer's pong through, the way out carries.
bool masqueraded(const Evidence& e) { return portal_there(e) && !somebody_answers(e); }

bool transitional(const UnitFact& unit) {
  return unit.known && (unit.job_pending || unit.active_state == "activating" || unit.active_state == "deactivating" || unit.active_state == "reloading");
}

}  // namespace

bool somebody_answers(const Evidence& e) {
  return std::ranges::any_of(e.peers, [](const PeerView& p) { return p.disco == Standing::good || p.tsmp == Standing::good; }) ||
         std::ranges::any_of(e.targets, [](const TargetView& t) { return t.standing == Standing::good; });
}

bool nobody_listens(const Evidence& e) { return e.status == Answer::absent || e.status == Answer::refused; }

bool targets_answer(const Evidence& e) {
  if (!e.targets.empty()) return std::ranges::all_of(e.targets, [](const TargetView& t) { return t.standing == Standing::good; });
  return running(e) && (e.peers.empty() ? e.complete : somebody_answers(e));
}

ControlLife control_life(const Evidence& e) {
  bool alive = false;
  bool quiet = false;
  bool gone = false;
  if (e.connections) {
    for (const auto& c : e.connections->connections) {
      if (c.kind != AnchorKind::control) continue;
      alive = alive || c.life == Life::answering;
      quiet = quiet || c.life == Life::silent;
      gone = gone || c.life == Life::dead;
    }
  }
  if (gone && !alive) return ControlLife::dead;
  if (e.status == Answer::answered && !e.tailnet.self_online) return ControlLife::dead;
  if (alive) return ControlLife::alive;
  return quiet ? ControlLife::silent : ControlLife::unknown;
}

Reach reach(const Evidence& e, AnchorKind kind) {
  // A peer's pong says nothing of control: that is behind the portal still.
  if (kind == AnchorKind::control ? portal_there(e) : masqueraded(e)) return Reach::silent;
  bool known = false;
  for (const auto& a : e.anchors) {
    if (a.kind != kind) continue;
    // A refusal proves the way there, and that nobody serves at its end. For DERP the way is what is asked about.
    if (kind == AnchorKind::control ? a.outcome == AnchorOutcome::answered : wan_carried(a)) return Reach::answers;
    known = true;
  }
  if (e.anchors_open) return Reach::open;
  return known ? Reach::silent : Reach::unknown;
}

Reach reach_wan(const Evidence& e) {
  if (masqueraded(e)) return Reach::silent;
  if (std::ranges::any_of(e.anchors, wan_carried)) return Reach::answers;
  if (e.anchors_open) return Reach::open;
  return e.anchors.empty() ? Reach::unknown : Reach::silent;
}

namespace views {

bool stopped(const Evidence& e) {
  if (logged_out(e) || expired(e)) return false;
  if (e.prefs && !e.prefs->want_running) return true;
  if (e.tailnet.backend == Backend::stopped) return true;  // its last word, also when it says nothing now
  if (!e.unit || !e.unit->known || e.unit->job_pending) return false;
  const bool hands_off = e.unit->unit_file_state.starts_with("masked") || e.unit->unit_file_state == "disabled";
  const bool left_to_it = e.unit->active_state == "failed" || e.unit->left_by_itself;
  return (e.unit->active_state == "inactive" || e.unit->active_state == "failed") && (hands_off || !left_to_it);
}

bool logged_out(const Evidence& e) {
  return !expired(e) && ((said(e) && e.tailnet.backend == Backend::needs_login) || (e.prefs && e.prefs->logged_out));
}

bool expired(const Evidence& e) {
  return said(e) && e.tailnet.backend == Backend::needs_login && e.tailnet.key_expired && !(e.prefs && e.prefs->logged_out);
}

bool unapproved(const Evidence& e) { return said(e) && e.tailnet.backend == Backend::needs_machine_auth; }

// tailscaled's own word (healthmsg.LockedOut). Peers do not talk to such a host; where something answers, the word is old.
bool locked_out(const Evidence& e) {
  return said(e) && something_fails(e) && health_says(e, "node is locked out");
}

bool starting(const Evidence& e) {
  const bool busy = e.unit && transitional(*e.unit);
  if (busy && nobody_listens(e)) return true;  // whatever targets still answered while it went
  if (targets_answer(e)) return false;
  if (!busy && !usable(e.egress)) return false;  // what it waits for is a way out
  if (busy || e.status == Answer::not_ready) return true;
  if (e.status == Answer::answered && (e.tailnet.backend == Backend::no_state || e.tailnet.backend == Backend::starting))
    return std::min(e.starting_for, e.control_answers_for) < Policy::starting_patience || reach(e, AnchorKind::control) != Reach::answers;
  const bool young = e.unit && e.unit->known && e.unit->active_state == "active" && e.unit->age < Policy::young;
  return young && (e.status == Answer::timed_out || (running(e) && something_fails(e)));
}

// Without systemd, or with a command in its place, the unit's absence says nothing.
bool not_there(const Evidence& e) {
  return e.unit && e.unit->absent && e.policy->tailscale.restart_command.empty() && nobody_listens(e);
}

bool dead(const Evidence& e) {
  if (e.unit && e.unit->known && (e.unit->active_state == "failed" || e.unit->left_by_itself)) return true;
  return e.unit && nobody_listens(e);
}

bool hung(const Evidence& e) {
  if (e.status == Answer::timed_out) return e.hung_in_a_row >= 2;
  if (e.status && unusable(*e.status)) return e.complete && !targets_answer(e);
  return e.status == Answer::answered && !targets_answer(e) && usable(e.egress) &&
         (e.tailnet.backend == Backend::no_state || e.tailnet.backend == Backend::starting);
}

// It is Running once it has a live peer or a DERP server (ipnlocal, nextState): another one would wait for them too.
bool starting_without_relay(const Evidence& e) { return e.status == Answer::answered && hung(e) && reach(e, AnchorKind::derp) == Reach::silent; }

// It answers for everybody, anchors included: what connects there proves nothing.
bool captive(const Evidence& e) {
  return usable(e.egress) && something_fails(e) && e.status != Answer::timed_out && masqueraded(e);
}

bool no_wan(const Evidence& e) {
  if (!usable(e.egress)) return true;
  if (e.status == Answer::timed_out) return false;
  const Reach wan = reach_wan(e);
  return something_fails(e) && !somebody_answers(e) && (wan == Reach::silent || (wan == Reach::unknown && e.complete));
}

bool tunnel(const Evidence& e) {
  if (!running(e) || !something_fails(e) || e.peers.empty() || reach_wan(e) != Reach::answers) return false;
  if (!carriers_known(e) || !std::ranges::all_of(e.peers, mute)) return false;
  return e.peers.size() > 1 || lonely_but_ours(e);
}

bool tunnel_without_relay(const Evidence& e) { return tunnel(e) && reach(e, AnchorKind::derp) == Reach::silent; }

bool session(const Evidence& e) {
  if (!running(e) || !something_fails(e) || e.peers.empty() || reach_wan(e) != Reach::answers) return false;
  const bool disco = e.targets.empty() ? std::ranges::any_of(e.peers, [](const PeerView& p) { return p.disco == Standing::good; })
                                       : some_failing_target(e, [&](const TargetView& t) {
                                           const PeerView* router = router_of(e, t);
                                           return router != nullptr && router->disco == Standing::good;
                                         });
  return disco && std::ranges::all_of(e.peers, [](const PeerView& p) { return silent(p.tsmp); });
}

bool control_stuck(const Evidence& e) {
  return targets_answer(e) && control_life(e) == ControlLife::dead && reach(e, AnchorKind::control) == Reach::answers && !control_unnamed(e);
}

bool control_away(const Evidence& e) {
  if (!targets_answer(e) || control_life(e) != ControlLife::dead) return false;
  const Reach control = reach(e, AnchorKind::control);
  return control == Reach::silent || (control == Reach::unknown && e.complete);
}

bool fine(const Evidence& e) {
  return targets_answer(e) && control_life(e) != ControlLife::dead && e.connections && e.status && e.status != Answer::timed_out &&
         !nobody_listens(e);  // its unit will tell
}

}  // namespace views

}  // namespace watch
