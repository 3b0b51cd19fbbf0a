// The kernel edge on a real kernel: the ways out, their links and their addresses.
#include "daemon/kernel/kernel.hpp"

#include <string>
#include <vector>

#include "tests/netns/kernel_stage.hpp"
#include "tests/support/catch.hpp"

using namespace netns;
using watch::Notice;

TEST_CASE("the first picture is reported once, with no hints") {
  World world;
  REQUIRE(world.kernel->start());
  CHECK(world.seen.empty());  // never from within start()
  REQUIRE(world.until([&] { return !world.seen.empty(); }));
  CHECK(world.seen[0].hints.empty());
  CHECK(watch::to_string(world.seen[0].egress) == "IPv4 wan0 via 192.0.2.1 as 192.0.2.7 · IPv6 none");
  CHECK(world.seen[0].egress.v4->table == 254);
}

TEST_CASE("a host without any route out has an egress of none") {
  netns::Namespace space;
  Loop loop;
  std::vector<NetworkSeen> seen;
  Kernel kernel(loop, "tailscale0", [&](const NetworkSeen& one) { seen.push_back(one); });
  REQUIRE(kernel.start());
  REQUIRE(loop.turn(1s));
  REQUIRE(seen.size() == 1);
  CHECK(watch::to_string(seen[0].egress) == "IPv4 none · IPv6 none");
}

TEST_CASE("a default route that moves to another interface is seen, once") {
  World world;
  world.start();
  ip("route replace default via 198.51.100.1");
  const auto change = world.change();
  CHECK(change.reasons == Reasons{Reason::interface_changed});
  CHECK(change.notice == Notice::tailscaled_sees);
  CHECK(world.said == "wan0 → wan1");
  CHECK(world.reports == 1);
}

TEST_CASE("a default route that is deleted is seen as a way lost") {
  World world;
  world.start();
  ip("route del default");
  CHECK(world.change().reasons == Reasons{Reason::way_lost});
  ip("route add default via 192.0.2.1");
  CHECK(world.change().reasons == Reasons{Reason::way_gained});
}

TEST_CASE("a burst of changes ends in one report of the last of them") {
  World world;
  world.start();
  for (int i = 2; i < 9; ++i) ip("route replace default via 192.0.2." + std::to_string(100 + i));
  ip("route replace default via 198.51.100.1");
  world.change();
  CHECK(world.reports == 1);
  CHECK(world.egress() == "IPv4 wan1 via 198.51.100.1 as 198.51.100.7 · IPv6 none");
}

TEST_CASE("a change that is undone before anybody looked is none") {
  World world;
  world.start();
  ip("route replace default via 198.51.100.1");
  ip("route replace default via 192.0.2.1");
  world.drain();
  CHECK(world.seen.empty());
}

TEST_CASE("a gateway that changes on the same interface is seen, and tailscaled misses it") {
  World world;
  world.start();
  ip("route replace default via 192.0.2.254");
  const auto change = world.change();
  CHECK(change.reasons == Reasons{Reason::gateway_changed});
  CHECK(change.notice == Notice::tailscaled_misses);
  CHECK(world.said == "gateway 192.0.2.1 → 192.0.2.254");
}

TEST_CASE("a lost carrier is a way lost although the route stays, and comes back with the carrier") {
  World world;
  world.start();
  ip("link set far0 down");
  const auto lost = world.change();
  CHECK(lost.reasons == Reasons{Reason::way_lost, Reason::carrier_lost});
  CHECK(lost.notice == Notice::tailscaled_misses);
  CHECK(world.said == "wan0 via 192.0.2.1 → none (carrier lost)");
  ip("link set far0 up");
  CHECK(world.change().reasons == Reasons{Reason::way_gained});
  CHECK(world.last_hints.has(Hint::carrier_back));
}

TEST_CASE("a link going down on an IPv4-only uplink is seen without any route message") {
  World world;
  world.start();
  ip("link set wan0 down");
  const auto change = world.change();
  CHECK(change.reasons == Reasons{Reason::way_lost, Reason::link_down});
  CHECK(change.notice == Notice::tailscaled_misses);
  CHECK_FALSE(world.last_hints.has(Hint::route));
}

TEST_CASE("a backup route by metric takes over when the link goes down, and tailscaled misses it") {
  World world;
  ip("route add default via 198.51.100.1 metric 100");
  world.start();
  ip("link set wan0 down");
  const auto change = world.change();
  CHECK(change.reasons == Reasons{Reason::interface_changed, Reason::link_down});
  CHECK(change.notice == Notice::tailscaled_misses);
}

TEST_CASE("with IPv6 on the link its going down takes an address along, which tailscaled sees") {
  World world(true);
  world.start();
  ip("link set wan0 down");
  const auto change = world.change();
  CHECK(change.reasons == Reasons{Reason::way_lost, Reason::link_down, Reason::address_changed});
  CHECK(change.notice == Notice::tailscaled_sees);
}

TEST_CASE("an uplink whose device disappears is a way lost") {
  World world;
  world.start();
  ip("link del wan0");
  CHECK(world.change().reasons.front() == Reason::way_lost);
}

TEST_CASE("a link that went down and came back between two looks is told as such") {
  World world;
  world.start();
  ip("link set wan0 down");
  ip("link set wan0 up");
  ip("route add default via 192.0.2.1");
  REQUIRE(world.until([&] { return world.kernel->egress().v4.has_value() && !world.seen.empty(); }));
  CHECK(world.change().reasons == Reasons{Reason::link_down});
}

TEST_CASE("a source address that changes is seen") {
  World world;
  world.start();
  ip("addr add 192.0.2.99/24 dev wan0");
  ip("addr del 192.0.2.7/24 dev wan0");  // takes the secondary along
  ip("addr add 192.0.2.99/24 dev wan0");
  ip("route add default via 192.0.2.1");
  const auto change = world.change();
  CHECK(change.reasons == Reasons{Reason::source_changed, Reason::address_changed});
  CHECK(change.notice == Notice::tailscaled_sees);
  CHECK(world.said == "source 192.0.2.7 → 192.0.2.99");
}

TEST_CASE("another address on the uplink matters, one elsewhere does not, nor does a renewed lease") {
  World world;
  world.start();
  ip("addr add 198.51.100.8/24 dev wan1");
  ip("addr change 192.0.2.7/24 dev wan0 valid_lft 3600 preferred_lft 3600");
  world.drain();
  CHECK(world.seen.empty());
  ip("addr add 192.0.2.8/24 dev wan0");
  CHECK(world.change().reasons == Reasons{Reason::address_changed});
}

TEST_CASE("an IPv6 uplink is watched like an IPv4 one") {
  World world(true);
  ip("-6 addr add 2001:db8::7/64 dev wan0 nodad");
  ip("-6 route add default via fe80::1 dev wan0");
  world.start();
  CHECK(world.egress() == "IPv4 wan0 via 192.0.2.1 as 192.0.2.7 · IPv6 wan0 via fe80::1 as 2001:db8::7");
  ip("-6 route replace default via fe80::2 dev wan0");
  CHECK(world.change().reasons == Reasons{Reason::gateway_changed});
  CHECK(world.said == "IPv6 gateway fe80::1 → fe80::2");
  ip("-6 route del default");
  CHECK(world.change().reasons == Reasons{Reason::way_lost});
}

TEST_CASE("what happens on other links and to other routes is not reported") {
  World world;
  world.start();
  ip("link add other0 type veth peer name other1");
  ip("link set other0 up");
  ip("link set other1 up");
  ip("route add 203.0.113.0/24 via 192.0.2.1");
  ip("addr add 10.1.1.1/24 dev other0");
  ip("link set other1 down");
  ip("link del other0");
  ip("link set far1 down");  // an uplink, but not the one in use
  while (world.loop.turn(300ms).value()) {
  }
  CHECK(world.seen.empty());
}
