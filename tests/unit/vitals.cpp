#include "daemon/report/vitals.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/played.hpp"

using namespace tailmend;
using namespace watch;
using watch::testing::Played;

namespace {

// A machine whose questions nobody answers but the test, and whose every step is told to vitals.
struct Told {
  explicit Told(const Policy& policy) { see(Configured{policy}); }
  void see(const Observation& seen) {
    const Decision decision = machine.step(now, seen);
    vitals.take({.now = now, .seen = seen, .decision = decision, .machine = machine});
  }
  Machine machine{Seed{1}};
  Instant now{24h};
  Vitals vitals;
};

Policy two_targets() {
  Policy policy;
  policy.targets = {{.name = "plc", .address = "10.77.0.10:502"}, {.name = "hmi", .address = "10.77.0.11:443"}};
  return policy;
}

Played::Told into(Vitals& vitals) {
  return [&vitals](const Played& p, const Observation& seen) { vitals.take({.now = p.now, .seen = seen, .decision = p.last, .machine = p.machine}); };
}

TargetSeen answer(std::uint32_t target, Duration took) { return {.round = Round{1}, .fact = {.target = target, .outcome = TcpOutcome::held, .took = took}}; }
TargetSeen silence(std::uint32_t target) { return {.round = Round{1}, .fact = {.target = target, .outcome = TcpOutcome::timed_out, .took = 3s}}; }

std::string drawn(const Trend::Slots& slots) {
  std::string text;
  for (const auto& slot : slots) text += !slot.tried ? ' ' : slot.failed ? 'x' : slot.worst > 100ms ? '#' : '.';
  return text;
}

constexpr Instant start{24h};

}  // namespace

TEST_CASE("a trend keeps the worst answer of each half minute") {
  Trend trend;
  trend.add(start, 11ms);
  trend.add(start + 10s, 300ms);
  trend.add(start + 20s, 12ms);
  trend.add(start + 30s, 11ms);
  CHECK(drawn(trend.at(start + 30s)) == "                  #.");
  CHECK(trend.at(start + 30s)[18].worst == 300ms);
}

TEST_CASE("a slot in which one try failed is a failed one, whatever came before or after") {
  Trend trend;
  trend.add(start, 11ms);
  trend.add(start + 10s, std::nullopt);
  trend.add(start + 20s, 11ms);
  CHECK(drawn(trend.at(start)) == "                   x");
  CHECK(trend.at(start)[19].worst == 11ms);
}

TEST_CASE("slots in which nothing was tried stay empty, and what is older than ten minutes is gone") {
  Trend trend;
  trend.add(start, 11ms);
  trend.add(start + 2min, 11ms);
  CHECK(drawn(trend.at(start + 2min)) == "               .   .");
  CHECK(drawn(trend.at(start + 5min)) == "         .   .      ");
  CHECK(drawn(trend.at(start + 10min)) == "   .                ");
  CHECK(drawn(trend.at(start + 1h)) == "                    ");
  trend.add(start + 1h, 11ms);
  CHECK(drawn(trend.at(start + 1h)) == "                   .");
}

TEST_CASE("each target has its last try and its last answer") {
  Told told(two_targets());
  told.see(answer(0, 11ms));
  told.now += 10s;
  told.see(silence(0));
  const TargetVitals& plc = told.vitals.targets()[0];
  CHECK(plc.tried_at == told.now);
  CHECK(plc.answered_at == told.now - 10s);
  CHECK(plc.took == 11ms);
  CHECK(plc.fact.outcome == TcpOutcome::timed_out);
  CHECK_FALSE(told.vitals.targets()[1].tried_at.has_value());
}

TEST_CASE("a refusal counts as an answer where it is configured to") {
  Policy policy = two_targets();
  policy.targets[0].refused = Refusal::is_alive;
  Told told(policy);
  for (const std::uint32_t target : {0U, 1U}) told.see(TargetSeen{.round = Round{1}, .fact = {.target = target, .outcome = TcpOutcome::refused, .took = 5ms}});
  CHECK(told.vitals.targets()[0].answered_at.has_value());
  CHECK_FALSE(told.vitals.targets()[1].answered_at.has_value());
}

TEST_CASE("a target that stays in a new configuration keeps its trend, wherever it stands now") {
  Policy policy = two_targets();
  Told told(policy);
  told.see(answer(0, 11ms));
  told.see(answer(1, 22ms));
  policy.targets = {{.name = "hmi", .address = "10.77.0.11:443"}, {.name = "plc", .address = "10.77.0.12:502"}};
  told.see(Configured{policy});
  REQUIRE(told.vitals.targets().size() == 2);
  CHECK(told.vitals.targets()[0].took == 22ms);
  CHECK_FALSE(told.vitals.targets()[1].tried_at.has_value());  // at another address it is another one
}

TEST_CASE("an answer for a target that is not configured is nobody's") {
  Told told(two_targets());
  told.see(answer(7, 11ms));
  CHECK_FALSE(told.vitals.targets()[0].tried_at.has_value());
}

TEST_CASE("the verdict holds since a look first ended with it, and a heartbeat does not change that") {
  Vitals vitals;
  Played played({}, into(vitals));
  CHECK_FALSE(vitals.verdict().has_value());
  REQUIRE(played.advance_to(State::healthy, 10s));
  const Instant healthy = played.now;
  played.advance(12min);  // a full look lies in it
  REQUIRE(vitals.verdict().has_value());
  CHECK(vitals.verdict()->verdict == Verdict::healthy);
  CHECK(vitals.verdict_since() == healthy);
  CHECK(vitals.state() == State::healthy);
  CHECK(vitals.state_since() == healthy);
  played.scene.evidence.targets[0].fact.took = 46ms;
  played.advance(10s);
  CHECK(vitals.verdict()->sentence == "plc answers through the tailnet in 46 ms");
  played.scene.target(TcpOutcome::refused);
  played.advance(10s);
  CHECK(vitals.verdict()->verdict == Verdict::target_down);
  CHECK(vitals.verdict_since() > healthy);
  CHECK(vitals.state() == State::reported);
}

TEST_CASE("what was left out is kept as long as it holds") {
  Policy policy;
  policy.steps = {Remedy::ping, Remedy::kick};
  Vitals vitals;
  Played played(policy, into(vitals));
  REQUIRE(played.advance_to(State::healthy, 10s));
  played.scene.all_silent();
  played.advance(30s);
  CHECK(vitals.left_out() == "up-reset, restart (not in `steps`)");
  played.scene.target(TcpOutcome::held, 11ms);
  for (auto& peer : played.scene.evidence.peers) peer.disco = peer.tsmp = Standing::good;
  REQUIRE(played.advance_to(State::healthy, 5min));
  CHECK(vitals.left_out().empty());
}

TEST_CASE("changes of the way out are counted, a picture that may be stale is none") {
  Told told(two_targets());
  Egress egress;
  egress.v4 = Way{.interface = "wan0", .index = 2, .gateway = watch::testing::v4(192, 0, 2, 1), .source = watch::testing::v4(192, 0, 2, 7), .table = 254};
  told.see(NetworkSeen{.egress = egress});
  CHECK(told.vitals.changes() == 0);
  told.now += 1s;
  Hints overrun;
  overrun.add(Hint::overrun);
  told.see(NetworkSeen{.egress = egress, .hints = overrun});
  CHECK(told.vitals.changes() == 0);
  told.now += 1s;
  egress.v4->gateway = watch::testing::v4(198, 51, 100, 1);
  told.see(NetworkSeen{.egress = egress});
  CHECK(told.vitals.changes() == 1);
}
