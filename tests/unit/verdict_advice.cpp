// What is advised costs nobody a setting or a way out.
#include "libwatch/ladder.hpp"
#include "libwatch/memory.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/scene.hpp"

using namespace watch;
using watch::testing::Scene;

TEST_CASE("nobody is told to log in by an empty profile") {
  Scene scene;
  scene.evidence.tailnet.backend = Backend::needs_login;
  CHECK(judge(scene.evidence).advice == "sudo tailscale up, with the flags that this host was set up with; it names those that are missing");
  scene.evidence.tailnet.key_expired = true;
  CHECK(judge(scene.evidence).advice.contains("admin console; or here: sudo tailscale up --force-reauth"));
}

TEST_CASE("a command that replaces a list is printed only where the list is known to be whole") {
  Scene scene;
  scene.policy.tailscale.advertises.clear();
  for (int i = 0; i < 31; ++i) scene.policy.tailscale.advertises.push_back("10." + std::to_string(i) + ".0.0/16");
  Memory memory;
  memory.configure(scene.policy, scene.evidence);
  CHECK(judge(scene.evidence).advice.starts_with("sudo tailscale set --advertise-routes=10.0.0.0/16,10.1.0.0/16,"));
  CHECK(judge(scene.evidence).advice.contains(",10.30.0.0/16; or, if that was meant"));
  scene.evidence.prefs->advertise_routes = {*parse_prefix("10.77.0.0/24")};
  memory.note_prefs(scene.evidence);
  CHECK(judge(scene.evidence).advice.starts_with("sudo tailscale set --advertise-routes=… with all its subnets, 10.0.0.0/16 among them: the list replaces the one there"));
}

TEST_CASE("who is to advertise a subnet is told that the list replaces the one there") {
  Scene scene;
  scene.uncarried(2).evidence.nodes = {{.node = 2, .advertised = {}}};
  CHECK(judge(scene.evidence).advice == "on site-router: sudo tailscale set --advertise-routes=… with all its subnets, that of 10.77.0.10 among them: the list replaces the one there");
  scene.evidence.nodes.clear();
  CHECK(judge(scene.evidence).advice.contains("with all its subnets, that of 10.77.0.10 among them: the list replaces the one there; then approve"));
}

TEST_CASE("a router whose key has expired is named, whatever its offer") {
  Scene scene;
  scene.uncarried(2).evidence.nodes = {{.node = 2, .advertised = {{.address = testing::v4(10, 77, 0, 0), .bits = 24}}}};
  scene.evidence.tailnet.routers[0].expired = true;
  CHECK(judge(scene.evidence).sentence == "the node key of site-router has expired, and no other peer carries 10.77.0.10");
  CHECK(judge(scene.evidence).advice == "extend the key of site-router, or switch its expiry off, in the tailnet's admin console; or there: sudo tailscale up --force-reauth");
}

TEST_CASE("with userspace networking and a target that lacks a proxy nothing is applied") {
  Scene scene;
  scene.proxied().policy.targets.push_back({.name = "hmi", .address = "10.77.0.11:80"});
  Evidence& e = scene.evidence;
  e.targets.push_back(e.targets[0]);
  e.targets[1].standing = Standing::bad;
  e.targets[1].fact.outcome = TcpOutcome::wrong_egress;
  e.targets[1].fact.interface = "wan0";
  e.tailnet.tun = false;
  for (const auto& peer : e.peers) e.routes.push_back({.peer = peer.address, .interface = "wan0"});
  CHECK(judge(e).sentence == "tailscaled runs without a network interface (userspace networking), and hmi has no proxy");
  CHECK(judge(e).advice == "set `proxy` of hmi in tailmend.toml to tailscaled's --socks5-server");
  CHECK(need(judge(e)) == Need::person);
  History history{.mild_tried = true, .restarts_left = 3, .up_resets_left = 3};
  history.bad_rounds = 9;
  const Choice choice = choose(judge(e), e, history);
  CHECK(choice.rung != Rung::chosen);
  CHECK(choice.skips.size() == authorised(Verdict::route_not_installed).size());
}

TEST_CASE("a silent router that nobody else can speak for is not accused") {
  Scene scene;
  scene.alone().all_silent();
  CHECK(judge(scene.evidence).whose == Whose::nobody);
  CHECK(judge(scene.evidence).advice == "is site-router up, and is its uplink? Where others reach it, it is this host: sudo systemctl restart tailscaled.service");
}

TEST_CASE("what this host could not try, or has no address of, is not the target's fault") {
  Scene scene;
  scene.target(TcpOutcome::failed).evidence.targets[0].fact.detail = "Too many open files";
  CHECK(judge(scene.evidence).sentence == "plc could not be tried on this host (Too many open files)");
  CHECK(judge(scene.evidence).advice.starts_with("is this host short of memory, or of open files?"));
  scene.policy.targets[0].address = "plc.example:502";
  scene.target(TcpOutcome::unresolved);
  CHECK(judge(scene.evidence).advice.starts_with("getent hosts plc.example; "));
}

TEST_CASE("a tailscaled that waits behind a captive portal is helped by a login there") {
  Scene scene;
  scene.all_silent().evidence.tailnet.backend = Backend::no_state;
  CHECK(judge(scene.evidence).advice.empty());
  scene.evidence.portal = PortalFact{.found = true, .location = "http://portal.example/"};
  CHECK(judge(scene.evidence).verdict == Verdict::backend_starting);
  CHECK(judge(scene.evidence).advice == "log in at http://portal.example/");
}
