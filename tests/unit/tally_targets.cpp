// The figures of a target: its probes, its proxy's replies, and its time without data.
#include <cstdint>
#include <string>

#include "tests/support/catch.hpp"
#include "tests/unit/tally_stage.hpp"

using namespace watch;
using namespace tailmend::testing;

TEST_CASE("the time without data begins with the failed probe and ends with a good one") {
  Counted c;
  REQUIRE(c.played.advance_to(State::healthy, 1min));
  c.played.see(TargetSeen{Round::none, {.outcome = TcpOutcome::timed_out, .took = 3s}});
  CHECK(c.value(away) == "3");
  c.played.now += 4s;
  CHECK(c.value(away) == "7");
  c.played.see(TargetSeen{Round::none, {.outcome = TcpOutcome::refused, .took = 1ms}});
  CHECK(c.value(away) == "7");
  c.played.now += 2500ms;
  c.played.see(TargetSeen{Round::none, {.outcome = TcpOutcome::held, .took = 11ms}});
  c.played.now += 1h;
  CHECK(c.value(away) == "9.5");
}

TEST_CASE("a reset counts as one, and as a connection that was made") {
  Counted c;
  REQUIRE(c.played.advance_to(State::healthy, 1min));
  const std::string before = c.value("tailmend_connect_duration_seconds_count{target=\"plc\"}");
  c.played.scene.target(TcpOutcome::reset, 12ms);
  c.played.advance(30s);
  const std::string resets = c.value(probes("reset"));
  CHECK(std::stoi(resets) > 0);
  CHECK(c.value("tailmend_connect_duration_seconds_count{target=\"plc\"}") == std::to_string(std::stoi(before) + std::stoi(resets)));
  CHECK(c.value(probes("timed-out")) == "0");
}

TEST_CASE("a refusal is good where the configuration takes it as alive") {
  Policy policy;
  policy.targets.push_back({.name = "plc", .address = "10.77.0.10:502", .refused = Refusal::is_alive});
  Counted c(policy);
  c.played.scene.target(TcpOutcome::refused, 9ms);
  c.played.advance(1min);
  CHECK(c.value(reachable) == "1");
  CHECK(c.value(probes("refused")) != "0");
  CHECK(c.value(away) == "0");
}

TEST_CASE("a proxy's replies are told by their names") {
  Policy policy;
  policy.targets.push_back({.name = "plc", .address = "10.77.0.10:502", .proxy = "127.0.0.1:1055"});
  Counted c(policy);
  const auto replies = [&](const std::string& reply) { return c.value("tailmend_socks5_replies_total{target=\"plc\",reply=\"" + reply + "\"}"); };
  CHECK(replies("general-failure") == "0");
  CHECK(c.value(probes("proxy-failed")) == "0");
  for (const int code : {1, 1, 4, 77}) {
    TargetFact fact{.outcome = code == 4 ? TcpOutcome::unreachable : TcpOutcome::proxy_failed};
    fact.reply = static_cast<std::uint8_t>(code);
    c.played.see(TargetSeen{Round::none, fact});
  }
  CHECK(replies("general-failure") == "2");
  CHECK(replies("host-unreachable") == "1");
  CHECK(replies("other") == "1");
  CHECK(c.value(probes("proxy-failed")) == "3");
}

TEST_CASE("a target that keeps its name keeps its figures at a reload") {
  Counted c;
  c.played.advance(1min);
  const std::string before = c.value(probes("held"));
  CHECK(before != "0");
  Policy policy = c.played.policy;
  policy.targets.insert(policy.targets.begin(), Target{.name = "hmi", .address = "10.77.0.11:443"});
  c.played.see(Configured{policy});
  CHECK(c.value(probes("held")) == before);
  CHECK(c.value("tailmend_probes_total{target=\"hmi\",outcome=\"held\"}") == "0");
  policy.targets.pop_back();
  c.played.see(Configured{policy});
  CHECK(c.value(probes("held")).empty());
}

TEST_CASE("while tailscale is stopped on purpose a target is neither reachable nor away") {
  Counted c;
  REQUIRE(c.played.advance_to(State::healthy, 1min));
  c.played.scene.evidence.prefs->want_running = false;
  c.played.scene.evidence.tailnet.backend = Backend::stopped;
  c.played.scene.all_silent();
  c.played.see(BusSeen{.hint = BusHint::prefs, .want_running = false});
  REQUIRE(c.played.advance_to(State::standby, 1min));
  const std::string so_far = c.value(away);
  c.played.advance(1h);
  CHECK(c.one("tailmend_verdict", "verdict") == "stopped-by-admin");
  CHECK(c.value(reachable).empty());
  CHECK(c.value(away) == so_far);
}
