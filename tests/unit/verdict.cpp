#include "libwatch/verdict.hpp"

#include <functional>

#include "tests/support/catch.hpp"
#include "tests/support/scene.hpp"

using namespace watch;
using watch::testing::Scene;

namespace {

struct Case {
  std::string_view what;
  std::function<void(Scene&)> spoil;
  Verdict verdict;
  Whose whose;
};

const std::vector<Case>& table() {
  static const std::vector<Case> cases{
      {"all answers", [](Scene&) {}, Verdict::healthy, Whose::nobody},
      {"tailscale down", [](Scene& s) { s.evidence.prefs->want_running = false; }, Verdict::stopped_by_admin, Whose::admin},
      {"the unit is stopped", [](Scene& s) { s.evidence.unit->active_state = "inactive"; s.evidence.status = Answer::absent; }, Verdict::stopped_by_admin, Whose::admin},
      {"the unit ended by itself", [](Scene& s) { s.left_by_itself(); }, Verdict::backend_dead, Whose::ours},
      {"the unit ended by itself and is disabled", [](Scene& s) { s.left_by_itself().evidence.unit->unit_file_state = "disabled"; }, Verdict::stopped_by_admin, Whose::admin},
      {"the unit ended by itself after tailscale down", [](Scene& s) { s.left_by_itself().evidence.prefs = Prefs{.want_running = false}; }, Verdict::stopped_by_admin, Whose::admin},
      {"the unit is masked and failed", [](Scene& s) { s.evidence.unit->active_state = "failed"; s.evidence.unit->unit_file_state = "masked"; s.evidence.status = Answer::refused; },
       Verdict::stopped_by_admin, Whose::admin},
      {"a unit that is inactive in the middle of a job is nobody's will",
       [](Scene& s) { s.evidence.unit->active_state = "inactive"; s.evidence.unit->job_pending = true; s.evidence.status = Answer::absent; s.all_silent(); },
       Verdict::backend_starting, Whose::nobody},
      {"it is being stopped, and a target still answered in this look",
       [](Scene& s) { s.evidence.unit->active_state = "deactivating"; s.evidence.unit->job_pending = true; s.evidence.status = Answer::absent; },
       Verdict::backend_starting, Whose::nobody},
      {"logged out", [](Scene& s) { s.evidence.tailnet.backend = Backend::needs_login; }, Verdict::needs_login, Whose::admin},
      {"waits for approval", [](Scene& s) { s.evidence.tailnet.backend = Backend::needs_machine_auth; }, Verdict::needs_approval, Whose::admin},
      {"tailnet lock keeps it out", [](Scene& s) { s.all_silent().locked_out(); }, Verdict::needs_approval, Whose::admin},
      {"tailnet lock's word is old, the targets answer", [](Scene& s) { s.locked_out(); }, Verdict::healthy, Whose::nobody},
      {"the key expired", [](Scene& s) { s.evidence.tailnet.backend = Backend::needs_login; s.evidence.tailnet.key_expired = true; }, Verdict::key_expired, Whose::admin},
      {"tailscaled is young", [](Scene& s) { s.evidence.unit->age = 5s; s.all_silent(); }, Verdict::backend_starting, Whose::nobody},
      {"no state for a minute", [](Scene& s) { s.evidence.tailnet.backend = Backend::no_state; s.evidence.starting_for = 1min; s.all_silent(); }, Verdict::backend_starting, Whose::nobody},
      {"no state for an hour while control is away",
       [](Scene& s) { s.evidence.tailnet.backend = Backend::no_state; s.evidence.starting_for = 1h; s.all_silent().control(AnchorOutcome::silent); }, Verdict::backend_starting, Whose::nobody},
      {"no state for three minutes while control answers",
       [](Scene& s) { s.evidence.tailnet.backend = Backend::no_state; s.evidence.starting_for = s.evidence.control_answers_for = 3min; s.all_silent(); }, Verdict::backend_hung, Whose::ours},
      {"no state for an hour, and control answers since a moment",
       [](Scene& s) { s.evidence.tailnet.backend = Backend::no_state; s.evidence.starting_for = 1h; s.evidence.control_answers_for = 10s; s.all_silent(); }, Verdict::backend_starting, Whose::nobody},
      {"no state for an hour behind a captive portal, which answers like the control server",
       [](Scene& s) { s.evidence.tailnet.backend = Backend::no_state; s.evidence.starting_for = 1h; s.all_silent(); s.evidence.portal = PortalFact{.found = true}; }, Verdict::backend_starting, Whose::nobody},
      {"starting for an hour, with no DERP server in reach",
       [](Scene& s) { s.evidence.tailnet.backend = Backend::starting; s.evidence.starting_for = s.evidence.control_answers_for = 1h; s.all_silent(); s.evidence.anchors[0].outcome = AnchorOutcome::silent; }, Verdict::backend_starting, Whose::path},
      {"a young tailscaled may not answer yet",
       [](Scene& s) { s.evidence.status = Answer::timed_out; s.evidence.hung_in_a_row = 2; s.evidence.unit->age = 5s; s.all_silent(); }, Verdict::backend_starting, Whose::nobody},
      {"the unit failed", [](Scene& s) { s.evidence.unit->active_state = "failed"; s.evidence.status = Answer::refused; s.all_silent(); }, Verdict::backend_dead, Whose::ours},
      {"the socket is gone", [](Scene& s) { s.evidence.status = Answer::absent; s.all_silent(); }, Verdict::backend_dead, Whose::ours},
      {"neither unit nor socket",
       [](Scene& s) { s.evidence.unit = UnitFact{.active_state = "inactive", .absent = true}; s.evidence.status = Answer::absent; s.all_silent(); }, Verdict::backend_dead, Whose::admin},
      {"no unit, but somebody answers at the socket",
       [](Scene& s) { s.evidence.unit = UnitFact{.active_state = "inactive", .absent = true}; }, Verdict::healthy, Whose::nobody},
      {"not answered twice", [](Scene& s) { s.evidence.status = Answer::timed_out; s.evidence.hung_in_a_row = 2; s.all_silent(); }, Verdict::backend_hung, Whose::ours},
      {"rubbish while targets fail", [](Scene& s) { s.evidence.status = Answer::garbled; s.all_silent(); }, Verdict::backend_hung, Whose::ours},
      {"rubbish while targets answer", [](Scene& s) { s.evidence.status = Answer::garbled; }, Verdict::healthy, Whose::nobody},
      {"no way out", [](Scene& s) { s.evidence.egress = {}; s.all_silent(); }, Verdict::wan_down, Whose::wan},
      {"no anchor and no peer", [](Scene& s) { s.all_silent().control(AnchorOutcome::silent); s.evidence.anchors[0].outcome = AnchorOutcome::unreachable; }, Verdict::wan_down, Whose::wan},
      {"a refusing anchor proves the WAN", [](Scene& s) { s.all_silent().control(AnchorOutcome::silent); s.evidence.anchors[0].outcome = AnchorOutcome::refused; }, Verdict::tunnel_broken, Whose::ours},
      {"a control server that refuses does not answer",
       [](Scene& s) { s.control(AnchorOutcome::refused).control_connection(Life::dead); }, Verdict::control_unreachable, Whose::wan},
      {"a captive portal answers for everybody", [](Scene& s) { s.all_silent(); s.evidence.portal = PortalFact{.found = true, .location = "http://portal.example/"}; }, Verdict::wan_down, Whose::wan},
      {"tailscaled has found a captive portal, in the words of its health",
       [](Scene& s) { s.all_silent(); s.evidence.tailnet.health = {"This network requires you to log in using your web browser."}; }, Verdict::wan_down, Whose::wan},
      {"tailscaled speaks of a login of its own, not of the network's", [](Scene& s) { s.all_silent(); s.evidence.tailnet.health = {"You are logged out."}; }, Verdict::tunnel_broken, Whose::ours},
      {"a portal does not matter to a peer that answers", [](Scene& s) { s.target(TcpOutcome::timed_out); s.evidence.portal = PortalFact{.found = true, .location = ""}; }, Verdict::target_down, Whose::theirs},
      {"routes are not accepted", [](Scene& s) { s.target(TcpOutcome::wrong_egress); s.evidence.prefs->accept_routes = false; }, Verdict::route_not_accepted, Whose::configuration},
      {"routes are not accepted, and an exit node carries a target that refuses", [](Scene& s) { s.through_exit_node().target(TcpOutcome::refused); }, Verdict::target_down, Whose::theirs},
      {"routes are not accepted, and the exit node is silent", [](Scene& s) { s.through_exit_node().target(TcpOutcome::timed_out).silent(0); }, Verdict::peer_unreachable, Whose::theirs},
      {"routes are not accepted, and an exit node in use does not know the subnet",
       [](Scene& s) { s.target(TcpOutcome::timed_out).evidence.prefs->accept_routes = false; s.evidence.prefs->exit_node = true; }, Verdict::route_not_accepted, Whose::configuration},
      {"routes are not accepted behind a proxy", [](Scene& s) { s.proxied().target(TcpOutcome::refused).evidence.prefs->accept_routes = false; }, Verdict::route_not_accepted, Whose::configuration},
      {"nobody carries the subnet", [](Scene& s) { s.target(TcpOutcome::wrong_egress); s.evidence.targets[0].router.reset(); }, Verdict::route_missing, Whose::theirs},
      {"a route is advertised and not approved",
       [](Scene& s) { s.uncarried(2); s.evidence.nodes = {{.node = 2, .advertised = {{.address = watch::testing::v4(10, 77, 0, 0), .bits = 24}}}}; }, Verdict::route_missing, Whose::admin},
      {"the router's key has expired", [](Scene& s) { s.uncarried(2).evidence.tailnet.routers[0].expired = true; }, Verdict::route_missing, Whose::admin},
      {"userspace networking, and a target without a proxy",
       [](Scene& s) { s.target(TcpOutcome::wrong_egress).evidence.targets[0].fact.interface = "wan0"; s.evidence.tailnet.tun = false; }, Verdict::route_not_installed, Whose::configuration},
      {"a route is withdrawn", [](Scene& s) { s.uncarried(2); s.evidence.nodes = {{.node = 2, .advertised = {}}}; }, Verdict::route_missing, Whose::theirs},
      {"a local route is more specific", [](Scene& s) { s.target(TcpOutcome::wrong_egress); s.evidence.targets[0].fact.interface = "lan0"; }, Verdict::route_not_installed, Whose::configuration},
      {"this host's own route is gone", [](Scene& s) { s.own_route().evidence.prefs->advertise_routes.clear(); }, Verdict::route_missing, Whose::configuration},
      {"this host does not forward", [](Scene& s) { s.own_route().evidence.forwarding = ForwardingFact{.warning = "IPv4 forwarding is disabled."}; }, Verdict::route_missing, Whose::configuration},
      {"this host routes IPv4 and does not forward IPv6", [](Scene& s) { s.own_route().evidence.forwarding = ForwardingFact{.warning = "IPv6 forwarding is disabled."}; }, Verdict::healthy, Whose::nobody},
      {"a broken tunnel comes before this host's own routes",
       [](Scene& s) { s.own_route().evidence.prefs->advertise_routes.clear(); s.all_silent(); }, Verdict::tunnel_broken, Whose::ours},
      {"the kernel lacks the route", [](Scene& s) { s.target(TcpOutcome::wrong_egress); s.evidence.targets[0].fact.interface = "wan0"; }, Verdict::route_not_installed, Whose::ours},
      {"everybody is silent", [](Scene& s) { s.all_silent(); }, Verdict::tunnel_broken, Whose::ours},
      {"disco only", [](Scene& s) { s.target(TcpOutcome::timed_out); for (auto& p : s.evidence.peers) p.tsmp = Standing::bad; }, Verdict::session_stuck, Whose::ours},
      {"disco from a witness only is no stuck session",
       [](Scene& s) { s.all_silent(); s.evidence.peers[1].disco = Standing::good; }, Verdict::peer_unreachable, Whose::nobody},
      {"the router alone is silent", [](Scene& s) { s.target(TcpOutcome::timed_out).silent(0); }, Verdict::peer_unreachable, Whose::theirs},
      {"no target, and the only peer is silent",
       [](Scene& s) { s.alone().silent(0); s.policy.targets.clear(); s.evidence.targets.clear(); s.evidence.peers[0].witness = true; }, Verdict::peer_unreachable, Whose::nobody},
      {"a lonely router is silent", [](Scene& s) { s.alone().all_silent(); }, Verdict::peer_unreachable, Whose::nobody},
      {"a lonely router is silent, and control has lost it", [](Scene& s) { s.alone().all_silent().evidence.peers[0].online = false; }, Verdict::peer_unreachable, Whose::theirs},
      {"a lonely router is silent and our connections are dead",
       [](Scene& s) { s.alone().all_silent().control_connection(Life::dead); }, Verdict::tunnel_broken, Whose::ours},
      {"the router hears nothing",
       [](Scene& s) { s.target(TcpOutcome::timed_out).silent(0); s.evidence.peers[0].online = true; s.evidence.peers[0].zombie = Zombie{.lasting = 40s, .sent = 1184}; },
       Verdict::peer_unreachable, Whose::theirs},
      {"nobody listens at the proxy", [](Scene& s) { s.proxied().target(TcpOutcome::proxy_refused); }, Verdict::proxy_broken, Whose::ours},
      {"the proxy reports a general failure", [](Scene& s) { s.proxied().target(TcpOutcome::proxy_failed); s.evidence.targets[0].fact.reply = 1; }, Verdict::proxy_broken, Whose::theirs},
      {"the proxy fails because the router is silent", [](Scene& s) { s.proxied().target(TcpOutcome::proxy_failed).silent(0); }, Verdict::peer_unreachable, Whose::theirs},
      {"data stalls and only small packets get through",
       [](Scene& s) { s.target(TcpOutcome::unanswered); s.evidence.peers[0].full = Standing::bad; }, Verdict::path_mtu, Whose::path},
      {"data stalls and large packets get through", [](Scene& s) { s.target(TcpOutcome::unanswered); s.evidence.peers[0].full = Standing::good; }, Verdict::target_resets, Whose::theirs},
      {"the target resets", [](Scene& s) { s.target(TcpOutcome::reset); }, Verdict::target_resets, Whose::theirs},
      {"the target does not say what it should", [](Scene& s) { s.target(TcpOutcome::unexpected); }, Verdict::target_resets, Whose::theirs},
      {"the target refuses", [](Scene& s) { s.target(TcpOutcome::refused); }, Verdict::target_down, Whose::theirs},
      {"the target is silent", [](Scene& s) { s.target(TcpOutcome::timed_out); }, Verdict::target_down, Whose::theirs},
      {"the target's name does not resolve", [](Scene& s) { s.target(TcpOutcome::unresolved); }, Verdict::target_down, Whose::dns},
      {"this host has no descriptor left", [](Scene& s) { s.target(TcpOutcome::failed); }, Verdict::target_down, Whose::ours},
      {"control is dead and its server answers", [](Scene& s) { s.control_connection(Life::dead); }, Verdict::control_stuck, Whose::ours},
      {"control has lost us", [](Scene& s) { s.evidence.tailnet.self_online = false; }, Verdict::control_stuck, Whose::ours},
      {"control is dead and its name does not resolve, once", [](Scene& s) { s.control_connection(Life::dead).unresolved(1); }, Verdict::control_stuck, Whose::ours},
      {"control is dead and its name does not resolve, twice", [](Scene& s) { s.control_connection(Life::dead).unresolved(2); }, Verdict::dns_broken, Whose::dns},
      {"control is dead, and a name of DERP does not resolve",
       [](Scene& s) { s.control_connection(Life::dead).unresolved(2).evidence.names->names[0].kind = AnchorKind::derp; }, Verdict::control_stuck, Whose::ours},
      {"names do not resolve, twice", [](Scene& s) { s.unresolved(2); }, Verdict::dns_broken, Whose::dns},
      {"a name did not resolve once", [](Scene& s) { s.unresolved(1); }, Verdict::healthy, Whose::nobody},
      {"a direct path is relayed for two minutes", [](Scene& s) { s.evidence.relayed_for = 2min; }, Verdict::relay_only, Whose::path},
      {"a direct path is relayed for a moment", [](Scene& s) { s.evidence.relayed_for = 10s; }, Verdict::healthy, Whose::nobody},
      {"everybody is silent, and DERP too",
       [](Scene& s) { s.all_silent().evidence.anchors[0].outcome = AnchorOutcome::silent; }, Verdict::tunnel_broken, Whose::path},
      {"three bursts of a dead target",
       [](Scene& s) { s.evidence.recent = {.slots = 90, .failed = 6, .bursts = 3, .over = 15min, .last = Verdict::target_down, .whose = Whose::theirs}; }, Verdict::unstable, Whose::theirs},
      {"three bursts of a dead WAN",
       [](Scene& s) { s.evidence.recent = {.slots = 90, .failed = 6, .bursts = 3, .over = 15min, .last = Verdict::wan_down, .whose = Whose::wan}; }, Verdict::unstable, Whose::wan},
      {"outages behind a way that loses packets are the way's",
       [](Scene& s) { s.evidence.recent = {.slots = 90, .failed = 6, .bursts = 3, .answers = 60, .late = 20, .lossy = true, .over = 15min, .last = Verdict::target_down, .whose = Whose::theirs}; }, Verdict::unstable, Whose::path},
      {"outages of the uplink are its, whatever gets lost besides",
       [](Scene& s) { s.evidence.recent = {.slots = 90, .failed = 6, .bursts = 3, .answers = 60, .late = 20, .lossy = true, .over = 15min, .last = Verdict::wan_down, .whose = Whose::wan}; }, Verdict::unstable, Whose::wan},
      {"three bursts", [](Scene& s) { s.evidence.recent = {.slots = 90, .failed = 6, .bursts = 3, .over = 15min}; }, Verdict::unstable, Whose::nobody},
      {"one long outage is no burst", [](Scene& s) { s.evidence.recent = {.slots = 90, .failed = 30, .bursts = 1, .over = 15min}; }, Verdict::healthy, Whose::nobody},
      {"control is dead and its server too", [](Scene& s) { s.control_connection(Life::dead).control(AnchorOutcome::silent); }, Verdict::control_unreachable, Whose::wan},
  };
  return cases;
}

}  // namespace

TEST_CASE("each fault has its verdict, its owner and its sentence") {
  for (const Case& c : table()) {
    INFO(c.what);
    Scene scene;
    c.spoil(scene);
    const Judgement judgement = judge(scene.evidence);
    CHECK(to_string(judgement.verdict) == to_string(c.verdict));
    CHECK(to_string(judgement.whose) == to_string(c.whose));
    CHECK(judgement.enough);
    CHECK(!judgement.sentence.empty());
    CHECK(judgement.sentence.back() != '.');
  }
}

TEST_CASE("every verdict of the table is reached by some evidence") {
  for (unsigned v = 0; v <= static_cast<unsigned>(Verdict::healthy); ++v) {
    INFO(to_string(static_cast<Verdict>(v)));
    CHECK(std::ranges::any_of(table(), [&](const Case& c) { return c.verdict == static_cast<Verdict>(v); }));
  }
}

TEST_CASE("a verdict that is somebody else's authorises nothing hard") {
  for (unsigned v = 0; v <= static_cast<unsigned>(Verdict::healthy); ++v) {
    const auto verdict = static_cast<Verdict>(v);
    Scene scene;
    for (const Remedy remedy : authorised(verdict)) {
      INFO(to_string(verdict) << " authorises " << to_string(remedy));
      const bool ours = verdict == Verdict::backend_dead || verdict == Verdict::backend_hung || verdict == Verdict::route_not_installed ||
                        verdict == Verdict::tunnel_broken || verdict == Verdict::session_stuck;
      CHECK((ours || (remedy != Remedy::restart && remedy != Remedy::up_reset)));
    }
    CHECK(std::ranges::is_sorted(authorised(verdict)) == (verdict != Verdict::control_stuck));
  }
}

TEST_CASE("exit codes are those of a monitoring plugin") {
  CHECK(exit_status(Verdict::healthy) == 0);
  CHECK(exit_status(Verdict::control_stuck) == 1);
  CHECK(exit_status(Verdict::control_unreachable) == 1);
  CHECK(exit_status(Verdict::backend_starting) == 1);
  for (const Verdict blemish : {Verdict::dns_broken, Verdict::relay_only, Verdict::unstable}) CHECK(exit_status(blemish) == 1);
  CHECK(exit_status(Verdict::tunnel_broken) == 2);
  CHECK(exit_status(Verdict::stopped_by_admin) == 2);
}

TEST_CASE("questions that are still open give no verdict that needs their answers") {
  Scene scene;
  scene.evidence.complete = false;
  scene.evidence.targets[0].standing = Standing::late;
  scene.evidence.peers[1].tsmp = scene.evidence.peers[1].disco = Standing::open;
  CHECK(!judge(scene.evidence).enough);
}

TEST_CASE("lateness of everybody is enough for a broken tunnel once the WAN has answered") {
  Scene scene;
  scene.evidence.complete = false;
  scene.evidence.targets[0].standing = Standing::late;
  for (auto& peer : scene.evidence.peers) peer.disco = peer.tsmp = Standing::late;
  CHECK(judge(scene.evidence).verdict == Verdict::tunnel_broken);
  scene.evidence.anchors.clear();
  scene.evidence.anchors_open = true;
  CHECK(!judge(scene.evidence).enough);
}

TEST_CASE("a heartbeat's status without connections is not yet health") {
  Scene scene;
  scene.evidence.connections.reset();
  scene.evidence.complete = false;
  CHECK(!judge(scene.evidence).enough);
}

TEST_CASE("a restarted tailscaled whose targets answer is healthy, however young") {
  Scene scene;
  scene.evidence.unit->age = 2s;
  CHECK(judge(scene.evidence).verdict == Verdict::healthy);
}

TEST_CASE("the sentence tells a dead host from a dead service") {
  Scene scene;
  scene.target(TcpOutcome::refused);
  scene.evidence.target_pings = {{.peer = scene.evidence.targets[0].fact.address, .kind = PingKind::icmp, .outcome = PingOutcome::pong}};
  CHECK(judge(scene.evidence).sentence == "plc refuses the connection while site-router answers; the host answers ICMP, so its service is down");
  scene.target(TcpOutcome::timed_out);
  scene.evidence.target_pings[0].outcome = PingOutcome::silent;
  CHECK(judge(scene.evidence).sentence == "plc is silent for 3.0 s while site-router answers; the host does not answer ICMP either");
}

TEST_CASE("advice is a command where there is one") {
  Scene scene;
  scene.target(TcpOutcome::wrong_egress);
  scene.evidence.prefs->accept_routes = false;
  CHECK(judge(scene.evidence).advice == "sudo tailscale set --accept-routes");
  CHECK(judge(scene.evidence).sentence == "this host ignores subnet routes; site-router carries 10.77.0.0/24");
}

TEST_CASE("a local route that shadows the subnet is told apart from a missing one") {
  Scene scene;
  scene.target(TcpOutcome::wrong_egress);
  scene.evidence.targets[0].fact.interface = "lan0";
  CHECK(shadowed(scene.evidence));
  scene.evidence.targets[0].fact.interface = "wan0";
  CHECK(!shadowed(scene.evidence));
}

TEST_CASE("a tailscaled that hangs after it was stopped is still stopped") {
  Scene scene;
  scene.all_silent();
  scene.evidence.prefs.reset();
  scene.evidence.tailnet.backend = Backend::stopped;
  scene.evidence.status = Answer::timed_out;
  scene.evidence.hung_in_a_row = 2;
  CHECK(judge(scene.evidence).verdict == Verdict::stopped_by_admin);
}

TEST_CASE("the administrator's will is read before anything else") {
  Scene scene;
  CHECK(!will(scene.evidence));
  scene.all_silent();
  scene.evidence.prefs->want_running = false;
  REQUIRE(will(scene.evidence));
  CHECK(will(scene.evidence)->verdict == Verdict::stopped_by_admin);
}

TEST_CASE("pings that LocalAPI does not take accuse nobody") {
  Scene scene;
  scene.target(TcpOutcome::timed_out);
  for (auto& peer : scene.evidence.peers) peer.disco = peer.tsmp = Standing::unasked;
  CHECK(!judge(scene.evidence).enough);
  CHECK(judge(scene.evidence).sentence == "LocalAPI does not take pings, and without them nothing tells the tunnel from what is behind it");
}
