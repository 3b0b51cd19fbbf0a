// The edge against an sd-bus server of our own that speaks as systemd does, on a socket, without a bus between.
#include "daemon/systemd_bus.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstring>
#include <ctime>
#include <optional>

#include "daemon/handles.hpp"
#include "tests/support/bus_server.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/turn_until.hpp"

using namespace std::chrono_literals;
using tailmend::Ask;
using tailmend::Loop;
using tailmend::SystemdBus;
using tailmend::Token;
using tailmend::testing::turn_until;
using watch::Outcome;

namespace {
constexpr const char* unit_name = "tailscaled.service";

// systemd with one unit.
class Systemd : public tailmend::testing::BusServer {
 public:
  std::string load_state = "loaded";
  std::string active_state = "active";
  std::string sub_state = "running";
  std::string result = "success";
  std::string unit_file_state = "enabled";
  std::string control_group = "/system.slice/tailscaled.service";
  std::vector<std::string> argv{"/usr/sbin/tailscaled", "--state=/var/lib/tailscale/tailscaled.state", "--port=41641"};
  std::uint32_t job = 0;
  std::uint32_t main_pid = 0;
  unsigned char invocation = 1;
  std::uint64_t started_us = 1;

  enum class Does { finish, finish_before_reply, never_finish, drop, drop_after_reply, refuse, garble, nothing };
  Does does = Does::finish;
  std::string job_result = "done";
  std::string refusal = "org.freedesktop.systemd1.UnitMasked";
  std::string active_after = "active";
  bool silent = false;         // takes calls and never answers
  bool wrong_types = false;
  bool garbled_state = false;

  using BusServer::BusServer;

  void tell_change() {
    REQUIRE(sd_bus_emit_signal(bus(), path, "org.freedesktop.DBus.Properties", "PropertiesChanged", "sa{sv}as",
                               "org.freedesktop.systemd1.Unit", 0, 0) >= 0);
  }
  void tell_removed(const char* which, const char* unit, const std::string& how) {
    REQUIRE(sd_bus_emit_signal(bus(), "/org/freedesktop/systemd1", "org.freedesktop.systemd1.Manager", "JobRemoved",
                               "uoss", 7U, which, unit, how.c_str()) >= 0);
  }

 private:
  static constexpr const char* path = "/org/freedesktop/systemd1/unit/tailscaled_2eservice";
  static constexpr const char* job_path = "/org/freedesktop/systemd1/job/7";

  void serve(sd_bus_message* call, const std::string& member) override {
    if (silent) return;
    if (member == "LoadUnit") {
      if (wrong_types) sd_bus_reply_method_return(call, "s", "no path");
      else sd_bus_reply_method_return(call, "o", path);
    } else if (member == "GetAll") {
      reply_properties(call);
    } else if (member == "TryRestartUnit" || member == "StartUnit") {
      run_job(call);
    } else {
      sd_bus_reply_method_return(call, nullptr);
    }
  }

  void reply_properties(sd_bus_message* call) {
    const char* interface = nullptr;
    sd_bus_message_read(call, "s", &interface);
    sd_bus_message* made = nullptr;
    REQUIRE(sd_bus_message_new_method_return(call, &made) >= 0);
    const tailmend::MessageHandle reply(made);
    sd_bus_message_open_container(made, 'a', "{sv}");
    if (std::strcmp(interface, "org.freedesktop.systemd1.Unit") == 0) {
      sd_bus_message_append(made, "{sv}", "Id", "s", unit_name);
      sd_bus_message_append(made, "{sv}", "Wants", "as", 2, "network-pre.target", "a");
      sd_bus_message_append(made, "{sv}", "LoadState", "s", load_state.c_str());
      if (garbled_state) sd_bus_message_append(made, "{sv}", "ActiveState", "u", 1U);
      else sd_bus_message_append(made, "{sv}", "ActiveState", "s", active_state.c_str());
      sd_bus_message_append(made, "{sv}", "SubState", "s", sub_state.c_str());
      sd_bus_message_append(made, "{sv}", "UnitFileState", "s", unit_file_state.c_str());
      sd_bus_message_append(made, "{sv}", "Job", "(uo)", job, "/");
      sd_bus_message_append(made, "{sv}", "InvocationID", "ay", 2, invocation, 9);
    } else {
      sd_bus_message_append(made, "{sv}", "Result", "s", result.c_str());
      sd_bus_message_append(made, "{sv}", "MainPID", "u", main_pid);
      sd_bus_message_append(made, "{sv}", "ControlGroup", "s", control_group.c_str());
      sd_bus_message_append(made, "{sv}", "ExecMainStartTimestampMonotonic", "t", started_us);
      sd_bus_message_open_container(made, 'e', "sv");
      sd_bus_message_append(made, "s", "ExecStart");
      sd_bus_message_open_container(made, 'v', "a(sasbttttuii)");
      sd_bus_message_open_container(made, 'a', "(sasbttttuii)");
      sd_bus_message_open_container(made, 'r', "sasbttttuii");
      sd_bus_message_append(made, "s", argv.front().c_str());
      sd_bus_message_open_container(made, 'a', "s");
      for (const auto& argument : argv) sd_bus_message_append(made, "s", argument.c_str());
      sd_bus_message_close_container(made);
      sd_bus_message_append(made, "bttttuii", 0, 0, 0, 0, 0, 0U, 0, 0);
      for (int i = 0; i < 4; ++i) sd_bus_message_close_container(made);
    }
    sd_bus_message_close_container(made);
    REQUIRE(sd_bus_send(bus(), made, nullptr) >= 0);
  }

  void finish() {
    if (job_result == "done") ++invocation;
    active_state = active_after;
    tell_removed("/org/freedesktop/systemd1/job/6", "other.service", "failed");
    tell_removed(job_path, unit_name, job_result);
  }

  void run_job(sd_bus_message* call) {
    switch (does) {
      case Does::finish:
        sd_bus_reply_method_return(call, "o", job_path);
        return finish();
      case Does::finish_before_reply:
        finish();
        sd_bus_reply_method_return(call, "o", job_path);
        return;
      case Does::never_finish: sd_bus_reply_method_return(call, "o", job_path); return;
      case Does::drop: return drop_soon();
      case Does::drop_after_reply: sd_bus_reply_method_return(call, "o", job_path); return drop_soon();
      case Does::refuse: sd_bus_reply_method_errorf(call, refusal.c_str(), "no"); return;
      case Does::garble: sd_bus_reply_method_return(call, "u", 7U); return;
      case Does::nothing: return;
    }
  }
};

struct Told {
  Outcome outcome;
  std::string detail;
};

watch::UnitFact ask(Loop& loop, SystemdBus& bus, watch::Duration limit = 5s) {
  std::optional<watch::UnitFact> fact;
  int answers = 0;
  const Token token = bus.unit(limit, [&](watch::UnitFact its) {
    fact = std::move(its);
    ++answers;
  });
  CHECK_FALSE(fact);
  REQUIRE(turn_until(loop, [&] { return fact.has_value(); }));
  while (loop.turn(0s).value()) {
  }
  CHECK(answers == 1);
  return *fact;
}

Told restart(Loop& loop, SystemdBus& bus, Ask what = Ask::restart, watch::Duration limit = 5s) {
  std::optional<Told> told;
  int answers = 0;
  const Token token = bus.restart(what, limit, [&](Outcome outcome, std::string detail) {
    told = Told{outcome, std::move(detail)};
    ++answers;
  });
  CHECK_FALSE(told);
  REQUIRE(turn_until(loop, [&] { return told.has_value(); }));
  while (loop.turn(0s).value()) {
  }
  CHECK(answers == 1);
  return *told;
}

std::uint64_t monotonic_us() {
  timespec time{};
  ::clock_gettime(CLOCK_MONOTONIC, &time);
  return static_cast<std::uint64_t>(time.tv_sec) * 1'000'000U + static_cast<std::uint64_t>(time.tv_nsec) / 1000U;
}

struct World {
  Loop loop;
  Systemd systemd{loop};
  std::optional<SystemdBus> bus;
  World() {
    systemd.listen();
    bus.emplace(loop, unit_name, tailmend::SystemdBusOptions{.address = systemd.address(), .direct = true});
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
  const tailmend::Descriptor output(ends[0]);
  const tailmend::Descriptor input(ends[1]);
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
  World world;
  std::vector<watch::UnitFact> facts;
  world.bus->on_change([&](watch::UnitFact fact) { facts.push_back(std::move(fact)); });
  REQUIRE(turn_until(world.loop, [&] { return facts.size() == 1; }));
  CHECK(facts[0].active_state == "active");
  world.systemd.active_state = "deactivating";
  for (int i = 0; i < 50; ++i) world.systemd.tell_change();
  world.systemd.active_state = "failed";
  world.systemd.tell_change();
  REQUIRE(turn_until(world.loop, [&] { return facts.size() == 2; }));
  CHECK(facts[1].active_state == "failed");
  const auto quiet = world.loop.now() + 3 * SystemdBus::burst;
  while (world.loop.now() < quiet) REQUIRE(world.loop.turn(SystemdBus::burst));
  CHECK(facts.size() == 2);
}

TEST_CASE("a lost bus is told, tried again, and told when it is back") {
  World world;
  std::vector<watch::UnitFact> facts;
  world.bus->on_change([&](watch::UnitFact fact) { facts.push_back(std::move(fact)); });
  REQUIRE(turn_until(world.loop, [&] { return facts.size() == 1; }));
  world.systemd.stop();
  REQUIRE(turn_until(world.loop, [&] { return facts.size() == 2; }));
  CHECK_FALSE(facts[1].known);
  CHECK(facts[1].trouble.find("lost") != std::string::npos);
  world.systemd.listen();
  world.systemd.active_state = "failed";
  REQUIRE(turn_until(world.loop, [&] { return !facts.empty() && facts.back().known; }));
  CHECK(facts.back().active_state == "failed");
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

  world.bus.emplace(world.loop, unit_name, tailmend::SystemdBusOptions{.address = world.systemd.address(), .direct = true});
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
