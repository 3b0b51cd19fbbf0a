// The questions that the hands put together from what they remember: beside a scripted tailscaled, without rights.
#include "daemon/hands/hands.hpp"

#include <memory>
#include <optional>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/support/folder.hpp"
#include "tests/support/scripted_localapi.hpp"
#include "tests/support/turn_until.hpp"

using namespace tailmend;
using namespace tailmend::testing;
using namespace std::chrono_literals;
using watch::Answer;

namespace {

constexpr watch::Round round_{7};

struct Stage {
  Folder folder;
  ScriptedLocalapi tailscaled{(folder.path / "socket").string()};
  Loop loop;
  watch::Policy policy;
  std::vector<watch::Observation> seen;
  std::unique_ptr<Hands> hands;

  Stage() {
    policy.tailscale.socket = (folder.path / "socket").string();
    policy.tailscale.unit = "tailmend-hands-test.service";
    policy.targets = {{.name = "plc", .address = "10.77.0.10:502"}, {.name = "hmi", .address = "10.77.1.10:443"}};
    hands = std::make_unique<Hands>(loop, policy, StateStore(), [this](watch::Observation one) { seen.push_back(std::move(one)); }, [](const std::string&) {});
  }

  // Carries one action out and waits for its answer.
  template <class Seen>
  Seen ask(const watch::Action& action) {
    seen.clear();
    hands->carry_out({action});
    REQUIRE(turn_until(loop, [&] { return !seen.empty(); }));
    REQUIRE(seen.size() == 1);
    REQUIRE(std::holds_alternative<Seen>(seen.front()));
    return std::get<Seen>(seen.front());
  }
  // What was learned of the DERP map, as after the first healthy look.
  void learn(const watch::Tailnet& tailnet) {
    ask<watch::PrefsSeen>(watch::AskPrefs{round_});
    bool learned = false;
    hands->learn_anchors(tailnet, [&] { learned = true; });
    REQUIRE(turn_until(loop, [&] { return learned; }));
  }
};

}  // namespace

TEST_CASE("a status tells who else carries what this host advertises, once its preferences are known") {
  Stage stage;
  for (const char* line : {"peer r1 plant 100.64.0.2 primary=10.77.0.0/24", "peer r2 spare 100.64.0.3 primary=10.88.0.0/24",
                           R"(prefs AdvertiseRoutes ["10.88.0.0/24","0.0.0.0/0"])"}) {
    stage.tailscaled.tell(line);
  }
  CHECK(stage.ask<watch::StatusSeen>(watch::AskStatus{round_}).tailnet.carriers.size() == 1);
  CHECK(stage.ask<watch::PrefsSeen>(watch::AskPrefs{round_}).prefs.advertise_routes.size() == 1);
  const auto status = stage.ask<watch::StatusSeen>(watch::AskStatus{round_});
  CHECK(status.round == round_);
  REQUIRE(status.tailnet.carriers.size() == 2);
  CHECK(status.tailnet.carriers[0].target == 0);
  CHECK(status.tailnet.carriers[1].target == 2);
  CHECK(to_string(status.tailnet.carriers[1].prefix) == "10.88.0.0/24");
  CHECK(status.tailnet.routers[status.tailnet.carriers[1].router].name == "spare");
  // This host itself is no such carrier.
  stage.tailscaled.tell("gone r2");
  stage.tailscaled.tell("own primary=10.88.0.0/24");
  CHECK(stage.ask<watch::StatusSeen>(watch::AskStatus{round_}).tailnet.carriers.size() == 1);
}

TEST_CASE("a node's offers and the word on forwarding come with their round") {
  Stage stage;
  stage.tailscaled.tell("peer r1 plant 100.64.0.2 node=42 advertises=10.77.0.0/24");
  stage.tailscaled.tell("forwarding IP forwarding is disabled");
  const auto node = stage.ask<watch::NodeSeen>(watch::AskNode{round_, 42});
  CHECK(node.round == round_);
  CHECK(node.fact == watch::NodeFact{.node = 42, .answer = Answer::answered, .advertised = {*watch::parse_prefix("10.77.0.0/24")}});
  CHECK(stage.ask<watch::NodeSeen>(watch::AskNode{round_, 43}).fact.answer == Answer::not_found);
  CHECK(stage.ask<watch::ForwardingSeen>(watch::AskForwarding{round_}).fact.warning == "IP forwarding is disabled");
}

TEST_CASE("a peer that is silent for a second is asked once more, and is silent only then") {
  Stage stage;
  stage.tailscaled.tell("peer r1 plant 100.64.0.2 primary=10.77.0.0/24");
  stage.tailscaled.tell("peer w1 nas 100.64.0.3");
  stage.tailscaled.tell("ping * * silent");
  const auto ask = [](std::string_view peer) { return watch::PingPeer{round_, *watch::parse_address(peer), watch::PingKind::disco}; };
  stage.hands->carry_out({ask("100.64.0.2"), ask("100.64.0.3")});
  REQUIRE(turn_until(stage.loop, [&] { return stage.tailscaled.requests().size() == 2; }));
  stage.tailscaled.tell("ping r1 disco pong 0.012");  // for who asks from now on
  REQUIRE(turn_until(stage.loop, [&] { return stage.seen.size() == 2; }));
  const auto fact = [&](std::size_t i) { return std::get<watch::PingSeen>(stage.seen[i]).fact; };
  CHECK(fact(0).peer == ask("100.64.0.2").peer);
  CHECK(fact(0).outcome == watch::PingOutcome::pong);
  CHECK(fact(0).took == 12ms);
  CHECK(fact(1).peer == ask("100.64.0.3").peer);
  CHECK(fact(1).outcome == watch::PingOutcome::silent);
  CHECK(stage.tailscaled.requests().size() == 4);
}

TEST_CASE("only names are looked up: control's, once its preferences are known, and the DERP server's") {
  Stage stage;
  stage.tailscaled.tell("derp nyc 192.0.2.1 192.0.2.1 443");
  stage.tailscaled.tell(R"(prefs ControlURL "http://localhost:9911")");  // which /etc/hosts knows
  CHECK(stage.ask<watch::NamesSeen>(watch::AskNames{round_}).fact.names.empty());
  stage.ask<watch::PrefsSeen>(watch::AskPrefs{round_});
  const auto fact = stage.ask<watch::NamesSeen>(watch::AskNames{round_}).fact;
  CHECK(fact.names == std::vector{watch::NameFact{.kind = watch::AnchorKind::control, .name = "localhost", .outcome = watch::NameOutcome::resolved}});
  CHECK(!fact.resolver.empty());
  // A hung tailscaled costs the DERP server's name, not the answer.
  stage.tailscaled.tell("fault derpmap silent");
  CHECK(stage.ask<watch::NamesSeen>(watch::AskNames{round_}).fact.names.size() == 1);
}

TEST_CASE("names are told of also after their round is over, and asked for once at a time") {
  Stage stage;
  stage.tailscaled.tell("wait derpmap 200");
  stage.hands->carry_out({watch::AskNames{round_}});
  REQUIRE(turn_until(stage.loop, [&] { return !stage.tailscaled.requests().empty(); }));
  stage.hands->carry_out({watch::Cancel{round_}});
  stage.ask<watch::NamesSeen>(watch::AskNames{round_});
  CHECK(stage.tailscaled.requests().size() == 1);
}

TEST_CASE("without a known DERP server there is nobody to be impersonated") {
  Stage stage;
  CHECK(stage.ask<watch::PortalSeen>(watch::TryPortal{round_}).fact == watch::PortalFact{});
}

TEST_CASE("a portal is looked for at the home DERP server's address") {
  Stage stage;
  stage.tailscaled.tell("derp nyc derp.invalid 127.0.0.1 443");
  stage.tailscaled.tell(R"(prefs ControlURL "http://192.0.2.1:9911")");
  stage.learn({.self_relay = "nyc"});
  // Who listens at port 80 here is not this test's; that it is answered is.
  CHECK(stage.ask<watch::PortalSeen>(watch::TryPortal{round_}).round == round_);
}
