// What stands between the machine and a restart, one at a time.
#include "libwatch/ladder.hpp"

#include <functional>
#include <string>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/support/scene.hpp"

using namespace watch;
using watch::testing::Scene;

namespace {

History fresh() { return {.restarts_left = 3, .up_resets_left = 3}; }

// All mild rungs tried, and the rounds that a hard one needs.
History mild_done() {
  History history = fresh();
  for (const Remedy remedy : {Remedy::kick, Remedy::rebind, Remedy::reconnect, Remedy::conntrack}) history.tried.add(remedy);
  history.mild_tried = true;
  history.bad_rounds = 2;
  return history;
}

Choice choice_for(Scene& scene, const History& history) { return choose(judge(scene.evidence), scene.evidence, history); }

std::string_view reason(const Choice& choice, Remedy remedy) {
  for (const Skip& skip : choice.skips)
    if (skip.remedy == remedy) return skip.reason;
  return "";
}

}  // namespace

// Each stands alone between the machine and a restart: without it, or overruled by its own name alone, the restart is chosen.
TEST_CASE("every gate on hard remedies holds by itself, says why, and opens to its own name and no other") {
  struct Shut {
    std::string_view reason;
    std::optional<Gate> gate;  // nothing: nobody opens it
    std::function<void(Scene&, History&, Leave&)> shut;
  };
  const std::vector<Shut> all{
      {"systemd does not tell about the unit, and no restart_command is configured", {}, [](Scene& s, History&, Leave&) { s.evidence.unit->known = false; }},
      {"there is no such unit", {}, [](Scene& s, History&, Leave&) { s.evidence.unit = UnitFact{.active_state = "inactive", .absent = true}; }},
      {"the unit is already being started or stopped", {}, [](Scene& s, History&, Leave&) { s.evidence.unit->job_pending = true; }},
      {"the unit is disabled or masked", {}, [](Scene& s, History&, Leave&) { s.evidence.unit->unit_file_state = "disabled"; }},
      {"the unit is disabled or masked", {}, [](Scene& s, History&, Leave&) { s.evidence.unit->unit_file_state = "masked-runtime"; }},
      {"unavailable on this host", {}, [](Scene&, History& h, Leave&) { h.unavailable.add(Remedy::restart); }},
      {"its budget for this hour is spent", {}, [](Scene&, History& h, Leave&) { h.restarts_left = 0; }},
      {"not in `steps`", Gate::steps, [](Scene& s, History&, Leave&) { s.policy.steps = {Remedy::ping}; }},
      {"tailscaled keeps its state in memory; a restart would lose this host's identity", Gate::memory, [](Scene& s, History&, Leave&) { s.evidence.unit->memory_state = true; }},
      {"a peer still gets through", Gate::peers, [](Scene&, History& h, Leave&) { h.somebody_gets_through = true; }},
      {"the control server does not answer", Gate::control, [](Scene& s, History&, Leave&) { s.control(AnchorOutcome::silent); }},
      {"the control server does not answer", Gate::control, [](Scene& s, History&, Leave&) { s.control(AnchorOutcome::refused); }},
      {"no DERP server can be reached, past tailscaled too; a restart would not change that", Gate::verdict,
       [](Scene& s, History&, Leave&) { s.evidence.anchors[0].outcome = AnchorOutcome::silent; }},
      {"the package manager (dpkg) is at work", Gate::packages, [](Scene& s, History&, Leave&) { s.evidence.bystanders = BystandersFact{.package_manager = "dpkg"}; }},
      {"the package manager (rpm) is at work", Gate::packages, [](Scene& s, History&, Leave&) { s.evidence.bystanders = BystandersFact{.package_manager = "rpm"}; }},
      {for_ssh, Gate::ssh, [](Scene& s, History&, Leave&) { s.evidence.bystanders = BystandersFact{.ssh = 1, .package_manager = ""}; }},
      {for_ssh, Gate::ssh, [](Scene& s, History&, Leave&) { s.evidence.bystanders = BystandersFact{.tailscale_ssh = 1, .package_manager = ""}; }},
      {"an ssh session over the tailnet is in use, and `ssh_sessions` is \"forbid\"", Gate::ssh,
       [](Scene& s, History& h, Leave&) {
         s.policy.ssh_sessions = Courtesy::forbid;
         s.evidence.bystanders = BystandersFact{.ssh = 1, .package_manager = ""};
         h.put_off_for = 1h;
       }},
      {"with no witness in the tailnet a hard remedy waits for ten minutes of silence", Gate::witness,
       [](Scene& s, History&, Leave&) {
         s.alone();
         s.evidence.connections->connections[1].life = Life::dead;
       }},
      {"all remedies are paused", Gate::pause, [](Scene&, History&, Leave& l) { l.paused = true; }},
      {"mode is observe", Gate::observe, [](Scene& s, History&, Leave&) { s.policy.mode = Mode::observe; }},
  };
  for (const Shut& one : all) {
    INFO(one.reason);
    Scene scene;
    scene.all_silent();
    scene.policy.steps = {Remedy::restart};
    History history = mild_done();
    Leave leave{.paused = false, .despite = {}, .ordered = true, .done = history.tried};
    leave.done.add(Remedy::up_reset);
    const Judgement judgement = judge(scene.evidence);
    REQUIRE(judgement.verdict == Verdict::tunnel_broken);
    REQUIRE(choose(judgement, scene.evidence, history, leave).rung == Rung::chosen);
    one.shut(scene, history, leave);
    const Choice choice = choose(judgement, scene.evidence, history, leave);
    CHECK(choice.rung != Rung::chosen);
    REQUIRE_FALSE(choice.skips.empty());
    CHECK(choice.skips.back() == Skip{.remedy = Remedy::restart, .reason = one.reason, .gate = one.gate});
    CHECK(choose_one(Remedy::restart, judgement, scene.evidence, history, leave).skips == std::vector{choice.skips.back()});
    for (const GateWord& word : gate_words) {
      INFO(word.name);
      leave.despite = {};
      leave.despite.add(word.gate);
      CHECK((choose(judgement, scene.evidence, history, leave).rung == Rung::chosen) == (word.gate == one.gate));
      CHECK((choose_one(Remedy::restart, judgement, scene.evidence, history, leave).rung == Rung::chosen) == (word.gate == one.gate));
    }
  }
}

TEST_CASE("a pause, and observe mode, hold every remedy back, the mildest too") {
  for (const bool paused : {true, false}) {
    Scene scene;
    scene.all_silent();
    if (!paused) scene.policy.mode = Mode::observe;
    const Choice choice = choose(judge(scene.evidence), scene.evidence, fresh(), {.paused = paused, .despite = {}, .ordered = false, .done = {}});
    CHECK(choice.rung == Rung::held);
    CHECK(choice.remedy == Remedy::kick);
    CHECK(reason(choice, Remedy::kick) == (paused ? "all remedies are paused" : "mode is observe"));
  }
}

TEST_CASE("one remedy that is asked for names all that holds it back at once") {
  Scene scene;
  scene.policy.steps = {Remedy::kick};
  scene.evidence.bystanders = BystandersFact{.ssh = 1, .package_manager = "dpkg"};
  Leave leave{.paused = true, .despite = {}, .ordered = false, .done = {}};
  const auto names = [&] {
    std::string text;
    for (const Skip& skip : choose_one(Remedy::restart, judge(scene.evidence), scene.evidence, fresh(), leave).skips)
      text += std::string(skip.gate ? to_string(*skip.gate) : "-") + " ";
    return text;
  };
  CHECK(names() == "verdict steps targets peers packages ssh pause ");
  for (const Gate gate : {Gate::verdict, Gate::steps, Gate::targets, Gate::peers, Gate::packages, Gate::ssh}) leave.despite.add(gate);
  CHECK(names() == "pause ");
  leave.despite.add(Gate::pause);
  CHECK(choose_one(Remedy::restart, judge(scene.evidence), scene.evidence, fresh(), leave).rung == Rung::chosen);
}

TEST_CASE("a restart that the verdict calls for needs its rounds when asked for too, or their name") {
  Scene scene;
  scene.all_silent();
  Leave leave;
  CHECK(choose_one(Remedy::restart, judge(scene.evidence), scene.evidence, fresh(), leave).rung == Rung::more_evidence);
  leave.despite.add(Gate::rounds);
  CHECK(choose_one(Remedy::restart, judge(scene.evidence), scene.evidence, fresh(), leave).rung == Rung::chosen);
}

TEST_CASE("no name overrules a WAN that is dead, whatever the verdict speaks of") {
  Scene scene;
  scene.all_silent().control(AnchorOutcome::silent);
  scene.evidence.anchors[0].outcome = AnchorOutcome::silent;
  scene.evidence.tailnet.backend = Backend::no_state;
  Leave leave;
  for (const GateWord& word : gate_words) leave.despite.add(word.gate);
  REQUIRE(judge(scene.evidence).verdict == Verdict::backend_starting);
  const Choice choice = choose_one(Remedy::kick, judge(scene.evidence), scene.evidence, fresh(), leave);
  CHECK(choice.rung == Rung::none);
  CHECK(reason(choice, Remedy::kick) == "nothing answers at the WAN");
  scene.evidence.status = Answer::timed_out;
  scene.evidence.hung_in_a_row = 2;
  leave.ordered = true;
  CHECK(reason(choose(judge(scene.evidence), scene.evidence, fresh(), leave), Remedy::restart) == "nothing answers at the WAN");
}

TEST_CASE("an order goes through the ladder once") {
  Scene scene;
  scene.all_silent();
  scene.policy.steps = {Remedy::kick, Remedy::rebind};
  History history = fresh();
  history.tried.add(Remedy::kick);
  history.tried.add(Remedy::rebind);
  Leave leave{.paused = false, .despite = {}, .ordered = true, .done = {}};
  CHECK(choose(judge(scene.evidence), scene.evidence, history, leave).remedy == Remedy::kick);
  leave.done.add(Remedy::kick);
  CHECK(choose(judge(scene.evidence), scene.evidence, history, leave).remedy == Remedy::rebind);
  leave.done.add(Remedy::rebind);
  CHECK(choose(judge(scene.evidence), scene.evidence, history, leave).rung == Rung::none);
  CHECK(choose(judge(scene.evidence), scene.evidence, history).remedy == Remedy::kick);
}

TEST_CASE("a start that failed is not repeated within five minutes, but by its name") {
  Scene scene;
  scene.all_silent();
  scene.evidence.status = Answer::refused;
  scene.evidence.unit->active_state = "failed";
  History history = fresh();
  history.tried.add(Remedy::restart);
  history.since_restart = 1min;
  Leave leave;
  const Choice choice = choose_one(Remedy::restart, judge(scene.evidence), scene.evidence, history, leave);
  REQUIRE(choice.skips.size() == 1);
  CHECK(choice.skips[0].gate == Gate::start_limit);
  leave.despite.add(Gate::start_limit);
  CHECK(choose_one(Remedy::restart, judge(scene.evidence), scene.evidence, history, leave).rung == Rung::chosen);
}

TEST_CASE("ssh sessions put a restart off for ten minutes, no longer, and not where they are to be ignored") {
  Scene scene;
  scene.all_silent();
  scene.policy.steps = {Remedy::restart};
  scene.evidence.bystanders = BystandersFact{.ssh = 2, .package_manager = ""};
  History history = mild_done();
  history.put_off_for = 9min;
  CHECK(choice_for(scene, history).rung == Rung::none);
  history.put_off_for = 10min;
  CHECK(choice_for(scene, history).rung == Rung::chosen);
  history.put_off_for = {};
  scene.policy.ssh_sessions = Courtesy::ignore;
  CHECK(choice_for(scene, history).rung == Rung::chosen);
}

TEST_CASE("pongs do not hold a restart back where the kernel would send nothing to any peer") {
  Scene scene;
  scene.target(TcpOutcome::wrong_egress);
  scene.evidence.targets[0].fact.interface = "wan0";
  scene.policy.steps = {Remedy::restart};
  for (const auto& peer : scene.evidence.peers) scene.evidence.routes.push_back({.peer = peer.address, .interface = "wan0"});
  CHECK(choice_for(scene, mild_done()).rung == Rung::chosen);
  scene.evidence.routes[1].interface = "tailscale0";
  CHECK(reason(choice_for(scene, mild_done()), Remedy::restart) == "a peer still gets through");
}

TEST_CASE("a portal that lets peers' pongs through still stands before control") {
  Scene scene;
  scene.target(TcpOutcome::wrong_egress);
  scene.evidence.targets[0].fact.interface = "wan0";
  scene.policy.steps = {Remedy::restart};
  for (const auto& peer : scene.evidence.peers) scene.evidence.routes.push_back({.peer = peer.address, .interface = "wan0"});
  REQUIRE(choice_for(scene, mild_done()).rung == Rung::chosen);
  scene.evidence.portal = PortalFact{.found = true, .location = ""};
  CHECK(judge(scene.evidence).verdict == Verdict::route_not_installed);
  CHECK(reason(choice_for(scene, mild_done()), Remedy::restart) == "the control server does not answer");
}

TEST_CASE("a hung tailscaled behind a captive portal is not restarted: control does not answer there") {
  Scene scene;
  scene.all_silent();
  scene.evidence.status = Answer::timed_out;
  scene.evidence.hung_in_a_row = 2;
  CHECK(choice_for(scene, fresh()).remedy == Remedy::restart);
  scene.evidence.portal = PortalFact{.found = true, .location = ""};
  CHECK(choice_for(scene, fresh()).rung == Rung::none);
  CHECK(reason(choice_for(scene, fresh()), Remedy::restart) == "the control server does not answer");
}

TEST_CASE("a dead tailscaled is started whoever is logged in") {
  Scene scene;
  scene.all_silent();
  scene.evidence.status = Answer::refused;
  scene.evidence.unit->active_state = "failed";
  scene.evidence.bystanders = BystandersFact{.ssh = 1, .package_manager = ""};
  CHECK(choice_for(scene, fresh()).rung == Rung::chosen);
}

TEST_CASE("stale mappings are looked for on whole evidence only, and once where only the path is amiss") {
  Scene scene;
  scene.all_silent();
  scene.policy.steps = {Remedy::conntrack};
  CHECK(choice_for(scene, fresh()).remedy == Remedy::conntrack);
  scene.evidence.complete = false;
  CHECK(choice_for(scene, fresh()).rung == Rung::more_evidence);
  Scene relayed;
  relayed.evidence.relayed_for = 2min;
  CHECK(choice_for(relayed, fresh()).remedy == Remedy::conntrack);
  History history = fresh();
  history.tried.add(Remedy::conntrack);
  CHECK(choice_for(relayed, history).rung == Rung::none);
}

TEST_CASE("what a gate holds back is said also where the mild rungs are gone through again") {
  Scene scene;
  scene.all_silent();
  scene.evidence.bystanders = BystandersFact{.ssh = 1, .package_manager = ""};
  const Choice choice = choice_for(scene, mild_done());
  CHECK(choice.remedy == Remedy::kick);
  CHECK(reason(choice, Remedy::restart) == for_ssh);
  CHECK(reason(choice, Remedy::rebind).empty());
}
