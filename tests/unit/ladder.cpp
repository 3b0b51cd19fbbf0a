#include "libwatch/ladder.hpp"

#include <functional>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/unit/ladder_stage.hpp"

using namespace watch;
using namespace watch::testing;

TEST_CASE("the mildest rung comes first, and kicks everything where the tunnel is broken") {
  Scene scene;
  scene.all_silent();
  const Choice choice = choice_for(scene, fresh());
  CHECK(choice.rung == Rung::chosen);
  CHECK(choice.remedy == Remedy::kick);
  CHECK(choice.scope == Scope::all);
}

TEST_CASE("a dead control connection is reconnected, then only the dead connections are kicked") {
  Scene scene;
  scene.control_connection(Life::dead);
  History history = fresh();
  CHECK(choice_for(scene, history).remedy == Remedy::reconnect);
  history.tried.add(Remedy::reconnect);
  const Choice choice = choice_for(scene, history);
  CHECK(choice.remedy == Remedy::kick);
  CHECK(choice.scope == Scope::dead);
}

TEST_CASE("a rung that was tried, is unavailable or is not in steps is skipped with its reason") {
  Scene scene;
  scene.all_silent();
  scene.policy.steps = {Remedy::kick, Remedy::rebind, Remedy::up_reset, Remedy::restart};
  History history = fresh();
  history.unavailable.add(Remedy::kick);
  history.tried.add(Remedy::rebind);
  history.mild_tried = true;
  history.bad_rounds = 2;
  const Choice choice = choice_for(scene, history);
  CHECK(choice.remedy == Remedy::up_reset);
  CHECK(reason(choice, Remedy::kick) == "unavailable on this host");
  CHECK(reason(choice, Remedy::rebind) == "tried already");
  CHECK(reason(choice, Remedy::reconnect) == "not in `steps`");
}

TEST_CASE("a hard rung needs two more bad rounds after the mild ones, three where there were none") {
  Scene scene;
  scene.all_silent();
  History history = mild_done();
  history.bad_rounds = 1;
  CHECK(choice_for(scene, history).rung == Rung::more_evidence);
  history.bad_rounds = 2;
  CHECK(choice_for(scene, history).rung == Rung::chosen);
  scene.policy.steps = {Remedy::ping, Remedy::up_reset, Remedy::restart};
  history = fresh();
  history.bad_rounds = 2;
  CHECK(choice_for(scene, history).rung == Rung::more_evidence);
  history.bad_rounds = 3;
  CHECK(choice_for(scene, history).remedy == Remedy::up_reset);
}

TEST_CASE("an unfinished round authorises nothing hard") {
  Scene scene;
  scene.all_silent();
  scene.evidence.complete = false;
  CHECK(choice_for(scene, mild_done()).rung == Rung::more_evidence);
}

TEST_CASE("no hard rung while the control server is silent") {
  Scene scene;
  scene.all_silent().control(AnchorOutcome::silent);
  const Choice choice = choice_for(scene, mild_done());
  CHECK(reason(choice, Remedy::restart) == "the control server does not answer");  // the mild ones are gone through again
  CHECK(!is_hard(choice.remedy));
  scene.policy.steps = {Remedy::restart};
  CHECK(choice_for(scene, mild_done()).rung == Rung::none);
  CHECK(reason(choice_for(scene, mild_done()), Remedy::restart) == "the control server does not answer");
}

TEST_CASE("Self.Online alone is no proof of control, until it has had the time to lag") {
  Scene scene;
  scene.all_silent();
  scene.evidence.anchors.pop_back();  // nobody knows where control is
  scene.evidence.connections->connections.clear();
  scene.policy.steps = {Remedy::restart};
  scene.evidence.silent_for = 30s;
  CHECK(choice_for(scene, mild_done()).rung == Rung::none);
  scene.evidence.silent_for = 3min;
  CHECK(choice_for(scene, mild_done()).rung == Rung::chosen);
  scene.evidence.tailnet.self_online = false;
  CHECK(choice_for(scene, mild_done()).rung == Rung::none);
}

TEST_CASE("no hard rung while a peer gets through, or its bytes grow") {
  Scene scene;
  scene.all_silent();
  scene.policy.steps = {Remedy::restart};
  History history = mild_done();
  history.somebody_gets_through = true;
  CHECK(reason(choice_for(scene, history), Remedy::restart) == "a peer still gets through");
}

TEST_CASE("the budget is spent for one hard rung, and the other is still there") {
  Scene scene;
  scene.all_silent();
  History history = mild_done();
  history.up_resets_left = 0;
  CHECK(choice_for(scene, history).remedy == Remedy::restart);
  history.restarts_left = 0;
  CHECK(choice_for(scene, history).rung == Rung::spent);
}

TEST_CASE("in a tailnet of two a hard rung waits for ten minutes, unless control has lost us") {
  Scene scene;
  scene.alone();
  scene.target(TcpOutcome::timed_out);
  scene.evidence.peers[0].tsmp = Standing::bad;
  scene.policy.steps = {Remedy::restart};
  scene.evidence.silent_for = 9min;
  CHECK(reason(choice_for(scene, mild_done()), Remedy::restart) == "with no witness in the tailnet a hard remedy waits for ten minutes of silence");
  scene.evidence.silent_for = 10min;
  CHECK(choice_for(scene, mild_done()).rung == Rung::chosen);
}

TEST_CASE("one silent router gets one rebind, and then a report") {
  Scene scene;
  scene.target(TcpOutcome::timed_out).silent(0);
  History history = fresh();
  CHECK(choice_for(scene, history).remedy == Remedy::rebind);
  history.tried.add(Remedy::rebind);
  CHECK(choice_for(scene, history).rung == Rung::none);
}

TEST_CASE("when all rungs were tried the ladder begins again") {
  Scene scene;
  scene.all_silent();
  History history = mild_done();
  history.tried.add(Remedy::up_reset);
  history.tried.add(Remedy::restart);
  CHECK(choice_for(scene, history).remedy == Remedy::kick);
}

TEST_CASE("nothing is applied without a way out") {
  Scene scene;
  scene.evidence.unit->active_state = "failed";
  scene.evidence.status = Answer::refused;
  scene.all_silent();
  scene.evidence.egress = {};
  const Choice choice = choice_for(scene, fresh());
  CHECK(choice.rung == Rung::none);
  CHECK(reason(choice, Remedy::restart) == "there is no way out");
}

TEST_CASE("rubbish from LocalAPI is no evidence for acting") {
  Scene scene;
  scene.all_silent();
  scene.evidence.status = Answer::garbled;
  CHECK(choice_for(scene, mild_done()).rung == Rung::none);
}

TEST_CASE("with no target nothing hard is done for what pings say") {
  Scene scene;
  scene.policy.targets.clear();
  scene.evidence.targets.clear();
  for (auto& peer : scene.evidence.peers) peer.disco = peer.tsmp = Standing::bad;
  scene.policy.steps = {Remedy::restart};
  CHECK(reason(choice_for(scene, mild_done()), Remedy::restart) == "with no target configured only a dead or hung tailscaled is restarted");
}

TEST_CASE("a route that a local one shadows is reported only") {
  Scene scene;
  scene.target(TcpOutcome::wrong_egress);
  scene.evidence.targets[0].fact.interface = "lan0";
  CHECK(choice_for(scene, fresh()).rung == Rung::none);
  CHECK(reason(choice_for(scene, fresh()), Remedy::reconnect) == "a local route shadows it");
}

TEST_CASE("a dead connection to control is mended beside what is reported of routes and targets, with nothing hard") {
  struct Report {
    Verdict verdict;
    std::function<void(Scene&)> spoil;
  };
  for (const Report& report : std::vector<Report>{{Verdict::target_down, [](Scene& s) { s.target(TcpOutcome::refused); }},
                                                  {Verdict::route_not_accepted, [](Scene& s) { s.uncarried(0).evidence.prefs->accept_routes = false; }},
                                                  {Verdict::route_missing, [](Scene& s) { s.own_route().evidence.tailnet.self_routes.clear(); }}}) {
    Scene scene;
    report.spoil(scene);
    History tried = fresh();
    REQUIRE(judge(scene.evidence).verdict == report.verdict);
    CHECK(choose(judge(scene.evidence), scene.evidence, tried).rung == Rung::none);
    scene.control_connection(Life::dead);
    CHECK(judge(scene.evidence).verdict == report.verdict);
    CHECK(choose(judge(scene.evidence), scene.evidence, tried).remedy == Remedy::reconnect);
    tried.tried.add(Remedy::reconnect);
    const Choice second = choose(judge(scene.evidence), scene.evidence, tried);
    CHECK(second.remedy == Remedy::kick);
    CHECK(second.scope == Scope::dead);
    scene.control(AnchorOutcome::silent);
    CHECK(choose(judge(scene.evidence), scene.evidence, tried).rung == Rung::none);
  }
}
