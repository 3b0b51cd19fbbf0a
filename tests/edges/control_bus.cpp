// The D-Bus service on a bus of its own, with callers of every kind.
#include "daemon/control_bus.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "daemon/control_bus_table.hpp"
#include "daemon/options.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/other_user.hpp"
#include "tests/support/private_bus.hpp"
#include "tests/support/turn_until.hpp"

using namespace std::chrono_literals;
using namespace tailmend;
using namespace tailmend::testing;

namespace {

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

BusFacts healthy() {
  return {.state = "healthy", .verdict = "healthy", .whose = "nobody", .sentence = "plc answers", .since_us = 1'700'000'000'000'000,
          .mode = "mend", .version = "0.1.0", .restarts_left = 3, .up_resets_left = 1, .targets_reachable = 1,
          .targets = {{.name = "plc", .address = "10.77.0.10:502", .router = "site-router", .reachable = true, .latency_us = 11'200}}};
}

// The service, and what it was asked.
struct Daemon {
  PrivateBus bus;
  Loop loop;
  std::vector<ControlRequest> asked;
  std::vector<std::string> troubles;
  std::string text = "all is well\n";
  std::optional<ControlBus> service;

  explicit Daemon(ControlCalls::Limits limits = {}) {
    service.emplace(
        loop, [this](const ControlRequest& request) { return answer(request); }, [this](const std::string& trouble) { troubles.push_back(trouble); },
        bus.address, limits);
    service->show(healthy());
  }
  ControlReply answer(const ControlRequest& request) {
    asked.push_back(request);
    const std::map<std::string, Right> rights{{"check", Right::check}, {"pause", Right::pause}, {"resume", Right::resume}, {"mend", Right::mend}};
    const auto right = rights.find(request.words.empty() ? "" : request.words[0]);
    if (right != rights.end() && !request.caller.may(right->second)) return lacking(right->second);
    if (!request.words.empty() && request.words[0] == "fail") return {.exit_code = 64, .text = "tailmend: no such command\n", .to_stderr = true};
    return {.exit_code = 2, .text = text};
  }
};

// A caller in the test's own process, on its loop.
struct Client {
  Loop& loop;
  Peer peer;
  explicit Client(Daemon& daemon) : loop(daemon.loop), peer(daemon.bus.address) {
    REQUIRE(peer.is_open());
    REQUIRE(sd_bus_attach_event(peer.bus(), loop.raw(), 0) >= 0);
    CHECK(turn_until(loop, [&] { return sd_bus_is_ready(peer.bus()) > 0; }));
  }
  static int keep(sd_bus_message* message, void* reply, sd_bus_error*) {
    static_cast<MessageHandle*>(reply)->reset(sd_bus_message_ref(message));
    return 0;
  }
  template <class... Arguments>
  MessageHandle call_of(const char* interface, const char* method, const char* types, Arguments... arguments) {
    MessageHandle reply;
    sd_bus_slot* slot = nullptr;
    REQUIRE(sd_bus_call_method_async(peer.bus(), &slot, control_bus_name, control_bus_path, interface, method, keep, &reply, types, arguments...) >= 0);
    const SlotHandle held(slot);
    REQUIRE(turn_until(loop, [&] { return reply != nullptr; }));
    return reply;
  }
  template <class... Arguments>
  MessageHandle call(const char* method, const char* types, Arguments... arguments) {
    return call_of(control_bus_interface, method, types, arguments...);
  }
  void wait_for_service() {
    REQUIRE(turn_until(loop, [&] { return error_of(call("Status", nullptr)).empty(); }));
  }
  static std::string error_of(const MessageHandle& reply) {
    const auto* error = sd_bus_message_get_error(reply.get());
    return error == nullptr ? "" : std::string(error->name) + ": " + error->message;
  }
};

std::string text_of(const MessageHandle& reply) {
  const char* text = nullptr;
  REQUIRE(Client::error_of(reply).empty());
  REQUIRE(sd_bus_message_read(reply.get(), "s", &text) >= 0);
  return text;
}

// Whatever is asked of polkit, on the test's own bus.
struct Polkit {
  enum class Says { yes, no, challenge, nothing };
  Client client;
  Says says = Says::yes;
  std::vector<std::string> actions;
  std::vector<std::uint32_t> flags;
  SlotHandle slot;
  explicit Polkit(Daemon& daemon) : client(daemon) {
    static const sd_bus_vtable table[] = {SD_BUS_VTABLE_START(0),
                                          SD_BUS_METHOD("CheckAuthorization", "(sa{sv})sa{ss}us", "(bba{ss})", on_check, SD_BUS_VTABLE_UNPRIVILEGED),
                                          SD_BUS_VTABLE_END};
    sd_bus_slot* made = nullptr;
    REQUIRE(sd_bus_add_object_vtable(client.peer.bus(), &made, "/org/freedesktop/PolicyKit1/Authority", "org.freedesktop.PolicyKit1.Authority",
                                     static_cast<const sd_bus_vtable*>(table), this) >= 0);
    slot.reset(made);
    REQUIRE(sd_bus_request_name_async(client.peer.bus(), nullptr, "org.freedesktop.PolicyKit1", 0, nullptr, nullptr) >= 0);
  }
  static int on_check(sd_bus_message* call, void* self, sd_bus_error*) {
    auto& polkit = *static_cast<Polkit*>(self);
    const char* kind = nullptr;
    const char* key = nullptr;
    const char* sender = nullptr;
    const char* action = nullptr;
    std::uint32_t flags = 0;
    REQUIRE(sd_bus_message_read(call, "(sa{sv})s", &kind, 1, &key, "s", &sender, &action) >= 0);
    REQUIRE(sd_bus_message_skip(call, "a{ss}") >= 0);
    REQUIRE(sd_bus_message_read(call, "u", &flags) >= 0);
    CHECK(std::string(kind) == "system-bus-name");
    CHECK(sender[0] == ':');
    polkit.actions.emplace_back(action);
    polkit.flags.push_back(flags);
    if (polkit.says == Says::nothing) return 1;
    return sd_bus_reply_method_return(call, "(bba{ss})", polkit.says == Says::yes ? 1 : 0, polkit.says == Says::challenge ? 1 : 0, 0);
  }
};

struct Signals {
  std::vector<std::set<std::string>> changes;
  SlotHandle slot;
  explicit Signals(Client& client) {
    sd_bus_slot* made = nullptr;
    REQUIRE(sd_bus_match_signal_async(client.peer.bus(), &made, control_bus_name, control_bus_path, "org.freedesktop.DBus.Properties",
                                      "PropertiesChanged", on_signal, nullptr, this) >= 0);
    slot.reset(made);
    // The bus answers in order: behind this, the match is there.
    client.call("Status", nullptr);
  }
  static int on_signal(sd_bus_message* signal, void* self, sd_bus_error*) {
    const char* interface = nullptr;
    std::set<std::string> names;
    REQUIRE(sd_bus_message_read(signal, "s", &interface) >= 0);
    REQUIRE(sd_bus_message_enter_container(signal, 'a', "{sv}") >= 0);
    while (sd_bus_message_enter_container(signal, 'e', "sv") > 0) {
      const char* name = nullptr;
      REQUIRE(sd_bus_message_read(signal, "s", &name) >= 0);
      REQUIRE(sd_bus_message_skip(signal, "v") >= 0);
      REQUIRE(sd_bus_message_exit_container(signal) >= 0);
      names.insert(name);
    }
    static_cast<Signals*>(self)->changes.push_back(std::move(names));
    return 0;
  }
};

using Words = std::vector<std::string>;

}  // namespace

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
  CHECK(has(Client::error_of(client.call("Mend", "sas", "--help", 0)), "InvalidArgs: '--help' is no remedy"));
  CHECK(has(Client::error_of(client.call("Run", "asub", 1, "a\x1b[2J", 80U, 0)), "control character"));
  CHECK(has(Client::error_of(client.call("Run", "as", 1, "status")), "InvalidArgs"));
  CHECK(has(Client::error_of(client.call("Rum", nullptr)), "UnknownMethod"));
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
  CHECK(has(Client::error_of(reply), "more than 256 words"));
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

TEST_CASE("root may act, and is named") {
  if (!has_command("control_bus", "dbus-daemon") || !can_play_others("control_bus")) return;
  Daemon daemon;
  Client client(daemon);
  client.wait_for_service();
  CHECK(Client::error_of(client.call("Pause", "ts", std::uint64_t{60}, "a test")).empty());
  CHECK(daemon.asked.back().caller.uid == 0);
  CHECK(has(daemon.asked.back().caller.name, "root"));
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
      return r < 0 && has(error.name, row.error) ? 0 : 2;
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

TEST_CASE("no bus, one that comes, goes and comes back: said once each, and served again") {
  if (!has_command("control_bus", "dbus-daemon")) return;
  Daemon daemon;
  Client(daemon).wait_for_service();
  CHECK(daemon.troubles.empty());
  daemon.bus.stop();
  REQUIRE(turn_until(daemon.loop, [&] { return daemon.troubles.size() == 2; }));  // lost, and then not there
  CHECK(has(daemon.troubles[0], "no D-Bus service: the connection to the bus was lost, retrying"));
  CHECK(has(daemon.troubles[1], "Connection refused"));
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
  CHECK(has(troubles[0], "another process owns the name org.tailmend.Tailmend1"));
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
    return has(trouble, "does not give it the name org.tailmend.Tailmend1") && has(trouble, "AccessDenied") ? 0 : 1;
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
  Daemon daemon({.polkit = 60s});
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
  const Player many(other_uid, crowd(20));
  REQUIRE(turn_until(daemon.loop, [&] { return polkit.actions.size() == most; }));
  const Player one(1, crowd(1));
  CHECK(turn_until(daemon.loop, [&] { return polkit.actions.size() == most + ControlCalls::Limits{}.per_sender; }));
}
