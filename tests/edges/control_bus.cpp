// What the D-Bus service serves: commands, methods and properties.
#include "daemon/control/control_bus.hpp"

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/cli/options.hpp"
#include "daemon/control/control_bus_table.hpp"
#include "tests/edges/control_bus_stage.hpp"

using namespace std::chrono_literals;
using namespace tailmend;
using namespace tailmend::testing;

TEST_CASE("a time of day that two clocks give a little otherwise has not changed, one that was set has") {
  const BusFacts before{.since_us = 1'000'000'000, .paused_until_us = 2'000'000'000};
  BusFacts now = before;
  now.since_us -= 7;
  now.paused_until_us += 7;
  CHECK(changed(before, now).empty());
  now.since_us += 3'000'000;
  const auto names = changed(before, now);
  REQUIRE(names.size() == 1);
  CHECK(std::string_view(names.front()) == "Since");
}

TEST_CASE("a command runs over D-Bus, and comes back as the daemon renders it") {
  if (!has_command("control_bus", "dbus-daemon")) return;
  Daemon daemon;
  Client client(daemon);
  client.wait_for_service();
  daemon.asked.clear();
  const auto reply = client.call("Run", "asub", 2, "status", "--quiet", 132U, 1);
  std::int32_t exit_code = 0;
  const char* text = nullptr;
  int to_stderr = 1;
  REQUIRE(sd_bus_message_read(reply.get(), "isb", &exit_code, &text, &to_stderr) >= 0);
  CHECK(exit_code == 2);
  CHECK(std::string(text) == "all is well\n");
  CHECK(to_stderr == 0);
  REQUIRE(daemon.asked.size() == 1);
  CHECK(daemon.asked[0].words == Words{"status", "--quiet"});
  CHECK(daemon.asked[0].screen.columns == 132);
  CHECK(daemon.asked[0].screen.colour == Colour::terminal);
}

TEST_CASE("each method is the command that it stands for") {
  if (!has_command("control_bus", "dbus-daemon")) return;
  Daemon daemon;
  Polkit polkit(daemon);
  Client client(daemon);
  client.wait_for_service();
  const auto words_of = [&](const MessageHandle& reply) {
    CHECK(Client::error_of(reply).empty());
    return daemon.asked.back().words;
  };
  CHECK(words_of(client.call("Check", nullptr)) == Words{"check"});
  CHECK(words_of(client.call("Pause", "ts", std::uint64_t{7200}, "--moving the rack")) == Words{"pause", "--for=7200s", "--reason=--moving the rack"});
  CHECK(words_of(client.call("Resume", nullptr)) == Words{"resume"});
  CHECK(words_of(client.call("Mend", "sas", "", 0)) == Words{"mend"});
  CHECK(words_of(client.call("Mend", "sas", "restart", 2, "ssh", "packages")) == Words{"mend", "restart", "--despite=ssh", "--despite=packages"});
  CHECK(text_of(client.call("Status", nullptr)) == "all is well\n");
  CHECK(daemon.asked.back().words == Words{"status", "--json"});
  CHECK(text_of(client.call("Episodes", "s", "")) == "all is well\n");
  CHECK(daemon.asked.back().words == Words{"history", "--json"});
  CHECK(text_of(client.call("Episodes", "s", "30d")) == "all is well\n");
  CHECK(daemon.asked.back().words == Words{"history", "--json", "--since=30d"});
  for (const ControlRequest& request : daemon.asked) {
    std::vector<const char*> arguments;
    for (const std::string& word : request.words) arguments.push_back(word.c_str());
    const auto options = parse_options(arguments, "");
    INFO((options ? "" : options.error().text));
    CHECK(options);
  }
}

TEST_CASE("what is no command is answered by an error that says why") {
  if (!has_command("control_bus", "dbus-daemon")) return;
  Daemon daemon;
  Client client(daemon);
  client.wait_for_service();
  const auto asked = daemon.asked.size();
  CHECK(Client::error_of(client.call("Mend", "sas", "--help", 0)).contains("InvalidArgs: '--help' is no remedy"));
  CHECK(Client::error_of(client.call("Run", "asub", 1, "a\x1b[2J", 80U, 0)).contains("control character"));
  CHECK(Client::error_of(client.call("Run", "as", 1, "status")).contains("InvalidArgs"));
  CHECK(Client::error_of(client.call("Rum", nullptr)).contains("UnknownMethod"));
  sd_bus_message* made = nullptr;
  REQUIRE(sd_bus_message_new_method_call(client.peer.bus(), &made, control_bus_name, control_bus_path, control_bus_interface, "Run") >= 0);
  const MessageHandle many(made);
  REQUIRE(sd_bus_message_open_container(made, 'a', "s") >= 0);
  for (std::size_t i = 0; i < 5000; ++i) REQUIRE(sd_bus_message_append(made, "s", "word") >= 0);
  REQUIRE(sd_bus_message_close_container(made) >= 0);
  REQUIRE(sd_bus_message_append(made, "ub", 80U, 0) >= 0);
  MessageHandle reply;
  sd_bus_slot* slot = nullptr;
  REQUIRE(sd_bus_call_async(client.peer.bus(), &slot, made, Client::keep, &reply, 0) >= 0);
  const SlotHandle held(slot);
  REQUIRE(turn_until(daemon.loop, [&] { return reply != nullptr; }));
  CHECK(Client::error_of(reply).contains("more than 256 words"));
  CHECK(daemon.asked.size() == asked);
}

TEST_CASE("properties tell what the daemon shows, changes come once a turn, and a latency alone is none") {
  if (!has_command("control_bus", "dbus-daemon")) return;
  Daemon daemon;
  Client client(daemon);
  client.wait_for_service();
  const char* text = nullptr;
  const auto state = client.call_of("org.freedesktop.DBus.Properties", "Get", "ss", control_bus_interface, "State");
  REQUIRE(sd_bus_message_read(state.get(), "v", "s", &text) >= 0);
  CHECK(std::string(text) == "healthy");
  const auto all = client.call_of("org.freedesktop.DBus.Properties", "GetAll", "s", control_bus_interface);
  CHECK(Client::error_of(all).empty());

  Signals signals(client);
  BusFacts facts = healthy();
  facts.targets[0].latency_us = 12'000;
  daemon.service->show(facts);
  client.call("Status", nullptr);
  CHECK(signals.changes.empty());

  facts.state = "probing";
  daemon.service->show(facts);
  facts.sentence = "plc is silent \xff";  // no UTF-8: still told
  facts.targets[0].reachable = false;
  facts.targets_reachable = 0;
  daemon.service->show(facts);
  REQUIRE(turn_until(daemon.loop, [&] { return !signals.changes.empty(); }));
  client.call("Status", nullptr);
  CHECK(signals.changes == std::vector<std::set<std::string>>{{"State", "Sentence", "Targets", "TargetsReachable"}});

  facts = {.state = "b", .verdict = "b", .whose = "b", .sentence = "b", .advice = "b", .since_us = 2, .episode = 2, .paused = true, .paused_until_us = 2,
           .paused_by = "b", .pause_reason = "b", .mode = "b", .version = healthy().version, .restarts_left = 9, .up_resets_left = 9, .remedy = "b",
           .targets_reachable = 9, .targets = {}};
  signals.changes.clear();
  daemon.service->show(facts);
  REQUIRE(turn_until(daemon.loop, [&] { return !signals.changes.empty(); }));
  CHECK(signals.changes[0].size() == 17);
}
