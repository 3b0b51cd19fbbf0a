#include "daemon/report/heartbeat_cost.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/scene.hpp"

using namespace tailmend;
using namespace watch;
using watch::testing::Scene;

TEST_CASE("a heartbeat is six packets, each with what the tunnel adds") {
  Scene scene;
  // 60 and 52 bytes are both filled up to 64; 32 of WireGuard, 8 of UDP and 20 of IPv4 around them.
  CHECK(heartbeat_bytes(scene.evidence) == std::uint64_t{6 * (64 + 32 + 8 + 20)});
  CHECK(heartbeat_bytes_a_day(scene.evidence, 10s) == std::uint64_t{8640 * 744});
  CHECK(heartbeat_bytes_a_day(scene.evidence, 60s) == std::uint64_t{1440 * 744});
}

TEST_CASE("IPv6 costs more, inside the tunnel and outside") {
  Scene scene;
  scene.evidence.targets[0].fact.address = *parse_address("fd00::10");
  CHECK(heartbeat_bytes(scene.evidence) == std::uint64_t{6 * (80 + 32 + 8 + 20)});
  scene.evidence.egress.v6 = scene.evidence.egress.v4;
  CHECK(heartbeat_bytes(scene.evidence) == std::uint64_t{6 * (80 + 32 + 8 + 20)});
  scene.evidence.egress.v4.reset();
  CHECK(heartbeat_bytes(scene.evidence) == std::uint64_t{6 * (80 + 32 + 8 + 40)});
}

TEST_CASE("what is sent and expected is counted, with an answer to each segment") {
  Scene scene;
  scene.policy.targets[0].send = "hello";
  scene.policy.targets[0].expect = std::string(1300, 'x');
  const std::uint64_t hello = (64 + 60) + (64 + 60);                        // 57 bytes, and an ACK
  const std::uint64_t answer = (1264 + 60) + (160 + 60) + 2 * (64 + 60);    // 1252 and 152 bytes
  CHECK(heartbeat_bytes(scene.evidence) == 744 + hello + answer);
}

TEST_CASE("each target costs, and without one each peer is pinged instead") {
  Scene scene;
  scene.policy.targets.push_back({.name = "hmi", .address = "10.77.0.11:443"});
  scene.evidence.targets.push_back(scene.evidence.targets[0]);
  CHECK(heartbeat_bytes(scene.evidence) == 2 * 744);
  scene.policy.targets.clear();
  scene.evidence.targets.clear();
  CHECK(heartbeat_bytes(scene.evidence) == std::uint64_t{3 * 2 * (32 + 32 + 8 + 20)});
  scene.evidence.peers.clear();
  CHECK(heartbeat_bytes(scene.evidence) == 0);
}

TEST_CASE("no heartbeat costs nothing") { CHECK(heartbeat_bytes_a_day(Scene().evidence, Duration::zero()) == 0); }
