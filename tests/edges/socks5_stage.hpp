// A SOCKS5 proxy played on the loopback addresses, and a probe that goes through it.
#pragma once
#include <sys/epoll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <list>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "daemon/base/handles.hpp"
#include "daemon/base/loop.hpp"
#include "daemon/probe/tcp_probe.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/tcp_ask.hpp"
#include "tests/support/tcp_peer.hpp"
#include "tests/support/turn_until.hpp"

namespace tailmend::testing {

using namespace std::chrono_literals;
using namespace std::string_literals;

inline watch::Address address(const char* text) { return watch::parse_address(text).value(); }

inline const std::string no_password = "\x05\x00"s;
inline const std::string granted = "\x05\x00\x00\x01\x64\x40\x00\x01\x10\x92"s;  // from 100.64.0.1
inline std::string refusal(int code) { return {'\x05', static_cast<char>(code), 0, 1, 0, 0, 0, 0, 0, 0}; }

enum class Last : std::uint8_t { stays, closes, resets };

// Says one answer to each thing that it hears, and after the last of them stays or leaves.
class Proxy {
 public:
  Proxy(Loop& loop, std::vector<std::string> answers, Last last = Last::stays, Bound bound = bind_loopback())
      : loop_(&loop), answers_(std::move(answers)), last_(last), bound_(std::move(bound)) {
    if (::listen(bound_.socket.get(), 16) < 0) throw std::runtime_error("cannot listen");
    accepting_ = *loop.watch_descriptor(bound_.socket.get(), EPOLLIN, [this](std::uint32_t) { accept(); });
  }

  [[nodiscard]] std::uint16_t port() const { return bound_.port; }
  [[nodiscard]] std::string place() const { return "127.0.0.1:" + std::to_string(bound_.port); }
  [[nodiscard]] std::size_t accepted() const { return accepted_; }
  [[nodiscard]] std::size_t open() const { return guests_.size(); }
  [[nodiscard]] std::size_t most_open() const { return most_open_; }
  [[nodiscard]] const std::vector<std::string>& heard() const { return heard_; }

 private:
  struct Guest {
    Descriptor socket;
    std::size_t answered = 0;
    Source ready;
  };

  void accept() {
    Descriptor socket(::accept4(bound_.socket.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (!socket) return;
    ++accepted_;
    auto& guest = guests_.emplace_back();
    guest.socket = std::move(socket);
    guest.ready = *loop_->watch_descriptor(guest.socket.get(), EPOLLIN, [this, &guest](std::uint32_t) { hear(guest); });
    most_open_ = std::max(most_open_, guests_.size());
    if (answers_.empty() && last_ != Last::stays) leave(guest);
  }

  void hear(Guest& guest) {
    char buffer[1024];
    const auto n = ::recv(guest.socket.get(), buffer, sizeof buffer, 0);
    if (n < 0 && errno == EAGAIN) return;
    if (n <= 0) return drop(guest);
    heard_.emplace_back(buffer, static_cast<std::size_t>(n));
    if (guest.answered >= answers_.size()) return;
    const std::string& words = answers_[guest.answered++];
    (void)::send(guest.socket.get(), words.data(), words.size(), MSG_NOSIGNAL);
    if (guest.answered == answers_.size() && last_ != Last::stays) leave(guest);
  }

  void leave(Guest& guest) {
    const linger now{.l_onoff = 1, .l_linger = 0};
    if (last_ == Last::resets) ::setsockopt(guest.socket.get(), SOL_SOCKET, SO_LINGER, &now, sizeof now);
    drop(guest);
  }

  void drop(Guest& guest) {
    guests_.remove_if([&](const Guest& other) { return &other == &guest; });
  }

  Loop* loop_;
  std::vector<std::string> answers_;
  Last last_;
  Bound bound_;
  Source accepting_;
  std::list<Guest> guests_;
  std::size_t accepted_ = 0;
  std::size_t most_open_ = 0;
  std::vector<std::string> heard_;
};

inline TcpQuestion question(const std::string& proxy) {
  return {.address = address("10.77.0.10"), .port = 502, .timeout = 2s, .hold = 40ms, .proxy = proxy};
}

inline TcpAnswer ask(const std::vector<std::string>& answers, Last last = Last::stays, watch::Duration timeout = 2s) {
  Loop loop;
  TcpProbe probe(loop);
  Proxy proxy(loop, answers, last);
  auto what = question(proxy.place());
  what.timeout = timeout;
  return ask(loop, probe, what);
}

}  // namespace tailmend::testing
