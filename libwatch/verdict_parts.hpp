// What the cells of the verdict table share: small questions to the evidence. Pure; only the cells look in here, and the
// sentences of an episode.
#pragma once
#include <algorithm>
#include <string>

#include "libwatch/verdict.hpp"

namespace watch::views {

inline bool silent(Standing standing) { return standing == Standing::late || standing == Standing::bad; }
inline bool failing(const TargetView& target) { return silent(target.standing); }
inline bool mute(const PeerView& peer) { return silent(peer.disco) && silent(peer.tsmp); }
inline bool running(const Evidence& e) { return e.status == Answer::answered && e.tailnet.backend == Backend::running; }

template <class Fits>
bool some_failing_target(const Evidence& e, Fits fits) {
  return std::ranges::any_of(e.targets, [&](const TargetView& t) { return failing(t) && fits(t); });
}
inline const PeerView* router_of(const Evidence& e, const TargetView& target) {
  return target.router && *target.router < e.peers.size() ? &e.peers[*target.router] : nullptr;
}
inline bool something_fails(const Evidence& e) {
  return e.targets.empty() ? !e.peers.empty() && std::ranges::all_of(e.peers, mute) : some_failing_target(e, [](const TargetView&) { return true; });
}
// Of a target in `targets`, which is that of the policy's and of carriers.
inline std::size_t index_of(const Evidence& e, const TargetView& target) { return static_cast<std::size_t>(&target - e.targets.data()); }
inline bool through_proxy(const Evidence& e, const TargetView& target) {
  const std::size_t index = index_of(e, target);
  return index < e.policy->targets.size() && !e.policy->targets[index].proxy.empty();
}
// The peer that would carry this target, had its node key not expired: tailscaled leaves such a peer's routes out.
inline const Peer* expired_carrier(const Evidence& e, const TargetView& target) {
  const auto carrier = std::ranges::find(e.tailnet.carriers, index_of(e, target), &Carrier::target);
  if (carrier == e.tailnet.carriers.end() || carrier->router >= e.tailnet.routers.size()) return nullptr;
  const Peer& router = e.tailnet.routers[carrier->router];
  return router.expired ? &router : nullptr;
}
// An exit node carries it, which needs no --accept-routes.
inline bool through_exit_node(const Evidence& e, const TargetView& target) {
  return std::ranges::any_of(e.tailnet.carriers, [index = index_of(e, target)](const Carrier& c) { return c.target == index && c.prefix.bits == 0; });
}
inline bool has_carrier(const TargetView& target) { return target.carried || target.router; }
// The proxy itself gives no service, whatever is behind it.
inline bool is_proxy_gone(TcpOutcome outcome) {
  return outcome == TcpOutcome::proxy_refused || outcome == TcpOutcome::proxy_closed || outcome == TcpOutcome::proxy_silent;
}
// Status.Health has the texts of warnings, not their codes.
inline bool health_says(const Evidence& e, std::string_view words) {
  return std::ranges::any_of(e.tailnet.health, [&](const std::string& text) { return text.contains(words); });
}
// tailscaled's own word (health warning captive-portal-detected), which does not name the portal: "This network requires you
// to log in using your web browser." (feature/captiveportal, ipnlocal before that).
inline bool tells_of_portal(const Evidence& e) { return health_says(e, "log in using your web browser") || health_says(e, "aptive portal"); }
// What connects to an anchor proves nothing then.
inline bool portal_there(const Evidence& e) { return (e.portal && e.portal->found) || tells_of_portal(e); }
// What a peer that carried this target is known to offer now; nothing where it was not asked or did not say.
inline const NodeFact* offer(const Evidence& e, const TargetView& target) {
  const auto of = [&](auto fits) {
    const auto node = std::ranges::find_if(e.nodes, [&](const NodeFact& n) { return n.answer == Answer::answered && fits(n); });
    return node == e.nodes.end() ? nullptr : &*node;
  };
  if (target.last_node != 0) return of([&](const NodeFact& n) { return n.node == target.last_node; });
  return of([&](const NodeFact& n) { return std::ranges::any_of(n.advertised, [&](const Prefix& p) { return contains(p, target.fact.address); }); });
}
inline const Prefix* offered(const NodeFact& node, const Address& address) {
  const auto prefix = std::ranges::find_if(node.advertised, [&](const Prefix& p) { return contains(p, address); });
  return prefix == node.advertised.end() ? nullptr : &*prefix;
}

// One target and one cause each: what a row asks of some target, and what its sentence then speaks about.
using OfTarget = bool (*)(const Evidence&, const TargetView&);
bool unaccepted(const Evidence& evidence, const TargetView& target);
bool uncarried(const Evidence& evidence, const TargetView& target);
bool behind_expired(const Evidence& evidence, const TargetView& target);
bool offered_only(const Evidence& evidence, const TargetView& target);  // advertised by a peer, not approved
bool withdrawn(const Evidence& evidence, const TargetView& target);     // no longer advertised by who carried it
bool unrouted(const Evidence& evidence, const TargetView& target);      // carried, and not in the kernel …
bool misled(const Evidence& evidence, const TargetView& target);        // … because a local route is more specific
bool behind_silent_router(const Evidence& evidence, const TargetView& target);
bool behind_zombie(const Evidence& evidence, const TargetView& target);
bool without_proxy(const Evidence& evidence, const TargetView& target);
bool failed_by_proxy(const Evidence& evidence, const TargetView& target);
bool hung_up(const Evidence& evidence, const TargetView& target);
bool stalled(const Evidence& evidence, const TargetView& target);
bool down(const Evidence& evidence, const TargetView& target);
bool untried(const Evidence& evidence, const TargetView& target);
bool unnamed(const Evidence& evidence, const TargetView& target);

inline std::size_t first_where(const Evidence& e, OfTarget fits) {
  const auto it = std::ranges::find_if(e.targets, [&](const TargetView& t) { return failing(t) && fits(e, t); });
  return it == e.targets.end() ? 0 : static_cast<std::size_t>(it - e.targets.begin());
}
inline bool some(const Evidence& e, OfTarget fits) {
  return some_failing_target(e, [&](const TargetView& t) { return fits(e, t); });
}

// The first of this host's own routes that is amiss, and how. Only told while nothing else is.
enum class OwnRoute : std::uint8_t { fine, lost, unapproved, taken_over, unforwarded };
struct OwnTrouble {
  OwnRoute what = OwnRoute::fine;
  Prefix prefix;
  std::string taker;
};
OwnTrouble own_trouble(const Evidence& evidence);
// This host has routes of that family to carry, and by tailscaled's word does not forward it.
bool unforwarded(const Evidence& evidence, Family family);

}  // namespace watch::views
