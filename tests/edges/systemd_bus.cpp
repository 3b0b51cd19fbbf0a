// What systemd tells of the unit: its state when asked, its changes, and a bus that is not there, is lost or comes back.
#include "daemon/systemd/systemd_bus.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdint>
#include <ctime>
#include <string>
#include <utility>
#include <vector>

#include "daemon/base/handles.hpp"
#include "tests/edges/systemd_bus_stage.hpp"

using namespace std::chrono_literals;
using namespace tailmend;
using namespace tailmend::testing;
using watch::Outcome;

namespace {

std::uint64_t monotonic_us() {
  timespec time{};
  ::clock_gettime(CLOCK_MONOTONIC, &time);
  return static_cast<std::uint64_t>(time.tv_sec) * 1'000'000U + static_cast<std::uint64_t>(time.tv_nsec) / 1000U;
}

// Whose changes are heard; the first is that there is a bus.
struct Heard : World {
  std::vector<watch::UnitFact> facts;
  Heard() {
    bus->on_change([this](watch::UnitFact fact) { facts.push_back(std::move(fact)); });
    REQUIRE(hears(1));
  }
  bool hears(std::size_t changes) {
    return turn_until(loop, [&] { return facts.size() == changes; });
  }
  void leaves_by_itself() {
    systemd.change_to("deactivating", 0);
    systemd.change_to("inactive", 0);
    REQUIRE(hears(facts.size() + 1));
  }
};

}  // namespace

TEST_CASE("the unit's state comes back as systemd has it") {
  World world;
  world.systemd.started_us = monotonic_us() - 90'000'000;
  const auto fact = ask(world.loop, *world.bus);
  CHECK(fact.known);
  CHECK(fact.active_state == "active");
  CHECK(fact.sub_state == "running");
  CHECK(fact.result == "success");
  CHECK(fact.unit_file_state == "enabled");
  CHECK_FALSE(fact.job_pending);
  CHECK_FALSE(fact.memory_state);
  CHECK(fact.age >= 90s);
  CHECK(fact.age < 110s);
  REQUIRE(turn_until(world.loop, [&] { return !world.bus->control_group().empty(); }));
  CHECK(world.bus->control_group() == "/system.slice/tailscaled.service");
}

TEST_CASE("a pending job and a state in memory are seen") {
  World world;
  world.systemd.job = 12;
  for (const std::vector<std::string>& argv : {std::vector<std::string>{"/usr/sbin/tailscaled", "--state=mem:"},
                                               {"/usr/sbin/tailscaled", "-state=mem:"},
                                               {"/usr/sbin/tailscaled", "--state", "mem:", "--port=0"}}) {
    world.systemd.argv = argv;
    const auto fact = ask(world.loop, *world.bus);
    CHECK(fact.job_pending);
    CHECK(fact.memory_state);
  }
  world.systemd.argv = {"/usr/sbin/tailscaled", "--statedir=mem:", "mem:"};
  CHECK_FALSE(ask(world.loop, *world.bus).memory_state);
}

TEST_CASE("a state in memory that only the running process was told of is seen") {
  World world;
  // A shell that waits for a line that does not come; systemd's ExecStart has only "$FLAGS".
  std::array<int, 2> ends{};
  REQUIRE(::pipe2(ends.data(), O_CLOEXEC) == 0);
  const Descriptor output(ends[0]);
  const Descriptor input(ends[1]);
  const pid_t pid = ::fork();
  REQUIRE(pid >= 0);
  if (pid == 0) {
    ::dup2(output.get(), STDIN_FILENO);
    ::execl("/bin/sh", "--state=mem:", "-c", "read line", nullptr);
    ::_exit(1);
  }
  world.systemd.main_pid = static_cast<std::uint32_t>(pid);
  const bool seen = turn_until(world.loop, [&] { return ask(world.loop, *world.bus).memory_state; });
  ::kill(pid, SIGKILL);
  ::waitpid(pid, nullptr, 0);
  CHECK(seen);
}

TEST_CASE("no bus, a silent one, wrong types and an unknown unit are said, within the limit") {
  Loop loop;
  SystemdBus nowhere(loop, unit_name, {.address = "unix:abstract=tailmend-nobody-here", .direct = true});
  auto fact = ask(loop, nowhere);
  CHECK_FALSE(fact.known);
  CHECK(fact.trouble.find("Connection refused") != std::string::npos);

  World world;
  world.systemd.silent = true;
  CHECK(ask(world.loop, *world.bus, 200ms).trouble == "systemd did not answer in time");
  world.systemd.silent = false;
  world.systemd.wrong_types = true;
  CHECK(ask(world.loop, *world.bus).trouble == "systemd's answer is not what its interface says");
  world.systemd.wrong_types = false;
  world.systemd.garbled_state = true;
  CHECK(ask(world.loop, *world.bus).trouble.find("ActiveState") != std::string::npos);
  world.systemd.garbled_state = false;
  world.systemd.load_state = "not-found";
  fact = ask(world.loop, *world.bus);
  CHECK_FALSE(fact.known);
  CHECK(fact.absent);
  CHECK(fact.trouble == "systemd has no such unit (not-found)");
  CHECK(restart(world.loop, *world.bus).outcome == Outcome::unavailable);
  CHECK(restart(loop, nowhere).outcome == Outcome::unavailable);
}

TEST_CASE("a burst of changes is told once, with the state after it") {
  Heard world;
  CHECK(world.facts[0].active_state == "active");
  world.systemd.active_state = "deactivating";
  for (int i = 0; i < 50; ++i) world.systemd.tell_change();
  world.systemd.active_state = "failed";
  world.systemd.tell_change();
  REQUIRE(world.hears(2));
  CHECK(world.facts[1].active_state == "failed");
  const auto quiet = world.loop.now() + 3 * SystemdBus::burst;
  while (world.loop.now() < quiet) REQUIRE(world.loop.turn(SystemdBus::burst));
  CHECK(world.facts.size() == 2);
}

TEST_CASE("a unit that leaves without a job has left by itself; one that somebody stops has not") {
  struct Change {
    const char* state;
    std::uint32_t job;
  };
  struct Case {
    std::vector<Change> changes;
    bool by_itself;
  };
  for (const auto& it : {Case{{{"deactivating", 0}, {"inactive", 0}}, true},
                         Case{{{"active", 7}, {"deactivating", 7}, {"inactive", 0}}, false},
                         Case{{{"deactivating", 7}, {"inactive", 0}}, false},
                         Case{{{"deactivating", 0}, {"deactivating", 7}, {"inactive", 0}}, false},
                         Case{{{"active", 7}, {"deactivating", 0}, {"inactive", 0}}, false},
                         Case{{{"inactive", 0}}, false},
                         Case{{{"deactivating", 0}, {"inactive", 0}, {"inactive", 7}, {"inactive", 0}}, false},
                         Case{{{"deactivating", 7}, {"inactive", 0}, {"activating", 9}, {"active", 0}, {"deactivating", 0}, {"inactive", 0}}, true}}) {
    Heard world;
    for (const Change& change : it.changes) world.systemd.change_to(change.state, change.job);
    REQUIRE(world.hears(2));
    CAPTURE(it.changes.size(), it.by_itself);
    CHECK(world.facts[1].active_state == "inactive");
    CHECK(world.facts[1].left_by_itself == it.by_itself);
    CHECK(ask(world.loop, *world.bus).left_by_itself == it.by_itself);
    world.systemd.change_to("active", 0);
    REQUIRE(world.hears(3));
    CHECK_FALSE(world.facts[2].left_by_itself);
  }
}

TEST_CASE("how a unit left is not known to who has just come") {
  Heard world;
  world.leaves_by_itself();
  CHECK(world.facts[1].left_by_itself);
  world.systemd.stop();
  world.systemd.listen();
  REQUIRE(turn_until(world.loop, [&] { return world.facts.size() > 2 && world.facts.back().known; }));
  CHECK(world.facts.back().active_state == "inactive");
  CHECK_FALSE(world.facts.back().left_by_itself);
}

TEST_CASE("a unit that was asked and runs has not left, whatever signals were missed") {
  Heard world;
  world.leaves_by_itself();
  world.systemd.active_state = "active";
  CHECK_FALSE(ask(world.loop, *world.bus).left_by_itself);
  world.systemd.active_state = "inactive";
  CHECK_FALSE(ask(world.loop, *world.bus).left_by_itself);
}

TEST_CASE("a lost bus is told, tried again, and told when it is back") {
  Heard world;
  world.systemd.stop();
  REQUIRE(world.hears(2));
  CHECK_FALSE(world.facts[1].known);
  CHECK(world.facts[1].trouble.find("lost") != std::string::npos);
  world.systemd.listen();
  world.systemd.active_state = "failed";
  REQUIRE(turn_until(world.loop, [&] { return !world.facts.empty() && world.facts.back().known; }));
  CHECK(world.facts.back().active_state == "failed");
  CHECK(world.systemd.connections == 2);
  world.systemd.active_state = "active";
  CHECK(restart(world.loop, *world.bus).outcome == Outcome::done);
}

TEST_CASE("a bus that is not there is not asked for all the time") {
  Loop loop;
  int told = 0;
  SystemdBus bus(loop, unit_name, {.address = "unix:abstract=tailmend-nobody-here", .direct = true});
  bus.on_change([&](const watch::UnitFact&) { ++told; });
  const auto until = loop.now() + 2s;
  int turns = 0;
  while (loop.now() < until) {
    REQUIRE(loop.turn(until - loop.now()));
    ++turns;
  }
  CHECK(told <= 3);  // at 0, 0.5 and 1.5 s
  CHECK(turns < 20);
}

TEST_CASE("tokens cancel, may be dropped from their own callback, and may outlive the edge") {
  World world;
  bool called = false;
  world.systemd.silent = true;
  Token cancelled = world.bus->unit(100ms, [&](const watch::UnitFact&) { called = true; });
  Token restarting = world.bus->restart(Ask::restart, 100ms, [&](Outcome, const std::string&) { called = true; });
  cancelled.reset();
  restarting.reset();
  const auto until = world.loop.now() + 300ms;
  while (world.loop.now() < until) REQUIRE(world.loop.turn(300ms));
  CHECK_FALSE(called);

  world.systemd.silent = false;
  Token own;
  bool done = false;
  own = world.bus->unit(5s, [&](const watch::UnitFact&) {
    own.reset();
    world.bus.reset();
    done = true;
  });
  REQUIRE(turn_until(world.loop, [&] { return done; }));

  world.bus.emplace(world.loop, unit_name, SystemdBusOptions{.address = world.systemd.address(), .direct = true});
  done = false;
  world.systemd.does = Systemd::Does::drop_after_reply;
  own = world.bus->restart(Ask::restart, 5s, [&](Outcome, const std::string&) {
    world.bus.reset();
    done = true;
  });
  REQUIRE(turn_until(world.loop, [&] { return done; }));
  while (world.loop.turn(0s).value()) {
  }
}
