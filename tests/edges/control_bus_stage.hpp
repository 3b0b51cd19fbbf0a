// The D-Bus service on a bus of its own, a caller, and a polkit that says what it is told to.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "daemon/control/control_bus.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/private_bus.hpp"
#include "tests/support/turn_until.hpp"

namespace tailmend::testing {

using Words = std::vector<std::string>;

inline BusFacts healthy() {
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

inline std::string text_of(const MessageHandle& reply) {
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

// Which properties a client was told to have changed, signal by signal.
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

}  // namespace tailmend::testing
