// Clients that hang, leave, are somebody else's or far too many: none of them keeps the others from their answers.
#include "daemon/control/control_socket.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <expected>
#include <string>
#include <utility>
#include <vector>

#include "daemon/control/control_codec.hpp"
#include "tests/edges/control_socket_stage.hpp"
#include "tests/support/other_user.hpp"

using namespace std::chrono_literals;
using namespace tailmend;
using namespace tailmend::testing;

namespace {

// For a process of its own: it waits for its place in the listener's queue, and for the answer.
std::expected<ControlReply, ReplyTrouble> ask_and_wait(const std::string& path, const char* word) {
  const Descriptor client = connect_to(path, 0);
  const std::string bytes = command({word});
  std::string all;
  std::array<char, 4096> piece{};
  (void)::send(client.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
  for (ssize_t got = 1; (got = ::recv(client.get(), piece.data(), piece.size(), 0)) > 0;) all.append(piece.data(), static_cast<std::size_t>(got));
  return decode_reply(all);
}

}  // namespace

TEST_CASE("who hangs is let go in time, before the command and before the answer's end") {
  Daemon daemon({.request = 100ms});
  const Descriptor mute = connect_to(daemon.path());
  CHECK(daemon.said(mute).value().contains("did not come in time"));

  daemon.text = std::string(max_reply_bytes, 'x');
  const Descriptor deaf = connect_to(daemon.path());
  const std::string bytes = command({"history"});
  REQUIRE(::send(deaf.get(), bytes.data(), bytes.size(), 0) == static_cast<ssize_t>(bytes.size()));
  pollfd closed{.fd = deaf.get(), .events = 0, .revents = 0};
  CHECK(turn_until(daemon.loop, [&] { return ::poll(&closed, 1, 0) == 1 && (closed.revents & POLLHUP) != 0; }));
  CHECK(decode_reply(daemon.said(deaf).value()).error() == ReplyTrouble::cut);
}

TEST_CASE("who goes away at any point does no harm") {
  Daemon daemon;
  const std::string bytes = command({"status"});
  daemon.text = std::string(max_reply_bytes, 'x');
  for (const std::size_t size : {std::size_t{0}, std::size_t{10}, bytes.size()}) {
    Descriptor client = connect_to(daemon.path());
    REQUIRE(::send(client.get(), bytes.data(), size, 0) == static_cast<ssize_t>(size));
    client.reset();
    while (daemon.loop.turn(0s).value()) {
    }
  }
  CHECK(daemon.ask(bytes).exit_code == 3);
}

TEST_CASE("another user may look, and is told what is root's") {
  if (!can_play_others("control_socket")) return;
  Daemon daemon;
  Player other(other_uid, [&] {
    for (const auto& [word, code] : {std::pair("status", 3), {"pause", 1}}) {
      const auto reply = ask_and_wait(daemon.path(), word);
      if (!reply || reply->exit_code != code || reply->text.contains("is for root") != (code == 1)) return 2;
    }
    return 0;
  });
  REQUIRE(turn_until(daemon.loop, [&] { return other.ended(); }));
  CHECK(other.exit_status() == 0);
  REQUIRE(daemon.asked.size() == 2);
  CHECK(daemon.asked[1].caller.uid == other_uid);
  CHECK(daemon.ask(command({"pause"})).exit_code == 3);
  CHECK(daemon.asked.back().caller.name.contains("root"));
}

TEST_CASE("a thousand connections of one user, and more for ever, do not keep root from its answer") {
  if (!can_play_others("control_socket")) return;
  Daemon daemon;
  std::array<int, 2> pipe{};
  REQUIRE(::pipe2(pipe.data(), O_CLOEXEC) == 0);
  const Descriptor told(pipe[0]);
  const Descriptor tells(pipe[1]);
  rlimit files{};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &files) == 0);
  Player flood(other_uid, [&] {
    rlimit all{.rlim_cur = files.rlim_max, .rlim_max = files.rlim_max};
    ::setrlimit(RLIMIT_NOFILE, &all);
    std::vector<Descriptor> held;
    const auto most = std::min<std::size_t>(1000, files.rlim_max - 50);
    while (held.size() < most) {
      held.push_back(connect_to(daemon.path(), 0));
      if (!held.back()) return 1;
    }
    if (::write(tells.get(), "x", 1) != 1) return 2;
    for (;;) connect_to(daemon.path(), 0);
  });
  pollfd news{.fd = told.get(), .events = POLLIN, .revents = 0};
  REQUIRE(turn_until(daemon.loop, [&] { return ::poll(&news, 1, 0) == 1 || flood.ended(); }));
  REQUIRE_FALSE(flood.ended());
  Player root(0, [&] {
    for (int i = 0; i < 20; ++i) {
      const auto reply = ask_and_wait(daemon.path(), "status");
      if (!reply || reply->exit_code != 3) return 1;
    }
    return 0;
  });
  REQUIRE(turn_until(daemon.loop, [&] { return root.ended(); }));
  CHECK(root.exit_status() == 0);
  CHECK_FALSE(flood.ended());
}

TEST_CASE("one user holds a few connections and others still get theirs; over the limit one is told to come again") {
  Daemon daemon({.connections = 4, .for_root = 2, .per_user = 1});
  const std::size_t own = ::geteuid() == 0 ? 4 : 1;
  std::vector<Descriptor> held;
  for (std::size_t i = 0; i < own; ++i) held.push_back(connect_to(daemon.path()));
  const Descriptor one_more = connect_to(daemon.path());
  CHECK(daemon.said(one_more).value().contains("try again"));
  held.pop_back();
  while (daemon.loop.turn(0s).value()) {
  }
  CHECK(daemon.ask(command({"status"})).exit_code == 3);
}

TEST_CASE("without a descriptor left it waits and does not spin, and goes on when there is one") {
  Daemon daemon({.no_descriptors = 50ms});
  const Descriptor client = connect_to(daemon.path());
  const std::string bytes = command({"status"});
  REQUIRE(::send(client.get(), bytes.data(), bytes.size(), 0) == static_cast<ssize_t>(bytes.size()));
  rlimit before{};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
  rlimit none = before;
  none.rlim_cur = static_cast<rlim_t>(Descriptor(::dup(client.get())).get());  // the next descriptor would be this one
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &none) == 0);
  int turns = 0;
  const auto until = daemon.loop.now() + 500ms;
  while (daemon.loop.now() < until) turns += daemon.loop.turn(500ms).value() ? 1 : 0;
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &before) == 0);
  CHECK(daemon.asked.empty());
  CHECK(turns > 0);
  CHECK(turns < 60);
  CHECK(decode_reply(daemon.said(client).value()).value().exit_code == 3);
}
