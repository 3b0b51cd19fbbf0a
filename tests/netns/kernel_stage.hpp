// Two uplinks as veth pairs, their far ends in the same namespace, and a Kernel that watches them.
#pragma once
#include <unistd.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

#include "daemon/kernel/kernel.hpp"
#include "tests/netns/namespace.hpp"
#include "tests/support/catch.hpp"

namespace netns {

using tailmend::Kernel;
using tailmend::Loop;
using watch::Hint;
using watch::Hints;
using watch::NetworkSeen;
using watch::Reason;
using Reasons = std::vector<Reason>;
using namespace std::chrono_literals;

inline Hints hints(std::initializer_list<Hint> list) {
  Hints set;
  for (const Hint hint : list) set.add(hint);
  return set;
}

inline void add_uplink(const std::string& near, const std::string& far, const std::string& address, bool ipv6 = false) {
  ip("link add " + near + " type veth peer name " + far);
  write_sysctl("net/ipv6/conf/" + near + "/disable_ipv6", ipv6 ? "0" : "1");
  write_sysctl("net/ipv6/conf/" + far + "/disable_ipv6", "1");
  if (ipv6) write_sysctl("net/ipv6/conf/" + near + "/accept_dad", "0");
  ip("addr add " + address + " dev " + near);
  ip("link set " + far + " up");
  ip("link set " + near + " up");
}

// As tailscaled makes its interface; where /dev/net/tun is closed to us a veth pair stands in under the same name.
inline void add_tun(const std::string& name) {
  if (access("/dev/net/tun", R_OK | W_OK) == 0) return ip("tuntap add dev " + name + " mode tun");
  ip("link add " + name + " type veth peer name " + name + "p");
  ip("link set " + name + "p up");
}

// wan0 with the default route, wan1 beside it, and a Kernel that has reported its first picture.
struct World {
  Namespace space;
  Loop loop;
  std::vector<NetworkSeen> seen;
  std::optional<Kernel> kernel;
  watch::Egress before;

  explicit World(bool ipv6 = false) {
    add_uplink("wan0", "far0", "192.0.2.7/24", ipv6);
    add_uplink("wan1", "far1", "198.51.100.7/24", ipv6);
    ip("route add default via 192.0.2.1");
    kernel.emplace(loop, "tailscale0", [this](const NetworkSeen& one) { seen.push_back(one); });
  }

  void start() {
    REQUIRE(kernel->start());
    // A fresh link may still be told to come up; what counts is the picture that stays.
    REQUIRE(until([this] { return !seen.empty(); }));
    while (loop.turn(300ms).value()) {
    }
    before = kernel->egress();
    seen.clear();
  }

  bool until(const std::function<bool()>& holds) {
    const auto end = std::chrono::steady_clock::now() + 5s;
    while (!holds()) {
      const auto left = std::chrono::duration_cast<watch::Duration>(end - std::chrono::steady_clock::now());
      if (left <= 0s) return false;
      REQUIRE(loop.turn(left));
    }
    return true;
  }

  // Handles what the kernel has said so far. Routes, rules, addresses and nexthops are announced before `ip` returns.
  void drain() {
    while (loop.turn(0s).value()) {
    }
  }

  // Waits for a report, and drains; the change since start() or the last call.
  watch::Change change() {
    REQUIRE(until([this] { return !seen.empty(); }));
    drain();
    Hints all;
    for (const auto& one : seen) all.bits = static_cast<std::uint16_t>(all.bits | one.hints.bits);
    last_hints = all;
    const auto found = watch::difference(before, seen.back().egress, all);
    said = watch::describe_change(before, seen.back().egress, found.reasons);
    before = seen.back().egress;
    reports = seen.size();
    seen.clear();
    return found;
  }
  Hints last_hints;
  std::string said;
  std::size_t reports = 0;

  std::string egress() const { return watch::to_string(kernel->egress()); }
};

}  // namespace netns
