// Which routers a look asks where there are many.
#include <cstdint>

#include "tests/support/catch.hpp"
#include "tests/unit/look_stage.hpp"

using namespace watch;
using namespace watch::testing;

namespace {

// Ten sites, each with its router, and a look at them.
struct Hub : Looking {
  static constexpr std::uint32_t sites = 10;

  Hub() {
    scene.policy.targets.clear();
    evidence.targets.clear();
    evidence.tailnet.routers.clear();
    evidence.tailnet.carriers.clear();
    for (std::uint32_t i = 0; i < sites; ++i) {
      const auto last = static_cast<std::uint8_t>(i);
      scene.policy.targets.push_back({.name = "site"});
      evidence.targets.push_back({.fact = {.target = i, .outcome = TcpOutcome::held, .address = v4(10, 77, last, 10)}});
      evidence.tailnet.routers.push_back({.name = "router", .address = v4(100, 64, 1, last), .online = true});
      evidence.tailnet.carriers.push_back({.target = i, .router = i});
    }
    patience.resize(sites);
  }
  [[nodiscard]] std::vector<int> asked() const {
    std::vector<int> routers;
    for (const Action& action : actions)
      if (const auto* ping = std::get_if<PingPeer>(&action); ping != nullptr && ping->kind == PingKind::tsmp) routers.push_back(ping->peer.bytes[3]);
    return routers;
  }
  void answer(std::uint32_t target, TcpOutcome outcome) { see(TargetSeen{Round{7}, {.target = target, .outcome = outcome}}); }
  void ping(std::uint8_t router, PingOutcome outcome) { see(PingSeen{Round{7}, {.peer = v4(100, 64, 1, router), .kind = PingKind::tsmp, .outcome = outcome}}); }
};
using Routers = std::vector<int>;

}  // namespace

TEST_CASE("the routers of targets that fail are asked before others, of which there are so many that a living one is among them") {
  Hub widened;
  widened.begin(Breadth::pulse);
  for (std::uint32_t i = 0; i < Hub::sites; ++i)
    if (i != 8) widened.answer(i, TcpOutcome::held);
  widened.pass(1s);
  widened.look.widen(Control::as_it_is, noon + 1s, widened.evidence, widened.actions);
  CHECK(widened.asked() == Routers{0, 1, 2, 8});
  REQUIRE(widened.evidence.targets[8].router);
  CHECK(widened.evidence.peers[*widened.evidence.targets[8].router].address.bytes[3] == 8);
  CHECK(!widened.evidence.targets[3].router);
  CHECK(widened.evidence.targets[3].carried);
  // As they were in the look before, while they are silent.
  Hub known;
  known.evidence.targets[9].fact.outcome = TcpOutcome::timed_out;
  known.begin(Breadth::full);
  CHECK(known.asked() == Routers{0, 1, 2, 9});
}

TEST_CASE("while nobody answers a few routers tell as much as all; once somebody does, that of each failing target is asked") {
  Hub l;
  l.begin(Breadth::full);
  l.pass(1s);
  CHECK(l.asked() == Routers{0, 1, 2, 3});
  for (std::uint32_t i = 0; i < 7; ++i) l.answer(i, TcpOutcome::timed_out);
  CHECK(l.asked().size() == 4);
  l.ping(2, PingOutcome::pong);
  CHECK(l.asked() == Routers{0, 1, 2, 3, 4, 5, 6, 7, 8, 9});
  l.ping(2, PingOutcome::pong);
  CHECK(l.asked().size() == 10);
  for (int i = 0; i < 10 && !l.look.complete(); ++i) l.look.pass_time(*l.look.deadline(), l.evidence, l.actions);
  CHECK(l.look.complete());
  CHECK(l.look.begun() + Policy::round_limit == noon + 5s);
  CHECK(l.asked().size() == 10);
}

TEST_CASE("of the targets that answer one router is asked, so that dead ones alone do not stand for the tunnel") {
  Hub l;
  for (std::size_t i = 0; i < 5; ++i) l.evidence.targets[i].fact.outcome = TcpOutcome::timed_out;
  l.begin(Breadth::full);
  CHECK(l.asked() == Routers{0, 1, 2, 3});
  l.answer(6, TcpOutcome::held);
  CHECK(l.asked() == Routers{0, 1, 2, 3, 6});
  l.answer(7, TcpOutcome::held);
  CHECK(l.asked() == Routers{0, 1, 2, 3, 6});
  l.answer(4, TcpOutcome::refused);
  CHECK(l.asked() == Routers{0, 1, 2, 3, 6, 4});
  CHECK(!l.evidence.complete);
}
