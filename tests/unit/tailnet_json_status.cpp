// What a status says of this host, and of each peer.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/unit/tailnet_json_stage.hpp"

using namespace tailmend;
using namespace tailmend::testing;

namespace {
// A status of this host alone; `more` are members of Self with a leading comma.
std::optional<watch::Tailnet> decode_self(const std::string& more, std::string_view state = "Running", std::int64_t now_s = 0) {
  StatusDecoder decoder({}, {}, now_s);
  const std::string text = R"({"BackendState":")" + std::string(state) + R"(","Self":{"ID":"n1","TailscaleIPs":["100.64.0.9","fd7a:115c:a1e0::9"])" + more + R"(},"Peer":{}})";
  return decoder.feed(text) ? decoder.finish() : std::nullopt;
}
}  // namespace

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
  CHECK(to_string(tailnet->self_routes.back()) == "10.0.31.0/24");
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

TEST_CASE("a state of a later version is unknown, a status without a state is garbled") {
  CHECK(decode(R"({"BackendState":"Levitating"})")->backend == watch::Backend::unknown);
  CHECK(!decode("{}"));
  CHECK(!decode("null"));
  CHECK(!decode(R"({"error":"no"})"));
  CHECK(!decode(R"({"BackendState":6})"));
  CHECK(!decode(R"({"BackendState":"Running","Peer":[]})"));
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
