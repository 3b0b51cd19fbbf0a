// The machine and its remedies: remembered, answered or not, forbidden, spent, and crossed by somebody else.
#include "libwatch/machine.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/played.hpp"

using namespace watch;
using watch::testing::Played;

namespace {

Policy restarts_only() {
  Policy policy;
  policy.steps = {Remedy::restart};
  return policy;
}

// All that was well falls silent, and the remedy against that is not answered.
void leave_in_a_remedy(Played& played, Duration within) {
  REQUIRE(played.advance_to(State::healthy, 10s));
  played.scene.all_silent();
  played.answers_remedies = false;
  REQUIRE(played.advance_to(State::remedying, within));
}

}  // namespace

TEST_CASE("what is remembered comes before what is done, in one decision") {
  Played played(restarts_only());
  leave_in_a_remedy(played, 3min);
  const auto& actions = played.last.actions;
  const auto remember = std::ranges::find_if(actions, [](const Action& a) { return std::holds_alternative<Remember>(a); });
  const auto apply = std::ranges::find_if(actions, [](const Action& a) { return std::holds_alternative<Apply>(a); });
  REQUIRE(remember != actions.end());
  REQUIRE(apply != actions.end());
  CHECK(remember < apply);
  CHECK(std::get<Remember>(*remember).restarts == std::vector<Instant>{played.now});
  CHECK(played.machine.restarts_left(played.now) == 2);
}

TEST_CASE("a restart whose attempt could not be kept on disk was not begun, and costs nothing") {
  const Policy policy = restarts_only();
  Played played(policy);
  leave_in_a_remedy(played, 20min);
  for (std::uint32_t i = 0; i < 2 * policy.restarts_per_hour; ++i) {
    REQUIRE(played.advance_to(State::remedying, 20min));
    played.see(RemedySeen{.attempt = played.machine.attempt(), .remedy = Remedy::restart, .outcome = Outcome::withheld, .detail = ""});
    CHECK(played.machine.restarts_left(played.now) == policy.restarts_per_hour);
  }
  REQUIRE(played.advance_to(State::remedying, 20min));
  played.see(RemedySeen{.attempt = played.machine.attempt(), .remedy = Remedy::restart, .outcome = Outcome::failed, .detail = ""});
  CHECK(played.machine.restarts_left(played.now) == policy.restarts_per_hour - 1);
}

TEST_CASE("a remedy that is never answered is given up, and not followed by a second one before") {
  Played played;
  leave_in_a_remedy(played, 30s);
  played.advance(Policy::remedy_limit - 1s);
  CHECK(played.machine.state() == State::remedying);
  CHECK(played.applies.size() == 1);
  played.advance(10s);
  CHECK(played.applies.size() == 2);
}

TEST_CASE("tailscale down in the middle of a remedy, and up again: the first must end before a second") {
  Played played;
  leave_in_a_remedy(played, 30s);
  played.see(BusSeen{.hint = BusHint::prefs, .want_running = false});
  CHECK(played.machine.state() == State::standby);
  played.see(BusSeen{.hint = BusHint::prefs, .want_running = true});
  played.advance(60s);
  CHECK(played.applies.size() == 1);
  played.answers_remedies = true;
  played.see(RemedySeen{.attempt = played.applies[0].attempt, .remedy = played.applies[0].remedy});
  played.advance(30s);
  CHECK(played.applies.size() > 1);
}

TEST_CASE("observe mode says what it would do, and does nothing") {
  Policy policy;
  policy.mode = Mode::observe;
  Played played(policy);
  REQUIRE(played.advance_to(State::healthy, 10s));
  played.scene.all_silent();
  played.advance(1h);
  CHECK(played.applies.empty());
  CHECK(played.machine.state() == State::reported);
  CHECK(played.machine.judgement().verdict == Verdict::tunnel_broken);
}

TEST_CASE("when the budget is spent the machine looks on, and acts again when the window has passed") {
  Policy policy = restarts_only();
  policy.restarts_per_hour = 2;
  Played played(policy);
  REQUIRE(played.advance_to(State::healthy, 10s));
  played.scene.all_silent();
  REQUIRE(played.advance_to(State::exhausted, 30min));
  CHECK(played.applied(Remedy::restart) == 2);
  played.advance(20min);
  CHECK(played.applied(Remedy::restart) == 2);
  played.advance(1h);
  CHECK(played.applied(Remedy::restart) > 2);
}

TEST_CASE("a restart by somebody else in the middle of a remedy calls for the long proof, one of long ago does not") {
  for (const Duration age : {Duration(1s), Duration(12min)}) {
    Played played;
    leave_in_a_remedy(played, 30s);
    played.scene.evidence.unit->age = age;
    played.see(UnitSeen{Round::none, *played.scene.evidence.unit});
    played.scene.target(TcpOutcome::held, 11ms);
    for (auto& peer : played.scene.evidence.peers) peer.disco = peer.tsmp = Standing::good;
    played.see(RemedySeen{.attempt = played.machine.attempt(), .remedy = Remedy::kick});
    const Instant begun = played.now;
    REQUIRE(played.advance_to(State::healthy, 1min));
    CHECK((played.now - begun >= Policy::proof_after_restart) == (age < Policy::young));
  }
}
