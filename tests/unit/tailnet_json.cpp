#include "daemon/tailscaled/tailnet_json.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "tests/support/catch.hpp"

using namespace tailmend;

namespace {
watch::Address ip(std::string_view text) { return *watch::parse_address(text); }

// A peer of a status; `more` are members with a leading comma.
std::string peer(const std::string& id, const std::string& address, const std::string& routes = "", const std::string& more = "") {
  return R"("nodekey:)" + id + R"(":{"ID":")" + id + R"(","HostName":"host-)" + id + R"(","DNSName":")" + id +
         R"(.tail.ts.net.","TailscaleIPs":[")" + address + R"("],"AllowedIPs":[")" + address + "/32\"" + routes +
         R"(],"Addrs":null,"CapMap":{"x":[{"y":1}]},"Online":true,"InNetworkMap":true)" + more + "}";
}
std::string status(const std::vector<std::string>& peers) {
  std::string text = R"({"Version":"1.102.3","TUN":true,"BackendState":"Running","Peer":{)";
  for (const auto& one : peers) text += (&one == &peers.front() ? "" : ",") + one;
  return text + "}}";
}
std::optional<watch::Tailnet> decode(std::string_view text, std::vector<watch::Address> targets = {}, std::size_t step = 1000000) {
  StatusDecoder decoder(std::move(targets));
  for (std::size_t at = 0; at < text.size(); at += step) {
    if (!decoder.feed(text.substr(at, step))) return std::nullopt;
  }
  return decoder.finish();
}
std::vector<watch::Prefix> subnets(const std::vector<std::string>& texts) {
  std::vector<watch::Prefix> list;
  for (const auto& text : texts) list.push_back(*watch::parse_prefix(text));
  return list;
}
std::vector<std::string> texts(const std::vector<watch::Prefix>& list) {
  std::vector<std::string> told;
  for (const auto& prefix : list) told.push_back(to_string(prefix));
  return told;
}
// A status of this host alone; `more` are members of Self with a leading comma.
std::optional<watch::Tailnet> decode_self(const std::string& more, std::string_view state = "Running", std::int64_t now_s = 0) {
  StatusDecoder decoder({}, {}, now_s);
  const std::string text = R"({"BackendState":")" + std::string(state) + R"(","Self":{"ID":"n1","TailscaleIPs":["100.64.0.9","fd7a:115c:a1e0::9"])" + more + R"(},"Peer":{}})";
  return decoder.feed(text) ? decoder.finish() : std::nullopt;
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

TEST_CASE("Go's times become Unix seconds") {
  CHECK(parse_go_time("0001-01-01T00:00:00Z") == 0);
  CHECK(parse_go_time("1970-01-01T00:00:01Z") == 1);
  CHECK(parse_go_time("2026-09-14T10:11:12.345678901Z") == 1789380672);
  CHECK(parse_go_time("2026-09-14T12:11:12+02:00") == 1789380672);
  CHECK(parse_go_time("2024-02-29T00:00:00Z") == 1709164800);
  for (const char* bad : {"", "2026", "2026-02-30T00:00:00Z", "2026-01-01T00:00:00", "2026-01-01 00:00:00Z", "2026-01-01T00:00:00Zx",
                          "2026-01-01T00:00:00+2", "never"}) {
    CAPTURE(bad);
    CHECK(parse_go_time(bad) == 0);
  }
}

TEST_CASE("what a status says of ourselves is kept") {
  const auto tailnet = decode(R"({"Version":"1.102.3-t1","TUN":false,"BackendState":"Starting","HaveNodeKey":true,"AuthURL":"",
    "TailscaleIPs":["100.64.0.9"],"Self":{"ID":"n1","HostName":"box","DNSName":"edge.tail.ts.net.","TailscaleIPs":["100.64.0.9","fd7a:115c:a1e0::9"],
    "Addrs":["203.0.113.7:41641","1:1","1:2","1:3","1:4","1:5","1:6","1:7","1:8"],"Relay":"fra","Online":true},
    "Health":["one",")" + std::string(300, 'h') + R"("],"Peer":null,"User":null})");
  REQUIRE(tailnet);
  CHECK(tailnet->version == "1.102.3-t1");
  CHECK(!tailnet->tun);
  CHECK(tailnet->backend == watch::Backend::starting);
  CHECK(tailnet->self_online);
  CHECK(tailnet->self_name == "edge");
  CHECK(tailnet->self_relay == "fra");
  CHECK(tailnet->self_addresses == "100.64.0.9, fd7a:115c:a1e0::9");
  CHECK(tailnet->self_endpoints.size() == watch::Tailnet::max_endpoints);
  REQUIRE(tailnet->health.size() == 2);
  CHECK(tailnet->health[1].size() == watch::Tailnet::max_health_text);
  CHECK(tailnet->peers == 0);
}

TEST_CASE("the subnets approved for this host are its routes without its own addresses and without default routes") {
  const auto tailnet = decode_self(R"(,"AllowedIPs":["fd7a:115c:a1e0::9/128","10.77.0.0/24","100.64.0.9/32","0.0.0.0/0","::/0","10.88.0.1/32","fd00:77::/64"])");
  REQUIRE(tailnet);
  CHECK(texts(tailnet->self_routes) == std::vector<std::string>{"10.77.0.0/24", "10.88.0.1/32", "fd00:77::/64"});
  CHECK(decode_self(R"(,"AllowedIPs":null)")->self_routes.empty());
  CHECK(decode_self(R"(,"AllowedIPs":["nonsense","100.64.0.9/32"])")->self_routes.empty());
  CHECK(!decode_self(R"(,"AllowedIPs":"10.77.0.0/24")"));
}

TEST_CASE("of too many own subnets the lowest are kept, whatever their order") {
  std::string up = R"(,"AllowedIPs":["100.64.0.9/32")", down = up;
  for (int i = 0; i < 2000; ++i) {
    const auto route = [](int n) { return ",\"10." + std::to_string(n / 250) + "." + std::to_string(n % 250) + ".0/24\""; };
    up += route(i);
    down += route(1999 - i);
  }
  const auto tailnet = decode_self(up + "]");
  REQUIRE(tailnet);
  CHECK(tailnet->self_routes.size() == watch::Tailnet::max_self_routes);
  CHECK(to_string(tailnet->self_routes.front()) == "10.0.0.0/24");
  CHECK(to_string(tailnet->self_routes.back()) == "10.0.15.0/24");
  CHECK(decode_self(down + "]")->self_routes == tailnet->self_routes);
}

TEST_CASE("this host's key is expired by control's word, or by its date once tailscaled has taken it in") {
  constexpr std::int64_t now = 1789380672;  // 2026-09-14T10:11:12Z
  const std::string past = R"(,"KeyExpiry":"2026-09-14T10:11:11Z")";
  CHECK(decode_self(R"(,"Expired":true)", "Running", now)->key_expired);
  CHECK(decode_self(past, "NeedsLogin", now)->key_expired);
  CHECK(!decode_self(R"(,"KeyExpiry":"2026-09-14T10:11:13Z")", "NeedsLogin", now)->key_expired);
  CHECK(!decode_self(past, "Running", now)->key_expired);  // our clock has jumped, not the key's
  CHECK(!decode_self("", "NeedsLogin", now)->key_expired);
  CHECK(!decode_self(R"(,"KeyExpiry":"0001-01-01T00:00:00Z")", "NeedsLogin", now)->key_expired);
  CHECK(!decode_self(past, "NeedsLogin")->key_expired);
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

TEST_CASE("a state of a later version is unknown, a status without a state is garbled") {
  CHECK(decode(R"({"BackendState":"Levitating"})")->backend == watch::Backend::unknown);
  CHECK(!decode("{}"));
  CHECK(!decode("null"));
  CHECK(!decode(R"({"error":"no"})"));
  CHECK(!decode(R"({"BackendState":6})"));
  CHECK(!decode(R"({"BackendState":"Running","Peer":[]})"));
}

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

TEST_CASE("an expired peer carries nothing and an offline one still does") {
  const std::vector targets = {ip("10.77.0.10")};
  const std::string route = R"(,"10.77.0.0/24")";
  CHECK(carrier(*decode(status({peer("a", "100.64.0.1", route, R"(,"Expired":true)")}), targets), 0) == "nobody");
  CHECK(carrier(*decode(status({peer("a", "100.64.0.1", route, R"(,"Online":false)")}), targets), 0) == "a 10.77.0.0/24");
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
  CHECK(tailnet->routers.size() == watch::Tailnet::max_routers);
  CHECK(tailnet->carriers.size() == watch::Tailnet::max_routers);
  CHECK(tailnet->witnesses.size() == watch::Tailnet::max_witnesses);
  CHECK(std::none_of(tailnet->witnesses.begin(), tailnet->witnesses.end(), [&](const watch::Peer& one) {
    return std::any_of(tailnet->routers.begin(), tailnet->routers.end(), [&](const watch::Peer& router) { return router.id == one.id; });
  }));
}

TEST_CASE("a peer is told with what decisions need, and bytes are added up over all") {
  const auto tailnet = decode(
      status({peer("a", "100.64.0.1", "", R"(,"NodeID":4711,"RxBytes":100,"TxBytes":148,"CurAddr":"198.51.100.1:41641","Relay":"nyc",
              "LastHandshake":"2026-09-14T10:11:12Z","InEngine":true)"),
              peer("b", "100.64.0.2", "", R"(,"RxBytes":23)")}),
      {ip("100.64.0.1")});
  REQUIRE(tailnet);
  CHECK(tailnet->peers == 2);
  CHECK(tailnet->rx_bytes == 123);
  REQUIRE(tailnet->routers.size() == 1);
  CHECK(tailnet->routers[0] == watch::Peer{.id = "a", .node = 4711, .name = "a", .address = ip("100.64.0.1"), .online = true, 
                                           .rx_bytes = 100, .tx_bytes = 148, .last_handshake_s = 1789380672,
                                           .direct = "198.51.100.1:41641", .relay = "nyc"});
}

TEST_CASE("preferences without WantRunning are garbled") {
  const auto prefs = [](std::string_view text) {
    PrefsDecoder decoder;
    return decoder.feed(text) ? decoder.finish() : std::nullopt;
  };
  CHECK(prefs(R"({"ControlURL":"https://c","RouteAll":true,"ExitNodeID":"","ExitNodeIP":"","CorpDNS":false,"WantRunning":true,"LoggedOut":false,
    "AdvertiseRoutes":null,"Config":{"UserProfile":{}}})") ==
        watch::Prefs{.want_running = true, .accept_routes = true, .control_url = "https://c"});
  CHECK(prefs(R"({"WantRunning":false,"ExitNodeID":"n1","LoggedOut":true,"CorpDNS":true})") ==
        watch::Prefs{.logged_out = true, .exit_node = true});
  CHECK(prefs(R"({"WantRunning":true,"AutoExitNode":"any"})")->exit_node);
  const auto router = prefs(R"({"WantRunning":true,"AdvertiseRoutes":["10.88.0.0/16","0.0.0.0/0","::/0","10.77.0.0/24","10.77.0.0/24"]})");
  REQUIRE(router);
  CHECK(texts(router->advertise_routes) == std::vector<std::string>{"10.77.0.0/24", "10.88.0.0/16"});
  CHECK(!router->exit_node);
  std::string many = R"({"WantRunning":true,"AdvertiseRoutes":[)";
  for (int i = 0; i < 300; ++i) many += (i == 0 ? "\"10." : ",\"10.") + std::to_string(i % 256) + ".0.0/16\"";
  CHECK(prefs(many + "]}")->advertise_routes.size() == watch::Prefs::max_routes);
  CHECK(!prefs(R"({"WantRunning":true,"AdvertiseRoutes":{}})"));
  CHECK(!prefs(R"({"RouteAll":true})"));
  CHECK(!prefs(R"({"WantRunning":"yes"})"));
  CHECK(!prefs("null"));
}

TEST_CASE("a ping's result is a pong by its way, or tailscaled's own error") {
  const auto direct = decode_ping(R"({"IP":"100.64.0.1","Err":"","LatencySeconds":0.0125,"Endpoint":"198.51.100.1:41641","PeerRelay":"","DERPRegionID":0,"DERPRegionCode":""})");
  REQUIRE(direct);
  CHECK(direct->outcome == watch::PingOutcome::pong);
  CHECK(direct->took == watch::Duration(12500));
  CHECK(direct->path == "198.51.100.1:41641");
  CHECK(decode_ping(R"({"IP":"100.64.0.1","DERPRegionID":1,"DERPRegionCode":"nyc","LatencySeconds":1})")->path == "DERP nyc");
  CHECK(decode_ping(R"({"IP":"100.64.0.1","PeerRelay":"1.2.3.4:5:vni:6"})")->path == "peer relay 1.2.3.4:5:vni:6");
  const auto failed = decode_ping(R"({"IP":"100.64.0.1","Err":"no matching peer"})");
  CHECK(failed->outcome == watch::PingOutcome::failed);
  CHECK(failed->detail == "no matching peer");
  CHECK(decode_ping(R"({"IP":"a","LatencySeconds":1e300})")->took == watch::Duration::zero());
  for (const char* bad : {"", "{}", "null", "pong", R"({"IP":1})", R"({"IP":"x")"}) CHECK(!decode_ping(bad));
}

TEST_CASE("a node tells what it advertises, approved or not; what holds a target is never lost among many") {
  const auto node = [](std::string_view text, std::size_t step = 1000000) -> std::optional<std::vector<std::string>> {
    NodeDecoder decoder({ip("10.77.0.10"), watch::Address{}});
    for (std::size_t at = 0; at < text.size(); at += step) {
      if (!decoder.feed(text.substr(at, step))) return std::nullopt;
    }
    const auto list = decoder.finish();
    return list ? std::optional(texts(*list)) : std::nullopt;
  };
  const std::string text = R"({"ID":4711,"StableID":"nABC","Name":"site.tail.ts.net.","User":1,"Key":"nodekey:aa","AllowedIPs":["100.64.0.2/32"],
    "HomeDERP":1,"Hostinfo":{"OS":"linux","RoutableIPs":["192.168.0.0/16","10.77.0.0/24","0.0.0.0/0","::/0"],"NetInfo":{"PreferredDERP":1}},"Online":true})";
  for (const std::size_t step : {1U, 7U, 1000U}) CHECK(node(text, step) == std::vector<std::string>{"10.77.0.0/24", "192.168.0.0/16"});
  CHECK(node(R"({"ID":1,"Hostinfo":{}})")->empty());
  CHECK(node(R"({"ID":1,"Hostinfo":null})")->empty());
  for (const char* bad : {"", "null", "{}", "no peer with that NodeID", R"({"ID":1,"Hostinfo":[]})", R"({"ID":1,"Hostinfo":{"RoutableIPs":"10.0.0.0/8"}})"}) {
    CAPTURE(bad);
    CHECK(!node(bad));
  }
  std::string many = R"({"ID":1,"Hostinfo":{"RoutableIPs":["10.0.0.0/32")";
  for (int i = 0; i < 5000; ++i) many += ",\"9." + std::to_string(i / 250) + "." + std::to_string(i % 250) + ".0/24\"";
  const auto kept = node(many + R"(,"10.77.0.0/24"]}})");
  REQUIRE(kept);
  CHECK(kept->size() == watch::NodeFact::max_advertised);
  CHECK(kept->front() == "10.77.0.0/24");
}

TEST_CASE("tailscaled's word on forwarding is one printable line") {
  CHECK(decode_forwarding(R"({"Warning":""})") == "");
  CHECK(decode_forwarding("{\"Warning\":\"IP forwarding is disabled, subnet routing/exit nodes will not work.\\nSee https://tailscale.com/s/ip-forwarding\"}\n") ==
        "IP forwarding is disabled, subnet routing/exit nodes will not work. See https://tailscale.com/s/ip-forwarding");
  CHECK(decode_forwarding(R"({"Warning":"\u001b[31mred\u0007\t\r\n and\u007f blue \n"})") == "[31mred and blue");
  const auto longest = decode_forwarding(R"({"Warning":")" + std::string(299, 'x') + "\u00fc\u00fc" + std::string(3000, 'y') + "\"}");
  CHECK(longest == std::string(299, 'x'));  // no half of a character
  for (const char* bad : {"", "{}", "null", "IP forwarding is disabled", R"({"Warning":1})", R"({"Warning":"x")"}) {
    CAPTURE(bad);
    CHECK(!decode_forwarding(bad));
  }
}

TEST_CASE("the DERP map is a list of nodes to dial") {
  const auto nodes = [](std::string_view text) {
    DerpMapDecoder decoder;
    return decoder.feed(text) ? decoder.finish() : std::nullopt;
  };
  const auto two = nodes(R"({"HomeParams":null,"Regions":{"1":{"RegionID":1,"Nodes":[
    {"Name":"1a","HostName":"derp1a.example.com","IPv4":"192.0.2.1","IPv6":"2001:db8::1"},
    {"Name":"1s","HostName":"stun.example.com","IPv4":"192.0.2.9","STUNOnly":true},
    {"Name":"1b","HostName":"198.51.100.5","IPv6":"none","DERPPort":8443}],"RegionCode":"nyc"},"2":null,"3":{"Nodes":null}}})");
  REQUIRE(two);
  REQUIRE(two->size() == 2);
  CHECK(two->at(0) == DerpNode{.region_code = "nyc", .host_name = "derp1a.example.com", .v4 = watch::parse_endpoint("192.0.2.1:443"),
                               .v6 = watch::parse_endpoint("[2001:db8::1]:443")});
  CHECK(two->at(1) == DerpNode{.region_code = "nyc", .host_name = "198.51.100.5", .v4 = watch::parse_endpoint("198.51.100.5:8443"), .v6 = {}});
  CHECK(nodes("null")->empty());
  CHECK(nodes(R"({"Regions":null})")->empty());
  CHECK(!nodes(R"({"Regions":[]})"));
  std::string many = R"({"Regions":{)";
  for (int i = 0; i < 300; ++i) {
    many += (i == 0 ? "\"" : ",\"") + std::to_string(i) + R"(":{"RegionCode":"r","Nodes":[)";
    for (int j = 0; j < 5; ++j) many += std::string(j == 0 ? "" : ",") + R"({"HostName":"h","IPv4":"192.0.2.1"})";
    many += "]}";
  }
  CHECK(nodes(many + "}}")->size() == DerpMapDecoder::max_nodes);
}

TEST_CASE("the bus hints at what its lines speak of, however they are cut") {
  const std::string lines =
      "{\"Version\":\"1\",\"SessionID\":\"s\",\"State\":6,\"Prefs\":{\"WantRunning\":true,\"RouteAll\":true},\"Health\":{\"Warnings\":{}}}\n"
      "\n"
      "{\"Engine\":{\"RBytes\":1},\"NetMap\":null}\n"
      "{\"State\":4,\"SelfChange\":{\"ID\":1}}\n"
      "{\"State\":99}\n";
  for (std::size_t step = 1; step <= lines.size(); ++step) {
    CAPTURE(step);
    BusDecoder decoder;
    std::vector<watch::BusSeen> hints;
    for (std::size_t at = 0; at < lines.size(); at += step) REQUIRE(decoder.feed(std::string_view(lines).substr(at, step), hints));
    REQUIRE(hints.size() == 6);
    CHECK(hints[0].hint == watch::BusHint::state);
    CHECK(hints[0].backend == watch::Backend::running);
    CHECK(hints[1].hint == watch::BusHint::prefs);
    CHECK(hints[1].want_running);
    CHECK(hints[2].hint == watch::BusHint::health);
    CHECK(hints[3].backend == watch::Backend::stopped);
    CHECK(hints[4].hint == watch::BusHint::endpoints);
    CHECK(hints[5].backend == watch::Backend::unknown);
  }
}

TEST_CASE("our own node hints at endpoints when another way leads to us, not each time control repeats it") {
  BusDecoder decoder;
  std::vector<watch::BusSeen> hints;
  const auto hinted = [&](const std::string& members) {
    hints.clear();
    REQUIRE(decoder.feed(R"({"SelfChange":{"ID":1,"Addresses":["100.64.0.1/32"],)" + members + "}}\n", hints));
    return !hints.empty();
  };
  CHECK(hinted(R"("Endpoints":["192.0.2.7:41641","10.0.0.7:41641"],"HomeDERP":1)"));
  CHECK(!hinted(R"("Endpoints":["192.0.2.7:41641","10.0.0.7:41641"],"HomeDERP":1,"CapMap":{"new":null})"));
  CHECK(!hinted(R"("Endpoints":["10.0.0.7:41641","192.0.2.7:41641"],"HomeDERP":1)"));
  CHECK(hinted(R"("Endpoints":["198.51.100.7:41641","10.0.0.7:41641"],"HomeDERP":1)"));
  CHECK(hinted(R"("Endpoints":["198.51.100.7:41641","10.0.0.7:41641"],"HomeDERP":2)"));
  CHECK(hinted(R"("HomeDERP":2)"));
  CHECK(!hinted(R"("Endpoints":null,"HomeDERP":2)"));
}

TEST_CASE("a line of the bus that is no JSON ends it, one that is too long is passed over") {
  std::vector<watch::BusSeen> hints;
  BusDecoder garbled;
  CHECK(!garbled.feed("hello\n", hints));
  BusDecoder cut;
  CHECK(!cut.feed("{\"State\":6\n{}\n", hints));
  BusDecoder longest;
  CHECK(longest.feed("{\"State\":6,\"x\":\"", hints));
  const std::string much(std::size_t{1} << 20U, 'x');
  for (std::size_t sent = 0; sent <= BusDecoder::max_line; sent += much.size()) CHECK(longest.feed(much, hints));
  CHECK(longest.feed("\"}\n", hints));
  CHECK(hints.empty());
  CHECK(longest.feed("{\"State\":6}\n", hints));
  CHECK(hints.size() == 1);
}
