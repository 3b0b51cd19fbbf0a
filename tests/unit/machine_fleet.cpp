// Many hosts behind one provider: what befalls all of them at once must not make all of them act at once.
#include <algorithm>
#include <cstdint>
#include <functional>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/support/played.hpp"

using namespace watch;
using watch::testing::Played;
using watch::testing::Scene;

namespace {

constexpr std::uint64_t hosts = 64;

// From the fault to the restart, on one host of the fleet.
Duration until_restart(Seed seed, Duration spread, const std::function<void(Scene&)>& fault) {
  Policy policy;
  policy.steps = {Remedy::restart};
  policy.hard_spread = spread;
  Played played(policy, {}, seed);
  REQUIRE(played.advance_to(State::healthy, 10s));
  played.answers_remedies = false;
  fault(played.scene);
  const Instant begun = played.now;
  REQUIRE(played.advance_to(State::remedying, 3min));
  REQUIRE(played.applied(Remedy::restart) == 1);
  return played.now - begun;
}

// How much later each host acts than the same host would without the spread.
std::vector<Duration> waits(const std::function<void(Scene&)>& fault) {
  std::vector<Duration> found;
  for (std::uint64_t host = 1; host <= hosts; ++host)
    found.push_back(until_restart(Seed{host}, Policy{}.hard_spread, fault) - until_restart(Seed{host}, Duration::zero(), fault));
  std::ranges::sort(found);
  return found;
}

}  // namespace

TEST_CASE("the same seed decides the same, another one waits otherwise") {
  const auto broken = [](Scene& scene) { scene.all_silent(); };
  CHECK(until_restart(Seed{1}, 30s, broken) == until_restart(Seed{1}, 30s, broken));
  CHECK(until_restart(Seed{1}, 30s, broken) != until_restart(Seed{2}, 30s, broken));
}

TEST_CASE("a fleet whose tunnels break at once spreads its restarts over thirty seconds, and none waits longer") {
  REQUIRE(Policy{}.hard_spread == 30s);
  const auto spread = waits([](Scene& scene) { scene.all_silent(); });
  CHECK(spread.front() >= 0s);
  CHECK(spread.back() <= 30s);
  // Each third of that time has its share: 21 of 64 are expected.
  for (const Duration third : {0s, 10s, 20s})
    CHECK(std::ranges::count_if(spread, [&](Duration wait) { return wait >= third && wait < third + 10s; }) >= 10);
  // No second sees more than a few of them: 2 of 64 are expected.
  for (Duration second = 0s; second < 30s; second += 1s)
    CHECK(std::ranges::count_if(spread, [&](Duration wait) { return wait >= second && wait < second + 1s; }) <= 8);
}

TEST_CASE("a dead, a hung and a routeless tailscaled are this host's own, and wait for no fleet") {
  const std::vector<std::function<void(Scene&)>> faults{
      [](Scene& scene) {
        scene.all_silent().evidence.status = Answer::refused;
        scene.evidence.unit->active_state = "failed";
        scene.evidence.unit->result = "exit-code";
      },
      [](Scene& scene) { scene.all_silent().evidence.status = Answer::timed_out; },
      [](Scene& scene) {
        scene.target(TcpOutcome::wrong_egress).evidence.targets[0].fact.interface = "wan0";
        for (const auto& peer : scene.evidence.peers) scene.evidence.routes.push_back({.peer = peer.address, .interface = "wan0"});
      },
  };
  for (const auto& fault : faults) {
    const auto spread = waits(fault);
    CHECK(spread.front() == 0s);
    CHECK(spread.back() == 0s);
  }
}
