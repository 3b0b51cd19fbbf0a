#include "libwatch/describe.hpp"
#include "libwatch/machine.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/played.hpp"

using namespace watch;
using watch::testing::Played;

namespace {

Pause pause(const Played& played, Duration length) { return {.since = played.now, .until = played.now + length, .who = "root", .reason = "a new router"}; }

MendAsked order(std::optional<Remedy> remedy, std::initializer_list<Gate> despite = {}) {
  MendAsked asked{.remedy = remedy, .despite = {}, .who = "root"};
  for (const Gate gate : despite) asked.despite.add(gate);
  return asked;
}

Played& broken(Played& played) {
  REQUIRE(played.advance_to(State::healthy, 10s));
  played.scene.all_silent();
  return played;
}

}  // namespace

TEST_CASE("no remedy begins while a pause lasts, and it ends by itself") {
  Played played;
  broken(played).see(PauseSeen{pause(played, 20min)});
  CHECK(played.machine.pause()->reason == "a new router");
  played.advance(20min - 1s);
  CHECK(played.applies.empty());
  CHECK(played.machine.judgement().verdict == Verdict::tunnel_broken);
  CHECK(played.machine.deadline() <= played.now + 1s);
  played.advance(10s);
  CHECK_FALSE(played.machine.pause());
  CHECK_FALSE(played.applies.empty());
}

TEST_CASE("resume ends a pause at once") {
  Played played;
  broken(played).see(PauseSeen{pause(played, 20min)});
  played.advance(1min);
  CHECK(played.applies.empty());
  played.see(PauseSeen{});
  CHECK_FALSE(played.machine.pause());
  played.advance(5s);
  CHECK_FALSE(played.applies.empty());
}

TEST_CASE("a pause of the past is none, and none lasts for ever") {
  Played played;
  played.see(PauseSeen{Pause{.since = played.now - 2h, .until = played.now, .who = "root", .reason = ""}});
  CHECK_FALSE(played.machine.pause());
  played.see(PauseSeen{Pause{.since = played.now, .until = Instant::max(), .who = "root", .reason = ""}});
  REQUIRE(played.machine.pause());
  CHECK(played.machine.pause()->until == played.now + Policy::pause_longest);
  played.see(PauseSeen{Pause{.since = played.now - 24h, .until = Instant::max(), .who = "root", .reason = ""}});
  CHECK(played.machine.pause()->until == played.now - 24h + Policy::pause_longest);
}

TEST_CASE("a pause does not look away: heartbeats go on") {
  Played played;
  REQUIRE(played.advance_to(State::healthy, 10s));
  played.see(PauseSeen{pause(played, 1h)});
  CHECK(played.machine.state() == State::healthy);
  played.asked.clear();
  played.advance(60s);
  CHECK(std::ranges::count_if(played.asked, [](const Action& a) { return std::holds_alternative<TryTargets>(a); }) == 6);
}

TEST_CASE("neither a pause nor its end gives a spent budget back") {
  Policy policy;
  policy.steps = {Remedy::restart};
  policy.restarts_per_hour = 1;
  Played played(policy);
  REQUIRE(broken(played).advance_to(State::exhausted, 5min));
  REQUIRE(played.applied(Remedy::restart) == 1);
  played.see(PauseSeen{pause(played, 1min)});
  played.see(PauseSeen{});
  played.see(order(Remedy::restart, {Gate::rounds}));
  played.advance(30s);
  CHECK(played.applied(Remedy::restart) == 1);
  REQUIRE(played.machine.last_order());
  CHECK(played.machine.last_order()->ended->how == OrderEnd::refused);
  CHECK_FALSE(played.machine.last_order()->skips.back().gate);
}

TEST_CASE("an order waits neither for backoff nor for a fleet's spread") {
  Policy policy;
  policy.steps = {Remedy::restart};
  Played played(policy);
  broken(played);
  played.see(order(Remedy::restart));
  played.advance(3s);  // three bad rounds
  CHECK(played.applied(Remedy::restart) == 1);
  CHECK(played.machine.restarts_left(played.now) == policy.restarts_per_hour - 1);
}

TEST_CASE("what came of an order is told as facts") {
  Played played;
  REQUIRE(played.advance_to(State::healthy, 10s));
  played.see(order(Remedy::rebind, {Gate::verdict}));
  REQUIRE(played.machine.order());
  CHECK(played.machine.order()->number == 1);
  REQUIRE(played.advance_to(State::settling, 10s));
  REQUIRE(played.machine.order());
  REQUIRE(played.machine.order()->applied.size() == 1);
  CHECK(played.machine.order()->applied[0].outcome == Outcome::done);
  REQUIRE(played.advance_to(State::healthy, 20s));
  CHECK_FALSE(played.machine.order());
  const auto& last = played.machine.last_order();
  REQUIRE(last);
  CHECK(last->ended->how == OrderEnd::rested);
  CHECK(last->ended->state == State::healthy);
  CHECK(describe(*last) == "mend rebind, asked for by root: rebind (done); healthy: plc answers through the tailnet in 11 ms");
}

TEST_CASE("an order that gates hold back says which") {
  Played played;
  REQUIRE(played.advance_to(State::healthy, 10s));
  played.see(order(Remedy::rebind));
  REQUIRE(played.machine.last_order());
  CHECK(played.machine.last_order()->ended->how == OrderEnd::refused);
  CHECK(describe(*played.machine.last_order()) == "mend rebind, asked for by root: no remedy was applied; not done: rebind (what was found does not call for it)");
  CHECK(played.applies.empty());
}

TEST_CASE("the newer order replaces the older one, and never a remedy in flight") {
  Played played;
  played.answers_remedies = false;
  broken(played).see(order(Remedy::kick));
  REQUIRE(played.advance_to(State::remedying, 10s));
  played.see(order(Remedy::rebind));
  CHECK(played.machine.last_order()->ended->how == OrderEnd::replaced);
  CHECK(played.machine.order()->number == 2);
  played.advance(Policy::remedy_limit - 10s);
  CHECK(played.applies.size() == 1);
  played.advance(20s);
  REQUIRE(played.applies.size() == 2);
  CHECK(played.applies[1].remedy == Remedy::rebind);
}

TEST_CASE("an order is over in time, whatever the world does") {
  Played played;
  REQUIRE(played.advance_to(State::healthy, 10s));
  const Instant begun = played.now;
  played.see(order(std::nullopt));
  std::uint8_t gateway = 10;
  while (played.machine.order() && played.now < begun + 1h) {
    played.scene.evidence.egress.v4->gateway.bytes[3] = ++gateway;
    played.see(NetworkSeen{.egress = played.scene.evidence.egress});
    played.advance(500ms);
  }
  REQUIRE(played.machine.last_order());
  CHECK(played.machine.last_order()->ended->how == OrderEnd::overdue);
  CHECK(played.now - begun <= Policy::order_limit + 1s);
}

TEST_CASE("an order against an administrator comes to nothing, whatever it overrules") {
  Played played;
  REQUIRE(played.advance_to(State::healthy, 10s));
  played.scene.evidence.prefs->want_running = false;
  played.scene.evidence.tailnet.backend = Backend::stopped;
  MendAsked all = order(Remedy::restart);
  for (const GateWord& word : gate_words) all.despite.add(word.gate);
  played.see(all);
  CHECK(played.machine.state() == State::standby);
  CHECK(played.machine.last_order()->ended->state == State::standby);
  played.see(all);
  played.advance(1s);
  CHECK_FALSE(played.machine.order());
  CHECK(played.machine.last_order()->number == 2);
  CHECK(played.applies.empty());
}

TEST_CASE("observe mode lets through what a person overrules by its name, and nothing after it") {
  Policy policy;
  policy.mode = Mode::observe;
  Played played(policy);
  broken(played).see(order(Remedy::kick, {Gate::observe}));
  played.advance(5min);
  REQUIRE(played.applies.size() == 1);
  CHECK(played.applies[0].remedy == Remedy::kick);
  CHECK(played.machine.last_order()->ended->how == OrderEnd::rested);
  CHECK(played.machine.last_order()->ended->state == State::reported);
}

TEST_CASE("every gate has a name of its own, and is found by it") {
  for (const GateWord& word : gate_words) CHECK(gate_named(word.name) == word.gate);
  CHECK_FALSE(gate_named("budget"));
  CHECK_FALSE(gate_named(""));
}
