// What stands between the machine and a restart, one at a time.
#include "libwatch/ladder.hpp"

#include <functional>
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

// Each stands alone between the machine and a restart: without it, the restart is chosen.
TEST_CASE("every gate on hard remedies holds by itself, and says why") {
  struct Gate {
    std::string_view reason;
    std::function<void(Scene&, History&)> shut;
  };
  const std::vector<Gate> gates{
      {"systemd does not tell about the unit, and no restart_command is configured", [](Scene& s, History&) { s.evidence.unit->known = false; }},
      {"the unit is already being started or stopped", [](Scene& s, History&) { s.evidence.unit->job_pending = true; }},
      {"the unit is disabled or masked", [](Scene& s, History&) { s.evidence.unit->unit_file_state = "disabled"; }},
      {"the unit is disabled or masked", [](Scene& s, History&) { s.evidence.unit->unit_file_state = "masked-runtime"; }},
      {"tailscaled keeps its state in memory; a restart would lose this host's identity", [](Scene& s, History&) { s.evidence.unit->memory_state = true; }},
      {"a peer still gets through", [](Scene&, History& h) { h.somebody_gets_through = true; }},
      {"the control server does not answer", [](Scene& s, History&) { s.control(AnchorOutcome::silent); }},
      {"the package manager (dpkg) is at work", [](Scene& s, History&) { s.evidence.bystanders = BystandersFact{.package_manager = "dpkg"}; }},
      {"the package manager (rpm) is at work", [](Scene& s, History&) { s.evidence.bystanders = BystandersFact{.package_manager = "rpm"}; }},
      {for_ssh, [](Scene& s, History&) { s.evidence.bystanders = BystandersFact{.ssh = 1, .package_manager = ""}; }},
      {for_ssh, [](Scene& s, History&) { s.evidence.bystanders = BystandersFact{.tailscale_ssh = 1, .package_manager = ""}; }},
      {"an ssh session over the tailnet is in use, and `ssh_sessions` is \"forbid\"",
       [](Scene& s, History& h) {
         s.policy.ssh_sessions = Courtesy::forbid;
         s.evidence.bystanders = BystandersFact{.ssh = 1, .package_manager = ""};
         h.put_off_for = 1h;
       }},
      {"with no witness in the tailnet a hard remedy waits for ten minutes of silence",
       [](Scene& s, History&) {
         s.alone();
         s.evidence.connections->connections[1].life = Life::dead;
       }},
      {"its budget for this hour is spent", [](Scene&, History& h) { h.restarts_left = 0; }},
  };
  for (const Gate& gate : gates) {
    INFO(gate.reason);
    Scene scene;
    scene.all_silent();
    scene.policy.steps = {Remedy::restart};
    History history = mild_done();
    const Judgement judgement = judge(scene.evidence);
    REQUIRE(judgement.verdict == Verdict::tunnel_broken);
    REQUIRE(choose(judgement, scene.evidence, history).rung == Rung::chosen);
    gate.shut(scene, history);
    const Choice choice = choose(judgement, scene.evidence, history);
    CHECK(choice.rung != Rung::chosen);
    CHECK(reason(choice, Remedy::restart) == gate.reason);
  }
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
