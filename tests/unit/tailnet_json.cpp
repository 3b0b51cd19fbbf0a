#include "daemon/tailscaled/tailnet_json.hpp"

#include <optional>
#include <string>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/unit/tailnet_json_stage.hpp"

using namespace tailmend;
using namespace tailmend::testing;

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
