// The way out as rules, tables, nexthops and kinds of route say it, beside those that tailscaled makes.
#include <string>
#include <vector>

#include "tests/netns/kernel_stage.hpp"
#include "tests/support/catch.hpp"

using namespace netns;
using watch::Notice;

TEST_CASE("a policy rule that sends tailscaled another way is seen") {
  World world;
  ip("route add default via 198.51.100.1 table 201");
  world.start();
  ip("rule add priority 5000 fwmark 0x80000/0xff0000 lookup 201");
  const auto change = world.change();
  CHECK(change.reasons == Reasons{Reason::interface_changed, Reason::rule_changed});
  CHECK(change.notice == Notice::tailscaled_misses);
  CHECK(world.kernel->egress().v4->table == 201);
  ip("rule del priority 5000");
  CHECK(world.change().reasons == Reasons{Reason::interface_changed, Reason::rule_changed});
}

TEST_CASE("a rule that does not concern the way out is not reported") {
  World world;
  world.start();
  ip("rule add priority 6000 to 203.0.113.0/24 lookup 201");
  world.drain();
  CHECK(world.seen.empty());
}

TEST_CASE("a failover in another table is seen, and tailscaled misses it") {
  World world;
  ip("route add default via 192.0.2.1 table 300");
  ip("rule add priority 1000 lookup 300");
  world.start();
  CHECK(world.before.v4->table == 300);
  ip("route replace default via 198.51.100.1 table 300");
  const auto change = world.change();
  CHECK(change.reasons == Reasons{Reason::interface_changed});
  CHECK(change.notice == Notice::tailscaled_misses);
}

TEST_CASE("a nexthop replaced under a route is seen, although no route is announced") {
  World world;
  netns::write_sysctl("net/ipv4/nexthop_compat_mode", "0");
  ip("nexthop add id 5 via 192.0.2.1 dev wan0");
  ip("route replace default nhid 5");
  world.start();
  ip("nexthop replace id 5 via 192.0.2.99 dev wan0");
  const auto change = world.change();
  CHECK(change.reasons == Reasons{Reason::gateway_changed, Reason::nexthop_changed});
  CHECK(world.last_hints == hints({Hint::nexthop}));
}

TEST_CASE("split defaults are a way out as well") {
  World world;
  world.start();
  ip("route add 128.0.0.0/1 via 198.51.100.1");
  CHECK(world.change().reasons == Reasons{Reason::interface_changed});
}

TEST_CASE("an unreachable or blackholed default is no way out") {
  World world;
  world.start();
  ip("route replace blackhole default");
  CHECK(world.change().reasons == Reasons{Reason::way_lost});
  ip("route del blackhole default");
  ip("route add unreachable default");
  world.drain();
  CHECK(world.egress() == "IPv4 none · IPv6 none");
}

TEST_CASE("a gateway of the other family is a gateway") {
  World world(true);
  world.start();
  ip("-4 route replace default via inet6 fe80::9 dev wan0");
  CHECK(world.change().reasons == Reasons{Reason::gateway_changed});
  CHECK(world.egress() == "IPv4 wan0 via fe80::9 as 192.0.2.7 · IPv6 none");
}

TEST_CASE("what tailscaled itself does is not seen as a change") {
  World world;
  world.start();
  add_tun("tailscale0");
  ip("addr add 100.64.0.1/32 dev tailscale0");
  ip("link set tailscale0 up");
  for (const auto* rule : {"5210 fwmark 0x80000/0xff0000 lookup main", "5230 fwmark 0x80000/0xff0000 lookup default",
                           "5250 fwmark 0x80000/0xff0000 unreachable", "5270 lookup 52"}) {
    ip(std::string("rule add priority ") + rule);
  }
  ip("route add 100.100.100.100 dev tailscale0 table 52");
  ip("route add 10.77.0.0/24 dev tailscale0 table 52");
  ip("route add default dev tailscale0 table 52");  // an exit node
  ip("rule del priority 5270");
  ip("rule add priority 5270 lookup 52");
  ip("link set tailscale0 down");
  ip("link del tailscale0");
  while (world.loop.turn(300ms).value()) {
  }
  CHECK(world.seen.empty());
  CHECK(world.egress() == "IPv4 wan0 via 192.0.2.1 as 192.0.2.7 · IPv6 none");
}

TEST_CASE("an egress through the tailnet's own interface is no way out") {
  World world;
  add_tun("mesh9");
  ip("link set mesh9 up");
  ip("addr add 10.9.9.1/24 dev mesh9");
  Loop loop;
  std::vector<NetworkSeen> seen;
  Kernel kernel(loop, "mesh9", [&](const NetworkSeen& one) { seen.push_back(one); });
  ip("route replace default dev mesh9");
  REQUIRE(kernel.start());
  CHECK_FALSE(watch::usable(kernel.egress()));
}

TEST_CASE("the kernel says where a packet to a target would go, and by which table") {
  World world;
  add_tun("tailscale0");
  ip("addr add 100.64.0.1/32 dev tailscale0");
  ip("link set tailscale0 up");
  ip("route add 10.77.0.0/24 dev tailscale0 table 52");
  ip("rule add priority 5210 fwmark 0x80000/0xff0000 lookup main");
  ip("rule add priority 5270 lookup 52");
  ip("route add unreachable 10.78.0.0/24");
  world.start();
  const auto target = world.kernel->route_to(watch::parse_address("10.77.0.10").value());
  REQUIRE(target);
  CHECK(target->interface == "tailscale0");
  CHECK(target->table == 52);
  CHECK(watch::to_string(target->source) == "100.64.0.1");
  const auto elsewhere = world.kernel->route_to(watch::parse_address("203.0.113.1").value());
  REQUIRE(elsewhere);
  CHECK(elsewhere->interface == "wan0");
  CHECK(watch::to_string(elsewhere->gateway) == "192.0.2.1");
  const auto nowhere = world.kernel->route_to(watch::parse_address("10.78.0.10").value());
  REQUIRE(nowhere);
  CHECK(nowhere->interface.empty());
  const auto other_family = world.kernel->route_to(watch::parse_address("2001:db8::1").value());
  REQUIRE(other_family);
  CHECK(other_family->interface.empty());
}
