// The part of a look that asks peers: who they are, what they are asked, and how they answered.
#include <algorithm>
#include <ranges>
#include <utility>

#include "libwatch/look.hpp"

namespace watch {

namespace {

constexpr std::size_t most_routers_asked = 4;  // in health, and while nobody answers
constexpr std::size_t most_offers_asked = 4;
static_assert(Tailnet::max_routers <= 64, "a bit for each");

bool of_target(const Evidence& e, const Carrier& carrier) {
  return carrier.target < e.targets.size() && carrier.router < std::min(e.tailnet.routers.size(), Tailnet::max_routers);
}

// Which routers are asked, a bit for each: those that were asked in this look; those of targets that fail, of all where somebody answers,
// for where nobody does a few tell as much; one of a target that answers, the proof to the contrary; and others until there are enough.
std::uint64_t routers_to_ask(const Evidence& e) {
  enum : std::uint8_t { asked, failing, answering, failed_before, any, turns };
  const auto turn_of = [&](const Carrier& carrier) -> unsigned {
    const TargetView& target = e.targets[carrier.target];
    if (std::ranges::find(e.peers, e.tailnet.routers[carrier.router].address, &PeerView::address) != e.peers.end()) return asked;
    if (target.standing == Standing::late || target.standing == Standing::bad) return failing;
    if (target.standing == Standing::good) return answering;
    return answers(target.fact, e.policy->targets[carrier.target]) ? any : failed_before;
  };
  const bool alive = somebody_answers(e);
  std::uint64_t chosen = 0;
  std::size_t count = 0;
  bool proof = false;
  for (unsigned turn = asked; turn < turns; ++turn) {
    for (const auto& carrier : e.tailnet.carriers) {
      if (!of_target(e, carrier)) continue;
      const std::uint64_t bit = std::uint64_t{1} << carrier.router;
      const bool wanted = turn == asked || (turn == failing && alive) || (turn == answering && !proof) || count < most_routers_asked;
      if ((chosen & bit) == 0 && wanted && turn_of(carrier) == turn) {
        chosen |= bit;
        ++count;
      }
      proof = proof || ((chosen & bit) != 0 && e.targets[carrier.target].standing == Standing::good);
    }
  }
  return chosen;
}

// Routers of targets first, then witnesses; standings of peers that were already asked in this look are kept.
void arrange_peers(Evidence& e) {
  const std::uint64_t chosen = routers_to_ask(e);
  std::vector<PeerView> before = std::exchange(e.peers, {});
  const auto add = [&](const Peer& peer, bool witness) -> std::uint32_t {
    for (std::uint32_t i = 0; i < e.peers.size(); ++i)
      if (e.peers[i].address == peer.address) return i;
    const auto known = std::ranges::find(before, peer.address, &PeerView::address);
    if (known != before.end()) e.peers.push_back(std::move(*known));
    else e.peers.push_back(PeerView{.name = peer.name, .address = peer.address, .witness = witness});
    e.peers.back().witness = witness;
    e.peers.back().online = peer.online;
    return static_cast<std::uint32_t>(e.peers.size() - 1);
  };
  for (auto& target : e.targets) {
    target.router.reset();
    target.carried = false;
  }
  for (const auto& carrier : e.tailnet.carriers) {
    if (!of_target(e, carrier)) continue;
    const Peer& router = e.tailnet.routers[carrier.router];
    if (router.expired) continue;  // tailscaled neither talks to it nor routes there
    TargetView& target = e.targets[carrier.target];
    target.carried = true;
    if ((chosen >> carrier.router & 1U) != 0) target.router = add(router, false);
    if (!target.last_router.empty() && target.last_router != router.name) target.moved_from = target.last_router;
    target.last_router = router.name;
    target.last_node = router.node;
  }
  for (const auto& witness : e.tailnet.witnesses) add(witness, true);
  // A router that was named in the configuration, where the routes name none.
  for (std::size_t i = 0; i < e.targets.size(); ++i) {
    if (e.targets[i].router || e.policy->targets[i].via.empty()) continue;
    const auto named = std::ranges::find(e.peers, e.policy->targets[i].via, &PeerView::name);
    if (named == e.peers.end() || e.policy->targets[i].proxy.empty()) continue;
    named->witness = false;
    e.targets[i].router = static_cast<std::uint32_t>(named - e.peers.begin());
  }
}

}  // namespace

// Asks those that the last status knew at once, and those that a new one brings when it comes. Discovery is a remedy in
// itself: the disco pings are the first rung of the ladder.
void Look::ask_peers(Evidence& e, Actions& actions) {
  const std::vector<PeerView> asked = e.peers;
  arrange_peers(e);
  const auto was_asked = [&](const PeerView& peer) { return std::ranges::find(asked, peer.address, &PeerView::address) != asked.end(); };
  for (auto& peer : e.peers) {
    if (was_asked(peer)) continue;
    actions.push_back(PingPeer{id_, peer.address, PingKind::disco});
    actions.push_back(PingPeer{id_, peer.address, PingKind::tsmp});
    pings_open_ += 2;
    if (peer.witness) continue;
    peer.full = Standing::open;
    actions.push_back(PingPeer{id_, peer.address, PingKind::disco, Policy::full_ping});
    ++pings_open_;
  }
  for (const auto& target : e.targets) {
    if (!target.router || is_tailnet(target.fact.address) || target.fact.address.family == Family::none) continue;
    if (std::ranges::find(e.target_pings, target.fact.address, &PingFact::peer) != e.target_pings.end()) continue;
    e.target_pings.push_back(PingFact{.peer = target.fact.address, .kind = PingKind::icmp});
    actions.push_back(PingPeer{id_, target.fact.address, PingKind::icmp});
    ++pings_open_;
  }
  if (e.peers.size() == asked.size() || routes_open_) return;
  AskRoutes routes{.round = id_, .peers = {}};
  for (const auto& peer : e.peers) routes.peers.push_back(peer.address);
  routes_open_ = true;
  actions.push_back(std::move(routes));
}

// Who is worth a question turns out while the others answer.
void Look::ask_more_peers(Evidence& e, Actions& actions) {
  if (breadth_ == Breadth::full && !e.complete && e.tailnet.routers.size() > most_routers_asked) ask_peers(e, actions);
}

// Where nobody carries a target: what those offer who may have it. Whoever carried it last knows best, else the witnesses.
void Look::ask_offers(const Evidence& e, Actions& actions) {
  std::vector<std::int64_t> nodes;
  const auto add = [&](std::int64_t node) {
    if (node != 0 && std::ranges::find(nodes, node) == nodes.end()) nodes.push_back(node);
  };
  for (const auto& target : e.targets) {
    if (target.carried || target.fact.address.family == Family::none) continue;
    add(target.last_node);
    if (target.last_node != 0) continue;
    for (const auto& witness : e.tailnet.witnesses) add(witness.node);
  }
  if (nodes.size() > most_offers_asked) nodes.resize(most_offers_asked);
  for (const std::int64_t node : nodes) actions.push_back(AskNode{id_, node});
  nodes_open_ += static_cast<std::uint32_t>(nodes.size());
}

void Look::ask_paths(const Evidence& e, Actions& actions) {
  if (e.targets.empty()) return;
  for (const auto& peer : e.peers) {
    if (peer.witness) continue;
    actions.push_back(PingPeer{id_, peer.address, PingKind::disco});
    ++pings_open_;
  }
}

// With no target configured pings stand in: those through WireGuard, which is what a target would need.
void Look::ask_in_place_of_targets(Evidence& e, Actions& actions) {
  e.peers.clear();
  arrange_peers(e);
  for (const auto& peer : e.peers) actions.push_back(PingPeer{id_, peer.address, PingKind::tsmp});
  pings_open_ = static_cast<std::uint32_t>(e.peers.size());
}

void Look::take_ping(const PingFact& fact, Evidence& e) {
  if (pings_open_ > 0) --pings_open_;
  if (fact.kind == PingKind::icmp) {
    const auto ping = std::ranges::find(e.target_pings, fact.peer, &PingFact::peer);
    if (ping != e.target_pings.end()) *ping = fact;
    return;
  }
  const auto peer = std::ranges::find(e.peers, fact.peer, &PeerView::address);
  if (peer == e.peers.end()) return;
  if (fact.size > 0) {
    peer->full = fact.outcome == PingOutcome::pong ? Standing::good : fact.outcome == PingOutcome::unasked ? Standing::unasked : Standing::bad;
    return;
  }
  Standing& standing = fact.kind == PingKind::disco ? peer->disco : peer->tsmp;
  standing = fact.outcome == PingOutcome::pong ? Standing::good : fact.outcome == PingOutcome::unasked ? Standing::unasked : Standing::bad;
  if (fact.outcome != PingOutcome::pong) return;
  if (!fact.path.empty()) peer->path = fact.path;
  if (peer->took == Duration::zero() || fact.took < peer->took) peer->took = fact.took;
}

}  // namespace watch
