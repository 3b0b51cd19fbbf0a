// Which peer carries a target or a subnet, and which are witnesses.
#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/unit/tailnet_json_stage.hpp"

using namespace tailmend;
using namespace tailmend::testing;

namespace {
std::vector<watch::Prefix> subnets(const std::vector<std::string>& texts) {
  std::vector<watch::Prefix> list;
  for (const auto& text : texts) list.push_back(*watch::parse_prefix(text));
  return list;
}

std::string carrier(const watch::Tailnet& tailnet, std::uint32_t target) {
  for (const auto& one : tailnet.carriers) {
    if (one.target == target) return tailnet.routers.at(one.router).id + " " + to_string(one.prefix);
  }
  return "nobody";
}

std::string witnesses(const watch::Tailnet& tailnet) {
  std::string ids;
  for (const auto& one : tailnet.witnesses) ids += one.id;
  return ids;
}
}  // namespace

TEST_CASE("the longest prefix carries the target") {
  const auto text = status({peer("a", "100.64.0.1", R"(,"10.0.0.0/8")"), peer("b", "100.64.0.2", R"(,"10.77.0.0/16","10.77.0.0/24")"),
                            peer("c", "100.64.0.3", R"(,"fd00:1::/64")")});
  const std::vector targets = {ip("10.77.0.10"), ip("10.1.1.1"), ip("192.0.2.1"), ip("100.64.0.3"), watch::Address{}, ip("fd00:1::5")};
  for (const std::size_t step : {1U, 3U, 64U, 100000U}) {
    const auto tailnet = decode(text, targets, step);
    REQUIRE(tailnet);
    CHECK(carrier(*tailnet, 0) == "b 10.77.0.0/24");
    CHECK(carrier(*tailnet, 1) == "a 10.0.0.0/8");
    CHECK(carrier(*tailnet, 2) == "nobody");
    CHECK(carrier(*tailnet, 3) == "c 100.64.0.3/32");
    CHECK(carrier(*tailnet, 4) == "nobody");
    CHECK(carrier(*tailnet, 5) == "c fd00:1::/64");
    CHECK(tailnet->routers.size() == 3);
    CHECK(witnesses(*tailnet).empty());
  }
}

TEST_CASE("a default route carries a target for the exit node in use only") {
  const std::string routes = R"(,"0.0.0.0/0","::/0")";
  CHECK(carrier(*decode(status({peer("a", "100.64.0.1", routes)}), {ip("192.0.2.1")}), 0) == "nobody");
  const auto exits = decode(status({peer("a", "100.64.0.1", routes), peer("b", "100.64.0.2", routes, R"(,"ExitNode":true)")}), {ip("192.0.2.1")});
  CHECK(carrier(*exits, 0) == "b 0.0.0.0/0");
}

TEST_CASE("of several routers for a prefix the primary one carries it, in whatever order they come") {
  const std::string a = peer("a", "100.64.0.1", R"(,"10.77.0.0/24")");
  const std::string b = peer("b", "100.64.0.2", R"(,"10.77.0.0/24")", R"(,"PrimaryRoutes":["10.77.0.0/24"])");
  const std::string c = peer("c", "100.64.0.3", R"(,"10.77.0.0/24")", R"(,"Online":false)");
  const std::vector targets = {ip("10.77.0.10")};
  CHECK(carrier(*decode(status({a, b}), targets), 0) == "b 10.77.0.0/24");
  CHECK(carrier(*decode(status({b, a}), targets), 0) == "b 10.77.0.0/24");
  CHECK(carrier(*decode(status({c, a}), targets), 0) == "a 10.77.0.0/24");  // online before offline
  const std::string d = peer("d", "100.64.0.4", R"(,"10.77.0.0/24")");
  CHECK(carrier(*decode(status({a, d}), targets), 0) == "a 10.77.0.0/24");
  CHECK(carrier(*decode(status({d, a}), targets), 0) == "a 10.77.0.0/24");
}

TEST_CASE("an expired peer is told where no other carries the target, and an offline one carries it") {
  const std::vector targets = {ip("10.77.0.10")};
  const std::string route = R"(,"10.77.0.0/24")";
  const std::string expired = peer("a", "100.64.0.1", route, R"(,"Expired":true)");
  const auto alone = decode(status({expired}), targets);
  CHECK(carrier(*alone, 0) == "a 10.77.0.0/24");
  CHECK(alone->routers[0].expired);
  CHECK(witnesses(*alone).empty());
  for (const std::string& live : {peer("z", "100.64.0.9", route, R"(,"Online":false)"), peer("z", "100.64.0.9", R"(,"10.0.0.0/8")")}) {
    CHECK(carrier(*decode(status({expired, live}), targets), 0).starts_with("z "));
    CHECK(carrier(*decode(status({live, expired}), targets), 0).starts_with("z "));
  }
  CHECK(carrier(*decode(status({peer("a", "100.64.0.1", route, R"(,"Online":false)")}), targets), 0) == "a 10.77.0.0/24");
}

TEST_CASE("who else carries a subnet of ours is told after the targets, and stays a witness") {
  const std::string own = R"(,"Self":{"ID":"self","TailscaleIPs":["100.64.0.9"],"AllowedIPs":["100.64.0.9/32","10.77.0.0/24"],"PrimaryRoutes":["10.77.0.0/24"]},"Peer":{)";
  const auto text = [&](const std::vector<std::string>& peers) {
    std::string whole = status(peers);
    return whole.replace(whole.find(R"(,"Peer":{)"), 9, own);
  };
  const auto ask = [](const std::string& document, std::vector<watch::Address> targets, std::vector<watch::Prefix> ours) {
    StatusDecoder decoder(std::move(targets), std::move(ours));
    REQUIRE(decoder.feed(document));
    return *decoder.finish();
  };
  const std::vector targets = {ip("10.1.0.1")};
  const auto ours = subnets({"10.77.0.0/24", "10.78.0.0/24"});
  const auto taken = ask(text({peer("a", "100.64.0.1", R"(,"10.1.0.0/24")"), peer("b", "100.64.0.2", R"(,"10.78.0.0/24")")}), targets, ours);
  CHECK(carrier(taken, 0) == "a 10.1.0.0/24");
  CHECK(carrier(taken, 1) == "nobody");  // this host carries it itself, which is no news
  CHECK(carrier(taken, 2) == "b 10.78.0.0/24");
  CHECK(witnesses(taken) == "b");
  // A wider or a narrower route is another route.
  const auto others = ask(text({peer("a", "100.64.0.1", R"(,"10.0.0.0/8")"), peer("b", "100.64.0.2", R"(,"10.78.0.0/25")")}), {}, ours);
  CHECK(others.carriers.empty());
  const auto two = ask(text({peer("a", "100.64.0.1", R"(,"10.78.0.0/24")"), peer("b", "100.64.0.2", R"(,"10.78.0.0/24")", R"(,"PrimaryRoutes":["10.78.0.0/24"])")}), {}, ours);
  CHECK(carrier(two, 1) == "b 10.78.0.0/24");
  // More subnets than are looked for.
  std::vector<watch::Prefix> many(20, ours[1]);
  CHECK(ask(text({peer("b", "100.64.0.2", R"(,"10.78.0.0/24")")}), {}, many).carriers.size() == StatusDecoder::max_own_subnets);
}

TEST_CASE("every subnet is told with who carries it; own addresses, exit nodes and expired peers are none") {
  const std::vector<std::string> peers = {
      peer("site", "100.64.0.1", R"(,"10.77.0.0/24","fd00:77::/64","0.0.0.0/0","::/0")"),
      peer("plain", "100.64.0.2"),
      peer("barn", "100.64.0.3", R"(,"192.0.2.7/32")", R"(,"Online":false)"),
      peer("old", "100.64.0.4", R"(,"10.99.0.0/24")", R"(,"Expired":true)"),
  };
  for (const std::size_t step : {std::size_t{1}, std::size_t{1000000}}) {
    SubnetRoutesDecoder decoder;
    const std::string text = status(peers);
    for (std::size_t at = 0; at < text.size(); at += step) REQUIRE(decoder.feed(std::string_view(text).substr(at, step)));
    const auto routes = decoder.finish();
    REQUIRE(routes);
    CHECK(*routes == std::vector<SubnetRoute>{{*watch::parse_prefix("10.77.0.0/24"), "site", true},
                                              {*watch::parse_prefix("fd00:77::/64"), "site", true},
                                              {*watch::parse_prefix("192.0.2.7/32"), "barn", false}});
  }
  SubnetRoutesDecoder cut;
  CHECK(cut.feed(R"({"BackendState":"Running","Peer":{)"));
  CHECK(!cut.finish());
}

TEST_CASE("witnesses are online, ours, unexpired and no routers; the recently used come first") {
  const std::string old = R"(,"LastHandshake":"2026-09-14T10:00:00Z")";
  const std::string recent = R"(,"LastHandshake":"2026-09-14T11:00:00Z")";
  const std::vector<std::string> peers = {
      peer("r", "100.64.0.1", R"(,"10.77.0.0/24")", R"(,"Active":true)" + recent),
      peer("o", "100.64.0.2", "", R"(,"Online":false,"Active":true)"),
      peer("e", "100.64.0.3", "", R"(,"Expired":true)"),
      peer("s", "100.64.0.4", "", R"(,"ShareeNode":true)"),
      peer("m", "100.64.0.5", "", R"(,"InNetworkMap":false)"),
      peer("z", "100.64.0.6"),
      peer("y", "100.64.0.7"),
      peer("x", "100.64.0.8", "", old),
      peer("w", "100.64.0.9", "", recent),
      peer("v", "100.64.0.10", "", R"(,"Active":true)"),
  };
  const std::vector targets = {ip("10.77.0.10")};
  CHECK(witnesses(*decode(status(peers), targets)) == "vwx");
  auto turned = peers;
  std::reverse(turned.begin(), turned.end());
  CHECK(witnesses(*decode(status(turned), targets)) == "vwx");
  CHECK(witnesses(*decode(status({peers[6], peers[5]}), targets)) == "yz");
  CHECK(witnesses(*decode(status(peers), {})) == "rvw");  // no target: the router is a peer like others
}

TEST_CASE("each target and each own subnet may have a router of its own") {
  std::vector<std::string> peers;
  std::vector<watch::Address> targets;
  std::vector<watch::Prefix> own;
  for (int i = 0; i < 40; ++i) {
    const std::string number = std::to_string(i);
    peers.push_back(peer("r" + number, "100.64.1." + number, ",\"10.0." + number + ".0/24\""));
    if (i < 32) targets.push_back(ip("10.0." + number + ".1"));
    else own.push_back(*watch::parse_prefix("10.0." + number + ".0/24"));
  }
  StatusDecoder decoder(targets, own);
  REQUIRE(decoder.feed(status(peers)));
  const auto tailnet = decoder.finish();
  REQUIRE(tailnet);
  CHECK(tailnet->routers.size() == watch::Tailnet::max_routers);
  CHECK(carrier(*tailnet, 39) == "r39 10.0.39.0/24");
}

TEST_CASE("many routers leave three witnesses, and more targets than there is room for are no trouble") {
  std::vector<std::string> peers;
  std::vector<watch::Address> targets;
  for (int i = 0; i < 40; ++i) {
    const std::string number = std::to_string(i);
    peers.push_back(peer("r" + number, "100.64.1." + number, ",\"10.0." + number + ".0/24\"", R"(,"Active":true)"));
    targets.push_back(ip("10.0." + number + ".1"));
  }
  for (int i = 0; i < 5; ++i) peers.push_back(peer("w" + std::to_string(i), "100.64.2." + std::to_string(i)));
  const auto tailnet = decode(status(peers), targets);
  REQUIRE(tailnet);
  CHECK(tailnet->routers.size() == StatusDecoder::max_targets);
  CHECK(tailnet->carriers.size() == StatusDecoder::max_targets);
  CHECK(carrier(*tailnet, 8) == "r8 10.0.8.0/24");
  CHECK(carrier(*tailnet, 31) == "r31 10.0.31.0/24");
  CHECK(carrier(*tailnet, 32) == "nobody");
  CHECK(tailnet->witnesses.size() == watch::Tailnet::max_witnesses);
  CHECK(std::none_of(tailnet->witnesses.begin(), tailnet->witnesses.end(), [&](const watch::Peer& one) {
    return std::any_of(tailnet->routers.begin(), tailnet->routers.end(), [&](const watch::Peer& router) { return router.id == one.id; });
  }));
}
