// The socket for commands: what is answered, the file that it is, and who a caller is.
#include "daemon/control/control_socket.hpp"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "daemon/control/caller.hpp"
#include "daemon/control/control_codec.hpp"
#include "tests/edges/control_socket_stage.hpp"

using namespace std::chrono_literals;
using namespace tailmend;
using namespace tailmend::testing;

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
    CHECK(reply.text.contains(says));
  }
  CHECK(daemon.asked.empty());
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
    CHECK(to_string(other.listen().error()).contains("where another process does"));
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
  CHECK(to_string(other.listen().error()).contains("that is no socket"));
  struct stat kept {};
  CHECK(::lstat(daemon.path().c_str(), &kept) == 0);
}

TEST_CASE("a folder that is missing, and a path that is too long, are errors that name it") {
  Daemon daemon;
  const auto nothing = [](const ControlRequest&) { return ControlReply{}; };
  ControlSocket missing(daemon.loop, daemon.folder.path / "missing" / "control.sock", nothing);
  CHECK(to_string(missing.listen().error()).contains("missing/control.sock: No such file"));
  ControlSocket long_path(daemon.loop, daemon.folder.path / std::string(200, 'x'), nothing);
  CHECK(to_string(long_path.listen().error()).contains("File name too long"));
}

TEST_CASE("a caller is named from the kernel's word and the accounts of this host") {
  CHECK(caller_of(0, 0).name == "root");
  CHECK(caller_of(0, 0).uid == 0);
  CHECK(caller_of(3'999'999'999, 0).name == "uid 3999999999");
  CHECK(caller_of(0, ::getpid()).name.contains("root"));
}
