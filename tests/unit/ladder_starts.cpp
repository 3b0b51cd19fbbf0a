// When a tailscaled that is dead is started, and what its unit has to say to a restart.
#include "tests/support/catch.hpp"
#include "tests/unit/ladder_stage.hpp"

using namespace watch;
using namespace watch::testing;

namespace {

void end_tailscaled(Scene& scene) {
  scene.all_silent();
  scene.evidence.status = Answer::refused;
  scene.evidence.unit->active_state = "failed";
  scene.evidence.unit->result = "exit-code";
}

}  // namespace

TEST_CASE("a failed unit is started at once, one at its start limit after five minutes and once") {
  Scene scene;
  end_tailscaled(scene);
  CHECK(choice_for(scene, fresh()).rung == Rung::chosen);
  CHECK(choice_for(scene, fresh()).start_only);
  scene.evidence.unit->result = "start-limit-hit";
  CHECK(choice_for(scene, fresh()).rung == Rung::none);
  History history = fresh();
  history.dead_for = 5min;
  CHECK(choice_for(scene, history).rung == Rung::chosen);
  history.tried.add(Remedy::restart);
  CHECK(choice_for(scene, history).rung == Rung::none);
}

TEST_CASE("a vanished socket needs a second round, and nothing where the targets answer") {
  Scene scene;
  scene.evidence.status = Answer::absent;
  CHECK(choice_for(scene, fresh()).rung == Rung::none);
  scene.all_silent();
  History history = fresh();
  history.bad_rounds = 1;
  CHECK(choice_for(scene, history).rung == Rung::more_evidence);
  history.bad_rounds = 2;
  CHECK(choice_for(scene, history).rung == Rung::chosen);
  CHECK(!choice_for(scene, history).start_only);
}

TEST_CASE("where no unit is known a vanished socket needs a second round too, and no package manager at work") {
  Scene scene;
  scene.all_silent();
  scene.evidence.status = Answer::absent;
  scene.evidence.unit = UnitFact{};
  scene.policy.tailscale.restart_command = {"rc-service", "tailscale", "restart"};
  History history = fresh();
  history.bad_rounds = 1;
  REQUIRE(judge(scene.evidence).verdict == Verdict::backend_dead);
  CHECK(choice_for(scene, history).rung == Rung::more_evidence);
  history.bad_rounds = 2;
  CHECK(choice_for(scene, history).rung == Rung::chosen);
  scene.evidence.bystanders = BystandersFact{.package_manager = "dpkg"};
  CHECK(reason(choice_for(scene, history), Remedy::restart) == "the package manager (dpkg) is at work");
  scene.evidence.unit = UnitFact{.known = true, .active_state = "failed"};
  CHECK(choice_for(scene, history).rung == Rung::chosen);
}

TEST_CASE("the unit's own gates hold a restart back") {
  Scene scene;
  scene.all_silent();
  scene.policy.steps = {Remedy::restart};
  scene.evidence.unit->memory_state = true;
  CHECK(reason(choice_for(scene, mild_done()), Remedy::restart) == "tailscaled keeps its state in memory; a restart would lose this host's identity");
  scene.evidence.unit->memory_state = false;
  scene.evidence.unit->known = false;
  CHECK(choice_for(scene, mild_done()).rung == Rung::none);
  scene.policy.tailscale.restart_command = {"rc-service", "tailscale", "restart"};
  CHECK(choice_for(scene, mild_done()).rung == Rung::chosen);
}

TEST_CASE("a unit that systemd has given up waits like one at its start limit, and no start follows another within five minutes") {
  Scene scene;
  end_tailscaled(scene);
  History history = fresh();
  history.tried.add(Remedy::restart);
  history.since_restart = 1min;
  CHECK(reason(choice_for(scene, history), Remedy::restart) == "it was started and ended again; once more after five minutes");
  history.since_restart = 6min;
  CHECK(choice_for(scene, history).rung == Rung::chosen);
  scene.evidence.unit->gave_up = true;
  CHECK(choice_for(scene, fresh()).rung == Rung::none);
}
