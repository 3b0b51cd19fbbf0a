// A TCP peer on the loopback address, run by the test's own loop: it accepts and then behaves as told.
#pragma once
#include <netinet/in.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <cstdint>
#include <list>
#include <stdexcept>
#include <string>

#include "daemon/base/loop.hpp"
#include "libwatch/address.hpp"

namespace tailmend::testing {

inline const watch::Address loopback{.family = watch::Family::v4, .bytes = {127, 0, 0, 1}};

struct Bound {
  Descriptor socket;
  std::uint16_t port = 0;
};

// A socket on 127.0.0.1 and a free port. Not listening, it refuses.
inline Bound bind_loopback(int type = SOCK_STREAM) {
  Bound bound{.socket = Descriptor(::socket(AF_INET, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0))};
  sockaddr_in name{};
  name.sin_family = AF_INET;
  name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof name;
  auto* generic = reinterpret_cast<sockaddr*>(&name);
  if (::bind(bound.socket.get(), generic, size) < 0 || ::getsockname(bound.socket.get(), generic, &size) < 0)
    throw std::runtime_error("cannot bind on the loopback address");
  bound.port = ntohs(name.sin_port);
  return bound;
}

enum class Manner : std::uint8_t { holds, closes, resets, greets, answers, answers_and_closes };

class TcpPeer {
 public:
  TcpPeer(Loop& loop, Manner manner, std::string words = {}) : loop_(&loop), manner_(manner), words_(std::move(words)) {
    if (::listen(listener_.socket.get(), 16) < 0) throw std::runtime_error("cannot listen");
    accepting_ = *loop.watch_descriptor(listener_.socket.get(), EPOLLIN, [this](std::uint32_t) { accept(); });
  }

  [[nodiscard]] std::uint16_t port() const { return listener_.port; }
  [[nodiscard]] std::size_t accepted() const { return accepted_; }
  [[nodiscard]] std::size_t open() const { return guests_.size(); }
  [[nodiscard]] std::size_t most_open() const { return most_open_; }
  [[nodiscard]] const std::string& heard() const { return heard_; }
  [[nodiscard]] bool ended_by_reset() const { return ended_by_reset_; }

 private:
  struct Guest {
    Descriptor socket;
    Source ready;
  };

  void accept() {
    Descriptor socket(::accept4(listener_.socket.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (!socket) return;
    ++accepted_;
    if (manner_ == Manner::closes) return;
    if (manner_ == Manner::resets) return reset(socket);
    if (manner_ == Manner::greets) say(socket.get());
    auto& guest = guests_.emplace_back();
    guest.socket = std::move(socket);
    guest.ready = *loop_->watch_descriptor(guest.socket.get(), EPOLLIN, [this, &guest](std::uint32_t) { hear(guest); });
    most_open_ = std::max(most_open_, guests_.size());
  }

  void hear(Guest& guest) {
    char buffer[8192];
    const auto n = ::recv(guest.socket.get(), buffer, sizeof buffer, 0);
    if (n < 0 && errno == EAGAIN) return;
    if (n <= 0) {
      ended_by_reset_ = n < 0;
      return guests_.remove_if([&](const Guest& other) { return &other == &guest; }), void();
    }
    heard_.append(buffer, static_cast<std::size_t>(n));
    if (manner_ != Manner::answers && manner_ != Manner::answers_and_closes) return;
    say(guest.socket.get());
    if (manner_ == Manner::answers_and_closes) ::shutdown(guest.socket.get(), SHUT_WR);
  }

  void say(int socket) const { (void)::send(socket, words_.data(), words_.size(), MSG_NOSIGNAL | MSG_DONTWAIT); }

  static void reset(Descriptor& socket) {
    const linger now{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(socket.get(), SOL_SOCKET, SO_LINGER, &now, sizeof now);
    socket.reset();
  }

  Loop* loop_;
  Manner manner_;
  std::string words_;
  Bound listener_ = bind_loopback();
  Source accepting_;
  std::list<Guest> guests_;
  std::size_t accepted_ = 0;
  std::size_t most_open_ = 0;
  std::string heard_;
  bool ended_by_reset_ = false;
};

// A listener whose queue of one is taken: the kernel drops every further SYN, as a dead path does.
class SilentPeer {
 public:
  SilentPeer() {
    if (::listen(listener_.socket.get(), 0) < 0) throw std::runtime_error("cannot listen");
    sockaddr_in name{};
    name.sin_family = AF_INET;
    name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    name.sin_port = htons(listener_.port);
    (void)::connect(guest_.get(), reinterpret_cast<const sockaddr*>(&name), sizeof name);
    pollfd connected{.fd = guest_.get(), .events = POLLOUT, .revents = 0};
    if (::poll(&connected, 1, 5000) != 1) throw std::runtime_error("the first guest was not let in");
  }
  [[nodiscard]] std::uint16_t port() const { return listener_.port; }

 private:
  Bound listener_ = bind_loopback();
  Descriptor guest_{::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
};

}  // namespace tailmend::testing
