#include "libwatch/machine.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/played.hpp"

using namespace watch;
using watch::testing::Played;

namespace {

bool holds(const std::vector<Action>& actions, auto&& fits) { return std::ranges::any_of(actions, fits); }

}  // namespace

TEST_CASE("a machine starts, proves twice with a second between, and is healthy") {
  Played played;
  CHECK(played.machine.state() == State::probing);
  const Instant begun = played.now;
  REQUIRE(played.advance_to(State::healthy, 10s));
  CHECK(played.now - begun >= 4s);  // tailscaled is made to speak to control, which takes three
  CHECK(played.machine.judgement().verdict == Verdict::healthy);
}

TEST_CASE("a kernel that says nothing does not hold up the start for ever") {
  Machine machine(Seed{1});
  machine.step(Instant(1h), Configured{});
  CHECK(machine.deadline().has_value());
  machine.step(Instant(1h) + Policy::start_limit, Due{});
  CHECK(machine.state() == State::probing);
}

TEST_CASE("a healthy heartbeat costs one connection and one look at tailscaled's own") {
  Played played;
  REQUIRE(played.advance_to(State::healthy, 10s));
  played.asked.clear();
  played.advance(30s);
  CHECK(played.machine.state() == State::healthy);
  const auto count = [&](auto fits) { return std::ranges::count_if(played.asked, fits); };
  CHECK(count([](const Action& a) { return std::holds_alternative<TryTargets>(a); }) == 3);
  CHECK(count([](const Action& a) { return std::holds_alternative<LookAtConnections>(a); }) == 3);
  CHECK(count([](const Action& a) { return std::holds_alternative<TryTargets>(a) || std::holds_alternative<LookAtConnections>(a) || std::holds_alternative<Cancel>(a); }) ==
        static_cast<std::ptrdiff_t>(played.asked.size()));
}

TEST_CASE("the next look comes when it was said to come") {
  Played played;
  REQUIRE(played.advance_to(State::healthy, 10s));
  const auto next = played.machine.next_look();
  REQUIRE(next.has_value());
  CHECK(*next - played.now == played.machine.heartbeat());
  played.asked.clear();
  played.advance(*next - played.now - 1us);
  CHECK(played.asked.empty());
  played.advance(1us);
  CHECK_FALSE(played.asked.empty());
}

TEST_CASE("Self.Online is asked for once a minute") {
  Played played;
  REQUIRE(played.advance_to(State::healthy, 10s));
  played.asked.clear();
  played.advance(5min);
  const auto status = std::ranges::count_if(played.asked, [](const Action& a) { return std::holds_alternative<AskStatus>(a); });
  CHECK((status >= 4 && status <= 5));
}

TEST_CASE("a metered uplink has its own heartbeat") {
  Policy policy;
  policy.uplinks = {{.match = "wan*", .heartbeat = 60s}};
  Played played(policy);
  REQUIRE(played.advance_to(State::healthy, 10s));
  played.asked.clear();
  played.advance(60s);
  CHECK(std::ranges::count_if(played.asked, [](const Action& a) { return std::holds_alternative<TryTargets>(a); }) == 1);
}

TEST_CASE("on a metered uplink a relayed path costs no more than health") {
  Policy policy;
  policy.uplinks = {{.match = "wan*", .heartbeat = 2min}};
  Played played(policy);
  for (auto& peer : played.scene.evidence.peers) peer.path = "203.0.113.9:41641";
  REQUIRE(played.advance_to(State::healthy, 10s));
  played.advance(12min);
  for (auto& peer : played.scene.evidence.peers) peer.path = "DERP nyc";
  played.advance(30min);
  REQUIRE(played.machine.state() == State::reported);
  REQUIRE(played.machine.judgement().verdict == Verdict::relay_only);
  played.asked.clear();
  played.advance(20min);
  const auto count = [&](auto fits) { return std::ranges::count_if(played.asked, fits); };
  CHECK(count([](const Action& a) { return std::holds_alternative<TryAnchors>(a); }) <= 4);  // two looks, each with its second round
  CHECK(count([](const Action& a) { return std::holds_alternative<TryTargets>(a); }) >= 10);
}

TEST_CASE("changes in a row are waited for, at most ten seconds, and the last one is probed") {
  Played played;
  REQUIRE(played.advance_to(State::healthy, 10s));
  const Instant begun = played.now;
  std::uint8_t gateway = 10;
  while (played.now < begun + 9500ms) {
    played.scene.evidence.egress.v4->gateway.bytes[3] = ++gateway;
    played.see(NetworkSeen{.egress = played.scene.evidence.egress});
    CHECK(played.machine.state() == State::settling);
    played.advance(500ms);
  }
  played.see(NetworkSeen{.egress = {}});
  CHECK(played.machine.state() == State::wan_down);
  played.see(NetworkSeen{.egress = played.scene.evidence.egress});
  CHECK(played.machine.state() == State::settling);
  REQUIRE(played.advance_to(State::healthy, 10s));
  CHECK(played.machine.evidence().egress == played.scene.evidence.egress);
}

TEST_CASE("a router that is silent right after a change of ours is not accused before it can know of it") {
  Played played;
  REQUIRE(played.advance_to(State::healthy, 10s));
  played.scene.target(TcpOutcome::timed_out).silent(0);
  played.scene.evidence.egress.v4->gateway = watch::testing::v4(192, 0, 2, 2);
  const Instant changed = played.now;
  played.see(NetworkSeen{.egress = played.scene.evidence.egress});
  REQUIRE(played.advance_to(State::backing_off, 30s));
  CHECK(played.machine.judgement().verdict == Verdict::peer_unreachable);
  CHECK(played.now - changed >= 7s);
}

TEST_CASE("a machine that slept asks afresh instead of judging yesterday's silence") {
  Played played;
  REQUIRE(played.advance_to(State::healthy, 10s));
  played.machine.step(played.now + 10s, Due{});  // a heartbeat that is never answered
  played.now += 8h;
  played.see(Due{});
  CHECK(played.machine.state() != State::remedying);
  CHECK(played.applies.empty());
  REQUIRE(played.advance_to(State::healthy, 30s));
}

TEST_CASE("answers to older rounds change nothing") {
  Played played;
  REQUIRE(played.advance_to(State::healthy, 10s));
  const Decision decision = played.see(TargetSeen{Round{1}, {.target = 0, .outcome = TcpOutcome::timed_out}});
  CHECK(!decision.event);
  CHECK(played.machine.state() == State::healthy);
}

TEST_CASE("an answer for a target that does not exist is no matter") {
  Played played;
  played.advance_to(State::healthy, 10s);
  played.advance(10s);
  played.see(TargetSeen{played.machine.round(), {.target = 99}});
  CHECK(played.machine.state() == State::healthy);
}

TEST_CASE("a reload while a fault is waited out takes the new steps") {
  Policy policy;
  Played played(policy);
  REQUIRE(played.advance_to(State::healthy, 10s));
  played.scene.all_silent();
  played.advance(1min);
  const auto before = played.applies.size();
  CHECK(before > 0);
  Policy quiet = played.policy;
  quiet.mode = Mode::observe;
  played.see(Configured{quiet});
  played.advance(1h);
  CHECK(played.applies.size() == before);
}

TEST_CASE("how long tailscaled has been starting is counted for each of its processes anew") {
  Played played;
  REQUIRE(played.advance_to(State::healthy, 10s));
  played.scene.all_silent().evidence.tailnet.backend = Backend::no_state;
  played.scene.control(AnchorOutcome::silent);
  played.advance(10min);
  CHECK(played.machine.evidence().starting_for > Policy::starting_patience);
  played.scene.control(AnchorOutcome::answered).evidence.unit->age = 3s;
  played.advance(10s);
  CHECK(played.machine.judgement().verdict == Verdict::backend_starting);
  CHECK(played.applies.empty());
}

TEST_CASE("an episode begins with the first doubt and is numbered") {
  Played played;
  CHECK(played.machine.episode() == 0);
  REQUIRE(played.advance_to(State::healthy, 10s));
  played.scene.target(TcpOutcome::refused);
  played.advance(20s);
  CHECK(played.machine.episode() == 1);
  played.scene.target(TcpOutcome::held, 11ms);
  REQUIRE(played.advance_to(State::healthy, 30s));
  played.scene.target(TcpOutcome::refused);
  played.advance(20s);
  CHECK(played.machine.episode() == 2);
}

TEST_CASE("the clock may stand still or run backwards") {
  Played played;
  REQUIRE(played.advance_to(State::healthy, 10s));
  played.now -= 1h;
  played.see(Due{});
  CHECK(played.machine.state() == State::healthy);
  CHECK(!holds(played.last.actions, [](const Action& a) { return std::holds_alternative<Apply>(a); }));
}
