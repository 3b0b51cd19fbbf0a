// A target through a SOCKS5 proxy: whether what the proxy says of its connection proves that it went past the tailnet. `here` has
// a LAN and, as its neighbour, another host with a proxy of its own.
#include "daemon/hands/hands.hpp"

#include <memory>
#include <optional>
#include <string>

#include <sys/socket.h>

#include "tests/edges/socks5_stage.hpp"
#include "tests/netns/namespace.hpp"
#include "tests/netns/sockets.hpp"

using namespace tailmend;
using namespace tailmend::testing;
using netns::ip;
using watch::TcpOutcome;

namespace {

std::string granted_from(const char* text) {
  const auto bytes = address(text).bytes;
  return "\x05\x00\x00\x01"s + std::string(bytes.begin(), bytes.begin() + 4) + "\x10\x92";
}

struct World {
  netns::Namespace here;
  netns::Namespace there;
  Loop loop;
  std::optional<watch::TargetFact> seen;

  World() {
    here.enter();
    ip("link add lan0 type veth peer name far0 netns " + there.path());
    ip("addr add 192.168.7.1/24 dev lan0");
    ip("link set lan0 up");
    ip("route add default via 192.168.7.2");
    there.enter();
    ip("addr add 192.168.7.2/24 dev far0");
    ip("link set far0 up");
    here.enter();
  }
  ~World() { here.enter(); }

  watch::TargetFact probe(const std::string& place, const char* target = "10.77.0.10:502") {
    watch::Policy policy;
    policy.targets = {{.name = "plc", .address = target, .hold = 20ms, .proxy = place}};
    seen.reset();
    Hands hands(loop, policy, StateStore(), [this](const watch::Observation& one) {
      if (const auto* fact = std::get_if<watch::TargetSeen>(&one)) seen = fact->fact;
    }, [](const std::string&) {});
    REQUIRE(hands.start(Hands::Attention::once));
    hands.carry_out({watch::TryTargets{watch::Round{1}}});
    REQUIRE(turn_until(loop, [this] { return seen.has_value(); }));
    return *seen;
  }
  watch::TargetFact probe_from(const char* from, const char* target = "10.77.0.10:502") {
    Proxy proxy(loop, {no_password, granted_from(from)});
    return probe(proxy.place(), target);
  }
};

}  // namespace

TEST_CASE("a proxy that connected from this host's LAN went past the tailnet") {
  World world;
  const auto fact = world.probe_from("192.168.7.1");
  CHECK(fact.outcome == TcpOutcome::wrong_egress);
  CHECK(fact.detail == "the proxy connected from 192.168.7.1");
  CHECK(fact.interface.empty());
  CHECK(world.probe_from("192.168.7.1", "plc.example:502").outcome == TcpOutcome::wrong_egress);
}

TEST_CASE("a proxy is not accused for an address that proves nothing") {
  World world;
  for (const char* from : {"100.64.0.1", "0.0.0.0", "127.0.0.1", "192.168.7.2", "172.17.0.2"}) {
    INFO(from);
    CHECK(world.probe_from(from).outcome == TcpOutcome::held);
  }
}

TEST_CASE("what leaves through the tailnet's interface is not past it, whatever that is numbered from") {
  World world;
  ip("link add tailscale0 type veth peer name tailscale0p");
  ip("addr add 10.66.0.1/24 dev tailscale0");
  ip("link set tailscale0p up");
  ip("link set tailscale0 up");
  ip("route add 10.77.0.0/24 dev tailscale0");
  CHECK(world.probe_from("10.66.0.1").outcome == TcpOutcome::held);
  CHECK(world.probe_from("10.66.0.1", "plc.example:502").outcome == TcpOutcome::held);
  CHECK(world.probe_from("192.168.7.1", "10.99.0.1:502").outcome == TcpOutcome::wrong_egress);
}

TEST_CASE("the proxy of another host may have an address that this one has too") {
  World world;
  world.there.enter();
  Proxy proxy(world.loop, {no_password, granted_from("192.168.7.1")}, Last::stays, {.socket = netns::tcp_listen(netns::endpoint("192.168.7.2:1055")), .port = 1055});
  world.here.enter();
  CHECK(world.probe("192.168.7.2:1055").outcome == TcpOutcome::held);
}
