// The command line's way to the daemon: through either door, past a closed one, and in time where nobody answers.
#include "daemon/control/client.hpp"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <array>
#include <cstring>
#include <future>
#include <optional>

#include "daemon/control/control_bus.hpp"
#include "daemon/control/control_socket.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/folder.hpp"
#include "tests/support/other_user.hpp"
#include "tests/support/private_bus.hpp"

using namespace std::chrono_literals;
using namespace tailmend;
using namespace tailmend::testing;
using Why = NoAnswer::Why;
using First = Doors::First;

namespace {

constexpr auto nobody_there = "unix:abstract=tailmend-nobody-here";

// Both doors of one daemon; each may be closed.
struct Daemon {
  Folder folder;
  Loop loop;
  int asked = 0;
  ControlReply reply{.exit_code = 2, .text = "● probing\n"};
  std::optional<ControlSocket> socket;
  std::optional<ControlBus> service;

  Daemon() { REQUIRE(::chmod(folder.path.c_str(), 0755) == 0); }
  [[nodiscard]] std::string path() const { return folder.path / "control.sock"; }
  [[nodiscard]] Answerer answerer() {
    return [this](const ControlRequest& request) { return ++asked, request.words == std::vector<std::string>{"who"} ? ControlReply{.text = fmt::format("{}\n", request.caller.uid)} : reply; };
  }
  void open_socket() {
    socket.emplace(loop, path(), answerer());
    REQUIRE(socket->listen());
  }
  void open_bus(const PrivateBus& bus) {
    service.emplace(loop, answerer(), [](const std::string&) {}, bus.address);
    // It owns the name once it is asked through it.
    while (ask({.bus_address = bus.address, .socket = path() + ".none"}).has_value() == false) {
    }
    asked = 0;
  }
  // The client waits in a thread of its own while the daemon's loop turns.
  std::expected<ControlReply, NoAnswer> ask(Doors doors, const char* word = "status") {
    auto answer = std::async(std::launch::async, [&] { return tailmend::ask({.words = {word}, .screen = {}, .caller = {}}, doors); });
    while (answer.wait_for(0s) != std::future_status::ready) REQUIRE(loop.turn(1ms));
    return answer.get();
  }
};

// A service that answers Run with an error, or never.
struct Odd {
  Peer peer;
  const char* error;
  int asked = 0;
  Odd(Loop& loop, const PrivateBus& bus, const char* its_error) : peer(bus.address), error(its_error) {
    static const sd_bus_vtable table[] = {SD_BUS_VTABLE_START(0), SD_BUS_METHOD("Run", "asub", "isb", on_run, SD_BUS_VTABLE_UNPRIVILEGED), SD_BUS_VTABLE_END};
    REQUIRE(sd_bus_attach_event(peer.bus(), loop.raw(), 0) >= 0);
    REQUIRE(sd_bus_add_object_vtable(peer.bus(), nullptr, control_bus_path, control_bus_interface, static_cast<const sd_bus_vtable*>(table), this) >= 0);
    REQUIRE(sd_bus_request_name(peer.bus(), control_bus_name, 0) >= 0);
  }
  static int on_run(sd_bus_message* call, void* self, sd_bus_error*) {
    auto& odd = *static_cast<Odd*>(self);
    ++odd.asked;
    return odd.error == nullptr ? 1 : sd_bus_reply_method_errorf(call, odd.error, "because");
  }
};

// A listener that says these bytes to each and closes, or keeps everybody waiting.
struct Listener {
  Loop& loop;
  Descriptor socket{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
  std::optional<std::string> says;
  Source source;
  std::vector<Descriptor> held;
  Listener(Loop& its_loop, const std::string& path, std::optional<std::string> its_says) : loop(its_loop), says(std::move(its_says)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    ::unlink(path.c_str());
    REQUIRE(::bind(socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    REQUIRE(::listen(socket.get(), 4) == 0);
    source = loop.watch_descriptor(socket.get(), EPOLLIN, [this](std::uint32_t) {
      held.emplace_back(::accept4(socket.get(), nullptr, nullptr, SOCK_CLOEXEC));
      if (says && ::send(held.back().get(), says->data(), says->size(), MSG_NOSIGNAL) >= 0) held.pop_back();
    }).value();
  }
};

}  // namespace

TEST_CASE("a command is answered through the socket, with exit code and stream") {
  Daemon daemon;
  daemon.open_socket();
  for (const First first : {First::socket, First::bus}) {
    const auto reply = daemon.ask({.bus_address = nobody_there, .socket = daemon.path(), .first = first});
    REQUIRE(reply);
    CHECK(reply->exit_code == 2);
    CHECK(reply->text == "● probing\n");
    CHECK_FALSE(reply->to_stderr);
  }
  daemon.reply = {.exit_code = 64, .text = std::string(max_reply_bytes, 'x'), .to_stderr = true};
  const auto reply = daemon.ask({.bus_address = nobody_there, .socket = daemon.path()});
  REQUIRE(reply);
  CHECK(reply->text.size() == max_reply_bytes);
  CHECK(reply->to_stderr);
}

TEST_CASE("a command is answered over D-Bus, and through the socket where the bus does not know the daemon") {
  if (!has_command("client", "dbus-daemon")) return;
  const PrivateBus bus;
  Daemon daemon;
  daemon.open_bus(bus);
  for (const First first : {First::socket, First::bus}) {
    const auto reply = daemon.ask({.bus_address = bus.address, .socket = daemon.path(), .first = first});
    REQUIRE(reply);
    CHECK(reply->exit_code == 2);
    CHECK(reply->text == "● probing\n");
  }
  daemon.open_socket();
  // Over D-Bus nobody is asked who they are, on the socket the kernel says it: that tells the doors apart.
  CHECK(daemon.ask({.bus_address = bus.address, .socket = daemon.path(), .first = First::bus}, "who").value().text == fmt::format("{}\n", Caller::unknown));
  CHECK(daemon.ask({.bus_address = bus.address, .socket = daemon.path(), .first = First::socket}, "who").value().text == fmt::format("{}\n", ::geteuid()));
  daemon.service.reset();
  CHECK(daemon.ask({.bus_address = bus.address, .socket = daemon.path(), .first = First::bus}, "who").value().text == fmt::format("{}\n", ::geteuid()));
}

TEST_CASE("no daemon: said, whatever is left of it") {
  Daemon daemon;
  const Doors closed{.bus_address = nobody_there, .socket = daemon.path()};
  for (int i = 0; i < 2; ++i) {
    const auto none = daemon.ask(closed);
    REQUIRE_FALSE(none);
    CHECK(none.error().why == Why::not_running);
    CHECK(none.error().text.contains("sudo systemctl start tailmend"));
    Listener(daemon.loop, daemon.path(), {});  // leaves its socket behind, as a killed daemon does
  }
}

TEST_CASE("a daemon that hangs, ends, talks nonsense or is of another version is told apart") {
  Daemon daemon;
  const auto why_with = [&](std::optional<std::string> says) {
    const Listener listener(daemon.loop, daemon.path(), std::move(says));
    const auto none = daemon.ask({.bus_address = nobody_there, .socket = daemon.path(), .limit = 300ms});
    REQUIRE_FALSE(none);
    CHECK_FALSE(none.error().text.empty());
    return none.error().why;
  };
  CHECK(why_with({}) == Why::silent);
  CHECK(why_with("") == Why::silent);
  CHECK(why_with("tailmend 1 0 out 100\nall is w") == Why::silent);
  CHECK(why_with("HTTP/1.1 400 Bad Request\r\n") == Why::other_version);
  CHECK(why_with("tailmend 2 0 out 0\n") == Why::other_version);
}

TEST_CASE("a bus that hangs is passed by, and named where there is no other door") {
  if (!has_command("client", "dbus-daemon")) return;
  const PrivateBus bus;
  Daemon daemon;
  daemon.open_bus(bus);
  daemon.open_socket();
  bus.hang();
  const Doors doors{.bus_address = bus.address, .socket = daemon.path(), .limit = 600ms};
  CHECK(daemon.ask(doors).value().text == "● probing\n");
  daemon.socket.reset();
  const auto none = daemon.ask(doors);
  REQUIRE_FALSE(none);
  CHECK(none.error().why == Why::silent);
  CHECK(none.error().text.contains("the system bus does not answer"));
  bus.go_on();
}

TEST_CASE("what a daemon refuses over D-Bus is tried at the socket, what it may have done is not") {
  if (!has_command("client", "dbus-daemon")) return;
  const PrivateBus bus;
  struct Row {
    const char* error;
    bool second;
    Why why;
  };
  for (const Row& row : {Row{nullptr, false, Why::silent}, Row{SD_BUS_ERROR_NO_REPLY, false, Why::silent}, Row{SD_BUS_ERROR_LIMITS_EXCEEDED, true, Why::failed},
                         Row{SD_BUS_ERROR_ACCESS_DENIED, true, Why::forbidden}, Row{SD_BUS_ERROR_UNKNOWN_METHOD, true, Why::other_version},
                         Row{SD_BUS_ERROR_SERVICE_UNKNOWN, true, Why::not_running}}) {
    CAPTURE(row.error == nullptr ? "nothing" : row.error);
    Daemon daemon;
    Odd odd(daemon.loop, bus, row.error);
    const Doors doors{.bus_address = bus.address, .socket = daemon.path(), .limit = 300ms};
    const auto none = daemon.ask(doors);
    REQUIRE_FALSE(none);
    CHECK(none.error().why == row.why);
    daemon.open_socket();
    CHECK(daemon.ask(doors).has_value() == row.second);
    CHECK(daemon.asked == (row.second ? 1 : 0));
    CHECK(odd.asked == 2);
  }
}

TEST_CASE("a socket that this user may not open is told apart from one that is not there") {
  if (!can_play_others("client")) return;
  Daemon daemon;
  daemon.open_socket();
  REQUIRE(::chmod(daemon.path().c_str(), 0600) == 0);
  Player other(other_uid, [&] {
    const auto none = tailmend::ask({.words = {"status"}, .screen = {}, .caller = {}}, {.bus_address = nobody_there, .socket = daemon.path()});
    return !none && none.error().why == Why::forbidden && none.error().text.contains("sudo") ? 0 : 1;
  });
  while (!other.ended()) REQUIRE(daemon.loop.turn(1ms));
  CHECK(other.exit_status() == 0);
  CHECK(daemon.asked == 0);
}

TEST_CASE("a command that cannot be sent is not") {
  Daemon daemon;
  daemon.open_socket();
  const auto none = daemon.ask({.bus_address = nobody_there, .socket = daemon.path()}, "a\nb");
  REQUIRE_FALSE(none);
  CHECK(none.error().why == Why::failed);
  CHECK(none.error().text.contains("control character"));
  CHECK(daemon.asked == 0);
}

TEST_CASE("root knocks at the socket first, others at the bus") { CHECK(doors().first == (::geteuid() == 0 ? First::socket : First::bus)); }
