#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "libwatch/verdict_views.hpp"
#include "libwatch/words.hpp"

namespace watch::views {

namespace {

bool failing(const TargetView& target) { return target.standing == Standing::late || target.standing == Standing::bad; }
const std::string& name(const Evidence& e, std::size_t target) { return e.policy->targets[target].name; }

std::vector<std::string> failing_names(const Evidence& e) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < e.targets.size(); ++i)
    if (failing(e.targets[i])) names.push_back(name(e, i));
  return names;
}
std::size_t first_failing(const Evidence& e) {
  const auto it = std::ranges::find_if(e.targets, failing);
  return it == e.targets.end() ? 0 : static_cast<std::size_t>(it - e.targets.begin());
}
const PeerView* router(const Evidence& e, std::size_t target) {
  if (target >= e.targets.size() || !e.targets[target].router) return nullptr;
  return &e.peers[*e.targets[target].router];
}
std::string router_name(const Evidence& e) {
  const PeerView* peer = router(e, first_failing(e));
  return peer == nullptr ? "the subnet router" : peer->name;
}
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
std::string are(std::size_t number) { return number == 1 ? "is" : "are"; }
std::string answering_witness(const Evidence& e) {
  for (const auto& peer : e.peers)
    if (peer.tsmp == Standing::good) return fmt::format("{} answers in {}", peer.name, words(peer.took));
  return "";
}
std::string how(const TargetFact& fact) {
  switch (fact.outcome) {
    case TcpOutcome::refused: return "refuses the connection";
    case TcpOutcome::reset: return fmt::format("accepts and closes again{}", fact.detail.empty() ? "" : " (" + fact.detail + ")");
    case TcpOutcome::timed_out: return fmt::format("is silent for {}", words(fact.took));
    case TcpOutcome::unreachable: return "is reported unreachable";
    case TcpOutcome::wrong_egress: return "would not be reached through the tailnet";
    case TcpOutcome::unanswered: return "accepts, and does not answer what it was sent";
    case TcpOutcome::unexpected: return "accepts, and answers something else than expected";
    case TcpOutcome::unresolved: return "has a name that does not resolve";
    case TcpOutcome::failed: return fmt::format("could not be tried on this host ({})", fact.detail);
    case TcpOutcome::proxy_refused: return fmt::format("cannot be tried: nobody listens at its proxy{}", fact.detail.empty() ? "" : " (" + fact.detail + ")");
    case TcpOutcome::proxy_closed: return "cannot be tried: its proxy takes the connection and closes it";
    case TcpOutcome::proxy_silent: return "cannot be tried: its proxy takes the connection and says nothing";
    case TcpOutcome::proxy_failed: return fmt::format("cannot be reached: its proxy replies {}, {}", fact.reply, socks_reply(fact.reply));
    case TcpOutcome::held: return "answers";
  }
  return "is silent";
}

}  // namespace

std::string say_stopped(const Evidence& e) {
  if (e.prefs && !e.prefs->want_running) return "tailscale is down on purpose (tailscale down)";
  if (e.unit && e.unit->known && e.unit->active_state != "active")
    return fmt::format("{} is {} ({})", e.policy->tailscale.unit, e.unit->active_state == "inactive" ? "stopped" : e.unit->active_state, e.unit->unit_file_state);
  return "tailscale is stopped";
}
std::string say_logged_out(const Evidence&) { return "tailscale is logged out, or its key has expired"; }
std::string say_unapproved(const Evidence&) { return "this host waits for approval in the tailnet's admin console"; }

std::string say_starting(const Evidence& e) {
  if (e.unit && e.unit->known && e.unit->active_state == "active" && e.unit->age < Policy::young)
    return fmt::format("tailscaled started {} ago and is still finding its way", words(e.unit->age));
  if (e.unit && e.unit->known && e.unit->active_state != "active") return fmt::format("systemd is busy with {} ({})", e.policy->tailscale.unit, e.unit->active_state);
  if (e.starting_for > Policy::starting_patience)
    return fmt::format("tailscaled has been starting for {}; the control server does not answer", words(e.starting_for));
  return fmt::format("tailscaled is starting ({})", e.status == Answer::answered ? to_string(e.tailnet.backend) : "its backend is not ready");
}

std::string say_dead(const Evidence& e) {
  if (e.unit && e.unit->known && e.unit->active_state == "failed")
    return fmt::format("{} has failed ({})", e.policy->tailscale.unit, e.unit->result);
  return fmt::format("tailscaled's socket {} {}", e.policy->tailscale.socket, e.status == Answer::absent ? "does not exist" : "has no listener");
}

std::string say_hung(const Evidence& e) {
  if (e.status == Answer::timed_out) return fmt::format("tailscaled accepts questions and has not answered {} in a row", count(e.hung_in_a_row, "time", "times"));
  if (e.status != Answer::answered) return fmt::format("LocalAPI gives nothing that can be used ({})", e.status ? to_string(*e.status) : "no answer");
  return fmt::format("tailscaled has been {} for {} while the control server answers", to_string(e.tailnet.backend), words(e.starting_for));
}

std::string say_no_wan(const Evidence& e) {
  if (!usable(e.egress)) return "this host has no way out: no default route with carrier";
  if (reach_wan(e) == Reach::unknown) return "nothing answers, in the tailnet or outside; no WAN anchor is known yet";
  return fmt::format("no WAN anchor of {} and no peer answers", e.anchors.size());
}

std::string say_not_accepted(const Evidence& e) {
  const Address& target = e.targets[first_failing(e)].fact.address;
  for (const auto& carrier : e.tailnet.carriers)
    if (contains(carrier.prefix, target) && carrier.router < e.tailnet.routers.size())
      return fmt::format("this host ignores subnet routes; {} carries {}", e.tailnet.routers[carrier.router].name, to_string(carrier.prefix));
  return fmt::format("this host ignores subnet routes, and {} is behind one", name(e, first_failing(e)));
}

std::string say_not_carried(const Evidence& e) {
  const std::size_t target = first_failing(e);
  return fmt::format("no peer carries {} of {}: its route is not advertised, or not approved", to_string(e.targets[target].fact.address), name(e, target));
}

std::string say_not_installed(const Evidence& e) {
  const std::size_t target = first_failing(e);
  const TargetFact& fact = e.targets[target].fact;
  if (shadowed(e)) return fmt::format("{} carries the route, but a local route sends {} through {}", router_name(e), name(e, target), fact.interface);
  return fmt::format("{} carries the route, but the kernel would send {} {}", router_name(e), name(e, target),
                     fact.interface.empty() ? "nowhere" : fmt::format("through {} (table {})", fact.interface, fact.table));
}

std::string say_tunnel(const Evidence& e) {
  const std::size_t number = failing_names(e).size() + e.peers.size();
  return fmt::format("{} {} silent while the WAN answers", everybody(e), are(number));
}

std::string say_session(const Evidence& e) {
  return fmt::format("{}: disco pings are answered, nothing gets through WireGuard", everybody(e));
}

std::string say_router_silent(const Evidence& e) {
  const std::string witness = answering_witness(e);
  if (witness.empty()) return fmt::format("{} is silent; with no witness in the tailnet, this host's fault and its own cannot be told apart", router_name(e));
  return fmt::format("{} is silent, {}", router_name(e), witness);
}

std::string say_resets(const Evidence& e) {
  const std::size_t target = first_failing(e);
  return fmt::format("{} {}", name(e, target), how(e.targets[target].fact));
}

std::string say_target_silent(const Evidence& e) {
  const std::size_t target = first_failing(e);
  const TargetFact& fact = e.targets[target].fact;
  if (fact.outcome == TcpOutcome::unresolved || fact.outcome == TcpOutcome::failed) return fmt::format("{} {}", name(e, target), how(fact));
  const auto ping = std::ranges::find_if(e.target_pings, [&](const PingFact& p) { return p.peer == fact.address; });
  const std::string_view alive = ping == e.target_pings.end() ? "" :
      ping->outcome == PingOutcome::pong ? "; the host answers ICMP, so its service is down" : "; the host does not answer ICMP either";
  return fmt::format("{} {} while {} answers{}", name(e, target), how(fact), router_name(e), alive);
}

std::string say_control_stuck(const Evidence& e) {
  if (!e.tailnet.self_online) return "the targets answer, but control has lost this host while its server answers";
  return "the targets answer, but tailscaled's connection to control is dead while its server answers";
}
std::string say_control_away(const Evidence&) { return "the targets answer, but the control server does not; the data plane is left alone"; }

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
  return fmt::format("{} {} through the tailnet in {}{}", list(names), names.size() == 1 ? "answers" : "answer", names.size() == 1 ? "" : "at most ", words(longest));
}

std::string no_advice(const Evidence&) { return ""; }
std::string advise_stopped(const Evidence& e) {
  if (e.prefs && !e.prefs->want_running) return "sudo tailscale up";
  return fmt::format("sudo systemctl enable --now {}", e.policy->tailscale.unit);
}
std::string advise_login(const Evidence&) { return "sudo tailscale login"; }
std::string advise_approve(const Evidence&) { return "approve this host in the tailnet's admin console"; }
std::string advise_dead(const Evidence& e) { return fmt::format("journalctl -u {} -n 50, then: sudo systemctl restart {}", e.policy->tailscale.unit, e.policy->tailscale.unit); }
std::string advise_restart(const Evidence& e) { return fmt::format("sudo systemctl restart {}", e.policy->tailscale.unit); }
std::string advise_wan(const Evidence& e) { return usable(e.egress) ? "nothing on this host helps; look at the uplink and its provider" : "ip route get 8.8.8.8; look at the uplink"; }
std::string advise_accept(const Evidence&) { return "sudo tailscale set --accept-routes"; }
std::string advise_not_carried(const Evidence& e) {
  return fmt::format("on the subnet router: tailscale set --advertise-routes=…, then approve it in the admin console ({})", to_string(e.targets[first_failing(e)].fact.address));
}
std::string advise_router(const Evidence& e) { return fmt::format("nothing on this host helps. Look at {}: is it up, and is its uplink?", router_name(e)); }
std::string advise_resets(const Evidence& e) { return fmt::format("look at the service on {}", to_string(e.targets[first_failing(e)].fact.address)); }
std::string advise_target(const Evidence& e) { return fmt::format("look at {} and the LAN behind {}", name(e, first_failing(e)), router_name(e)); }
std::string advise_control(const Evidence&) { return "nothing on this host helps; tailscaled reconnects when the server answers again"; }

}  // namespace watch::views
