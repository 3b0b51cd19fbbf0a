// systemd on a real bus, and somebody there who says what only systemd may say: signals to one receiver, which need no match.
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "daemon/systemd/transient_units.hpp"
#include "tests/edges/systemd_bus_stage.hpp"
#include "tests/support/private_bus.hpp"

using namespace std::chrono_literals;
using namespace tailmend;
using namespace tailmend::testing;
using watch::Outcome;

namespace {

constexpr const char* systemd_name = "org.freedesktop.systemd1";

// Who may own no name, and knows the receiver's from `busctl list`. It waits for the bus alone.
class Stranger {
 public:
  Stranger(const PrivateBus& bus, std::string receiver) : peer_(bus.address), receiver_(std::move(receiver)) { pass_on(); }

  void says_that_it_is(const char* state, std::uint32_t job) {
    send("/org/freedesktop/systemd1/unit/tailscaled_2eservice", "org.freedesktop.DBus.Properties", "PropertiesChanged", "sa{sv}as",
         "org.freedesktop.systemd1.Unit", 2, "ActiveState", "s", state, "Job", "(uo)", job, "/", 0);
  }
  void says_that_it_left_by_itself() {
    for (const char* state : {"active", "deactivating", "inactive"}) says_that_it_is(state, 0);
  }
  void says_that_the_job_ended(const char* unit, const char* how) {
    send("/org/freedesktop/systemd1", "org.freedesktop.systemd1.Manager", "JobRemoved", "uoss", 7U, "/org/freedesktop/systemd1/job/7", unit, how);
  }
  void says_that_it_is_systemd() {
    const char* own = nullptr;
    REQUIRE(sd_bus_get_unique_name(peer_.bus(), &own) >= 0);
    send("/org/freedesktop/DBus", "org.freedesktop.DBus", "NameOwnerChanged", "sss", systemd_name, "", own);
  }

 private:
  template <class... Arguments>
  void send(const char* path, const char* interface, const char* member, const char* types, Arguments... arguments) {
    sd_bus_message* made = nullptr;
    REQUIRE(sd_bus_message_new_signal(peer_.bus(), &made, path, interface, member) >= 0);
    const MessageHandle signal(made);
    REQUIRE(sd_bus_message_append(made, types, arguments...) >= 0);
    REQUIRE(sd_bus_send_to(peer_.bus(), made, receiver_.c_str(), nullptr) >= 0);
    pass_on();
  }
  // What the bus has answered to came behind what was sent before.
  void pass_on() {
    REQUIRE(sd_bus_call_method(peer_.bus(), "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "GetId", nullptr, nullptr, nullptr) >= 0);
  }

  Peer peer_;
  std::string receiver_;
};

struct OnBus {
  PrivateBus daemon;
  Loop loop;
  Systemd systemd{loop};
  std::vector<watch::UnitFact> facts;
  std::optional<SystemdBus> bus;
  std::optional<Stranger> stranger;

  OnBus() {
    systemd.join(daemon.address, systemd_name);
    bus.emplace(loop, unit_name, SystemdBusOptions{.address = daemon.address});
    bus->on_change([this](watch::UnitFact fact) { facts.push_back(std::move(fact)); });
    REQUIRE(looks(1));
    stranger.emplace(daemon, systemd.caller);
  }
  bool looks(std::size_t times) {
    return turn_until(loop, [&] { return facts.size() >= times; });
  }
  // All that was said has come: systemd's answers come behind it, and those to a second question behind the look it called for.
  void settle() {
    ask(loop, *bus);
    const auto looked = loop.now() + 2 * SystemdBus::burst;
    while (loop.now() < looked) REQUIRE(loop.turn(SystemdBus::burst));
    ask(loop, *bus);
  }
  void is_stopped() {
    systemd.change_to("deactivating", 7);
    systemd.change_to("inactive", 0);
    settle();
    CHECK(facts.back().active_state == "inactive");
    CHECK_FALSE(facts.back().left_by_itself);
  }
  void leaves_by_itself() {
    systemd.change_to("active", 0);
    systemd.change_to("deactivating", 0);
    systemd.change_to("inactive", 0);
    settle();
    CHECK(facts.back().left_by_itself);
  }
  void nothing_calls_for_a_look() {
    const auto before = facts.size();
    settle();
    CHECK(facts.size() == before);
  }
  void begins_anew() {
    systemd.remembers = systemd.caller;
    systemd.join(daemon.address, systemd_name);
    REQUIRE(looks(facts.size() + 1));
  }
  Told restart_meanwhile(const std::function<void()>& act) {
    systemd.does = Systemd::Does::never_finish;
    std::optional<Told> told;
    const Token token = bus->restart(Ask::restart, 20s, [&](Outcome outcome, std::string detail) { told = Told{outcome, std::move(detail)}; });
    REQUIRE(turn_until(loop, [&] { return systemd.was_called("TryRestartUnit"); }));
    act();
    ++systemd.invocation;
    systemd.tell_removed("/org/freedesktop/systemd1/job/7", unit_name, "done");
    REQUIRE(turn_until(loop, [&] { return told.has_value(); }));
    return *told;
  }
};

bool there_is_a_bus() { return has_command("systemd_bus", "dbus-daemon"); }

}  // namespace

TEST_CASE("on a bus, systemd's own signals are heard") {
  if (!there_is_a_bus()) return;
  OnBus world;
  world.is_stopped();
  world.leaves_by_itself();
  CHECK(restart(world.loop, *world.bus, Ask::start_only).outcome == Outcome::done);
}

TEST_CASE("a unit that its administrator stopped has not left by itself because somebody says so") {
  if (!there_is_a_bus()) return;
  OnBus world;
  world.is_stopped();
  world.stranger->says_that_it_left_by_itself();
  CHECK_FALSE(ask(world.loop, *world.bus).left_by_itself);
  world.nothing_calls_for_a_look();
  CHECK(restart(world.loop, *world.bus, Ask::start_only).outcome == Outcome::contradicted);
  CHECK_FALSE(world.systemd.was_called("StartUnit"));
}

TEST_CASE("a unit that leaves by itself is healed, whatever job somebody claims for it") {
  if (!there_is_a_bus()) return;
  OnBus world;
  world.systemd.change_to("deactivating", 0);
  world.stranger->says_that_it_is("deactivating", 5);
  world.systemd.change_to("inactive", 0);
  world.settle();
  CHECK(world.facts.back().left_by_itself);
}

TEST_CASE("how a job ends is not told by somebody else") {
  if (!there_is_a_bus()) return;
  OnBus world;
  const auto told = world.restart_meanwhile([&] {
    world.stranger->says_that_the_job_ended(unit_name, "canceled");
    ask(world.loop, *world.bus);  // and so it came
  });
  CHECK(told.outcome == Outcome::done);
}

TEST_CASE("how a service ends is not told by somebody else") {
  if (!there_is_a_bus()) return;
  OnBus world;
  TransientUnits units(world.loop, {.address = world.daemon.address});
  std::optional<TransientEnd> told;
  const Token token = units.run({.unit = "a.service", .description = {}, .program = "/bin/true", .identifier = "a", .environment = {}, .limit = 20s},
                                [&](TransientEnd end) { told = std::move(end); });
  REQUIRE(turn_until(world.loop, [&] { return world.systemd.was_called("StartTransientUnit"); }));
  Stranger(world.daemon, world.systemd.caller).says_that_the_job_ended("a.service", "failed");
  world.systemd.tell_removed("/org/freedesktop/systemd1/job/7", "a.service", "done");
  REQUIRE(turn_until(world.loop, [&] { return told.has_value(); }));
  CHECK(told->well);
}

TEST_CASE("who is systemd is not told by somebody else") {
  if (!there_is_a_bus()) return;
  OnBus world;
  world.is_stopped();
  world.stranger->says_that_it_is_systemd();
  world.stranger->says_that_it_left_by_itself();
  CHECK_FALSE(ask(world.loop, *world.bus).left_by_itself);
  world.leaves_by_itself();
}

TEST_CASE("systemd that was executed anew is heard under its new name, and nobody else is") {
  if (!there_is_a_bus()) return;
  OnBus world;
  world.is_stopped();
  world.systemd.drop();
  world.stranger->says_that_it_left_by_itself();
  world.begins_anew();
  world.stranger->says_that_it_left_by_itself();
  CHECK_FALSE(ask(world.loop, *world.bus).left_by_itself);
  world.nothing_calls_for_a_look();
  world.leaves_by_itself();
}

TEST_CASE("a job's end is heard from a systemd that was executed anew in the middle of it") {
  if (!there_is_a_bus()) return;
  OnBus world;
  CHECK(world.restart_meanwhile([&] { world.begins_anew(); }).outcome == Outcome::done);
}

TEST_CASE("how a unit left stays known when systemd is executed anew") {
  if (!there_is_a_bus()) return;
  OnBus world;
  world.leaves_by_itself();
  world.begins_anew();
  world.settle();
  CHECK(world.facts.back().left_by_itself);
}
