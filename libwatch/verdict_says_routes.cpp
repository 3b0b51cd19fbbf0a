// The sentences of the rows beyond the tunnel, each about the target that made its row fit.
#include <algorithm>

#include <fmt/format.h>

#include "libwatch/verdict_parts.hpp"
#include "libwatch/verdict_phrases.hpp"
#include "libwatch/verdict_views.hpp"
#include "libwatch/words.hpp"

namespace watch::views {

namespace {

const TargetFact& fact(const Evidence& e, std::size_t target) { return e.targets[target].fact; }
std::string address(const Evidence& e, std::size_t target) { return to_string(fact(e, target).address); }

// " (10.77.0.0/24 came to it from site-a)" where another router carried the target before.
std::string moved(const Evidence& e, std::size_t target) {
  if (target >= e.targets.size()) return "";
  const std::string& from = e.targets[target].moved_from;
  return from.empty() ? "" : fmt::format(" (it took {} over from {})", name(e, target), from);
}

// What a peer's offer has for this target.
struct Offer {
  std::string who;
  std::string what;
};
Offer offer_for(const Evidence& e, std::size_t target) {
  const NodeFact* node = offer(e, e.targets[target]);
  const Prefix* prefix = node == nullptr ? nullptr : offered(*node, fact(e, target).address);
  const std::string& last = e.targets[target].last_router;
  return {.who = last.empty() ? "a peer" : last, .what = prefix == nullptr ? address(e, target) : to_string(*prefix)};
}

std::string own_prefixes(const Evidence& e) {
  std::string text;
  for (const auto& prefix : e.own_routes) text += (text.empty() ? "" : ",") + to_string(prefix);
  return text;
}

std::string how_it_went(const Evidence& e, std::size_t target) { return fmt::format("{} {}", name(e, target), how(fact(e, target))); }

std::string advertise(const std::string& subnet) {
  return fmt::format("sudo tailscale set --advertise-routes=… with all its subnets, {} among them: the list replaces the one there", subnet);
}
// Never a list from which a subnet may be missing: one that is full was cut.
std::string advertise_again(const Evidence& e, const Prefix& lost) {
  const bool cut = e.own_routes.size() >= Prefs::max_routes || e.prefs->advertise_routes.size() >= Prefs::max_routes;
  return cut ? advertise(to_string(lost)) : "sudo tailscale set --advertise-routes=" + own_prefixes(e);
}

// Forwarding of IPv6 ends what the kernel takes from router advertisements, unless accept_ra is 2.
std::string advise_forwarding(const Evidence& e) {
  const bool four = unforwarded(e, Family::v4);
  const std::string_view v4 = four ? "net.ipv4.ip_forward=1" : "";
  if (!unforwarded(e, Family::v6)) return fmt::format("sudo sysctl -w {}, and keep it in /etc/sysctl.d", v4);
  return fmt::format("where this host's IPv6 route comes from router advertisements, first: sudo sysctl -w net/ipv6/conf/{}/accept_ra=2, or that route goes; "
                     "then: sudo sysctl -w {}{}net.ipv6.conf.all.forwarding=1, and keep it in /etc/sysctl.d",
                     e.egress.v6 ? e.egress.v6->interface : "…", v4, four ? " " : "");
}

}  // namespace

std::string say_not_accepted(const Evidence& e) {
  const std::size_t target = first_where(e, unaccepted);
  for (const auto& carrier : e.tailnet.carriers)
    if (contains(carrier.prefix, fact(e, target).address) && carrier.router < e.tailnet.routers.size())
      return fmt::format("this host ignores subnet routes; {} carries {}", e.tailnet.routers[carrier.router].name, to_string(carrier.prefix));
  return fmt::format("this host ignores subnet routes, and {} is behind one", name(e, target));
}

std::string say_router_expired(const Evidence& e) {
  const std::size_t target = first_where(e, behind_expired);
  return fmt::format("the node key of {} has expired, and no other peer carries {}", expired_carrier(e, e.targets[target])->name, address(e, target));
}

std::string say_not_approved(const Evidence& e) {
  const Offer found = offer_for(e, first_where(e, offered_only));
  return fmt::format("{} advertises {}, but it is not approved", found.who, found.what);
}

std::string say_not_advertised(const Evidence& e) {
  const std::size_t target = first_where(e, withdrawn);
  return fmt::format("{} no longer advertises a route to {}, and no other peer carries it", e.targets[target].last_router, address(e, target));
}

std::string say_not_carried(const Evidence& e) {
  const std::size_t target = first_where(e, uncarried);
  return fmt::format("no peer carries {} of {}: its route is not advertised, or not approved", address(e, target), name(e, target));
}

std::string say_own_route(const Evidence& e) {
  const OwnTrouble trouble = own_trouble(e);
  const std::string prefix = to_string(trouble.prefix);
  switch (trouble.what) {
    case OwnRoute::fine: return "";
    case OwnRoute::lost: return fmt::format("this host is a subnet router and no longer advertises {}: it is gone from its preferences", prefix);
    case OwnRoute::unapproved: return fmt::format("this host advertises {}, but it is not approved", prefix);
    case OwnRoute::taken_over: return fmt::format("this host advertises {}, but {} carries it now", prefix, trouble.taker);
    case OwnRoute::unforwarded: {
      const std::string_view warning = e.forwarding->warning;
      return fmt::format("this host advertises {} and does not forward packets: {}", own_prefixes(e), warning.substr(0, warning.find_last_not_of('.') + 1));
    }
  }
  return "";
}

std::string say_without_interface(const Evidence& e) {
  return fmt::format("tailscaled runs without a network interface (userspace networking), and {} has no proxy", name(e, first_where(e, unrouted)));
}

std::string say_shadowed(const Evidence& e) {
  const std::size_t target = first_where(e, misled);
  return fmt::format("{} carries the route, but a local route sends {} through {}", router_name(e, target), name(e, target), fact(e, target).interface);
}

std::string say_not_installed(const Evidence& e) {
  const std::size_t target = first_where(e, unrouted);
  const TargetFact& seen = fact(e, target);
  return fmt::format("{} carries the route, but the kernel would send {} {}", router_name(e, target), name(e, target),
                     seen.interface.empty() ? "nowhere" : fmt::format("through {} (table {})", seen.interface, seen.table));
}

std::string say_zombie(const Evidence& e) {
  const std::size_t target = first_where(e, behind_zombie);
  const Zombie& zombie = *router_of(e, e.targets[target])->zombie;
  const std::string witness = answering_witness(e);
  return fmt::format("{} is silent{}; it looks like a zombie: online for control, {} B sent to it and nothing heard for {}", router_name(e, target),
                     witness.empty() ? " and no witness tells it from a fault of this host" : ", " + witness, zombie.sent, words(zombie.lasting));
}

std::string say_router_silent(const Evidence& e) {
  const std::size_t target = first_where(e, behind_silent_router);
  const std::string witness = answering_witness(e);
  const PeerView* router = target < e.targets.size() ? router_of(e, e.targets[target]) : nullptr;
  const std::string_view offline = router != nullptr && !router->online ? " and offline for control" : "";
  if (!witness.empty()) return fmt::format("{} is silent{}, {}{}", router_name(e, target), offline, witness, moved(e, target));
  return fmt::format("{} is silent{}; no witness in the tailnet bears that out{}", router_name(e, target), offline, moved(e, target));
}

std::string say_unwitnessed(const Evidence& e) {
  const std::size_t target = first_where(e, behind_silent_router);
  const bool alone = std::ranges::none_of(e.peers, &PeerView::witness);
  return fmt::format("{} is silent; with {} in the tailnet, this host's fault and its own cannot be told apart{}", router_name(e, target),
                     alone ? "no witness" : "no witness whose data gets through", moved(e, target));
}

std::string say_proxy_gone(const Evidence& e) { return how_it_went(e, first_where(e, without_proxy)); }

std::string say_proxy_fails(const Evidence& e) {
  const std::size_t target = first_where(e, failed_by_proxy);
  const PeerView* router = router_of(e, e.targets[target]);
  const bool answers = router != nullptr && router->tsmp == Standing::good;
  return fmt::format("{} {}{}", name(e, target), how(fact(e, target)), answers ? fmt::format(", while {} answers", router->name) : "");
}

std::string say_resets(const Evidence& e) { return how_it_went(e, first_where(e, hung_up)); }

std::string say_narrow(const Evidence& e) {
  const std::size_t target = first_where(e, stalled);
  return fmt::format("{} opens and stalls: small packets reach {} and those of {} bytes do not", name(e, target), router_name(e, target), Policy::full_ping);
}

std::string say_target_silent(const Evidence& e) {
  const std::size_t target = first_where(e, down);
  const TargetFact& seen = fact(e, target);
  const auto ping = std::ranges::find_if(e.target_pings, [&](const PingFact& p) { return p.peer == seen.address; });
  // Who drops a connection does not say where: tailscaled's ping passes this host's firewall by.
  const std::string_view culprit = seen.outcome == TcpOutcome::refused ? "its service is down" : "a firewall, there or here, stops it, or its service hangs";
  const std::string alive = ping == e.target_pings.end() ? "" :
      ping->outcome == PingOutcome::pong ? fmt::format("; the host answers ICMP, so {}", culprit) : "; the host does not answer ICMP either";
  return fmt::format("{} {} while {} answers{}", name(e, target), how(seen), router_name(e, target), alive);
}

std::string say_target_untried(const Evidence& e) { return how_it_went(e, first_where(e, untried)); }
std::string say_target_unnamed(const Evidence& e) { return how_it_went(e, first_where(e, unnamed)); }

std::string say_names_unknown(const Evidence& e) {
  std::vector<std::string> unknown;
  for (const auto& one : e.names->names)
    if (one.outcome != NameOutcome::resolved) unknown.push_back(one.name);
  return fmt::format("{} not resolve{} while the WAN answers by address{}", list(unknown) + (unknown.size() == 1 ? " does" : " do"),
                     e.names->resolver.empty() ? "" : " at " + e.names->resolver,
                     control_unnamed(e) && control_life(e) == ControlLife::dead ? "; tailscaled has lost control, and finds it again only by name" : "");
}

std::string say_relayed(const Evidence& e) {
  std::string path;
  for (const auto& peer : e.peers)
    if (!peer.witness && peer.path.starts_with("DERP")) path = fmt::format("{} is reached through {} only", peer.name, peer.path);
  return fmt::format("{}, for {}; it used to be direct", path.empty() ? "the targets answer through DERP only" : path, words(e.relayed_for));
}

std::string say_unsteady(const Evidence& e) {
  return fmt::format("the targets answer now, but in the last {} they failed {}, {} % of the time{}", words(e.recent.over), count(e.recent.bursts, "time", "times"),
                     100 * e.recent.failed / std::max(1U, e.recent.slots),
                     e.recent.last == Verdict::healthy ? "" : fmt::format("; it was {} when it failed last", to_string(e.recent.last)));
}

std::string say_lossy(const Evidence& e) {
  return fmt::format("the targets answer, but in the last {} {} % of the connections took a second or more too long: packets get lost, or wait in a full queue",
                     words(e.recent.answers_over), 100 * e.recent.late / std::max(1U, e.recent.answers));
}

std::string advise_accept(const Evidence&) { return "sudo tailscale set --accept-routes"; }
std::string advise_router_expired(const Evidence& e) {
  const std::string& router = expired_carrier(e, e.targets[first_where(e, behind_expired)])->name;
  return fmt::format("extend the key of {}, or switch its expiry off, in the tailnet's admin console; or there: sudo tailscale up --force-reauth", router);
}
std::string advise_route_approval(const Evidence& e) {
  const Offer found = offer_for(e, first_where(e, offered_only));
  return fmt::format("approve {} of {} in the tailnet's admin console", found.what, found.who);
}
std::string advise_advertise(const Evidence& e) {
  const std::size_t target = first_where(e, withdrawn);
  return fmt::format("on {}: {}", e.targets[target].last_router, advertise("that of " + address(e, target)));
}
std::string advise_not_carried(const Evidence& e) {
  return fmt::format("on the subnet router: {}; then approve it in the admin console", advertise("that of " + address(e, first_where(e, uncarried))));
}
std::string advise_own_route(const Evidence& e) {
  const OwnTrouble trouble = own_trouble(e);
  switch (trouble.what) {
    case OwnRoute::fine: return "";
    case OwnRoute::lost: return advertise_again(e, trouble.prefix) + "; or, if that was meant: sudo systemctl reload tailmend";
    case OwnRoute::unapproved: return "approve it in the tailnet's admin console";
    case OwnRoute::taken_over: return fmt::format("if that was not meant, look at {}", trouble.taker);
    case OwnRoute::unforwarded: return advise_forwarding(e);
  }
  return "";
}
std::string advise_proxy(const Evidence& e) { return fmt::format("set `proxy` of {} in tailmend.toml to tailscaled's --socks5-server", name(e, first_where(e, unrouted))); }
std::string advise_shadowed(const Evidence& e) { return fmt::format("ip route get {}; remove or narrow that local route", address(e, first_where(e, misled))); }
std::string advise_zombie(const Evidence& e) {
  return fmt::format("{}s {} up at all, and is inbound UDP allowed there? Then restart its tailscaled", answering_witness(e).empty() ? "i" : "nothing on this host helps. I",
                     router_name(e, first_where(e, behind_zombie)));
}
std::string advise_router(const Evidence& e) {
  return fmt::format("nothing on this host helps. Look at {}: is it up, and is its uplink?", router_name(e, first_where(e, behind_silent_router)));
}
std::string advise_unwitnessed(const Evidence& e) {
  return fmt::format("is {} up, and is its uplink? Where others reach it, it is this host: sudo systemctl restart {}", router_name(e, first_where(e, behind_silent_router)),
                     e.policy->tailscale.unit);
}
std::string advise_proxy_gone(const Evidence& e) {
  const std::size_t target = first_where(e, without_proxy);
  return fmt::format("is tailscaled started with --socks5-server={}? Look at its FLAGS and at `ss -ltn`", e.policy->targets[target].proxy);
}
std::string advise_proxy_fails(const Evidence& e) {
  const std::size_t target = first_where(e, failed_by_proxy);
  return fmt::format("look at {} and the LAN behind {}", name(e, target), router_name(e, target));
}
std::string advise_resets(const Evidence& e) { return fmt::format("look at the service on {}", address(e, first_where(e, hung_up))); }
std::string advise_narrow(const Evidence& e) {
  return fmt::format("the path to {} loses large packets: let ICMP \"fragmentation needed\" through on the uplink, or lower its MTU", router_name(e, first_where(e, stalled)));
}
std::string advise_target(const Evidence& e) {
  const std::size_t target = first_where(e, down);
  const auto ping = std::ranges::find_if(e.target_pings, [&](const PingFact& p) { return p.peer == fact(e, target).address; });
  const bool lost = ping != e.target_pings.end() && ping->outcome == PingOutcome::silent;
  return fmt::format("look at {} and the LAN behind {}{}", name(e, target), router_name(e, target), lost ? "; does that router forward packets?" : "");
}
std::string advise_untried(const Evidence&) { return "is this host short of memory, or of open files? free; cat /proc/sys/fs/file-nr"; }
std::string advise_unnamed(const Evidence& e) {
  const std::string& address = e.policy->targets[first_where(e, unnamed)].address;
  return fmt::format("getent hosts {}; look at this host's resolver, or set an address in place of the name", address.substr(0, address.rfind(':')));
}
std::string advise_names(const Evidence& e) {
  return e.names && !e.names->resolver.empty() ? fmt::format("look at the resolver {} in /etc/resolv.conf: is it the one of the uplink in use?", e.names->resolver)
                                               : "no resolver is configured; look at /etc/resolv.conf";
}
std::string advise_relayed(const Evidence&) { return "is outgoing UDP allowed on this uplink? tailscale netcheck tells"; }
std::string advise_unsteady_wan(const Evidence&) { return "look at the uplink and its provider; journalctl -u tailmend tells each outage and what it was"; }
std::string advise_unsteady_behind(const Evidence&) { return "look at the far side; journalctl -u tailmend tells each outage and what it was"; }
std::string advise_lossy(const Evidence&) { return "ping an address outside: where replies are missing or slow, look at the uplink and its provider, otherwise at the far side's uplink"; }
std::string advise_unsteady(const Evidence&) { return "journalctl -u tailmend tells each outage and what it was"; }

}  // namespace watch::views
