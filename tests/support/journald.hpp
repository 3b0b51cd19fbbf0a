// journald's end of the socket, in a folder of its own.
#pragma once
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <filesystem>
#include <string>

#include "daemon/systemd/journal.hpp"
#include "tests/support/catch.hpp"

namespace tailmend::testing {

// journald's end of the socket.
class Listener {
 public:
  Listener() {
    std::string name = (std::filesystem::temp_directory_path() / "tailmend-journal-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    folder_ = name;
    listen();
  }
  ~Listener() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  void listen() {
    fd_.reset(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path().c_str(), path().size() + 1);
    REQUIRE(::bind(fd_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  }
  void go_away() {
    fd_.reset();
    std::filesystem::remove(path());
  }
  // "" when nothing has come.
  [[nodiscard]] std::string take() const {
    std::array<char, 16384> buffer{};
    const ssize_t got = ::recv(fd_.get(), buffer.data(), buffer.size(), 0);
    return got <= 0 ? std::string() : std::string(buffer.data(), static_cast<std::size_t>(got));
  }
  [[nodiscard]] std::string path() const { return (folder_ / "socket").string(); }
  [[nodiscard]] Journal journal() const { return Journal({.structured = true, .socket = path()}); }

 private:
  std::filesystem::path folder_;
  Descriptor fd_;
};

// One field of a datagram, "" where it has none.
inline std::string field_in(const std::string& datagram, const std::string& name) {
  const std::string lines = "\n" + datagram;
  const std::size_t at = lines.find("\n" + name + "=");
  if (at == std::string::npos) return "";
  const std::size_t start = at + name.size() + 2;
  return lines.substr(start, lines.find('\n', start) - start);
}

}  // namespace tailmend::testing
