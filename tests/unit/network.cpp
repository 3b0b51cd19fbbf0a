#include "libwatch/network.hpp"

#include <initializer_list>

#include "tests/support/catch.hpp"

using watch::Egress;
using watch::Hint;
using watch::Hints;
using watch::Notice;
using watch::Reason;
using watch::Way;
using Reasons = std::vector<Reason>;

namespace {
Hints hints(std::initializer_list<Hint> list) {
  Hints set;
  for (const Hint hint : list) set.add(hint);
  return set;
}
Way way(std::string interface, std::uint32_t index, std::string_view gateway, std::string_view source, std::uint32_t table = 254) {
  Way way{.interface = std::move(interface), .index = index, .gateway = {}, .source = {}, .table = table};
  if (!gateway.empty()) way.gateway = watch::parse_address(gateway).value();
  if (!source.empty()) way.source = watch::parse_address(source).value();
  return way;
}
const Way wan0 = way("wan0", 2, "192.0.2.1", "192.0.2.7");
const Way wan0_other_gateway = way("wan0", 2, "192.0.2.254", "192.0.2.7");
const Way wan0_other_source = way("wan0", 2, "192.0.2.1", "192.0.2.8");
const Way wan1 = way("wan1", 3, "198.51.100.1", "198.51.100.7");
const Way wan1_in_201 = way("wan1", 3, "198.51.100.1", "198.51.100.7", 201);
const Way wan0_v6 = way("wan0", 2, "fe80::1", "2001:db8::7");
const Way wan0_v6_other_gateway = way("wan0", 2, "fe80::2", "2001:db8::7");
const Way wan1_v6 = way("wan1", 3, "fe80::1", "2001:db8:1::7");
const Way point_to_point = way("ppp0", 4, "", "10.0.0.2");

Egress v4(std::optional<Way> one) { return Egress{.v4 = std::move(one), .v6 = {}}; }
Egress v6(std::optional<Way> one) { return Egress{.v4 = {}, .v6 = std::move(one)}; }
Egress both(std::optional<Way> four, std::optional<Way> six) { return Egress{.v4 = std::move(four), .v6 = std::move(six)}; }

std::string said(const Egress& before, const Egress& after, Hints set = {}) {
  return watch::describe_change(before, after, watch::difference(before, after, set).reasons);
}
}  // namespace

TEST_CASE("the same egress without hints is no change") {
  const auto change = watch::difference(v4(wan0), v4(wan0), {});
  CHECK(change.reasons.empty());
  CHECK(said(v4(wan0), v4(wan0)).empty());
}

TEST_CASE("route, rule and nexthop messages that left the egress alone are no change") {
  const auto set = hints({Hint::route, Hint::rule, Hint::nexthop, Hint::carrier_back, Hint::link_up});
  CHECK(watch::difference(both(wan0, wan0_v6), both(wan0, wan0_v6), set).reasons.empty());
}

TEST_CASE("an overrun or a sleep is a reason of its own when no difference is known") {
  CHECK(watch::difference(v4(wan0), v4(wan0), hints({Hint::overrun})).reasons == Reasons{Reason::overrun});
  CHECK(watch::difference(v4(wan0), v4(wan0), hints({Hint::resumed})).reasons == Reasons{Reason::resumed});
  CHECK(watch::difference(v4(wan0), v4(wan1), hints({Hint::overrun, Hint::resumed})).reasons == Reasons{Reason::interface_changed});
  CHECK(said(v4(wan0), v4(wan0), hints({Hint::resumed})) == "the machine slept");
  CHECK(said(v4(wan0), v4(wan0), hints({Hint::overrun})) == "the kernel had more to tell than was heard");
}

TEST_CASE("each part of a way that differs has its reason, the weightiest only") {
  CHECK(watch::difference(v4(wan0), v4({}), {}).reasons == Reasons{Reason::way_lost});
  CHECK(watch::difference(v4({}), v4(wan0), {}).reasons == Reasons{Reason::way_gained});
  CHECK(watch::difference(v4(wan0), v4(wan1), {}).reasons == Reasons{Reason::interface_changed});
  CHECK(watch::difference(v4(wan0), v4(wan0_other_gateway), {}).reasons == Reasons{Reason::gateway_changed});
  CHECK(watch::difference(v4(wan0), v4(wan0_other_source), {}).reasons == Reasons{Reason::source_changed});
  CHECK(watch::difference(v4(wan1), v4(wan1_in_201), {}).reasons == Reasons{Reason::table_changed});
}

TEST_CASE("two families give both reasons, the weightier first and never one twice") {
  CHECK(watch::difference(both(wan0, wan0_v6), both(wan1, {}), {}).reasons == Reasons{Reason::way_lost, Reason::interface_changed});
  CHECK(watch::difference(both(wan0, wan0_v6), both(wan1, wan1_v6), {}).reasons == Reasons{Reason::interface_changed});
}

TEST_CASE("what hinted at a difference follows it as a reason") {
  const auto set = hints({Hint::carrier_lost, Hint::link_down, Hint::rule, Hint::nexthop, Hint::address, Hint::route});
  CHECK(watch::difference(v4(wan0), v4({}), set).reasons ==
        Reasons{Reason::way_lost, Reason::carrier_lost, Reason::link_down, Reason::rule_changed, Reason::nexthop_changed,
                Reason::address_changed});
}

TEST_CASE("a link that flapped and an address that came on the egress matter without a difference") {
  CHECK(watch::difference(v4(wan0), v4(wan0), hints({Hint::carrier_lost, Hint::carrier_back})).reasons == Reasons{Reason::carrier_lost});
  CHECK(watch::difference(v4(wan0), v4(wan0), hints({Hint::link_down, Hint::link_up})).reasons == Reasons{Reason::link_down});
  CHECK(watch::difference(v4(wan0), v4(wan0), hints({Hint::address})).reasons == Reasons{Reason::address_changed});
  CHECK(said(v4(wan0), v4(wan0), hints({Hint::carrier_lost})) == "wan0 lost its carrier for a moment");
  CHECK(said(v4(wan0), v4(wan0), hints({Hint::link_down})) == "wan0 was down for a moment");
  CHECK(said(both(wan0, wan1_v6), both(wan0, wan1_v6), hints({Hint::address})) == "another address on wan0 and wan1");
}

TEST_CASE("tailscaled sees the main table's default interface change and addresses change") {
  const auto route = hints({Hint::route});
  CHECK(watch::difference(v4(wan0), v4(wan1), route).notice == Notice::tailscaled_sees);
  CHECK(watch::difference(v4(wan0), v4({}), route).notice == Notice::tailscaled_sees);
  CHECK(watch::difference(v4({}), v4(wan0), route).notice == Notice::tailscaled_sees);
  CHECK(watch::difference(v6(wan0_v6), v6(wan1_v6), route).notice == Notice::tailscaled_sees);
  CHECK(watch::difference(v4(wan0), v4(wan1), hints({Hint::overrun})).notice == Notice::tailscaled_sees);
  CHECK(watch::difference(v4(wan0), v4(wan0_other_source), hints({Hint::address})).notice == Notice::tailscaled_sees);
  CHECK(watch::difference(v4(wan0), v4(wan0), hints({Hint::address})).notice == Notice::tailscaled_sees);
  // With IPv6 on the link, the fe80 address that goes with it wakes tailscaled.
  CHECK(watch::difference(v4(wan0), v4({}), hints({Hint::link_down, Hint::address})).notice == Notice::tailscaled_sees);
}

TEST_CASE("tailscaled misses what its monitor does not compare or is not told") {
  const auto route = hints({Hint::route});
  CHECK(watch::difference(v4(wan0), v4(wan0_other_gateway), route).notice == Notice::tailscaled_misses);
  CHECK(watch::difference(v4(wan0), v4({}), hints({Hint::carrier_lost})).notice == Notice::tailscaled_misses);
  CHECK(watch::difference(v4(wan0), v4(wan1), hints({Hint::link_down})).notice == Notice::tailscaled_misses);
  CHECK(watch::difference(v4(wan0), v4(wan1_in_201), route).notice == Notice::tailscaled_misses);
  CHECK(watch::difference(v4(wan1), v4(wan1_in_201), route).notice == Notice::tailscaled_misses);
  CHECK(watch::difference(v4(wan0), v4(wan1), hints({Hint::rule})).notice == Notice::tailscaled_misses);
  CHECK(watch::difference(v4(wan0), v4(wan1), hints({Hint::nexthop})).notice == Notice::tailscaled_misses);
  CHECK(watch::difference(v4(wan0), v4(wan0), hints({Hint::resumed})).notice == Notice::tailscaled_misses);
  // The interface of IPv6 is not in its state where IPv4 has one.
  CHECK(watch::difference(both(wan0, wan0_v6), both(wan0, wan1_v6), route).notice == Notice::tailscaled_misses);
}

TEST_CASE("a change is described in its shortest true form") {
  CHECK(said(v4(wan0), v4(wan0_other_gateway)) == "gateway 192.0.2.1 → 192.0.2.254");
  CHECK(said(v4(wan0), v4(wan1)) == "wan0 → wan1");
  CHECK(said(v4(wan0), v4(wan0_other_source)) == "source 192.0.2.7 → 192.0.2.8");
  CHECK(said(v4(wan1), v4(wan1_in_201)) == "table main → 201");
  CHECK(said(v4(wan0), v4({}), hints({Hint::carrier_lost})) == "wan0 via 192.0.2.1 → none (carrier lost)");
  CHECK(said(v4(wan0), v4({}), hints({Hint::link_down})) == "wan0 via 192.0.2.1 → none (link down)");
  CHECK(said(v4({}), v4(point_to_point)) == "none → ppp0");
  CHECK(said(v4(wan0), v4(way("wan0", 9, "192.0.2.1", "192.0.2.7"))) == "wan0 is another interface than before");
}

TEST_CASE("a description names the family only where two could be meant") {
  CHECK(said(both(wan0, wan0_v6), both(wan1, wan1_v6)) == "wan0 → wan1");
  CHECK(said(both(wan0, wan0_v6), both(wan0, wan0_v6_other_gateway)) == "IPv6 gateway fe80::1 → fe80::2");
  CHECK(said(both(wan0, wan0_v6), both(wan0_other_gateway, wan0_v6)) == "IPv4 gateway 192.0.2.1 → 192.0.2.254");
  CHECK(said(both(wan0, wan0_v6), both(wan1, {})) == "IPv4 wan0 → wan1 · IPv6 wan0 via fe80::1 → none");
  CHECK(said(v6(wan0_v6), v6(wan0_v6_other_gateway)) == "gateway fe80::1 → fe80::2");
}

TEST_CASE("the egress is printed as check shows it") {
  CHECK(watch::to_string(v4(wan0)) == "IPv4 wan0 via 192.0.2.1 as 192.0.2.7 · IPv6 none");
  CHECK(watch::to_string(v4(point_to_point)) == "IPv4 ppp0 as 10.0.0.2 · IPv6 none");
  CHECK(watch::to_string(both({}, wan0_v6)) == "IPv4 none · IPv6 wan0 via fe80::1 as 2001:db8::7");
}

TEST_CASE("hints are a set") {
  Hints set;
  CHECK(set.empty());
  set.add(Hint::resumed);
  CHECK(set.has(Hint::resumed));
  CHECK_FALSE(set.has(Hint::route));
  CHECK(watch::to_string(Hint::carrier_lost) == "carrier-lost");
  CHECK(watch::to_string(Reason::gateway_changed) == "gateway-changed");
}
