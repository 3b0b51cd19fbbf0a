// The kernel edge on a real kernel: two uplinks as veth pairs, their far ends in the same namespace.
#include "daemon/kernel/kernel.hpp"

#include <initializer_list>
#include <memory>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/netns/namespace.hpp"
#include "tests/support/catch.hpp"

using netns::ip;
using tailmend::Kernel;
using tailmend::Loop;
using watch::Hint;
using watch::Hints;
using watch::NetworkSeen;
using watch::Notice;
using watch::Reason;
using Reasons = std::vector<Reason>;
using namespace std::chrono_literals;

namespace {

Hints hints(std::initializer_list<Hint> list) {
  Hints set;
  for (const Hint hint : list) set.add(hint);
  return set;
}

void add_uplink(const std::string& near, const std::string& far, const std::string& address, bool ipv6 = false) {
  ip("link add " + near + " type veth peer name " + far);
  netns::write_sysctl("net/ipv6/conf/" + near + "/disable_ipv6", ipv6 ? "0" : "1");
  netns::write_sysctl("net/ipv6/conf/" + far + "/disable_ipv6", "1");
  if (ipv6) netns::write_sysctl("net/ipv6/conf/" + near + "/accept_dad", "0");
  ip("addr add " + address + " dev " + near);
  ip("link set " + far + " up");
  ip("link set " + near + " up");
}

// As tailscaled makes its interface; where /dev/net/tun is closed to us a veth pair stands in under the same name.
void add_tun(const std::string& name) {
  if (access("/dev/net/tun", R_OK | W_OK) == 0) return ip("tuntap add dev " + name + " mode tun");
  ip("link add " + name + " type veth peer name " + name + "p");
  ip("link set " + name + "p up");
}

// wan0 with the default route, wan1 beside it, and a Kernel that has reported its first picture.
struct World {
  netns::Namespace space;
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

}  // namespace

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

TEST_CASE("messages that were lost lead to a fresh look, and the change among them is found") {
  World world;
  world.start();
  const std::string batch = "for i in $(seq 1 8000); do echo rule add priority 20000 to 203.0.113.1 lookup 201; "
                            "echo rule del priority 20000; done | ip -batch -";
  REQUIRE(std::system(batch.c_str()) == 0);
  ip("route replace default via 192.0.2.254");
  REQUIRE(world.until([&] { return !world.seen.empty(); }));
  const auto change = world.change();
  CHECK(world.last_hints.has(Hint::overrun));
  CHECK(change.reasons.front() == Reason::gateway_changed);
  CHECK(world.egress() == "IPv4 wan0 via 192.0.2.254 as 192.0.2.7 · IPv6 none");
}

TEST_CASE("an overrun without a difference is reported as one") {
  World world;
  world.start();
  const std::string batch = "for i in $(seq 1 8000); do echo rule add priority 20000 to 203.0.113.1 lookup 201; "
                            "echo rule del priority 20000; done | ip -batch -";
  REQUIRE(std::system(batch.c_str()) == 0);
  CHECK(world.change().reasons == Reasons{Reason::overrun});
}

TEST_CASE("a look that was asked for reports a sleep, and nothing when nothing differs") {
  World world;
  world.start();
  world.kernel->look_again();
  world.drain();
  CHECK(world.seen.empty());
  world.kernel->look_again(hints({Hint::resumed}));
  CHECK(world.seen.empty());
  CHECK(world.change().reasons == Reasons{Reason::resumed});
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

TEST_CASE("the edge survives its owner destroying it in the middle of a report") {
  World world;
  Loop loop;
  auto kernel = std::make_unique<std::optional<Kernel>>();
  int reports = 0;
  (*kernel).emplace(loop, "tailscale0", [&](const NetworkSeen&) {
    if (++reports == 2) kernel.reset();
  });
  REQUIRE((*kernel)->start());
  REQUIRE(loop.turn(1s));
  ip("route replace default via 192.0.2.254");
  while (loop.turn(0s).value()) {
  }
  CHECK(reports == 2);
  CHECK_FALSE(kernel);
}

TEST_CASE("a message that another process forged is dropped") {
  World world;
  auto listener = tailmend::netlink::Socket::open(NETLINK_ROUTE);
  auto forger = tailmend::netlink::Socket::open(NETLINK_ROUTE);
  REQUIRE(listener);
  REQUIRE(forger);
  sock_filter everything[] = {{0x06, 0, 0, 0xffffffff}};  // BPF_RET
  REQUIRE(listener->listen(everything, {}));
  sockaddr_nl to{};
  socklen_t size = sizeof to;
  REQUIRE(getsockname(listener->descriptor(), reinterpret_cast<sockaddr*>(&to), &size) == 0);
  const nlmsghdr forged{.nlmsg_len = sizeof forged, .nlmsg_type = 24, .nlmsg_flags = 0, .nlmsg_seq = 0, .nlmsg_pid = 0};
  REQUIRE(sendto(forger->descriptor(), &forged, sizeof forged, 0, reinterpret_cast<sockaddr*>(&to), size) == sizeof forged);
  std::array<std::uint8_t, 4096> buffer{};
  tailmend::netlink::Bytes datagram;
  CHECK(listener->receive(buffer, datagram) == tailmend::netlink::Socket::Got::nothing);
}
