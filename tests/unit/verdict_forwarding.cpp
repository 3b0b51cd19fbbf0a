// IP forwarding on a subnet router, in the very words of tailscaled (net/netutil/ip_forward.go, as LocalAPI's
// check-ip-forwarding gives them: it asks for both families, whatever is advertised).
#include <string>
#include <vector>

#include "daemon/tailscaled/tailnet_json.hpp"
#include "libwatch/verdict.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/scene.hpp"

using namespace watch;
using watch::testing::Scene;

namespace {

const std::string link = R"(\nSee https://tailscale.com/s/ip-forwarding)";
const std::string all_off = "IP forwarding is disabled, subnet routing/exit nodes will not work." + link;
const std::string v6_off = R"(IPv6 forwarding is disabled.\nSubnet routes and exit nodes may not work correctly.)" + link;
const std::string one_off = R"(Traffic received on lan0 won't be forwarded (net.ipv4.conf.lan0.forwarding disabled)\nSubnet routes and exit nodes may not work correctly.)" + link;

const Prefix lan4{.address = testing::v4(10, 88, 0, 0), .bits = 24};
const Prefix lan6{.address = {.family = Family::v6, .bytes = {0xfd, 0x88}}, .bits = 64};

// Of a host that advertises these, where tailscaled says so.
Judgement judged(const std::vector<Prefix>& routes, const std::string& warning) {
  Scene scene;
  Evidence& e = scene.evidence;
  e.own_routes = e.own_held = e.prefs->advertise_routes = e.tailnet.self_routes = routes;
  const auto decoded = tailmend::decode_forwarding(R"({"Warning":")" + warning + "\"}");
  REQUIRE(decoded);
  e.forwarding = ForwardingFact{.answer = Answer::answered, .warning = *decoded};
  return judge(e);
}

}  // namespace

TEST_CASE("a subnet router of IPv6 that does not forward IPv6 is amiss, one of IPv4 is not") {
  const Judgement amiss = judged({lan6}, v6_off);
  CHECK(amiss.verdict == Verdict::route_missing);
  CHECK(amiss.whose == Whose::configuration);
  CHECK(amiss.sentence.starts_with("this host advertises fd88::/64 and does not forward packets: IPv6 forwarding is disabled."));
  CHECK(amiss.advice.contains("then: sudo sysctl -w net.ipv6.conf.all.forwarding=1, and"));
  CHECK(judged({lan4, lan6}, v6_off).verdict == Verdict::route_missing);
  CHECK(judged({lan4}, v6_off).verdict == Verdict::healthy);
}

TEST_CASE("a subnet router of either family that forwards nothing is amiss") {
  for (const auto& routes : std::vector<std::vector<Prefix>>{{lan4}, {lan6}, {lan4, lan6}}) {
    CHECK(judged(routes, all_off).verdict == Verdict::route_missing);
    CHECK(judged(routes, "").verdict == Verdict::healthy);
  }
}

TEST_CASE("only what this host routes is advised to be forwarded, and for IPv6 what keeps its route from router advertisements") {
  CHECK(judged({lan4}, all_off).advice == "sudo sysctl -w net.ipv4.ip_forward=1, and keep it in /etc/sysctl.d");
  CHECK(judged({lan4, lan6}, v6_off).advice.contains("then: sudo sysctl -w net.ipv6.conf.all.forwarding=1, and"));
  CHECK(judged({lan4, lan6}, all_off).advice.contains("then: sudo sysctl -w net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1, and"));
  CHECK(judged({lan6}, all_off).advice.starts_with("where this host's IPv6 route comes from router advertisements, first: sudo sysctl -w net/ipv6/conf/…/accept_ra=2"));
}

TEST_CASE("an interface from which nothing is forwarded is named") {
  const Judgement amiss = judged({lan4}, one_off);
  CHECK(amiss.verdict == Verdict::route_missing);
  CHECK(amiss.sentence.contains("Traffic received on lan0 won't be forwarded"));
}

TEST_CASE("a subnet router of IPv4 with an interface that does not forward is amiss where IPv6 is off as well") {
  // With IPv6 forwarding on as a whole tailscaled does not look at the interfaces: these are the words for such a host.
  const Judgement amiss = judged({lan4}, R"(IPv6 forwarding is disabled.\n)" + one_off);
  CHECK(amiss.verdict == Verdict::route_missing);
  CHECK(amiss.sentence.contains("Traffic received on lan0 won't be forwarded"));
}
