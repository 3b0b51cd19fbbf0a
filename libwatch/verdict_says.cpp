#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "libwatch/verdict_parts.hpp"
#include "libwatch/verdict_phrases.hpp"
#include "libwatch/verdict_views.hpp"
#include "libwatch/words.hpp"

namespace watch::views {

namespace {

// "site-router and 2 witnesses", "2 peers"
std::string everybody(const Evidence& e) {
  std::vector<std::string> names = failing_names(e);
  std::size_t witnesses = 0;
  for (const auto& peer : e.peers) {
    if (peer.witness) ++witnesses;
    else names.push_back(peer.name);
  }
  if (witnesses > 0) names.push_back(count(witnesses, "witness", "witnesses"));
  return list(names);
}
std::string what_works(const Evidence& e) {
  if (!e.targets.empty()) return "the targets answer";
  return e.peers.empty() ? "tailscaled runs" : "peers answer";
}
// Behind words that end in what answers.
std::string without_relay(std::string words, const Evidence& e) {
  const auto derp = std::ranges::find(e.anchors, AnchorKind::derp, &AnchorFact::kind);
  return words.append(", and DERP ").append(derp == e.anchors.end() ? "" : derp->name).append(" does not");
}
std::string are(std::size_t number) { return number == 1 ? "is" : "are"; }
}  // namespace

std::string say_stopped(const Evidence& e) {
  if (e.prefs && !e.prefs->want_running) return "tailscale is down on purpose (tailscale down)";
  if (e.unit && e.unit->known && e.unit->active_state != "active")
    return fmt::format("{} is {} ({})", e.policy->tailscale.unit, e.unit->active_state == "inactive" ? "stopped" : e.unit->active_state, e.unit->unit_file_state);
  return "tailscale is stopped";
}
std::string say_logged_out(const Evidence&) { return "tailscale is logged out"; }
std::string say_expired(const Evidence&) { return "the node key of this host has expired"; }
std::string say_unapproved(const Evidence&) { return "this host waits for approval in the tailnet's admin console"; }

std::string say_locked_out(const Evidence&) { return "tailnet lock keeps this host out until its key is signed"; }

std::string say_starting(const Evidence& e) {
  if (e.unit && e.unit->known && e.unit->active_state == "active" && e.unit->age < Policy::young)
    return fmt::format("tailscaled started {} ago and is still finding its way", words(e.unit->age));
  if (e.unit && e.unit->known && e.unit->active_state != "active") return fmt::format("systemd is busy with {} ({})", e.policy->tailscale.unit, e.unit->active_state);
  if (e.starting_for > Policy::starting_patience)
    return fmt::format("tailscaled has been starting for {}; {}", words(e.starting_for),
                       portal_there(e)                                    ? "a captive portal answers in place of the control server"
                       : reach(e, AnchorKind::control) == Reach::answers ? "the control server has just begun to answer"
                                                                         : "the control server does not answer");
  return fmt::format("tailscaled is starting ({})", e.status == Answer::answered ? to_string(e.tailnet.backend) : "its backend is not ready");
}

std::string say_not_there(const Evidence& e) {
  return fmt::format("tailscale is not installed: there is neither {} nor {}", e.policy->tailscale.unit, e.policy->tailscale.socket);
}

std::string say_dead(const Evidence& e) {
  if (e.unit && e.unit->known && e.unit->active_state == "failed")
    return fmt::format("{} has failed ({}){}", e.policy->tailscale.unit, e.unit->result, e.unit->gave_up ? "; systemd has given it up" : "");
  if (e.unit && e.unit->left_by_itself) return fmt::format("{} exited by itself, without a failure, so systemd does not start it again", e.policy->tailscale.unit);
  return fmt::format("tailscaled's socket {} {}", e.policy->tailscale.socket, e.status == Answer::absent ? "does not exist" : "has no listener");
}

std::string say_hung(const Evidence& e) {
  if (e.status == Answer::timed_out) return fmt::format("tailscaled accepts questions and has not answered {} in a row", count(e.hung_in_a_row, "time", "times"));
  if (e.status != Answer::answered) return fmt::format("LocalAPI gives nothing that can be used ({})", e.status ? to_string(*e.status) : "no answer");
  return fmt::format("tailscaled has been {} for {} while the control server answers", to_string(e.tailnet.backend), words(e.starting_for));
}

std::string say_captive(const Evidence& e) {
  if (e.portal && e.portal->found) return fmt::format("a captive portal answers in place of the WAN{}", e.portal->location.empty() ? "" : ": " + e.portal->location);
  return "tailscaled has found a captive portal in place of the WAN";
}

std::string say_no_wan(const Evidence& e) {
  if (!usable(e.egress)) return "this host has no way out: no default route with carrier";
  if (reach_wan(e) == Reach::unknown) return "nothing answers, in the tailnet or outside; no WAN anchor is known yet";
  return fmt::format("no WAN anchor of {} and no peer answers", e.anchors.size());
}

std::string say_tunnel(const Evidence& e) {
  const std::size_t number = failing_names(e).size() + e.peers.size();
  return fmt::format("{} {} silent while the WAN answers", everybody(e), are(number));
}

std::string say_tunnel_without_relay(const Evidence& e) { return without_relay(say_tunnel(e), e); }
std::string say_starting_without_relay(const Evidence& e) { return without_relay(say_hung(e), e); }

std::string say_session(const Evidence& e) {
  return fmt::format("{}: disco pings are answered, nothing gets through WireGuard{}", everybody(e),
                     e.peers.size() > 1 ? "" : "; with no witness in the tailnet, this host's fault and its own cannot be told apart");
}

std::string say_control_stuck(const Evidence& e) {
  return fmt::format("{}, but {} while its server answers{}", what_works(e),
                     e.tailnet.self_online ? "tailscaled's connection to control is dead" : "control has lost this host",
                     names_unknown(e) ? "; " + say_names_unknown(e) : "");
}
std::string say_control_away(const Evidence& e) {
  if (portal_there(e)) return fmt::format("{}, but a captive portal answers in place of the control server; the data plane is left alone", what_works(e));
  const bool refuses = std::ranges::any_of(e.anchors, [](const AnchorFact& a) { return a.kind == AnchorKind::control && a.outcome == AnchorOutcome::refused; });
  return fmt::format("{}, but the control server {}; the data plane is left alone", what_works(e), refuses ? "refuses connections" : "does not answer");
}

std::string say_fine(const Evidence& e) {
  if (e.targets.empty()) {
    const auto answering = std::ranges::count_if(e.peers, [](const PeerView& p) { return p.tsmp == Standing::good || p.disco == Standing::good; });
    return fmt::format("tailscaled runs and {} {}; no target is configured", count(static_cast<std::size_t>(answering), "peer", "peers"), answering == 1 ? "answers" : "answer");
  }
  Duration longest{};
  std::vector<std::string> names;
  for (std::size_t i = 0; i < e.targets.size(); ++i) {
    longest = std::max(longest, e.targets[i].fact.took);
    names.push_back(name(e, i));
  }
  return fmt::format("{} {} through the tailnet in {}{}{}", list(names), names.size() == 1 ? "answers" : "answer", names.size() == 1 ? "" : "at most ", words(longest),
                     e.status == Answer::answered ? "" : fmt::format("; LocalAPI gives nothing that can be used ({})", to_string(*e.status)));
}

std::string no_advice(const Evidence&) { return ""; }
std::string advise_stopped(const Evidence& e) {
  if (e.prefs && !e.prefs->want_running) return "sudo tailscale up";
  const std::string& unit = e.policy->tailscale.unit;
  if (e.unit && e.unit->unit_file_state.starts_with("masked")) return fmt::format("sudo systemctl unmask {}, then: sudo systemctl enable --now {}", unit, unit);
  return fmt::format("sudo systemctl {} {}", e.unit && e.unit->unit_file_state == "enabled" ? "start" : "enable --now", unit);
}
// Not `tailscale login`: that begins with an empty profile, which ends in the place of this one's settings.
std::string advise_login(const Evidence&) { return "sudo tailscale up, with the flags that this host was set up with; it names those that are missing"; }
std::string advise_expired(const Evidence&) {
  return "extend its key, or switch key expiry off for it, in the tailnet's admin console; or here: sudo tailscale up --force-reauth, which keeps the settings or names their flags";
}
std::string advise_sign(const Evidence&) { return "tailscale lock status, here, shows the key; then on a signing node: tailscale lock sign nodekey:…"; }
std::string advise_starting(const Evidence& e) { return portal_there(e) ? advise_captive(e) : ""; }
std::string advise_approve(const Evidence&) { return "approve this host in the tailnet's admin console"; }
std::string advise_not_there(const Evidence&) { return "install tailscale, then: sudo tailscale up. Where it runs under another name, [tailscale] in tailmend.toml says so"; }
std::string advise_dead(const Evidence& e) { return fmt::format("journalctl -u {} -n 50, then: sudo systemctl restart {}", e.policy->tailscale.unit, e.policy->tailscale.unit); }
std::string advise_hung(const Evidence& e) {
  if (e.status != Answer::answered && e.status != Answer::timed_out) return fmt::format("is {} tailscaled's own socket, and does tailmend run as root?", e.policy->tailscale.socket);
  const bool lost = e.unit && e.unit->memory_state;
  const bool away = reach(e, AnchorKind::control) == Reach::silent;
  return fmt::format("sudo systemctl restart {}{}{}{}", e.policy->tailscale.unit, targets_answer(e) ? ", when an interruption suits you" : "",
                     away ? "; only once the control server answers: until then it would have no peers" : "",
                     lost ? "; its state is in memory: it needs a new login then" : "");
}
std::string advise_wan(const Evidence& e) { return usable(e.egress) ? "nothing on this host helps; look at the uplink and its provider" : "ip route; ip -6 route; look at the uplink"; }
std::string advise_relay(const Evidence&) { return "is outgoing UDP, or TCP 443 to DERP, let through on this uplink? tailscale netcheck tells"; }
std::string advise_captive(const Evidence& e) {
  return e.portal && !e.portal->location.empty() ? "log in at " + e.portal->location : "log in to the network of this uplink with a browser";
}
std::string advise_control(const Evidence& e) { return portal_there(e) ? advise_captive(e) : "nothing on this host helps; tailscaled reconnects when the server answers again"; }

}  // namespace watch::views
