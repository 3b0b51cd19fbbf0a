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
}
