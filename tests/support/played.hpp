// A machine whose every question is answered at once from a Scene: the shortest way into any state.
#pragma once
#include <algorithm>
#include <deque>
#include <functional>

#include "libwatch/machine.hpp"
#include "tests/support/scene.hpp"

namespace watch::testing {

class Played {
 public:
  using Told = std::function<void(const Played& played, const Observation& seen)>;

  explicit Played(Policy with = {}, Told listener = {}, Seed seed = Seed{1}) : policy(std::move(with)), machine(seed), told(std::move(listener)) {
    if (policy.targets.empty()) policy.targets = scene.policy.targets;
    see(Configured{policy});
    see(Remembered{.restarts = spent});
    see(NetworkSeen{.egress = scene.evidence.egress});
  }

  Decision see(const Observation& seen) {
    last = machine.step(now, seen);
    if (told) told(*this, seen);
    for (const Action& action : last.actions) answer(action);
    while (!mailbox.empty()) {
      const Observation next = std::move(mailbox.front());
      mailbox.pop_front();
      see(next);
    }
    return last;
  }
  // Lets the one timer run, until then.
  void advance(Duration by) {
    const Instant until = now + by;
    for (auto deadline = machine.deadline(); deadline && *deadline <= until; deadline = machine.deadline()) {
      now = std::max(now, *deadline);
      see(Due{});
    }
    now = until;
  }
  bool advance_to(State state, Duration within) {
    const Instant until = now + within;
    while (machine.state() != state) {
      const auto deadline = machine.deadline();
      if (!deadline || *deadline > until) return false;
      now = std::max(now, *deadline);
      see(Due{});
    }
    return true;
  }
  [[nodiscard]] std::size_t applied(Remedy remedy) const {
    return static_cast<std::size_t>(std::ranges::count_if(applies, [&](const Apply& apply) { return apply.remedy == remedy; }));
  }

  Scene scene;
  Policy policy;
  Machine machine;
  Instant now{24h};
  std::vector<Instant> spent;
  std::vector<Apply> applies;
  std::vector<Action> asked;
  bool answers_remedies = true;
  bool answers_nothing = false;
  Decision last;
  Told told;  // of each step, after it

 private:
  void answer(const Action& action) {
    const Evidence& e = scene.evidence;
    asked.push_back(action);
    if (answers_nothing) return;
    if (const auto* targets = std::get_if<TryTargets>(&action)) {
      for (const auto& view : e.targets) mailbox.push_back(TargetSeen{targets->round, view.fact});
    } else if (const auto* status = std::get_if<AskStatus>(&action)) {
      Tailnet tailnet = e.tailnet;
      for (const auto& peer : e.peers)
        if (peer.witness) tailnet.witnesses.push_back({.name = peer.name, .address = peer.address, .online = true});
      mailbox.push_back(StatusSeen{.round = status->round, .answer = *e.status, .tailnet = tailnet, .peers = status->peers});
    } else if (const auto* prefs = std::get_if<AskPrefs>(&action)) {
      mailbox.push_back(PrefsSeen{.round = prefs->round, .answer = *e.status, .prefs = *e.prefs});
    } else if (const auto* unit = std::get_if<AskUnit>(&action)) {
      mailbox.push_back(UnitSeen{unit->round, *e.unit});
    } else if (const auto* bystanders = std::get_if<AskBystanders>(&action)) {
      mailbox.push_back(BystandersSeen{bystanders->round, e.bystanders.value_or(BystandersFact{})});
    } else if (const auto* node = std::get_if<AskNode>(&action)) {
      const auto known = std::ranges::find(e.nodes, node->node, &NodeFact::node);
      mailbox.push_back(NodeSeen{node->round, known == e.nodes.end() ? NodeFact{.node = node->node, .answer = Answer::not_found, .advertised = {}} : *known});
    } else if (const auto* names = std::get_if<AskNames>(&action)) {
      mailbox.push_back(NamesSeen{names->round, e.names.value_or(NamesFact{})});
    } else if (const auto* portal = std::get_if<TryPortal>(&action)) {
      mailbox.push_back(PortalSeen{portal->round, e.portal.value_or(PortalFact{})});
    } else if (const auto* forwarding = std::get_if<AskForwarding>(&action)) {
      mailbox.push_back(ForwardingSeen{forwarding->round, e.forwarding.value_or(ForwardingFact{})});
    } else if (const auto* routes = std::get_if<AskRoutes>(&action)) {
      mailbox.push_back(RoutesSeen{routes->round, e.routes});
    } else if (const auto* connections = std::get_if<LookAtConnections>(&action)) {
      mailbox.push_back(ConnectionsSeen{connections->round, *e.connections});
    } else if (const auto* anchors = std::get_if<TryAnchors>(&action)) {
      for (std::size_t i = 0; i < e.anchors.size(); ++i)
        mailbox.push_back(AnchorSeen{anchors->round, e.anchors[i], static_cast<std::uint32_t>(e.anchors.size() - 1 - i)});
    } else if (const auto* ping = std::get_if<PingPeer>(&action)) {
      PingFact fact{.peer = ping->peer, .kind = ping->kind, .size = ping->size};
      for (const auto& peer : e.peers)
        if (peer.address == ping->peer && (ping->kind == PingKind::disco ? peer.disco : peer.tsmp) == Standing::good) {
          fact.outcome = PingOutcome::pong;
          fact.path = peer.path;
        }
      mailbox.push_back(PingSeen{ping->round, fact});
    } else if (const auto* apply = std::get_if<Apply>(&action)) {
      applies.push_back(*apply);
      if (answers_remedies) mailbox.push_back(RemedySeen{.attempt = apply->attempt, .remedy = apply->remedy});
    }
  }
  std::deque<Observation> mailbox;
};

}  // namespace watch::testing
