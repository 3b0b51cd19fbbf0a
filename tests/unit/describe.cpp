#include "libwatch/describe.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/played.hpp"

using namespace watch;
using watch::testing::Played;

TEST_CASE("a judgement is said with whose it is") {
  CHECK(describe(Judgement{.verdict = Verdict::tunnel_broken, .whose = Whose::ours, .sentence = "all is silent"}) == "tunnel-broken, ours: all is silent");
  CHECK(describe(Judgement{.verdict = Verdict::backend_starting, .sentence = "it starts"}) == "backend-starting: it starts");
  CHECK(describe(Judgement{.sentence = "plc answers"}) == "healthy: plc answers");
}

TEST_CASE("what was not done is said with its reason") {
  CHECK(describe(std::vector<Skip>{}).empty());
  CHECK(describe({{Remedy::rebind, "tried already"}, {Remedy::restart, "the control server does not answer"}}) ==
        "not done: rebind (tried already), restart (the control server does not answer)");
}

TEST_CASE("a step without a transition says nothing") {
  Played played;
  CHECK(describe(Decision{}, played.machine).empty());
}

TEST_CASE("a doubt names the target and how it answered") {
  Played played;
  REQUIRE(played.advance_to(State::healthy, 10s));
  played.scene.target(TcpOutcome::refused);
  played.advance(10s);
  CHECK(played.machine.state() == State::reported);
  CHECK(status_line(played.machine) == "reported: target-down, theirs: plc refuses the connection while site-router answers; the host does not answer ICMP either");
}

TEST_CASE("the status line is one line, in every state that was reached") {
  Played played;
  CHECK(!status_line(played.machine).empty());
  REQUIRE(played.advance_to(State::healthy, 10s));
  CHECK(status_line(played.machine) == "healthy: plc answers through the tailnet in 11 ms");
  played.see(PauseSeen{Pause{.since = played.now, .until = played.now + 1h, .who = "alice as root", .reason = ""}});
  CHECK(status_line(played.machine) == "healthy: plc answers through the tailnet in 11 ms (paused by alice as root)");
}

TEST_CASE("what comes next is said in every state that waits") {
  Played played;
  const auto next = [&] { return describe_next(played.machine, played.now); };
  CHECK(next() == "gathers all evidence");
  REQUIRE(played.advance_to(State::healthy, 10s));
  CHECK(next() == "looks again in 10 s");
  played.advance(3s);
  CHECK(next() == "looks again in 7 s");
  played.answers_remedies = false;
  played.scene.all_silent();
  REQUIRE(played.advance_to(State::remedying, 30s));
  CHECK(next() == "kick runs");
  played.see(RemedySeen{.attempt = played.machine.attempt(), .remedy = Remedy::kick});
  CHECK(next() == "lets it come to rest and looks now");
  REQUIRE(played.advance_to(State::backing_off, 30s));
  CHECK(next().starts_with("applies rebind "));
}

TEST_CASE("a machine that has seen nothing takes its first picture") {
  const Machine machine(Seed{1});
  CHECK(describe_next(machine, Instant{}) == "takes the first picture");
  CHECK_FALSE(machine.next_look().has_value());
}
