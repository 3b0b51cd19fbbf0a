// Restarts by systemd: what it is asked to do, what is left alone, and what counts as success.
#include "daemon/systemd/systemd_bus.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "tests/edges/systemd_bus_stage.hpp"

using namespace std::chrono_literals;
using namespace tailmend;
using namespace tailmend::testing;
using watch::Outcome;

TEST_CASE("a running unit is restarted by TryRestartUnit, and the new invocation proves it") {
  World world;
  const auto told = restart(world.loop, *world.bus);
  CHECK(told.outcome == Outcome::done);
  CHECK(told.detail == "systemd started tailscaled.service afresh");
  CHECK(world.systemd.was_called("TryRestartUnit"));
  CHECK_FALSE(world.systemd.was_called("StartUnit"));
  CHECK_FALSE(world.systemd.was_called("ResetFailedUnit"));
}

TEST_CASE("a job that ends before systemd has answered the call is not missed") {
  World world;
  world.systemd.does = Systemd::Does::finish_before_reply;
  CHECK(restart(world.loop, *world.bus).outcome == Outcome::done);
}

TEST_CASE("a failed unit is started, after a start limit once that is reset") {
  World world;
  world.systemd.active_state = "failed";
  world.systemd.result = "exit-code";
  CHECK(restart(world.loop, *world.bus, Ask::start_only).outcome == Outcome::done);
  CHECK(world.systemd.was_called("StartUnit"));
  CHECK_FALSE(world.systemd.was_called("ResetFailedUnit"));
  world.systemd.active_state = "failed";
  world.systemd.result = "start-limit-hit";
  CHECK(restart(world.loop, *world.bus).outcome == Outcome::done);
  CHECK(world.systemd.was_called("ResetFailedUnit"));
  CHECK_FALSE(world.systemd.was_called("TryRestartUnit"));
}

TEST_CASE("what an administrator stopped, disabled or masked, and what somebody is at, is left alone") {
  struct Case {
    const char* active;
    const char* file;
    std::uint32_t job;
    Ask ask;
    const char* says;
  };
  for (const auto& it : {Case{"inactive", "enabled", 0, Ask::restart, "was stopped"},
                         Case{"inactive", "enabled", 0, Ask::start_only, "was stopped"},
                         Case{"deactivating", "enabled", 0, Ask::restart, "was stopped"},
                         Case{"active", "disabled", 0, Ask::restart, "is disabled"},
                         Case{"failed", "masked", 0, Ask::restart, "is masked"},
                         Case{"failed", "masked-runtime", 0, Ask::start_only, "is masked-runtime"},
                         Case{"active", "enabled", 5, Ask::restart, "has a job of somebody else's"},
                         Case{"activating", "enabled", 0, Ask::restart, "is being started"},
                         Case{"active", "enabled", 0, Ask::start_only, "runs again"}}) {
    World world;
    world.systemd.active_state = it.active;
    world.systemd.unit_file_state = it.file;
    world.systemd.job = it.job;
    const auto told = restart(world.loop, *world.bus, it.ask);
    CAPTURE(it.active, it.file);
    CHECK(told.outcome == Outcome::contradicted);
    CHECK(told.detail.find(it.says) != std::string::npos);
    CHECK_FALSE(world.systemd.was_called("TryRestartUnit"));
    CHECK_FALSE(world.systemd.was_called("StartUnit"));
    CHECK_FALSE(world.systemd.was_called("ResetFailedUnit"));
  }
}

TEST_CASE("a unit that left by itself is started") {
  World world;
  bool told = false;
  world.bus->on_change([&](const watch::UnitFact& fact) { told = fact.left_by_itself; });
  REQUIRE(turn_until(world.loop, [&] { return !world.bus->control_group().empty(); }));
  world.systemd.change_to("deactivating", 0);
  world.systemd.change_to("inactive", 0);
  REQUIRE(turn_until(world.loop, [&] { return told; }));
  CHECK(restart(world.loop, *world.bus, Ask::start_only).outcome == Outcome::done);
  CHECK(world.systemd.was_called("StartUnit"));
  CHECK_FALSE(world.systemd.was_called("TryRestartUnit"));
}

TEST_CASE("a unit that its administrator made static or linked may be restarted") {
  for (const char* state : {"static", "enabled-runtime", "linked", "generated", "transient", "indirect", ""}) {
    World world;
    world.systemd.unit_file_state = state;
    CHECK(restart(world.loop, *world.bus).outcome == Outcome::done);
  }
}

TEST_CASE("a job that did not do it is no success, whatever it is called") {
  struct Case {
    const char* result;
    const char* active;
    Outcome outcome;
    const char* says;
  };
  for (const auto& it : {Case{"failed", "failed", Outcome::failed, "ended with failed, and the unit is failed"},
                         Case{"timeout", "failed", Outcome::failed, "ended with timeout"},
                         Case{"dependency", "inactive", Outcome::failed, "ended with dependency"},
                         Case{"skipped", "active", Outcome::failed, "ended with skipped"},
                         Case{"canceled", "active", Outcome::contradicted, "somebody cancelled"},
                         Case{"done", "failed", Outcome::failed, "is failed already"},
                         Case{"done", "activating", Outcome::failed, "is activating already"}}) {
    World world;
    world.systemd.job_result = it.result;
    world.systemd.active_after = it.active;
    const auto told = restart(world.loop, *world.bus);
    CAPTURE(it.result, told.detail);
    CHECK(told.outcome == it.outcome);
    CHECK(told.detail.find(it.says) != std::string::npos);
  }
}

TEST_CASE("a job done that left the same process is no restart") {
  World world;
  world.systemd.invocation = 8;
  world.systemd.does = Systemd::Does::never_finish;
  std::optional<Told> told;
  const Token token = world.bus->restart(Ask::restart, 5s, [&](Outcome outcome, std::string detail) {
    told = Told{outcome, std::move(detail)};
  });
  REQUIRE(turn_until(world.loop, [&] { return world.systemd.was_called("TryRestartUnit"); }));
  world.systemd.tell_removed("/org/freedesktop/systemd1/job/7", unit_name, "done");
  REQUIRE(turn_until(world.loop, [&] { return told.has_value(); }));
  CHECK(told->outcome == Outcome::contradicted);
  CHECK(told->detail == "systemd left tailscaled.service as it was");
}

TEST_CASE("refusals, silence and a bus lost in the middle each have their outcome") {
  struct Case {
    Systemd::Does does;
    const char* refusal;
    Outcome outcome;
    const char* says;
  };
  using Does = Systemd::Does;
  for (const auto& it :
       {Case{Does::refuse, "org.freedesktop.systemd1.UnitMasked", Outcome::contradicted, "UnitMasked"},
        Case{Does::refuse, "org.freedesktop.DBus.Error.AccessDenied", Outcome::unavailable, "AccessDenied"},
        Case{Does::refuse, "org.freedesktop.DBus.Error.InteractiveAuthorizationRequired", Outcome::unavailable, "no"},
        Case{Does::refuse, "org.freedesktop.systemd1.NoSuchUnit", Outcome::unavailable, "NoSuchUnit"},
        Case{Does::refuse, "org.freedesktop.systemd1.TransactionIsDestructive", Outcome::failed, "Destructive"},
        Case{Does::garble, "", Outcome::failed, "not what its interface says"},
        Case{Does::drop, "", Outcome::failed, "lost"}, Case{Does::drop_after_reply, "", Outcome::failed, "is not known"},
        Case{Does::never_finish, "", Outcome::failed, "had not brought"},
        Case{Does::nothing, "", Outcome::failed, "had not brought"}}) {
    World world;
    world.systemd.does = it.does;
    world.systemd.refusal = it.refusal;
    const auto told = restart(world.loop, *world.bus, Ask::restart, 1s);
    CAPTURE(it.refusal, it.says, told.detail);
    CHECK(told.outcome == it.outcome);
    CHECK(told.detail.find(it.says) != std::string::npos);
  }
}
