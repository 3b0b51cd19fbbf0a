// The socket for commands, with clients of every kind at its other end.
#include "daemon/control_socket.hpp"

#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <array>
#include <cstring>
#include <optional>

#include "daemon/caller.hpp"
#include "daemon/control_codec.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/folder.hpp"
#include "tests/support/other_user.hpp"
#include "tests/support/turn_until.hpp"

using namespace std::chrono_literals;
using namespace tailmend;
using namespace tailmend::testing;

namespace {

Descriptor connect_to(const std::string& path, int flags = SOCK_NONBLOCK) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | flags, 0));
  if (::connect(socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) < 0) return {};
  return socket;
}

std::string command(std::vector<std::string> words) { return encode(ControlRequest{.words = std::move(words), .screen = {}, .caller = {}}); }

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

struct Daemon {
  Folder folder;
  Loop loop;
  std::vector<ControlRequest> asked;
  std::string text = "all is well\n";
  std::optional<ControlSocket> socket;
  [[nodiscard]] std::string path() const { return folder.path / "control.sock"; }

  explicit Daemon(ControlSocket::Limits limits = {}) {
    REQUIRE(::chmod(folder.path.c_str(), 0755) == 0);
    socket.emplace(loop, path(), [this](const ControlRequest& request) { return answer(request); }, limits);
    REQUIRE(socket->listen());
  }
  ControlReply answer(const ControlRequest& request) {
    asked.push_back(request);
    if (!request.words.empty() && request.words[0] == "pause" && !request.caller.may(Right::pause)) return lacking(Right::pause);
    return {.exit_code = 3, .text = text};
  }

  // What the daemon says to these bytes, until it closes; nothing where it does not in time.
  std::optional<std::string> said(const Descriptor& client) {
    std::string all;
    const bool ended = turn_until(loop, [&] {
      for (;;) {
        std::array<char, 8192> bytes{};
        const ssize_t got = ::recv(client.get(), bytes.data(), bytes.size(), MSG_DONTWAIT);
        if (got == 0 || (got < 0 && errno == ECONNRESET)) return true;
        if (got < 0) return false;
        all.append(bytes.data(), static_cast<std::size_t>(got));
      }
    });
    return ended ? std::optional(all) : std::nullopt;
  }
  ControlReply ask(const std::string& bytes) {
    const Descriptor client = connect_to(path());
    REQUIRE(client);
    if (!bytes.empty()) REQUIRE(::send(client.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size()));
    REQUIRE(::shutdown(client.get(), SHUT_WR) == 0);
    const auto reply = decode_reply(said(client).value());
    REQUIRE(reply);
    return *reply;
  }
};

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("a command is answered with the caller's uid and screen") {
  Daemon daemon;
  const ControlReply reply = daemon.ask(encode(ControlRequest{.words = {"status", "--json"}, .screen = {.columns = 100, .colour = Colour::terminal}, .caller = {.uid = 12345}}));
  CHECK(reply.exit_code == 3);
  CHECK(reply.text == "all is well\n");
  CHECK_FALSE(reply.to_stderr);
  REQUIRE(daemon.asked.size() == 1);
  CHECK(daemon.asked[0].words == std::vector<std::string>{"status", "--json"});
  CHECK(daemon.asked[0].screen.columns == 100);
  CHECK(daemon.asked[0].screen.colour == Colour::terminal);
  CHECK(daemon.asked[0].caller.uid == ::geteuid());
}

TEST_CASE("a command may come byte by byte, and the answer does not wait for the writing side to be closed") {
  Daemon daemon;
  const Descriptor client = connect_to(daemon.path());
  for (const char byte : command({"status"})) {
    CHECK(daemon.asked.empty());
    REQUIRE(::send(client.get(), &byte, 1, 0) == 1);
    while (daemon.loop.turn(0s).value()) {
    }
  }
  CHECK(decode_reply(daemon.said(client).value()).value().text == "all is well\n");
}

TEST_CASE("an answer larger than the socket's buffer arrives whole") {
  Daemon daemon;
  daemon.text = std::string(max_reply_bytes - 1, 'x') + "\n";
  CHECK(daemon.ask(command({"history"})).text == daemon.text);
}

TEST_CASE("garbage, too much, half a command, another version and nothing at all are told so, and nothing is done") {
  Daemon daemon;
  for (const auto& [bytes, says] : {std::pair<std::string, const char*>{"\x16\x03\x01garbage\n", "no command"},
                                    {command({"status"}).substr(0, 25), "ends in the middle"},
                                    {"tailmend 7 80 plain 1\nstatus", "another version"},
                                    {command({"status"}) + "x", "more behind"},
                                    {"tailmend 1 80 plain 1\n" + std::string(30'000, 'x'), "longer than"},
                                    {"", "ends in the middle"}}) {
    CAPTURE(bytes.substr(0, 40));
    const ControlReply reply = daemon.ask(bytes);
    CHECK(reply.exit_code == 1);
    CHECK(reply.to_stderr);
    CHECK(reply.text.starts_with("tailmend: "));
    CHECK(has(reply.text, says));
  }
  CHECK(daemon.asked.empty());
}

TEST_CASE("who hangs is let go in time, before the command and before the answer's end") {
  Daemon daemon({.request = 100ms});
  const Descriptor mute = connect_to(daemon.path());
  CHECK(has(daemon.said(mute).value(), "did not come in time"));

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
      if (!reply || reply->exit_code != code || has(reply->text, "is for root") != (code == 1)) return 2;
    }
    return 0;
  });
  REQUIRE(turn_until(daemon.loop, [&] { return other.ended(); }));
  CHECK(other.exit_status() == 0);
  REQUIRE(daemon.asked.size() == 2);
  CHECK(daemon.asked[1].caller.uid == other_uid);
  CHECK(daemon.ask(command({"pause"})).exit_code == 3);
  CHECK(has(daemon.asked.back().caller.name, "root"));
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
  CHECK(has(daemon.said(one_more).value(), "try again"));
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

TEST_CASE("its socket is anybody's to connect to, and goes with it") {
  Daemon daemon;
  struct stat made {};
  REQUIRE(::lstat(daemon.path().c_str(), &made) == 0);
  CHECK((made.st_mode & 0777U) == 0666U);
  daemon.socket.reset();
  CHECK(::lstat(daemon.path().c_str(), &made) < 0);
}

TEST_CASE("what a killed daemon left is replaced; what is somebody's is not") {
  Daemon daemon;
  const auto second = [&] { return ControlSocket(daemon.loop, daemon.path(), [](const ControlRequest&) { return ControlReply{}; }); };
  {
    auto other = second();
    CHECK(has(to_string(other.listen().error()), "where another process does"));
  }
  CHECK(daemon.ask(command({"status"})).exit_code == 3);
  daemon.socket.reset();

  {
    // Bound and closed, as after SIGKILL.
    const Descriptor killed(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, daemon.path().c_str(), daemon.path().size() + 1);
    REQUIRE(::bind(killed.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  }
  {
    auto other = second();
    CHECK(other.listen());
    CHECK(connect_to(daemon.path()));
    // Somebody puts a file in its place meanwhile: that is not ours to remove.
    REQUIRE(::unlink(daemon.path().c_str()) == 0);
    daemon.folder.write("control.sock", "mine");
  }
  auto other = second();
  CHECK(has(to_string(other.listen().error()), "that is no socket"));
  struct stat kept {};
  CHECK(::lstat(daemon.path().c_str(), &kept) == 0);
}

TEST_CASE("a folder that is missing, and a path that is too long, are errors that name it") {
  Daemon daemon;
  const auto nothing = [](const ControlRequest&) { return ControlReply{}; };
  ControlSocket missing(daemon.loop, daemon.folder.path / "missing" / "control.sock", nothing);
  CHECK(has(to_string(missing.listen().error()), "missing/control.sock: No such file"));
  ControlSocket long_path(daemon.loop, daemon.folder.path / std::string(200, 'x'), nothing);
  CHECK(has(to_string(long_path.listen().error()), "File name too long"));
}

TEST_CASE("a caller is named from the kernel's word and the accounts of this host") {
  CHECK(caller_of(0, 0).name == "root");
  CHECK(caller_of(0, 0).uid == 0);
  CHECK(caller_of(3'999'999'999, 0).name == "uid 3999999999");
  CHECK(has(caller_of(0, ::getpid()).name, "root"));
}
