// A daemon that listens for commands, and the ways to send it some.
#pragma once
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "daemon/base/handles.hpp"
#include "daemon/control/control_codec.hpp"
#include "daemon/control/control_socket.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/folder.hpp"
#include "tests/support/turn_until.hpp"

namespace tailmend::testing {

inline Descriptor connect_to(const std::string& path, int flags = SOCK_NONBLOCK) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | flags, 0));
  if (::connect(socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) < 0) return {};
  return socket;
}

inline std::string command(std::vector<std::string> words) { return encode(ControlRequest{.words = std::move(words), .screen = {}, .caller = {}}); }

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

}  // namespace tailmend::testing
