// LocalAPI's client, and a scripted tailscaled at the other end of a real socket.
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "daemon/tailscaled/localapi.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/folder.hpp"
#include "tests/support/scripted_localapi.hpp"
#include "tests/support/turn_until.hpp"

namespace tailmend::testing {

using namespace std::chrono_literals;

// Where tailscaled's socket is.
struct Place : Folder {
  [[nodiscard]] std::string socket() const { return path / "sock"; }
};

struct Stage {
  Place place;
  ScriptedLocalapi tailscaled{place.socket()};
  Loop loop;
  Localapi localapi{loop, place.socket()};

  watch::StatusSeen status(watch::Duration limit = 5s, std::vector<watch::Address> targets = {}, bool peers = true) {
    std::optional<watch::StatusSeen> seen;
    const auto token = localapi.status(peers, {.targets = std::move(targets), .own_subnets = {}}, limit, [&](watch::StatusSeen s) { seen = std::move(s); });
    CHECK(!seen);  // never within the call
    REQUIRE(turn_until(loop, [&] { return seen.has_value(); }));
    return *seen;
  }
  watch::NodeFact node(std::int64_t number, watch::Duration limit = 5s) {
    std::optional<watch::NodeFact> fact;
    const auto token = localapi.node(number, {*watch::parse_address("10.77.0.10")}, limit, [&](watch::NodeFact f) { fact = std::move(f); });
    REQUIRE(turn_until(loop, [&] { return fact.has_value(); }));
    return *fact;
  }
  watch::ForwardingFact forwarding(watch::Duration limit = 5s) {
    std::optional<watch::ForwardingFact> fact;
    const auto token = localapi.forwarding(limit, [&](watch::ForwardingFact f) { fact = std::move(f); });
    REQUIRE(turn_until(loop, [&] { return fact.has_value(); }));
    return *fact;
  }
  watch::PingFact ping(std::string_view peer, watch::PingKind kind, watch::Duration limit = 5s) {
    std::optional<watch::PingFact> fact;
    const auto token = localapi.ping(*watch::parse_address(peer), kind, 0, limit, [&](watch::PingFact f) { fact = std::move(f); });
    REQUIRE(turn_until(loop, [&] { return fact.has_value(); }));
    return *fact;
  }
  std::pair<watch::Answer, std::string> debug(std::string_view action, watch::Duration limit = 5s) {
    std::optional<std::pair<watch::Answer, std::string>> got;
    const auto token = localapi.debug(action, limit, [&](watch::Answer answer, std::string text) { got.emplace(answer, std::move(text)); });
    REQUIRE(turn_until(loop, [&] { return got.has_value(); }));
    return *got;
  }
};

inline void tell_small_tailnet(ScriptedLocalapi& tailscaled) {
  for (const char* line : {"self edge nyc 100.64.0.9", "peer r1 plant-router 100.64.0.2 route=10.77.0.0/24 relay=fra rx=5000 tx=700",
                           "peer w1 office 100.64.0.3 rx=11", "peer w2 asleep 100.64.0.4 online=no", "health out of touch"}) {
    tailscaled.tell(line);
  }
}

}  // namespace tailmend::testing
