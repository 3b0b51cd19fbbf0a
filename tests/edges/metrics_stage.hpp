// What the metrics' tests share: a look at files, and a guest of the listener.
#pragma once
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <cerrno>
#include <cstddef>
#include <filesystem>
#include <iterator>
#include <string>
#include <string_view>

#include "daemon/base/handles.hpp"
#include "daemon/probe/dial.hpp"
#include "daemon/state/state_store.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/folder.hpp"
#include "tests/support/tcp_peer.hpp"

namespace tailmend::testing {

inline std::string read(const std::filesystem::path& file) { return StateStore(file.parent_path().string()).load(file.filename().string(), 1U << 20U).value_or("?"); }
inline std::size_t entries(const Folder& folder) {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder.path), std::filesystem::directory_iterator()));
}
inline unsigned mode(const std::string& file) {
  struct stat about {};
  return ::stat(file.c_str(), &about) == 0 ? about.st_mode & 0777U : 0;
}

inline std::string free_place() { return "127.0.0.1:" + std::to_string(bind_loopback().port); }

// Somebody who connects; what it says and hears goes through the test's own loop.
class Guest {
 public:
  explicit Guest(const std::string& place) {
    sockaddr_storage storage{};
    socklen_t size = sizeof(sockaddr_un);
    if (place.starts_with('/')) {
      auto* address = reinterpret_cast<sockaddr_un*>(&storage);
      address->sun_family = AF_UNIX;
      place.copy(address->sun_path, sizeof address->sun_path - 1);
    } else {
      const SocketName name = socket_name(*watch::parse_endpoint(place));
      storage = name.storage;
      size = name.size;
    }
    socket_.reset(::socket(storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    const int done = ::connect(socket_.get(), reinterpret_cast<const sockaddr*>(&storage), size);
    REQUIRE((done == 0 || errno == EINPROGRESS));
  }
  // False once the other side takes no more.
  [[nodiscard]] bool say(std::string_view bytes) const { return ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size()); }
  // Whether the other side has ended it; what it said is in heard().
  bool ended() {
    char bytes[8192];
    for (;;) {
      const ssize_t got = ::recv(socket_.get(), bytes, sizeof bytes, 0);
      if (got < 0 && errno == EAGAIN) return false;
      if (got <= 0) return true;
      heard_.append(bytes, static_cast<std::size_t>(got));
    }
  }
  [[nodiscard]] const std::string& heard() const { return heard_; }
  void leave() { socket_.reset(); }

 private:
  Descriptor socket_;
  std::string heard_;
};

inline constexpr std::string_view get = "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n";

}  // namespace tailmend::testing
