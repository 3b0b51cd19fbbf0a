// The two listeners that the netlink bench compares: tailmend's kernel edge, and the usual one without a filter.
#pragma once
#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <ctime>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>

#include <linux/rtnetlink.h>
#include <poll.h>
#include <sys/socket.h>

#include "daemon/base/handles.hpp"
#include "daemon/kernel/kernel.hpp"
#include "tests/netns/namespace.hpp"

namespace tailmend::bench {

using namespace std::chrono_literals;

using Clock = std::chrono::steady_clock;
inline double ms(std::chrono::nanoseconds time) { return static_cast<double>(time.count()) / 1e6; }

// What it cost to listen, and what was heard.
struct Cost {
  double cpu_ms = 0;
  long wake_ups = 0;
  std::uint64_t heard = 0;
  std::uint64_t overruns = 0;
};

inline double thread_cpu_ms() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

// tailmend's kernel edge on a loop and a thread of its own, as in the daemon.
class Ours {
 public:
  Ours() : kernel_(loop_, "tailscale0", [this](const watch::NetworkSeen& seen) { hear(seen); }) {
    if (!kernel_.start()) throw std::runtime_error("start the kernel edge");
    while (loop_.turn(200ms).value()) {
    }
    thread_ = std::thread([this] { run(); });
  }
  // Waits until the gateway was reported; the time that took. Nothing: it never was.
  std::optional<double> wait_for(const std::string& gateway, Clock::time_point since) {
    std::unique_lock lock(mutex_);
    const bool seen = reported_.wait_for(lock, 5s, [&] { return gateway_ == gateway; });
    return seen ? std::optional(ms(reported_at_ - since)) : std::nullopt;
  }
  Cost stop() {
    stopping_ = true;
    netns::ip("link set wan0 alias end");  // a last word, so that the loop wakes
    thread_.join();
    return cost_;
  }

 private:
  void run() {
    const double cpu = thread_cpu_ms();
    while (!stopping_) {
      if (loop_.turn(10s).value()) ++cost_.wake_ups;
    }
    cost_.cpu_ms = thread_cpu_ms() - cpu;
  }
  void hear(const watch::NetworkSeen& seen) {
    const std::lock_guard lock(mutex_);
    ++cost_.heard;
    if (seen.hints.has(watch::Hint::overrun)) ++cost_.overruns;
    gateway_ = seen.egress.v4 ? watch::to_string(seen.egress.v4->gateway) : "";
    reported_at_ = Clock::now();
    reported_.notify_all();
  }
  Loop loop_;
  Kernel kernel_;
  std::thread thread_;
  std::mutex mutex_;
  std::condition_variable reported_;
  std::string gateway_;
  Clock::time_point reported_at_;
  std::atomic<bool> stopping_ = false;
  Cost cost_;
};

// The usual listener: the route group, the kernel's default buffer, no filter.
class Unfiltered {
 public:
  Unfiltered() : fd_(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE)) {
    const int group = RTNLGRP_IPV4_ROUTE;
    sockaddr_nl any{};
    any.nl_family = AF_NETLINK;
    if (bind(fd_.get(), reinterpret_cast<const sockaddr*>(&any), sizeof any) != 0) throw std::runtime_error("bind");
    if (setsockopt(fd_.get(), SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &group, sizeof group) != 0) throw std::runtime_error("join");
    thread_ = std::thread([this] { run(); });
  }
  Cost stop() {
    stopping_ = true;
    thread_.join();
    return cost_;
  }

 private:
  void run() {
    const double cpu = thread_cpu_ms();
    std::array<char, 32768> buffer;
    while (!stopping_) {
      pollfd ready{.fd = fd_.get(), .events = POLLIN, .revents = 0};
      if (poll(&ready, 1, 100) <= 0) continue;
      ++cost_.wake_ups;
      for (;;) {
        const ssize_t got = recv(fd_.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
        if (got < 0 && errno == ENOBUFS) ++cost_.overruns;
        if (got < 0 && errno == EAGAIN) break;
        if (got > 0) ++cost_.heard;
      }
    }
    cost_.cpu_ms = thread_cpu_ms() - cpu;
  }
  Descriptor fd_;
  std::thread thread_;
  std::atomic<bool> stopping_ = false;
  Cost cost_;
};

}  // namespace tailmend::bench
