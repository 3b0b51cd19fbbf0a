// For each way to a restart: the evidence under which it is applied, and each gate that alone would hold it back there.
#include <functional>
#include <string_view>
#include <vector>

#include "libwatch/ladder.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/scene.hpp"

using namespace watch;
using watch::testing::Scene;

namespace {

// What a restart is decided on, with the mild rungs tried and the rounds that it needs.
struct Case {
  Case() {
    scene.policy.steps = {Remedy::restart};
    history.tried.add(Remedy::reconnect);
    history.mild_tried = true;
    history.bad_rounds = 2;
  }
  [[nodiscard]] Choice choice() const { return choose(judge(scene.evidence), scene.evidence, history, leave); }
  [[nodiscard]] bool restarts() const {
    const Choice chosen = choice();
    return chosen.rung == Rung::chosen && chosen.remedy == Remedy::restart;
  }
  // Where it is held back, by whom.
  [[nodiscard]] std::string_view reason() const {
    const Choice chosen = choice();
    return chosen.rung == Rung::chosen || chosen.skips.empty() ? "" : chosen.skips.back().reason;
  }

  Scene scene;
  History history{.restarts_left = 3, .up_resets_left = 3};
  Leave leave;
};
using Alter = std::function<void(Case&)>;

void broken(Case& c) { c.scene.all_silent(); }
void stuck(Case& c) {
  c.scene.target(TcpOutcome::timed_out);
  for (auto& peer : c.scene.evidence.peers) peer.tsmp = Standing::bad;
}
void routeless(Case& c) {
  c.scene.target(TcpOutcome::wrong_egress).evidence.targets[0].fact.interface = "wan0";
  for (const auto& peer : c.scene.evidence.peers) c.scene.evidence.routes.push_back({.peer = peer.address, .interface = "wan0"});
}
void hung(Case& c) {
  c.scene.all_silent().evidence.status = Answer::timed_out;
  c.scene.evidence.hung_in_a_row = 2;
}
void dead(Case& c) {
  c.scene.all_silent().evidence.status = Answer::refused;
  c.scene.evidence.unit->active_state = "failed";
  c.scene.evidence.unit->result = "exit-code";
}

void vanished(Case& c) {  // its socket alone
  dead(c);
  c.scene.evidence.unit->active_state = "active";
}

void in_memory(Case& c) { c.scene.evidence.unit->memory_state = true; }
void restarted_a_minute_ago(Case& c) { c.history.since_restart = 1min; }

struct Fault {
  Verdict verdict;
  Alter fault;
};
const std::vector<Fault> faults{{Verdict::tunnel_broken, broken}, {Verdict::session_stuck, stuck}, {Verdict::route_not_installed, routeless}, {Verdict::backend_hung, hung}, {Verdict::backend_dead, dead}};

struct Shut {
  std::string_view reason;
  Alter shut;
};

}  // namespace

TEST_CASE("what belongs to the unit, the budget or a person holds a restart back whatever calls for it") {
  const std::vector<Shut> all{
      {"systemd does not tell about the unit, and no restart_command is configured", [](Case& c) { c.scene.evidence.unit->known = false; }},
      {"there is no way out", [](Case& c) { c.scene.evidence.egress = {}; }},
      {"its budget for this hour is spent", [](Case& c) { c.history.restarts_left = 0; }},
      {"unavailable on this host", [](Case& c) { c.history.unavailable.add(Remedy::restart); }},
      {"not in `steps`", [](Case& c) { c.scene.policy.steps = {Remedy::ping}; }},
      {"all remedies are paused", [](Case& c) { c.leave.paused = true; }},
      {"mode is observe", [](Case& c) { c.scene.policy.mode = Mode::observe; }},
  };
  for (const Fault& one : faults) {
    INFO(to_string(one.verdict));
    Case free;
    one.fault(free);
    REQUIRE(judge(free.scene.evidence).verdict == one.verdict);
    REQUIRE(free.restarts());
    for (const Shut& gate : all) {
      INFO(gate.reason);
      Case held;
      one.fault(held);
      const Judgement judgement = judge(held.scene.evidence);
      gate.shut(held);
      // The judgement of before: where the gate's condition is a verdict of its own, that is not what holds it back here.
      const Choice choice = choose(judgement, held.scene.evidence, held.history, held.leave);
      CHECK(choice.rung != Rung::chosen);
      REQUIRE_FALSE(choice.skips.empty());
      CHECK(choice.skips.back().reason == gate.reason);
    }
  }
}

TEST_CASE("a gate of one fault holds its restart back alone, and without it the same evidence restarts") {
  struct Alone {
    std::string_view reason;
    Alter fault;  // restarts
    Alter shut;   // and now it does not
  };
  constexpr std::string_view through = "an answer still comes through the tunnel; a restart would interrupt what works";
  constexpr std::string_view identity = "tailscaled keeps its state in memory; a restart would lose this host's identity";
  const std::vector<Alone> all{
      {"systemd gave up starting it; one more start once five minutes have passed", dead, [](Case& c) { c.scene.evidence.unit->result = "start-limit-hit"; }},
      {"systemd gave up starting it; one more start once five minutes have passed", dead, [](Case& c) { c.scene.evidence.unit->gave_up = true; }},
      {"it was started and ended again; once more after five minutes", dead, restarted_a_minute_ago},
      {"it was restarted and hangs again; once more after five minutes", hung, restarted_a_minute_ago},
      {through, hung, [](Case& c) { c.scene.target(TcpOutcome::refused); }},
      {through, hung, [](Case& c) { c.scene.target(TcpOutcome::reset); }},
      {through, hung, [](Case& c) { c.scene.target(TcpOutcome::unanswered); }},
      {through, hung, [](Case& c) { c.scene.target(TcpOutcome::unexpected); }},
      {identity, broken, in_memory},
      {identity, stuck, in_memory},
      {identity, routeless, in_memory},
      {identity, hung, in_memory},
      {identity, vanished, in_memory},
      {"with no target configured only a dead or hung tailscaled is restarted", broken,
       [](Case& c) {
         c.scene.policy.targets.clear();
         c.scene.evidence.targets.clear();
       }},
      {"the control server does not answer", hung, [](Case& c) { c.scene.evidence.anchors.clear(); }},
      {"the control server does not answer", hung, [](Case& c) { c.scene.control(AnchorOutcome::silent); }},
      {"the control server does not answer", routeless, [](Case& c) { c.scene.control(AnchorOutcome::silent); }},
      {"the control server does not answer", stuck, [](Case& c) { c.scene.control(AnchorOutcome::silent); }},
      {"a peer still gets through", routeless, [](Case& c) { c.scene.evidence.routes[1].interface = "tailscale0"; }},
      {"a peer still gets through", stuck, [](Case& c) { c.history.somebody_gets_through = true; }},
      {"a peer still gets through", hung, [](Case& c) { c.history.somebody_gets_through = true; }},
      {"a local route shadows it", routeless, [](Case& c) { c.scene.evidence.targets[0].fact.interface = "lan0"; }},
      {"tailscaled runs without a network interface", routeless, [](Case& c) { c.scene.evidence.tailnet.tun = false; }},
  };
  for (const Alone& one : all) {
    INFO(one.reason);
    Case play;
    one.fault(play);
    REQUIRE(play.restarts());
    const Verdict before = judge(play.scene.evidence).verdict;
    one.shut(play);
    CHECK(judge(play.scene.evidence).verdict == before);
    CHECK(play.reason() == one.reason);
    CHECK_FALSE(play.restarts());
  }
}

TEST_CASE("time alone opens the start limit, and the anchors' absence") {
  Case limited;
  dead(limited);
  limited.scene.evidence.unit->result = "start-limit-hit";
  limited.history.dead_for = Policy::start_limit_rest - 1s;
  CHECK_FALSE(limited.restarts());
  limited.history.dead_for = Policy::start_limit_rest;
  CHECK(limited.restarts());

  Case nameless;  // nobody knows where control is; its connection has gone too
  broken(nameless);
  nameless.scene.evidence.anchors.pop_back();
  nameless.scene.evidence.connections->connections.clear();
  nameless.scene.evidence.silent_for = 1min;
  CHECK(nameless.reason() == "the control server does not answer");
  nameless.scene.evidence.silent_for = 2min;
  CHECK(nameless.restarts());
}

TEST_CASE("what did not help five minutes ago is tried once more, and what helped at once") {
  for (void (*fault)(Case&) : {dead, hung}) {
    Case again;
    fault(again);
    restarted_a_minute_ago(again);
    again.history.since_restart = Policy::start_limit_rest - 1s;
    CHECK_FALSE(again.restarts());
    again.history.since_restart = Policy::start_limit_rest;
    CHECK(again.restarts());
  }
  Case another;  // hang than the one that the restart ended
  hung(another);
  restarted_a_minute_ago(another);
  another.history.proved_since_restart = true;
  CHECK(another.restarts());
}

TEST_CASE("a tailscaled that is dead has lost what it kept in memory: it is started") {
  Case lost;
  dead(lost);
  in_memory(lost);
  CHECK(lost.restarts());
}
