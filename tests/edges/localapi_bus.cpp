// LocalAPI's bus against a scripted tailscaled: what it tells, and how it comes back after it was lost.
#include "daemon/tailscaled/localapi_bus.hpp"

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/edges/localapi_stage.hpp"

using namespace std::chrono_literals;
using namespace tailmend;
using namespace tailmend::testing;

namespace {
struct BusStage {
  Place place;
  std::optional<ScriptedLocalapi> tailscaled;
  Loop loop;
  std::vector<watch::BusSeen> seen;
  static constexpr LocalapiBus::Waits quick{.first = 20ms, .longest = 80ms, .proven = 10s, .head = 200ms};

  std::function<void(watch::BusSeen)> note() {
    return [this](watch::BusSeen hint) { seen.push_back(hint); };
  }
  [[nodiscard]] std::size_t count(watch::BusHint hint) const {
    return static_cast<std::size_t>(std::count_if(seen.begin(), seen.end(), [&](const auto& one) { return one.hint == hint; }));
  }
};
}  // namespace

TEST_CASE("the bus tells what changes, line by line") {
  BusStage stage;
  stage.tailscaled.emplace(stage.place.socket());
  const LocalapiBus bus(stage.loop, stage.place.socket(), stage.note(), BusStage::quick);
  CHECK(stage.seen.empty());
  REQUIRE(turn_until(stage.loop, [&] { return stage.seen.size() == 4; }));
  CHECK(stage.seen[0].hint == watch::BusHint::connected);
  CHECK(stage.seen[1].hint == watch::BusHint::state);
  CHECK(stage.seen[1].backend == watch::Backend::running);
  CHECK(stage.seen[2].hint == watch::BusHint::prefs);
  CHECK(stage.seen[2].want_running);
  CHECK(stage.seen[3].hint == watch::BusHint::health);
  CHECK(stage.tailscaled->requests() == std::vector<std::string>{"GET /localapi/v0/watch-ipn-bus?mask=8342"});

  stage.seen.clear();
  stage.tailscaled->tell("prefs WantRunning false");
  stage.tailscaled->tell("backend Stopped");
  // A line as old versions send it, with a whole network map.
  stage.tailscaled->tell(R"(notify {"NetMap":{"Peers":[)" + std::string(300000, '1') + R"(]},"SelfChange":{"ID":1}})");
  REQUIRE(turn_until(stage.loop, [&] { return stage.seen.size() == 3; }));
  CHECK(stage.seen[0].hint == watch::BusHint::prefs);
  CHECK(!stage.seen[0].want_running);
  CHECK(stage.seen[1].backend == watch::Backend::stopped);
  CHECK(stage.seen[2].hint == watch::BusHint::endpoints);
}

TEST_CASE("the bus comes back by itself after tailscaled went and came, and says so once each") {
  BusStage stage;
  const LocalapiBus bus(stage.loop, stage.place.socket(), stage.note(), BusStage::quick);
  REQUIRE(turn_until(stage.loop, [&] { return stage.count(watch::BusHint::lost) == 1; }));
  const auto later = stage.loop.now() + 300ms;
  REQUIRE(turn_until(stage.loop, [&] { return stage.loop.now() > later; }));
  CHECK(stage.seen.size() == 1);  // still lost, said once

  stage.tailscaled.emplace(stage.place.socket());
  REQUIRE(turn_until(stage.loop, [&] { return stage.count(watch::BusHint::connected) == 1; }));
  stage.tailscaled.reset();
  REQUIRE(turn_until(stage.loop, [&] { return stage.count(watch::BusHint::lost) == 2; }));
  stage.tailscaled.emplace(stage.place.socket());
  REQUIRE(turn_until(stage.loop, [&] { return stage.count(watch::BusHint::connected) == 2; }));
  stage.tailscaled->tell("hang-up");
  REQUIRE(turn_until(stage.loop, [&] { return stage.count(watch::BusHint::lost) == 3; }));
  REQUIRE(turn_until(stage.loop, [&] { return stage.count(watch::BusHint::connected) == 3; }));
}

TEST_CASE("a bus that is refused, silent or garbled is tried again with growing waits") {
  const std::string fault = GENERATE("403", "400", "silent", "garbage", "not-json", "endless-header", "huge-chunk");
  CAPTURE(fault);
  BusStage stage;
  stage.tailscaled.emplace(stage.place.socket());
  stage.tailscaled->tell("fault watch-ipn-bus " + fault);
  const LocalapiBus bus(stage.loop, stage.place.socket(), stage.note(), BusStage::quick);
  REQUIRE(turn_until(stage.loop, [&] { return stage.tailscaled->accepted() >= 3; }));
  CHECK(stage.count(watch::BusHint::lost) >= 1);
  CHECK(stage.count(watch::BusHint::state) == 0);
  stage.tailscaled->tell("fault watch-ipn-bus none");
  REQUIRE(turn_until(stage.loop, [&] { return stage.count(watch::BusHint::state) == 1; }));
}

TEST_CASE("what the bus tells may destroy it") {
  BusStage stage;
  stage.tailscaled.emplace(stage.place.socket());
  std::unique_ptr<LocalapiBus> bus;
  int told = 0;
  bus = std::make_unique<LocalapiBus>(
      stage.loop, stage.place.socket(),
      [&](watch::BusSeen) {
        ++told;
        bus.reset();
      },
      BusStage::quick);
  REQUIRE(turn_until(stage.loop, [&] { return told > 0; }));
  CHECK(stage.tailscaled->wait_until([&] { return stage.tailscaled->open() == 0; }));
  CHECK(told == 1);
}
