// LocalAPI's client against a scripted tailscaled: what it asks for, and what it reads in right answers.
#include "daemon/tailscaled/localapi.hpp"

#include <optional>
#include <string>
#include <vector>

#include "tests/edges/localapi_stage.hpp"

using namespace std::chrono_literals;
using namespace tailmend;
using namespace tailmend::testing;
using watch::Answer;

TEST_CASE("a status tells who carries the target and who can witness") {
  Stage stage;
  tell_small_tailnet(stage.tailscaled);
  const auto seen = stage.status(5s, {*watch::parse_address("10.77.0.10"), watch::Address{}});
  REQUIRE(seen.answer == Answer::answered);
  CHECK(seen.took > watch::Duration::zero());
  CHECK(seen.tailnet.backend == watch::Backend::running);
  CHECK(seen.tailnet.self_online);
  CHECK(seen.tailnet.self_name == "edge");
  CHECK(seen.tailnet.self_relay == "nyc");
  CHECK(seen.tailnet.self_addresses == "100.64.0.9");
  CHECK(seen.tailnet.self_endpoints == std::vector<std::string>{"203.0.113.7:41641", "192.168.1.7:41641"});
  CHECK(seen.tailnet.health == std::vector<std::string>{"out of touch"});
  CHECK(seen.tailnet.peers == 3);
  CHECK(seen.tailnet.rx_bytes == 5011);
  REQUIRE(seen.tailnet.routers.size() == 1);
  CHECK(seen.tailnet.routers[0].name == "plant-router");
  CHECK(seen.tailnet.routers[0].relay == "fra");
  REQUIRE(seen.tailnet.carriers.size() == 1);
  CHECK(seen.tailnet.carriers[0].target == 0);
  CHECK(watch::to_string(seen.tailnet.carriers[0].prefix) == "10.77.0.0/24");
  REQUIRE(seen.tailnet.witnesses.size() == 1);
  CHECK(seen.tailnet.witnesses[0].name == "office");
}

TEST_CASE("a status without peers asks for none") {
  Stage stage;
  tell_small_tailnet(stage.tailscaled);
  const auto seen = stage.status(5s, {}, false);
  CHECK(seen.answer == Answer::answered);
  CHECK(!seen.peers);
  CHECK(seen.tailnet.peers == 0);
  CHECK(stage.tailscaled.requests() == std::vector<std::string>{"GET /localapi/v0/status?peers=false"});
}

TEST_CASE("preferences are read, patched and read as text") {
  Stage stage;
  std::optional<watch::PrefsSeen> seen;
  auto token = stage.localapi.prefs(5s, [&](watch::PrefsSeen prefs) { seen = std::move(prefs); });
  REQUIRE(turn_until(stage.loop, [&] { return seen.has_value(); }));
  CHECK(seen->answer == Answer::answered);
  CHECK(seen->prefs == watch::Prefs{.want_running = true, .accept_routes = true, .control_url = "https://controlplane.tailscale.com"});

  std::optional<std::pair<Answer, std::string>> patched;
  token = stage.localapi.patch_prefs(R"({"RouteAll":false,"RouteAllSet":true})", 5s,
                                     [&](Answer answer, std::string text) { patched.emplace(answer, std::move(text)); });
  REQUIRE(turn_until(stage.loop, [&] { return patched.has_value(); }));
  CHECK(patched->first == Answer::answered);
  CHECK(patched->second.find("\"RouteAll\":false") != std::string::npos);

  std::optional<std::string> text;
  token = stage.localapi.prefs_text(5s, [&](Answer, std::string got) { text = std::move(got); });
  REQUIRE(turn_until(stage.loop, [&] { return text.has_value(); }));
  CHECK(*text == patched->second);
}

TEST_CASE("a status tells what is approved for this host, who else carries it, and whether its key is over") {
  Stage stage;
  tell_small_tailnet(stage.tailscaled);
  for (const char* line : {"own route=10.77.0.0/24 primary=10.78.0.0/24 route=0.0.0.0/0", "backend NeedsLogin",
                           "peer r2 spare-router 100.64.0.6 primary=10.79.0.0/24 node=7"}) {
    stage.tailscaled.tell(line);
  }
  const auto ask = [&] {
    std::optional<watch::StatusSeen> seen;
    const auto token = stage.localapi.status(true, {.targets = {watch::Address{}}, .own_subnets = {*watch::parse_prefix("10.79.0.0/24")}}, 5s,
                                             [&](watch::StatusSeen s) { seen = std::move(s); });
    REQUIRE(turn_until(stage.loop, [&] { return seen.has_value(); }));
    return seen->tailnet;
  };
  const auto tailnet = ask();
  CHECK(tailnet.self_routes == std::vector{*watch::parse_prefix("10.77.0.0/24"), *watch::parse_prefix("10.78.0.0/24")});
  REQUIRE(tailnet.carriers.size() == 1);
  CHECK(tailnet.carriers[0].target == 1);
  CHECK(tailnet.routers[0].name == "spare-router");
  CHECK(tailnet.routers[0].node == 7);
  CHECK(!tailnet.key_expired);
  stage.tailscaled.tell("own key-expiry=2096-01-01T00:00:00Z");
  CHECK(!ask().key_expired);
  stage.tailscaled.tell("own key-expiry=2020-01-01T00:00:00Z");
  CHECK(ask().key_expired);
}

TEST_CASE("a node tells what it advertises; one that is not known, or a build that cannot tell, is not found") {
  Stage stage;
  tell_small_tailnet(stage.tailscaled);
  stage.tailscaled.tell("peer r1 plant-router 100.64.0.2 node=4711 advertises=10.88.0.0/16");
  CHECK(stage.node(4711) == watch::NodeFact{.node = 4711, .answer = Answer::answered,
                                            .advertised = {*watch::parse_prefix("10.77.0.0/24"), *watch::parse_prefix("10.88.0.0/16")}});
  CHECK(stage.tailscaled.requests().back() == "GET /localapi/v0/peer-by-id?id=4711");
  CHECK(stage.node(4712) == watch::NodeFact{.node = 4712, .answer = Answer::not_found, .advertised = {}});
  stage.tailscaled.tell("fault peer-by-id not-json");
  CHECK(stage.node(4711).answer == Answer::garbled);
  stage.tailscaled.tell("fault peer-by-id 403");
  CHECK(stage.node(4711).answer == Answer::forbidden);
  stage.tailscaled.tell("fault peer-by-id silent");
  CHECK(stage.node(4711, 200ms).answer == Answer::timed_out);
}

TEST_CASE("tailscaled's word on IP forwarding is read, and each way to get none") {
  Stage stage;
  CHECK(stage.forwarding() == watch::ForwardingFact{});
  stage.tailscaled.tell("forwarding IPv6 forwarding is disabled.");
  CHECK(stage.forwarding().warning == "IPv6 forwarding is disabled.");
  stage.tailscaled.tell("fault check-ip-forwarding not-json");
  CHECK(stage.forwarding().answer == Answer::garbled);
  stage.tailscaled.tell("fault check-ip-forwarding 404");
  CHECK(stage.forwarding() == watch::ForwardingFact{.answer = Answer::not_found, .warning = {}});
}

TEST_CASE("pings tell a pong, silence, an error of tailscaled's own and a question not taken apart") {
  Stage stage;
  tell_small_tailnet(stage.tailscaled);
  const auto relayed = stage.ping("100.64.0.2", watch::PingKind::tsmp);
  CHECK(relayed.outcome == watch::PingOutcome::pong);
  CHECK(relayed.kind == watch::PingKind::tsmp);
  CHECK(relayed.took == watch::Duration(12ms));
  CHECK(relayed.path == "DERP fra");
  stage.tailscaled.tell("peer r1 plant-router 100.64.0.2 direct=198.51.100.4:41641");
  CHECK(stage.ping("10.77.0.10", watch::PingKind::icmp).path == "198.51.100.4:41641");

  stage.tailscaled.tell("ping r1 disco silent");
  const auto silent = stage.ping("100.64.0.2", watch::PingKind::disco, 200ms);
  CHECK(silent.outcome == watch::PingOutcome::silent);
  CHECK(silent.took >= watch::Duration(200ms));

  CHECK(stage.ping("100.99.9.9", watch::PingKind::disco).outcome == watch::PingOutcome::failed);
  CHECK(stage.ping("100.99.9.9", watch::PingKind::disco).detail == "no matching peer");

  stage.tailscaled.tell("fault ping 501");
  const auto unasked = stage.ping("100.64.0.2", watch::PingKind::disco);
  CHECK(unasked.outcome == watch::PingOutcome::unasked);
  CHECK(unasked.detail == "not built in");
  CHECK(stage.tailscaled.requests().front() == "POST /localapi/v0/ping?ip=100.64.0.2&type=TSMP");
}

TEST_CASE("start and debug are told to tailscaled, and the DERP map is read") {
  Stage stage;
  std::optional<Answer> answer;
  auto token = stage.localapi.start(5s, [&](Answer a) { answer = a; });
  REQUIRE(turn_until(stage.loop, [&] { return answer.has_value(); }));
  CHECK(answer == Answer::answered);
  CHECK(stage.tailscaled.requests().back() == "POST /localapi/v0/start {}");

  stage.tailscaled.tell("derp nyc derp1.example.com 192.0.2.11 443");
  std::optional<std::vector<DerpNode>> nodes;
  token = stage.localapi.derp_map(5s, [&](Answer, std::vector<DerpNode> got) { nodes = std::move(got); });
  REQUIRE(turn_until(stage.loop, [&] { return nodes.has_value(); }));
  REQUIRE(nodes->size() == 1);
  CHECK(nodes->front() == DerpNode{.region_code = "nyc", .host_name = "derp1.example.com",
                                   .v4 = watch::parse_endpoint("192.0.2.11:443"), .v6 = {}});
}
