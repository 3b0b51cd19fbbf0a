// Which rows fit, for everything beyond the tunnel: routes, routers, proxies, targets, and what a good line lacks.
#include <algorithm>
#include <ranges>

#include "libwatch/verdict_parts.hpp"
#include "libwatch/verdict_views.hpp"

namespace watch {

bool shadowed(const Evidence& e) { return views::some(e, views::misled); }
bool without_interface(const Evidence& e) { return views::running(e) && !e.tailnet.tun && views::some(e, views::unrouted); }

bool control_unnamed(const Evidence& e) {
  return e.names && e.unresolved_in_a_row >= 2 &&
         std::ranges::any_of(e.names->names, [](const NameFact& n) { return n.kind == AnchorKind::control && n.outcome != NameOutcome::resolved; });
}

namespace {

bool does_not_forward(const Evidence& e) { return views::unforwarded(e, Family::v4) || views::unforwarded(e, Family::v6); }

// A list that is full was cut: what is not in it may be there all the same.
bool lists(const std::vector<Prefix>& prefixes, std::size_t most, const Prefix& prefix) {
  return prefixes.size() >= most || std::ranges::find(prefixes, prefix) != prefixes.end();
}

}  // namespace

bool own_routes_amiss(const Evidence& e) {
  if (e.own_routes.empty() || e.status != Answer::answered || e.tailnet.backend != Backend::running) return false;
  const bool approved = std::ranges::all_of(e.own_routes, [&](const Prefix& p) { return lists(e.tailnet.self_routes, Tailnet::max_self_routes, p); });
  return !approved || does_not_forward(e);
}

namespace views {

namespace {

bool contains_prefix(const std::vector<Prefix>& prefixes, const Prefix& prefix) { return std::ranges::find(prefixes, prefix) != prefixes.end(); }

bool bad(const TargetView& target) { return target.standing == Standing::bad; }

}  // namespace

// Without the route the kernel sends it elsewhere; or an exit node takes it, which does not know the way.
bool unaccepted(const Evidence& e, const TargetView& t) {
  if (t.fact.address.family == Family::none || is_tailnet(t.fact.address) || through_exit_node(e, t)) return false;
  const TcpOutcome outcome = t.fact.outcome;
  return outcome == TcpOutcome::wrong_egress || outcome == TcpOutcome::unreachable || outcome == TcpOutcome::timed_out || through_proxy(e, t);
}

bool uncarried(const Evidence&, const TargetView& t) {
  if (has_carrier(t) || !bad(t) || is_proxy_gone(t.fact.outcome)) return false;
  return t.fact.outcome != TcpOutcome::unresolved && t.fact.outcome != TcpOutcome::failed;
}

bool behind_expired(const Evidence& e, const TargetView& t) { return uncarried(e, t) && expired_carrier(e, t) != nullptr; }

bool offered_only(const Evidence& e, const TargetView& t) {
  const NodeFact* node = uncarried(e, t) ? offer(e, t) : nullptr;
  return node != nullptr && offered(*node, t.fact.address) != nullptr;
}

bool withdrawn(const Evidence& e, const TargetView& t) {
  if (!uncarried(e, t) || t.last_node == 0) return false;
  const NodeFact* node = offer(e, t);
  return node != nullptr && offered(*node, t.fact.address) == nullptr;
}

bool unrouted(const Evidence& e, const TargetView& t) {
  return t.router && bad(t) && t.fact.outcome == TcpOutcome::wrong_egress && !through_proxy(e, t);
}

// Through an interface that is neither the tailnet's nor the way out's: a local route.
bool misled(const Evidence& e, const TargetView& t) {
  const std::string& interface = t.fact.interface;
  if (t.fact.outcome != TcpOutcome::wrong_egress || interface.empty() || interface == e.policy->tailscale.interface) return false;
  return !(e.egress.v4 && e.egress.v4->interface == interface) && !(e.egress.v6 && e.egress.v6->interface == interface);
}

bool behind_silent_router(const Evidence& e, const TargetView& t) {
  const PeerView* router = router_of(e, t);
  return router != nullptr && router->tsmp == Standing::bad;
}

bool behind_zombie(const Evidence& e, const TargetView& t) {
  return behind_silent_router(e, t) && router_of(e, t)->online && router_of(e, t)->zombie;
}

bool without_proxy(const Evidence&, const TargetView& t) { return bad(t) && is_proxy_gone(t.fact.outcome); }

bool failed_by_proxy(const Evidence&, const TargetView& t) { return bad(t) && t.fact.outcome == TcpOutcome::proxy_failed; }

bool hung_up(const Evidence& e, const TargetView& t) {
  if (!bad(t) || stalled(e, t)) return false;
  return t.fact.outcome == TcpOutcome::reset || t.fact.outcome == TcpOutcome::unanswered || t.fact.outcome == TcpOutcome::unexpected;
}

// It opens and its data stalls, and only small packets get through to its router.
bool stalled(const Evidence& e, const TargetView& t) {
  const PeerView* router = router_of(e, t);
  return bad(t) && t.fact.outcome == TcpOutcome::unanswered && router != nullptr && router->disco == Standing::good && router->full == Standing::bad;
}

bool down(const Evidence& e, const TargetView& t) {
  if (!bad(t) || untried(e, t) || unnamed(e, t)) return false;
  const PeerView* router = router_of(e, t);
  return router != nullptr && router->tsmp == Standing::good;
}

bool untried(const Evidence&, const TargetView& t) { return bad(t) && t.fact.outcome == TcpOutcome::failed; }
bool unnamed(const Evidence&, const TargetView& t) { return bad(t) && t.fact.outcome == TcpOutcome::unresolved; }

bool not_accepted(const Evidence& e) { return running(e) && e.prefs && !e.prefs->accept_routes && some(e, unaccepted); }
bool router_expired(const Evidence& e) { return running(e) && some(e, behind_expired); }
bool not_approved(const Evidence& e) { return running(e) && some(e, offered_only); }
bool not_advertised(const Evidence& e) { return running(e) && some(e, withdrawn); }
bool not_carried(const Evidence& e) { return running(e) && some(e, uncarried); }
bool not_installed(const Evidence& e) { return running(e) && some(e, unrouted); }
bool behind_local_route(const Evidence& e) { return not_installed(e) && some(e, misled); }
// With no target, one silent peer of a tailnet of two is all there is to go by.
bool router_silent(const Evidence& e) {
  if (!running(e) || !e.complete) return false;
  return e.targets.empty() ? something_fails(e) && reach_wan(e) == Reach::answers : some(e, behind_silent_router);
}
// Nobody tells whether it is the router or this host, control neither.
bool unwitnessed(const Evidence& e) {
  if (!router_silent(e) || std::ranges::any_of(e.peers, [](const PeerView& p) { return p.tsmp == Standing::good; })) return false;
  return e.targets.empty() || router_of(e, e.targets[first_where(e, behind_silent_router)])->online;
}
bool zombie(const Evidence& e) { return running(e) && e.complete && some(e, behind_zombie); }
// It is a part of tailscaled: where that is silent too, the next look tells whether it hangs.
bool proxy_gone(const Evidence& e) { return e.status != Answer::timed_out && some(e, without_proxy); }
bool proxy_fails(const Evidence& e) { return some(e, failed_by_proxy); }
bool resets(const Evidence& e) { return some(e, hung_up); }
bool narrow(const Evidence& e) { return some(e, stalled); }
bool target_silent(const Evidence& e) { return some(e, down); }
bool target_untried(const Evidence& e) { return some(e, untried); }
bool target_unnamed(const Evidence& e) { return some(e, unnamed); }

// tailscaled looks at both families, whatever is advertised: a host that routes IPv4 alone need not forward IPv6.
bool unforwarded(const Evidence& e, Family family) {
  if (!e.forwarding || e.forwarding->answer != Answer::answered || e.forwarding->warning.empty()) return false;
  const std::string& warning = e.forwarding->warning;
  const bool speaks_of_v4 = warning.contains("IPv4") || warning.contains("net.ipv4.conf.");
  const bool speaks_of_v6 = warning.contains("IPv6") || warning.contains("net.ipv6.conf.");
  if (speaks_of_v4 != speaks_of_v6 && speaks_of_v4 != (family == Family::v4)) return false;
  return std::ranges::any_of(e.own_routes, [&](const Prefix& p) { return p.address.family == family; });
}

// Asked of the preferences and the status, and judged only when nothing else is amiss: a tunnel comes first. A second router
// of one subnet that waits for its turn is no trouble; one that lost its turn is worth a word.
OwnTrouble own_trouble(const Evidence& e) {
  if (!running(e) || !e.complete || !e.prefs || something_fails(e)) return {};
  for (const auto& prefix : e.own_routes) {
    if (!lists(e.prefs->advertise_routes, Prefs::max_routes, prefix)) return {.what = OwnRoute::lost, .prefix = prefix, .taker = ""};
    if (!lists(e.tailnet.self_routes, Tailnet::max_self_routes, prefix)) return {.what = OwnRoute::unapproved, .prefix = prefix, .taker = ""};
    for (const auto& carrier : e.tailnet.carriers)
      if (carrier.prefix == prefix && carrier.target >= e.targets.size() && carrier.router < e.tailnet.routers.size() && contains_prefix(e.own_held, prefix))
        return {.what = OwnRoute::taken_over, .prefix = prefix, .taker = e.tailnet.routers[carrier.router].name};
  }
  if (does_not_forward(e) && !e.own_routes.empty()) return {.what = OwnRoute::unforwarded, .prefix = e.own_routes.front(), .taker = ""};
  return {};
}

bool own_route(const Evidence& e) { return own_trouble(e).what != OwnRoute::fine; }

// A name that did not resolve once may be a lost packet.
bool names_unknown(const Evidence& e) {
  if (!targets_answer(e) || !e.names || e.unresolved_in_a_row < 2 || reach_wan(e) != Reach::answers) return false;
  return std::ranges::any_of(e.names->names, [](const NameFact& n) { return n.outcome != NameOutcome::resolved; });
}

bool relayed(const Evidence& e) { return targets_answer(e) && e.relayed_for >= Policy::relayed_patience; }

bool unsteady(const Evidence& e) {
  constexpr std::uint32_t least_slots = 12;
  constexpr std::uint32_t least_bursts = 3;
  constexpr std::uint32_t one_in = 20;  // five percent
  return targets_answer(e) && e.recent.slots >= least_slots && e.recent.bursts >= least_bursts && e.recent.failed * one_in >= e.recent.slots;
}
bool unsteady_wan(const Evidence& e) { return unsteady(e) && e.recent.whose == Whose::wan; }
bool unsteady_behind(const Evidence& e) { return unsteady(e) && e.recent.whose == Whose::theirs; }

bool lossy(const Evidence& e) { return targets_answer(e) && e.recent.lossy; }

}  // namespace views

}  // namespace watch
