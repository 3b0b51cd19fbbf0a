// Who may do what over D-Bus, and for how many calls at once polkit is asked.
#include "daemon/control/control_bus.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "tests/edges/control_bus_stage.hpp"
#include "tests/support/other_user.hpp"

using namespace std::chrono_literals;
using namespace tailmend;
using namespace tailmend::testing;

TEST_CASE("root may act, and is named") {
  if (!has_command("control_bus", "dbus-daemon") || !can_play_others("control_bus")) return;
  Daemon daemon;
  Client client(daemon);
  client.wait_for_service();
  CHECK(Client::error_of(client.call("Pause", "ts", std::uint64_t{60}, "a test")).empty());
  CHECK(daemon.asked.back().caller.uid == 0);
  CHECK(daemon.asked.back().caller.name.contains("root"));
  // To look, nobody is asked who they are.
  client.call("Status", nullptr);
  CHECK(daemon.asked.back().caller.uid == Caller::unknown);
}

TEST_CASE("another may act when polkit says so, and not when it says no, asks, hangs or is not there") {
  if (!has_command("control_bus", "dbus-daemon") || !can_play_others("control_bus")) return;
  struct Row {
    std::optional<Polkit::Says> says;
    bool interactive;
    const char* error;
  };
  for (const Row& row : {Row{std::nullopt, false, "AccessDenied"}, Row{Polkit::Says::yes, false, ""}, Row{Polkit::Says::no, false, "AccessDenied"},
                         Row{Polkit::Says::challenge, true, "InteractiveAuthorizationRequired"}, Row{Polkit::Says::nothing, false, "Timeout"}}) {
    Daemon daemon({.polkit = 200ms});
    std::optional<Polkit> polkit;
    if (row.says) {
      polkit.emplace(daemon);
      polkit->says = *row.says;
    }
    Client(daemon).wait_for_service();
    Player other(other_uid, [&] {
      const Peer peer(daemon.bus.address);
      sd_bus_error error{};
      sd_bus_message* reply = nullptr;
      sd_bus_set_allow_interactive_authorization(peer.bus(), row.interactive ? 1 : 0);
      const int r = sd_bus_call_method(peer.bus(), control_bus_name, control_bus_path, control_bus_interface, "Pause", &error, &reply, "ts", std::uint64_t{60}, "mine");
      if (*row.error == '\0') return r >= 0 ? 0 : 1;
      return r < 0 && std::string_view(error.name).contains(row.error) ? 0 : 2;
    });
    REQUIRE(turn_until(daemon.loop, [&] { return other.ended(); }));
    CAPTURE(row.error);
    CHECK(other.exit_status() == 0);
    CHECK((daemon.asked.back().caller.granted == Right::pause) == (row.says == Polkit::Says::yes));
    if (!polkit) continue;
    CHECK(polkit->actions == Words{"org.tailmend.pause"});
    CHECK(polkit->flags == std::vector<std::uint32_t>{row.interactive ? 1U : 0U});
  }
}

TEST_CASE("only root may own the name, as the shipped policy says") {
  if (!has_command("control_bus", "dbus-daemon") || !can_play_others("control_bus")) return;
  PrivateBus bus;
  for (const uid_t uid : {uid_t{0}, other_uid}) {
    Player owner(uid, [&] {
      const Peer peer(bus.address);
      const int r = sd_bus_request_name(peer.bus(), control_bus_name, 0);
      return r == -EACCES ? 13 : r < 0 ? 1 : 0;
    });
    while (!owner.ended()) ::usleep(1000);
    CHECK(owner.exit_status() == (uid == 0 ? 0 : 13));
  }
}

TEST_CASE("a flood of calls for which polkit is asked is bounded, and root and who looks are served all the same") {
  if (!has_command("control_bus", "dbus-daemon") || !can_play_others("control_bus")) return;
  constexpr int calls = 3000;
  Daemon daemon({.polkit = 60s});
  Polkit polkit(daemon);
  polkit.says = Polkit::Says::nothing;
  Client client(daemon);
  client.wait_for_service();
  Player flood(other_uid, [&] {
    const Peer peer(daemon.bus.address);
    int refused = 0;
    const auto count = [](sd_bus_message* reply, void* refused_calls, sd_bus_error*) {
      if (sd_bus_message_is_method_error(reply, SD_BUS_ERROR_LIMITS_EXCEEDED) > 0) ++*static_cast<int*>(refused_calls);
      return 0;
    };
    for (int i = 0; i < calls; ++i)
      if (sd_bus_call_method_async(peer.bus(), nullptr, control_bus_name, control_bus_path, control_bus_interface, "Resume", count, &refused, nullptr) < 0) return 1;
    while (refused < calls - static_cast<int>(ControlCalls::Limits{}.per_sender)) {
      const int r = sd_bus_process(peer.bus(), nullptr);
      if (r < 0 || (r == 0 && sd_bus_wait(peer.bus(), UINT64_MAX) < 0)) return 2;
    }
    return 0;
  });
  for (int i = 0; i < 20; ++i) {
    CHECK(text_of(client.call("Status", nullptr)) == "all is well\n");
    CHECK(Client::error_of(client.call("Pause", "ts", std::uint64_t{60}, "root's")).empty());
  }
  REQUIRE(turn_until(daemon.loop, [&] { return flood.ended(); }));
  CHECK(flood.exit_status() == 0);
  CHECK(polkit.actions.size() == ControlCalls::Limits{}.per_sender);
}

TEST_CASE("one user's many connections do not take all the room for calls of which polkit is asked") {
  if (!has_command("control_bus", "dbus-daemon") || !can_play_others("control_bus")) return;
  Daemon daemon({.who = 60s, .polkit = 60s});
  Polkit polkit(daemon);
  polkit.says = Polkit::Says::nothing;
  Client client(daemon);
  client.wait_for_service();
  const auto crowd = [&](std::size_t connections) {
    return [&daemon, connections] {
      std::vector<std::unique_ptr<Peer>> peers;
      for (std::size_t i = 0; i < connections; ++i) {
        const auto& peer = peers.emplace_back(std::make_unique<Peer>(daemon.bus.address));
        for (std::size_t call = 0; call < ControlCalls::Limits{}.per_sender; ++call)
          if (sd_bus_call_method_async(peer->bus(), nullptr, control_bus_name, control_bus_path, control_bus_interface, "Resume", nullptr, nullptr, nullptr) < 0) return 1;
        if (sd_bus_flush(peer->bus()) < 0) return 2;
      }
      for (;;) ::pause();
    };
  };
  constexpr std::size_t most = ControlCalls::Limits{}.per_user;
  constexpr std::size_t connections = 20;
  const std::size_t all = daemon.asked.size() + connections * ControlCalls::Limits{}.per_sender;
  const Player many(other_uid, crowd(connections));
  REQUIRE(turn_until(daemon.loop, [&] { return daemon.asked.size() == all; }));
  // Until the bus has said whose they are, the many calls do take all the room. It answers in order: root's comes behind them.
  REQUIRE(turn_until(daemon.loop, [&] { return Client::error_of(client.call("Pause", "ts", std::uint64_t{60}, "root's")).empty(); }));
  REQUIRE(turn_until(daemon.loop, [&] { return polkit.actions.size() == most; }));
  const Player one(1, crowd(1));
  CHECK(turn_until(daemon.loop, [&] { return polkit.actions.size() == most + ControlCalls::Limits{}.per_sender; }));
}
