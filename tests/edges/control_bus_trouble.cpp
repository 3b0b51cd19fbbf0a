// A bus that is not there, goes away, hangs, or does not give the D-Bus service its name.
#include "daemon/control/control_bus.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "tests/edges/control_bus_stage.hpp"
#include "tests/support/other_user.hpp"

using namespace std::chrono_literals;
using namespace tailmend;
using namespace tailmend::testing;

TEST_CASE("no bus, one that comes, goes and comes back: said once each, and served again") {
  if (!has_command("control_bus", "dbus-daemon")) return;
  Daemon daemon;
  Client(daemon).wait_for_service();
  CHECK(daemon.troubles.empty());
  daemon.bus.stop();
  REQUIRE(turn_until(daemon.loop, [&] { return daemon.troubles.size() == 2; }));  // lost, and then not there
  CHECK(daemon.troubles[0].contains("no D-Bus service: the connection to the bus was lost, retrying"));
  CHECK(daemon.troubles[1].contains("Connection refused"));
  BusFacts facts = healthy();
  facts.state = "probing";
  daemon.service->show(facts);
  daemon.bus.start();
  Client again(daemon);
  again.wait_for_service();
  CHECK(daemon.troubles.size() == 2);
  const char* text = nullptr;
  const auto state = again.call_of("org.freedesktop.DBus.Properties", "Get", "ss", control_bus_interface, "State");
  REQUIRE(sd_bus_message_read(state.get(), "v", "s", &text) >= 0);
  CHECK(std::string(text) == "probing");
}

TEST_CASE("a name that another owns is waited for") {
  if (!has_command("control_bus", "dbus-daemon")) return;
  Daemon first;
  Client client(first);
  client.wait_for_service();
  std::vector<std::string> troubles;
  int asked = 0;
  ControlBus second(
      first.loop, [&](const ControlRequest&) { return ++asked, ControlReply{.text = "second\n"}; }, [&](const std::string& trouble) { troubles.push_back(trouble); },
      first.bus.address);
  REQUIRE(turn_until(first.loop, [&] { return !troubles.empty(); }));
  CHECK(troubles[0].contains("another process owns the name org.tailmend.Tailmend1"));
  CHECK(asked == 0);
  first.service.reset();
  CHECK(turn_until(first.loop, [&] {
    const auto reply = client.call("Status", nullptr);
    return Client::error_of(reply).empty() && text_of(reply) == "second\n";
  }));
}

TEST_CASE("a bus without the policy does not give the name, which is said") {
  if (!has_command("control_bus", "dbus-daemon") || !can_play_others("control_bus")) return;
  PrivateBus bus("/nonexistent");
  std::array<int, 2> pipe{};
  REQUIRE(::pipe2(pipe.data(), O_CLOEXEC) == 0);
  const Descriptor told(pipe[0]);
  const Descriptor tells(pipe[1]);
  Player other(other_uid, [&] {
    Loop loop;
    std::string trouble;
    ControlBus service(loop, [](const ControlRequest&) { return ControlReply{}; }, [&](const std::string& text) { trouble = text; }, bus.address);
    while (trouble.empty()) (void)loop.turn(1s);
    return trouble.contains("does not give it the name org.tailmend.Tailmend1") && trouble.contains("AccessDenied") ? 0 : 1;
  });
  while (!other.ended()) ::usleep(1000);
  CHECK(other.exit_status() == 0);
}

TEST_CASE("a bus that hangs holds nothing up, and what is sent to it does not pile up") {
  if (!has_command("control_bus", "dbus-daemon")) return;
  Daemon daemon;
  Client client(daemon);
  client.wait_for_service();
  Signals signals(client);
  daemon.bus.hang();
  BusFacts facts = healthy();
  int turns = 0;
  for (; turns < 2000; ++turns) {
    facts.sentence = std::string(10'000, static_cast<char>('a' + turns % 26));
    facts.episode = static_cast<std::uint32_t>(turns);
    daemon.service->show(facts);
    while (daemon.loop.turn(0s).value()) {
    }
  }
  daemon.bus.go_on();
  // What the socket's buffer (sd-bus asks for 8 MiB) and our few held comes, the rest was never sent, and the next step tells the last state.
  client.call("Status", nullptr);
  facts.episode = 77'777;
  daemon.service->show(facts);
  const auto before = signals.changes.size();
  CHECK(before < 1500);
  REQUIRE(turn_until(daemon.loop, [&] { return signals.changes.size() > before; }));
}
