#include "libwatch/concern.hpp"

#include <string>
#include <vector>

#include <fmt/format.h>

#include "tests/support/catch.hpp"
#include "tests/support/played.hpp"

using namespace watch;
using namespace watch::testing;

namespace {

std::string word(Concern::Why why) {
  switch (why) {
    case Concern::Why::nobody_needed: return "nobody";
    case Concern::Why::at_once: return "at once";
    case Concern::Why::budget_spent: return "spent";
    case Concern::Why::lasting: return "lasting";
  }
  return "?";
}

// A machine in a Scene, and what was news about it: "target-down: nobody".
struct Watching {
  std::vector<std::string> news;
  Concerns concerns;
  Played played;

  explicit Watching(Policy policy = {})
      : played(std::move(policy), [this](const Played& its, const Observation&) {
          if (const auto concern = concerns.take(its.now, its.machine))
            news.push_back(fmt::format("{}{}: {}{}", concern->changed ? "" : "still ", to_string(its.machine.judgement().verdict), word(concern->why),
                                       concern->repeated ? " again" : ""));
        }) {}
  std::vector<std::string> take() { return std::exchange(news, {}); }
  void healthy() {
    REQUIRE(played.advance_to(State::healthy, 1min));
    CHECK(take() == std::vector<std::string>{"healthy: nobody"});
  }
};

using Lines = std::vector<std::string>;

Need need_of(Scene& scene) {
  const Judgement judgement = judge(scene.evidence);
  INFO(to_string(judgement.verdict) << ": " << judgement.sentence);
  CHECK(judgement.enough);
  return need(judgement);
}

}  // namespace

TEST_CASE("what only a person can mend needs one at once") {
  Scene ignored;
  ignored.target(TcpOutcome::wrong_egress).evidence.prefs->accept_routes = false;
  CHECK(need_of(ignored) == Need::person);
  Scene login;
  login.evidence.tailnet.backend = Backend::needs_login;
  CHECK(need_of(login) == Need::person);
  Scene nobody_carries;
  nobody_carries.uncarried(0).evidence.tailnet.carriers.clear();
  CHECK(need_of(nobody_carries) == Need::person);
}

TEST_CASE("what tailmend mends, what may pass, and what is as somebody wants it needs nobody yet") {
  Scene tunnel;
  CHECK(need_of(tunnel.all_silent()) == Need::remedy);
  Scene router;
  CHECK(need_of(router.silent(0).target(TcpOutcome::timed_out)) == Need::time);
  Scene target;
  CHECK(need_of(target.target(TcpOutcome::timed_out)) == Need::time);
  Scene down;
  down.evidence.prefs->want_running = false;
  down.evidence.tailnet.backend = Backend::stopped;
  CHECK(need_of(down) == Need::nobody);
  Scene fine;
  CHECK(need_of(fine) == Need::nobody);
}

TEST_CASE("a judgement without enough evidence may pass") {
  CHECK(need(Judgement{.verdict = Verdict::peer_unreachable, .enough = false}) == Need::time);
  CHECK(need(Judgement{}) == Need::nobody);
}

TEST_CASE("a target that is down needs a person once it has been for five minutes, and is said once") {
  Watching watching;
  watching.healthy();
  watching.played.scene.target(TcpOutcome::timed_out);
  watching.played.advance(4min);
  CHECK(watching.take() == Lines{"target-down: nobody"});
  watching.played.advance(2min);
  CHECK(watching.take() == Lines{"still target-down: lasting"});
  watching.played.advance(24h);
  CHECK(watching.take().empty());
  watching.played.scene.target(TcpOutcome::held, 11ms);
  watching.played.advance(1min);
  CHECK(watching.news.back() == "healthy: nobody");
}

TEST_CASE("a trouble that changes its name is as old as it is") {
  Watching watching;
  watching.healthy();
  watching.played.scene.target(TcpOutcome::timed_out);
  watching.played.advance(4min);
  watching.take();
  watching.played.scene.silent(0);
  watching.played.advance(2min);
  CHECK(watching.take() == Lines{"peer-unreachable: nobody", "still peer-unreachable: lasting"});
  watching.played.scene.evidence.peers[0].disco = watching.played.scene.evidence.peers[0].tsmp = Standing::good;
  watching.played.advance(1min);
  CHECK(watching.take() == Lines{"target-down: lasting again"});
}

TEST_CASE("a fault that tailmend mends needs nobody, until the budget is spent") {
  Watching watching(Policy{.steps = {Remedy::kick, Remedy::restart}, .restarts_per_hour = 1});
  watching.healthy();
  watching.played.scene.all_silent();
  REQUIRE(watching.played.advance_to(State::settling, 1min));
  CHECK(watching.take() == Lines{"tunnel-broken: nobody"});
  REQUIRE(watching.played.advance_to(State::exhausted, 5min));
  CHECK(watching.take() == Lines{"still tunnel-broken: spent"});
  watching.played.advance(10min);
  CHECK(watching.take().empty());
}

TEST_CASE("in observe mode what tailmend may not mend needs a person at once") {
  Watching watching(Policy{.mode = Mode::observe});
  watching.healthy();
  watching.played.scene.all_silent();
  watching.played.advance(1min);
  CHECK(watching.take() == Lines{"tunnel-broken: at once"});
}

TEST_CASE("what is degraded may last for half an hour, and a short cut within it needs nobody") {
  Watching watching;
  watching.healthy();
  watching.played.scene.unresolved(2);
  watching.played.advance(20min);
  CHECK(watching.take() == Lines{"dns-broken: nobody"});
  watching.played.scene.target(TcpOutcome::timed_out);
  watching.played.advance(1min);
  CHECK(watching.take() == Lines{"target-down: nobody"});
  watching.played.scene.target(TcpOutcome::held, 11ms);
  watching.played.advance(20min);
  const Lines after = watching.take();
  REQUIRE_FALSE(after.empty());
  CHECK(after.back() == "still dns-broken: lasting");
}

TEST_CASE("after forgetting, the verdict is news again") {
  Watching watching;
  watching.healthy();
  watching.concerns.forget();
  watching.played.advance(1min);
  CHECK(watching.take() == Lines{"healthy: nobody"});
}
