// Stale NAT mappings on a real kernel.
#include "daemon/kernel/conntrack.hpp"

#include <linux/netlink.h>

#include <set>
#include <string>

#include "tests/netns/conntrack_stage.hpp"
#include "tests/netns/no_netlink.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/rights.hpp"

using namespace netns;
using tailmend::delete_stale_mappings;
using watch::Sight;

TEST_CASE("a mapping pinned to a dead way out is deleted, and the next packet leaves by the living one; innocent ones stay") {
  const World world;
  world.pin_by_snat();
  REQUIRE(world.seen_from(world.tailscaled) == "10.9.1.1:41641");
  world.fail_over();
  REQUIRE(world.seen_from(world.tailscaled) == "10.9.1.1:41641");  // through wan2, with wan1's address

  const auto other_port = netns::udp_socket(endpoint("192.168.7.1:5000"));
  netns::send_to(other_port, peer);
  const auto tcp = netns::tcp_connect(endpoint("192.168.7.1:41641"), endpoint("203.0.113.9:443"));
  netns::send_to(world.tailscaled, endpoint("192.168.7.50:41641"));  // a peer in the LAN
  world.client.enter();
  const auto client = netns::udp_socket(endpoint("192.168.7.50:41641"));
  netns::send_to(client, endpoint("203.0.113.10:41641"));
  world.here.enter();
  const std::set<std::string> innocent{"192.168.7.1:5000 > 203.0.113.9:41641 udp", "192.168.7.1:41641 > 203.0.113.9:443 tcp",
                                       "192.168.7.1:41641 > 192.168.7.50:41641 udp", "192.168.7.50:41641 > 203.0.113.10:41641 udp"};
  auto all = innocent;
  all.insert("192.168.7.1:41641 > 203.0.113.9:41641 udp");
  REQUIRE(tracked() == all);

  const auto swept = delete_stale_mappings({port});
  REQUIRE(swept);
  CHECK(swept->sight == Sight::seen);
  CHECK(swept->deleted == 1);
  CHECK(swept->does_nat);
  CHECK(tracked() == innocent);
  while (netns::sender_of_next(world.peer_socket, 0).address.family != watch::Family::none) {
  }
  CHECK(world.seen_from(world.tailscaled) == "10.9.2.1:41641");
}

TEST_CASE("a mapping whose port was rewritten is deleted") {
  const World world;
  nft("add table ip nat");
  nft("add chain ip nat out { type nat hook postrouting priority srcnat; }");
  nft("add rule ip nat out meta l4proto udp oifname wan1 snat to 10.9.1.1:1024-1030");
  REQUIRE(world.seen_from(world.tailscaled).starts_with("10.9.1.1:10"));
  CHECK(delete_stale_mappings({port}).value().deleted == 1);
}

TEST_CASE("an untranslated mapping stays while the kernel sends from its address, and goes with the way it was made for") {
  const World world;
  world.track();
  ip("route replace default via 10.9.1.2 src 10.9.1.1");
  REQUIRE(world.seen_from(world.tailscaled) == "10.9.1.1:41641");
  const auto current = delete_stale_mappings({port}).value();
  CHECK(current.deleted == 0);
  CHECK_FALSE(current.does_nat);
  CHECK(tracked().size() == 1);
  ip("route replace default via 10.9.2.2 src 10.9.2.1");
  CHECK(delete_stale_mappings({port}).value().deleted == 1);
  CHECK(tracked().empty());
}

TEST_CASE("a mapping that a peer began is nobody's to delete") {
  const World world;
  world.pin_by_snat();
  world.there.enter();
  netns::send_to(world.peer_socket, endpoint("10.9.1.1:41641"));
  world.here.enter();
  REQUIRE(tracked().contains("203.0.113.9:41641 > 10.9.1.1:41641 udp"));
  CHECK(delete_stale_mappings({port}).value().deleted == 0);
}

TEST_CASE("IPv6 mappings are treated alike") {
  const World world;
  world.there.enter();
  ip("-6 addr add 2001:db8:9::2/64 dev far1 nodad");
  world.here.enter();
  ip("-6 addr add 2001:db8:9::1/64 dev wan1 nodad");
  ip("-6 addr add 2001:db8:9::7/64 dev wan1 nodad");
  nft("add table ip6 nat");
  nft("add chain ip6 nat out { type nat hook postrouting priority srcnat; }");
  nft("add rule ip6 nat out meta l4proto udp oifname wan1 snat to 2001:db8:9::7");
  const auto from = netns::udp_socket(endpoint("[2001:db8:9::1]:41641"));
  netns::send_to(from, endpoint("[2001:db8:9::2]:41641"));
  REQUIRE(tracked().contains("[2001:db8:9::1]:41641 > [2001:db8:9::2]:41641 udp"));
  CHECK(delete_stale_mappings({port}).value().deleted == 1);
  CHECK_FALSE(tracked().contains("[2001:db8:9::1]:41641 > [2001:db8:9::2]:41641 udp"));
}

TEST_CASE("without the right to ask, that is what is said") {
  const World world;
  world.pin_by_snat();
  netns::send_to(world.tailscaled, peer);
  {
    const tailmend::testing::NoNetworkRights none;
    const auto swept = delete_stale_mappings({port});
    REQUIRE(swept);
    CHECK(swept->sight == Sight::no_rights);
  }
  CHECK(tracked().size() == 1);
}

TEST_CASE("a kernel without connection tracking is told from missing rights") {
  const int status = status_without(NETLINK_NETFILTER, [] {
    const auto swept = delete_stale_mappings({port});
    return swept && swept->sight == Sight::no_support;
  });
  CHECK(status == 0);
}
