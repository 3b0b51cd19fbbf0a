#include "libwatch/look.hpp"

#include "tests/support/catch.hpp"
#include "tests/unit/look_stage.hpp"

using namespace watch;
using namespace watch::testing;

namespace {

TargetSeen held(Round round) { return {round, {.target = 0, .outcome = TcpOutcome::held, .took = 11ms}}; }

}  // namespace

TEST_CASE("a heartbeat asks the targets and the connections, and nothing else") {
  Looking l;
  l.begin(Breadth::pulse);
  CHECK(l.actions.size() == 2);
  CHECK(l.see(held(Round{7})));
  CHECK(!l.look.complete());
  CHECK(l.see(ConnectionsSeen{Round{7}, {}}));
  CHECK(l.look.complete());
  CHECK(l.evidence.complete);
}

TEST_CASE("a full look asks everything at once, and the peers that the last status knew") {
  Looking l;
  l.evidence.tailnet.witnesses = {{.name = "nas", .address = watch::testing::v4(100, 64, 0, 10)}};
  l.begin(Breadth::full);
  CHECK(l.count<TryTargets>() == 1);
  CHECK(l.count<AskStatus>() == 1);
  CHECK(l.count<AskPrefs>() == 1);
  CHECK(l.count<AskUnit>() == 1);
  CHECK(l.count<TryAnchors>() == 1);
  CHECK(l.count<LookAtConnections>() == 1);
  CHECK(l.count<PingPeer>() == 6);  // disco and TSMP to two peers, a large disco one to the router, ICMP through it
  CHECK(l.count<AskBystanders>() == 1);
  CHECK(l.count<AskNames>() == 1);
  CHECK(l.count<AskRoutes>() == 1);
  CHECK(l.count<AskForwarding>() == 0);
}

TEST_CASE("a peer that only the new status knows is asked too, and the others not twice") {
  Looking l;
  l.begin(Breadth::full);
  CHECK(l.count<PingPeer>() == 4);
  StatusSeen status{.round = Round{7}, .tailnet = l.evidence.tailnet};
  status.tailnet.witnesses = {{.name = "nas", .address = watch::testing::v4(100, 64, 0, 10)}};
  l.see(status);
  CHECK(l.count<PingPeer>() == 6);
}

TEST_CASE("an answer of another round is not this round's") {
  Looking l;
  l.begin(Breadth::pulse);
  CHECK(!l.see(held(Round{6})));
  CHECK(!l.see(held(Round::none)));
  CHECK(l.evidence.targets[0].standing == Standing::open);
}

TEST_CASE("a target is late beyond what was learned of it, and may still answer") {
  Looking l;
  for (int i = 0; i < 20; ++i) l.patience[0].learn(11ms);
  l.begin(Breadth::pulse);
  CHECK(l.look.deadline() == noon + 300ms);
  l.pass(300ms);
  CHECK(l.evidence.targets[0].standing == Standing::late);
  l.see(held(Round{7}));
  CHECK(l.evidence.targets[0].standing == Standing::good);
}

TEST_CASE("a heartbeat that widens keeps its open connection") {
  Looking l;
  l.begin(Breadth::pulse);
  l.pass(1s);
  l.actions.clear();
  l.look.widen(Control::as_it_is, noon + 1s, l.evidence, l.actions);
  CHECK(l.count<TryTargets>() == 0);
  CHECK(l.count<AskStatus>() == 1);
  CHECK(l.see(held(Round{7})));
}

TEST_CASE("the short question of a heartbeat does not answer the full one of the round it became") {
  Looking l;
  l.begin(Breadth::pulse);
  l.look.ask_self(l.evidence, l.actions);
  l.look.widen(Control::as_it_is, noon + 1s, l.evidence, l.actions);
  l.see(held(Round{7}));
  l.see(PrefsSeen{.round = Round{7}});
  l.see(UnitSeen{Round{7}, {}});
  l.see(ConnectionsSeen{Round{7}, {}});
  l.see(ConnectionsSeen{Round{7}, {}});
  l.see(NoAnchors{Round{7}});
  for (const PingKind kind : {PingKind::disco, PingKind::tsmp}) l.see(PingSeen{Round{7}, {.peer = watch::testing::v4(100, 64, 0, 2), .kind = kind}});
  l.see(PingSeen{Round{7}, {.peer = watch::testing::v4(100, 64, 0, 2), .kind = PingKind::disco, .size = Policy::full_ping}});
  l.see(PingSeen{Round{7}, {.peer = watch::testing::v4(10, 77, 0, 10), .kind = PingKind::icmp}});
  l.see(BystandersSeen{Round{7}, {}});
  l.see(RoutesSeen{Round{7}, {}});
  l.see(StatusSeen{.round = Round{7}, .answer = Answer::timed_out, .peers = false});
  CHECK(!l.look.complete());
  l.see(StatusSeen{.round = Round{7}, .answer = Answer::timed_out});
  CHECK(l.look.complete());
  CHECK(l.evidence.hung_in_a_row == 1);
}

TEST_CASE("an edge that never answers costs the round its limit, no more") {
  Looking l;
  l.begin(Breadth::full);
  REQUIRE(l.look.deadline());
  for (int i = 0; i < 10 && !l.look.complete(); ++i) l.look.pass_time(*l.look.deadline(), l.evidence, l.actions);
  CHECK(l.look.complete());
  CHECK(!l.look.deadline());
  CHECK(l.evidence.targets[0].standing == Standing::bad);
  CHECK(l.evidence.status == Answer::timed_out);
}

TEST_CASE("control is judged three seconds after tailscaled was made to speak") {
  Looking l;
  l.begin(Breadth::full, Control::prove);
  CHECK(l.count<Restun>() == 1);
  CHECK(l.count<LookAtConnections>() == 0);
  CHECK(l.look.awaits_control());
  l.pass(Policy::control_speaks);
  CHECK(l.count<LookAtConnections>() == 1);
  CHECK(!l.look.awaits_control());
}

TEST_CASE("a cancelled look takes no answers") {
  Looking l;
  l.begin(Breadth::pulse);
  l.look.cancel(l.actions);
  CHECK(l.count<Cancel>() == 1);
  CHECK(!l.see(held(Round{7})));
  CHECK(!l.look.running());
}

TEST_CASE("one answer more than was asked for does no harm") {
  Looking l;
  l.begin(Breadth::pulse);
  l.see(held(Round{7}));
  l.see(TargetSeen{Round{7}, {.target = 0, .outcome = TcpOutcome::refused}});
  CHECK(l.evidence.targets[0].standing == Standing::good);
  l.see(TargetSeen{Round{7}, {.target = 12}});
  CHECK(!l.look.complete());
}

TEST_CASE("without a target the peers are the heartbeat") {
  Looking l;
  l.scene.policy.targets.clear();
  l.evidence.targets.clear();
  l.patience.clear();
  l.evidence.tailnet.witnesses = {{.name = "nas", .address = watch::testing::v4(100, 64, 0, 10)}};
  l.begin(Breadth::pulse);
  CHECK(l.count<TryTargets>() == 0);
  CHECK(l.count<PingPeer>() == 1);  // through WireGuard, which is what a target would need
}

TEST_CASE("what peers offer is asked of whoever carried the target last, else of the witnesses") {
  Looking l;
  l.begin(Breadth::full);
  StatusSeen status{.round = Round{7}, .tailnet = l.evidence.tailnet};
  status.tailnet.carriers.clear();
  status.tailnet.witnesses = {{.node = 5, .name = "nas", .address = watch::testing::v4(100, 64, 0, 10)}};
  l.evidence.targets[0].last_node = 2;
  l.see(status);
  REQUIRE(l.count<AskNode>() == 1);
  l.see(NodeSeen{Round{7}, {.node = 2, .advertised = {{.address = watch::testing::v4(10, 77, 0, 0), .bits = 24}}}});
  REQUIRE(l.evidence.nodes.size() == 1);
  CHECK(l.evidence.nodes[0].node == 2);
}

TEST_CASE("IP forwarding is asked for where this host is a router, a portal where answers are missing") {
  Looking l;
  l.begin(Breadth::full);
  l.see(PrefsSeen{.round = Round{7}, .prefs = {.want_running = true, .advertise_routes = {{.address = watch::testing::v4(10, 88, 0, 0), .bits = 24}}}});
  CHECK(l.count<AskForwarding>() == 1);
  CHECK(l.count<TryPortal>() == 0);
  l.look.pass_time(noon + 4s, l.evidence, l.actions);
  CHECK(l.count<TryPortal>() == 1);
}

TEST_CASE("a portal is asked for before anything is late, so that nothing is done for what it explains") {
  Looking l;
  l.begin(Breadth::full);
  REQUIRE(l.look.deadline() == noon + Policy::late_least);
  l.look.pass_time(*l.look.deadline(), l.evidence, l.actions);
  CHECK(l.count<TryPortal>() == 1);
  CHECK(l.evidence.targets[0].standing == Standing::open);
  l.look.pass_time(noon + 4s, l.evidence, l.actions);
  CHECK(l.count<TryPortal>() == 1);
}

TEST_CASE("a portal is asked for where tailscaled waits for control, though nobody is pinged") {
  Looking l;
  l.begin(Breadth::full);
  l.see(StatusSeen{.round = Round{7}, .tailnet = {.backend = Backend::no_state}});
  CHECK(l.count<TryPortal>() == 1);
}

TEST_CASE("a portal is asked for where control is dead, whatever answers") {
  Looking l;
  l.begin(Breadth::full);
  l.see(ConnectionsSeen{.round = Round{7}, .fact = {.connections = {watch::testing::Scene::connection(AnchorKind::control, Life::answering)}}});
  CHECK(l.count<TryPortal>() == 0);
  Looking dead;
  dead.begin(Breadth::full);
  dead.see(ConnectionsSeen{.round = Round{7}, .fact = {.connections = {watch::testing::Scene::connection(AnchorKind::control, Life::dead)}}});
  CHECK(dead.count<TryPortal>() == 1);
}

TEST_CASE("a ping that LocalAPI did not take is no silence") {
  Looking l;
  l.begin(Breadth::full);
  for (const PingKind kind : {PingKind::disco, PingKind::tsmp}) l.see(PingSeen{Round{7}, {.peer = watch::testing::v4(100, 64, 0, 2), .kind = kind, .outcome = PingOutcome::unasked}});
  l.look.pass_time(noon + 4s, l.evidence, l.actions);
  REQUIRE(l.evidence.peers.size() == 1);
  CHECK(l.evidence.peers[0].disco == Standing::unasked);
  CHECK(l.evidence.peers[0].tsmp == Standing::unasked);
}
