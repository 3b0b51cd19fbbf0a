// What is an episode of its own, how it ends, and what healed it.
#include "libwatch/chronicle.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/chronicle_stage.hpp"

using namespace watch;
using namespace watch::testing;

TEST_CASE("what comes back long after a remedy came back by itself") {
  Broken played;
  played.scene.evidence.peers[1].disco = played.scene.evidence.peers[1].tsmp = Standing::good;
  REQUIRE(played.advance_to(State::reported, 60s));
  CHECK(played.applied(Remedy::rebind) == 1);
  played.advance(2min);
  played.heal();
  REQUIRE(played.advance_to(State::healthy, 60s));
  const Episode& episode = played.ended.at(0);
  CHECK(episode.verdict == Verdict::peer_unreachable);
  CHECK(episode.ending == Ending::by_itself);
  CHECK(!episode.healed_by);
  REQUIRE(episode.attempts.size() == 1);
  CHECK(episode.attempts[0].outcome == Outcome::done);
  CHECK(tells(episode, "rebind did not help: peer-unreachable still"));
}

TEST_CASE("a remedy that leaves a milder fault has healed the graver one") {
  Broken played;
  played.scene.evidence.peers[1].disco = played.scene.evidence.peers[1].tsmp = Standing::good;
  REQUIRE(played.advance_to(State::settling, 60s));
  played.heal();
  played.scene.control_connection(Life::dead);
  REQUIRE(played.advance_to(State::backing_off, 60s));
  played.scene.control_connection(Life::answering);
  REQUIRE(played.advance_to(State::healthy, 60s));
  const Episode& episode = played.ended.at(0);
  REQUIRE(episode.attempts.size() == 2);
  CHECK(episode.attempts[0].remedy == Remedy::rebind);
  CHECK(episode.attempts[1].remedy == Remedy::reconnect);
  CHECK(episode.verdict == Verdict::peer_unreachable);
  CHECK(episode.ending == Ending::healed);
  CHECK(episode.healed_by == Remedy::rebind);
}

TEST_CASE("a doubt in which nothing was found is not worth keeping") {
  Chronicled played;
  REQUIRE(played.advance_to(State::healthy, 10s));
  played.see(Asked{});
  REQUIRE(played.advance_to(State::healthy, 10s));
  const Episode& episode = played.ended.at(0);
  CHECK(episode.ending == Ending::nothing);
  CHECK(!remarkable(episode));
}

TEST_CASE("what an administrator stopped was not away, and is a person's to bring back") {
  Chronicled played;
  REQUIRE(played.advance_to(State::healthy, 10s));
  played.scene.evidence.prefs->want_running = false;
  played.see(BusSeen{.hint = BusHint::prefs, .want_running = false});
  REQUIRE(played.machine.state() == State::standby);
  played.advance(1h);
  played.scene.evidence.prefs->want_running = true;
  played.see(BusSeen{.hint = BusHint::prefs, .want_running = true});
  REQUIRE(played.advance_to(State::healthy, 60s));
  const Episode& episode = played.ended.at(0);
  CHECK(episode.ending == Ending::by_a_person);
  CHECK(episode.away == Duration::zero());
  const auto watched = played.chronicle.take_watched();
  REQUIRE(watched.size() == 1);
  CHECK(watched[0].watched < 1min);
}

TEST_CASE("numbers go on from those of earlier runs") {
  Broken played(17);
  CHECK(played.ended.empty());
  REQUIRE(played.advance_to(State::backing_off, 20s));
  CHECK(played.machine.episode() == 18);
  CHECK(played.chronicle.open()->number == 18);
}

TEST_CASE("a blemish that lasts is one episode, told and ended") {
  Chronicled played;
  REQUIRE(played.advance_to(State::healthy, 10s));
  played.scene.unresolved(2);
  REQUIRE(played.advance_to(State::reported, 20min));
  played.advance(1h);
  CHECK(played.machine.episode() == 1);
  REQUIRE(played.ended.size() == 1);
  CHECK(played.ended[0].verdict == Verdict::dns_broken);
  CHECK(played.ended[0].ending == Ending::reported);
}

TEST_CASE("a doubt that finds the same blemish is no other episode; what a person orders then is, and what ends it") {
  Chronicled played;
  REQUIRE(played.advance_to(State::healthy, 10s));
  played.scene.unresolved(2);
  REQUIRE(played.advance_to(State::reported, 20min));
  played.see(Asked{});
  REQUIRE(played.machine.state() == State::probing);
  REQUIRE(played.advance_to(State::reported, 10s));
  CHECK(played.machine.episode() == 1);

  MendAsked order{.remedy = Remedy::reconnect, .despite = {}, .who = "alice"};
  order.despite.add(Gate::verdict);
  played.see(order);
  played.advance(1min);
  REQUIRE(played.applied(Remedy::reconnect) == 1);
  CHECK(played.machine.state() == State::reported);
  REQUIRE(played.ended.size() == 2);
  CHECK(played.ended[1].attempts.size() == 1);

  played.see(NetworkSeen{.egress = {}});
  CHECK(played.machine.state() == State::wan_down);
  CHECK(played.machine.episode() == 3);
  played.advance(1min);
  played.see(NetworkSeen{.egress = played.scene.evidence.egress});
  REQUIRE(played.advance_to(State::reported, 1min));
  REQUIRE(played.ended.size() == 3);
  CHECK(played.ended[2].verdict == Verdict::wan_down);
  CHECK(played.ended[2].lasted >= 1min);

  played.scene.evidence.prefs->want_running = false;
  played.see(BusSeen{.hint = BusHint::prefs, .want_running = false});
  CHECK(played.machine.state() == State::standby);
  CHECK(played.machine.episode() == 4);
  CHECK(played.chronicle.open()->verdict == Verdict::stopped_by_admin);
}
