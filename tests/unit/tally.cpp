// The figures after played scenes: what a scrape would find.
#include "daemon/metrics/tally.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "daemon/base/version.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/played.hpp"
#include "tests/unit/tally_stage.hpp"

using namespace watch;
using namespace tailmend::testing;
using tailmend::Tally;
using watch::testing::Played;

TEST_CASE("before the first look no verdict and no target is known") {
  Tally tally;
  const std::string text = tally.text(Instant(1h), wall);
  CHECK(text.find("\ntailmend_state{state=\"starting\"} 1\n") != std::string::npos);
  CHECK(text.find("\ntailmend_verdict{verdict=\"healthy\"} 0\n") != std::string::npos);
  CHECK(text.find("tailmend_check_exit_status") == std::string::npos);
  CHECK(text.find("target=") == std::string::npos);
}

TEST_CASE("health: heartbeats, their latencies, and one verdict") {
  Counted c;
  REQUIRE(c.played.advance_to(State::healthy, 1min));
  c.played.advance(1min);
  CHECK(c.one("tailmend_state", "state") == "healthy");
  CHECK(c.one("tailmend_verdict", "verdict") == "healthy");
  CHECK(c.one("tailmend_mode", "mode") == "act");
  CHECK(c.value("tailmend_check_exit_status") == "0");
  CHECK(c.value(reachable) == "1");
  CHECK(c.value("tailmend_rounds_total{kind=\"heartbeat\"}") == "6");
  CHECK(c.value("tailmend_rounds_total{kind=\"full\"}") == "2");  // the proof
  CHECK(c.value(probes("held")) == "8");
  CHECK(c.value(probes("reset")) == "0");
  CHECK(c.value(probes("proxy-failed")).empty());
  CHECK(c.value("tailmend_connect_duration_seconds_bucket{target=\"plc\",le=\"0.01\"}") == "0");
  CHECK(c.value("tailmend_connect_duration_seconds_bucket{target=\"plc\",le=\"0.025\"}") == "8");
  CHECK(c.value("tailmend_connect_duration_seconds_sum{target=\"plc\"}") == "0.088");
  CHECK(c.value(away) == "0");
  CHECK(c.value("tailmend_episodes_total") == "0");
  CHECK(c.value("tailmend_remedy_budget_left{remedy=\"restart\"}") == "3");
  CHECK(c.value("tailmend_remedy_budget_limit{remedy=\"up-reset\"}") == "3");
  CHECK(c.value("tailmend_egress_info{family=\"IPv4\",interface=\"wan0\"}") == "1");
  CHECK(c.text().find("family=\"IPv6\"") == std::string::npos);
  CHECK(c.value("tailmend_control_answers") == "1");
  CHECK(c.value("tailmend_peer_reachable{peer=\"site-router\",address=\"100.64.0.2\",role=\"router\"}") == "1");
  CHECK(c.value("tailmend_peer_reachable{peer=\"nas\",address=\"100.64.0.10\",role=\"witness\"}") == "1");
  CHECK(c.value("tailmend_build_info{version=\"" + std::string(tailmend::version) + "\"}") == "1");
}

TEST_CASE("a broken tunnel: time without data, an episode, and remedies by their results") {
  Counted c;
  REQUIRE(c.played.advance_to(State::healthy, 1min));
  c.played.scene.all_silent();
  c.played.advance(10min);
  CHECK(c.one("tailmend_verdict", "verdict") == "tunnel-broken");
  CHECK(c.one("tailmend_fault", "whose") == "ours");
  CHECK(c.value("tailmend_check_exit_status") == "2");
  CHECK(c.value(reachable) == "0");
  CHECK(c.value("tailmend_episodes_total") == "1");
  CHECK(c.value("tailmend_remedies_total{remedy=\"kick\",result=\"done\"}") == std::to_string(c.played.applied(Remedy::kick)));
  CHECK(c.value("tailmend_remedies_total{remedy=\"restart\",result=\"done\"}") == std::to_string(c.played.applied(Remedy::restart)));
  CHECK(c.value("tailmend_remedies_total{remedy=\"restart\",result=\"failed\"}") == "0");
  CHECK(c.played.applied(Remedy::restart) > 0);
  const auto left = 3 - std::min<std::size_t>(c.played.applied(Remedy::restart), 3);
  CHECK(c.value("tailmend_remedy_budget_left{remedy=\"restart\"}") == std::to_string(left));
  CHECK(c.value("tailmend_peer_reachable{peer=\"site-router\",address=\"100.64.0.2\",role=\"router\"}") == "0");
  const double so_far = std::stod(c.value(away));
  CHECK(so_far > 550);
  CHECK(so_far < 605);
  c.heal();
  REQUIRE(c.played.advance_to(State::healthy, 10min));
  const std::string sum = c.value(away);
  c.played.advance(5min);
  CHECK(c.value(away) == sum);
  CHECK(c.value(reachable) == "1");
  CHECK(c.one("tailmend_verdict", "verdict") == "healthy");
}

TEST_CASE("every result of every remedy is a figure of its own") {
  Counted c;
  REQUIRE(c.played.advance_to(State::healthy, 1min));
  const std::string beats = c.value("tailmend_rounds_total{kind=\"heartbeat\"}");
  for (std::size_t i = 0; i < remedies; ++i)
    for (std::size_t result = 0; result < outcomes; ++result)
      for (std::size_t times = 0; times <= i * outcomes + result; ++times)
        c.tally.take({c.played.now, RemedySeen{.remedy = static_cast<Remedy>(i), .outcome = static_cast<Outcome>(result)}, c.played.last, c.played.machine});
  CHECK(c.value("tailmend_remedies_total{remedy=\"ping\",result=\"done\"}") == "1");
  CHECK(c.value("tailmend_remedies_total{remedy=\"up-reset\",result=\"withheld\"}") == "30");
  CHECK(c.value("tailmend_remedies_total{remedy=\"restart\",result=\"done\"}") == "31");
  CHECK(c.value("tailmend_remedies_total{remedy=\"restart\",result=\"withheld\"}") == "35");
  CHECK(c.value("tailmend_rounds_total{kind=\"heartbeat\"}") == beats);
}

TEST_CASE("a change of the way out is counted by its first reason, a repetition is not") {
  Counted c;
  c.played.advance(1min);
  Egress other = c.played.scene.evidence.egress;
  c.played.see(NetworkSeen{.egress = other});
  other.v4->gateway = watch::testing::v4(198, 51, 100, 1);
  other.v4->source = watch::testing::v4(198, 51, 100, 7);
  c.played.see(NetworkSeen{.egress = other});
  c.played.see(NetworkSeen{.egress = other});
  CHECK(c.value("tailmend_egress_changes_total{reason=\"gateway-changed\"}") == "1");
  CHECK(c.value("tailmend_egress_changes_total{reason=\"source-changed\"}") == "0");
  other.v6 = other.v4;
  other.v4->gateway = watch::testing::v4(198, 51, 100, 2);
  c.played.see(NetworkSeen{.egress = other});
  CHECK(c.value("tailmend_egress_changes_total{reason=\"way-gained\"}") == "1");
  CHECK(c.value("tailmend_egress_changes_total{reason=\"gateway-changed\"}") == "1");
  c.played.see(NetworkSeen{});
  CHECK(c.value("tailmend_egress_changes_total{reason=\"way-lost\"}") == "1");
  CHECK(c.text().find("tailmend_egress_info") == std::string::npos);
}

TEST_CASE("a hard remedy that is left out says by which gate; in observe mode and during a pause any") {
  Counted c;
  REQUIRE(c.played.advance_to(State::healthy, 1min));
  c.played.scene.all_silent().control(AnchorOutcome::silent);
  c.played.advance(10min);
  CHECK(std::stoi("0" + c.value("tailmend_remedy_skips_total{remedy=\"restart\",reason=\"control\"}")) > 0);
  CHECK(c.text().find("tailmend_remedy_skips_total{remedy=\"kick\"") == std::string::npos);
  CHECK(c.text().find("tried already") == std::string::npos);

  Policy policy;
  policy.mode = Mode::observe;
  Counted o(policy);
  o.played.scene.all_silent();
  o.played.advance(1min);
  CHECK(o.one("tailmend_mode", "mode") == "observe");
  CHECK(std::stoi("0" + o.value("tailmend_remedy_skips_total{remedy=\"kick\",reason=\"observe\"}")) > 0);

  Counted p;
  p.played.see(PauseSeen{Pause{.since = p.played.now, .until = p.played.now + 1h, .who = "root", .reason = "work on the roof"}});
  p.played.scene.all_silent();
  p.played.advance(5min);
  CHECK(p.one("tailmend_mode", "mode") == "paused");
  CHECK(std::stoi("0" + p.value("tailmend_remedy_skips_total{remedy=\"kick\",reason=\"pause\"}")) > 0);
  p.played.see(PauseSeen{});
  CHECK(p.one("tailmend_mode", "mode") == "act");
}

TEST_CASE("routers are direct or relayed, witnesses are only reached") {
  Counted c;
  c.played.advance(1min);
  const auto direct = [&] { return c.value("tailmend_peer_direct{peer=\"site-router\",address=\"100.64.0.2\"}"); };
  CHECK(direct().empty());  // the scene's pongs do not say
  for (const auto& [path, shown] : {std::pair{"203.0.113.9:41641", "1"}, {"DERP nyc", "0"}}) {
    c.played.scene.evidence.peers[0].path = path;
    c.played.advance(2min);
    CHECK(direct() == shown);
  }
  CHECK(c.value("tailmend_peer_direct{peer=\"nas\",address=\"100.64.0.10\"}").empty());
}

TEST_CASE("the start and the next look are told in Unix time, also once the clock has been set") {
  Counted c;
  REQUIRE(c.played.advance_to(State::healthy, 1min));
  CHECK(c.value("tailmend_start_time_seconds") == "1800000000");
  const Duration until = *c.played.machine.deadline() - c.begun;
  CHECK(c.value("tailmend_next_look_timestamp_seconds") == std::to_string((wall + until) / 1s));
  CHECK(c.tally.text(c.played.now, wall + (c.played.now - c.begun) + 1s).find("tailmend_start_time_seconds 1800000000\n") != std::string::npos);
  CHECK(c.tally.text(c.played.now, wall + (c.played.now - c.begun) + 1h).find("tailmend_start_time_seconds 1800003600\n") != std::string::npos);
}

TEST_CASE("a machine begun anew adds to the figures of the one before") {
  Counted c;
  c.played.scene.all_silent();
  c.played.advance(1min);
  REQUIRE(c.value("tailmend_episodes_total") == "1");
  Played fresh({}, [&](const Played& here, const Observation& seen) { c.tally.take({here.now, seen, here.last, here.machine}); });
  const std::string before = c.value(probes("timed-out"));
  fresh.scene.all_silent();
  fresh.advance(1min);
  CHECK(c.value("tailmend_episodes_total") == "2");
  CHECK(std::stoi(c.value(probes("timed-out"))) > std::stoi(before));
}

TEST_CASE("an episode of before the start is not counted") {
  Counted c;
  c.played.see(Remembered{.episode = 1});
  CHECK(c.value("tailmend_episodes_total") == "0");
  REQUIRE(c.played.advance_to(State::healthy, 1min));
  c.played.scene.all_silent();
  c.played.advance(1min);
  CHECK(c.played.machine.episode() == 2);
  CHECK(c.value("tailmend_episodes_total") == "1");
}

TEST_CASE("whatever is configured and seen, the text stays small") {
  Policy policy;
  for (int i = 0; i < 32; ++i) {
    const std::string number = std::to_string(i);
    policy.targets.push_back({.name = std::string(62 - number.size(), '"') + number, .address = "10.77.0.1:502", .proxy = "127.0.0.1:1055"});
  }
  Tally tally;
  Machine machine(Seed{1});
  const Decision decision = machine.step(Instant(1h), Configured{policy});
  tally.take({Instant(1h), Configured{policy}, decision, machine});
  for (std::uint32_t target = 0; target < 40; ++target)
    for (unsigned round = 0; round < 1000; ++round)
      tally.take({Instant(1h), TargetSeen{Round::none, {.target = target, .outcome = TcpOutcome::held, .took = 1ms}}, decision, machine});
  CHECK(tally.text(Instant(2h), wall).size() < 350'000);
  CHECK(sizeof(Tally) < 4096);
}
