// The journal's words for a machine in a scene, as journald gets them.
#include "daemon/report/teller.hpp"

#include <algorithm>
#include <functional>

#include "tests/support/catch.hpp"
#include "tests/support/journald.hpp"
#include "tests/support/played.hpp"

using namespace tailmend;
using namespace std::chrono_literals;
using tailmend::testing::field_in;
using tailmend::testing::Listener;
using watch::State;
using watch::Verdict;
using watch::testing::Played;
using watch::testing::Scene;

namespace {

struct World {
  Listener journald;
  Journal journal = journald.journal();
  Teller teller{journal};
  watch::Chronicle chronicle;
  std::vector<std::string> datagrams;
  Played played;

  explicit World(watch::Policy policy = {})
      : played(std::move(policy), [this](const Played& its, const watch::Observation& seen) { step(its, seen); }) {}

  void step(const Played& its, const watch::Observation& seen) {
    teller.take({.now = its.now, .seen = seen, .decision = its.last, .machine = its.machine});
    const auto heard = chronicle.take(its.now, seen, its.last, its.machine);
    teller.take_episode(chronicle, heard);
    for (std::string datagram = journald.take(); !datagram.empty(); datagram = journald.take()) datagrams.push_back(std::move(datagram));
  }
  void healthy() {
    REQUIRE(played.advance_to(State::healthy, 1min));
    datagrams.clear();
  }
  // "4 text" of those that are at most so loud.
  [[nodiscard]] std::vector<std::string> lines(Level quietest = Level::debug) const {
    std::vector<std::string> found;
    for (const auto& datagram : datagrams)
      if (field_in(datagram, "PRIORITY") <= std::to_string(static_cast<int>(quietest))) found.push_back(field_in(datagram, "PRIORITY") + " " + field_in(datagram, "MESSAGE"));
    return found;
  }
  [[nodiscard]] std::vector<std::string> of_kind(MessageId id) const {
    std::vector<std::string> found;
    for (const auto& datagram : datagrams)
      if (field_in(datagram, "MESSAGE_ID") == message_id(id)) found.push_back(datagram);
    return found;
  }
  [[nodiscard]] std::vector<std::string> warnings() const { return lines(Level::warning); }
  void move(const char* interface) {
    played.scene.evidence.egress.v4->interface = interface;
    played.see(watch::NetworkSeen{.egress = played.scene.evidence.egress});
  }
};
using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("each verdict has its level when it is said first: a warning is what only a person can mend") {
  struct Case {
    Verdict verdict;
    Level level;
    std::function<void(Scene&)> spoil;
  };
  const std::vector<Case> cases{
      {Verdict::needs_login, Level::warning, [](Scene& s) { s.evidence.tailnet.backend = watch::Backend::needs_login; }},
      {Verdict::stopped_by_admin, Level::notice, [](Scene& s) { s.evidence.prefs->want_running = false, s.evidence.tailnet.backend = watch::Backend::stopped; }},
      {Verdict::route_not_accepted, Level::warning, [](Scene& s) { s.target(watch::TcpOutcome::wrong_egress).evidence.prefs->accept_routes = false; }},
      {Verdict::tunnel_broken, Level::notice, [](Scene& s) { s.all_silent(); }},
      {Verdict::peer_unreachable, Level::notice, [](Scene& s) { s.silent(0).target(watch::TcpOutcome::timed_out); }},
      {Verdict::target_down, Level::notice, [](Scene& s) { s.target(watch::TcpOutcome::timed_out); }},
      {Verdict::target_resets, Level::notice, [](Scene& s) { s.target(watch::TcpOutcome::reset); }},
      {Verdict::dns_broken, Level::notice, [](Scene& s) { s.unresolved(2); }},
      {Verdict::wan_down, Level::notice,
       [](Scene& s) {
         for (auto& anchor : s.all_silent().evidence.anchors) anchor.outcome = watch::AnchorOutcome::silent;
       }},
  };
  for (const Case& it : cases) {
    World world;
    world.healthy();
    it.spoil(world.played.scene);
    world.played.see(watch::Asked{});
    world.played.advance(12min);
    const auto verdicts = world.of_kind(MessageId::verdict_changed);
    INFO(to_string(it.verdict));
    REQUIRE_FALSE(verdicts.empty());
    CHECK(field_in(verdicts.front(), "VERDICT") == to_string(it.verdict));
    CHECK(field_in(verdicts.front(), "PRIORITY") == std::to_string(static_cast<int>(it.level)));
    CHECK_FALSE(field_in(verdicts.front(), "WHOSE").empty());
  }
}

TEST_CASE("a fault that a remedy mends leaves no warning, and tells of itself in few lines") {
  World world;
  world.healthy();
  world.played.scene.all_silent();
  REQUIRE(world.played.advance_to(State::settling, 1min));
  world.played.scene.target(watch::TcpOutcome::held, 11ms);
  for (auto& peer : world.played.scene.evidence.peers) peer.disco = peer.tsmp = watch::Standing::good;
  REQUIRE(world.played.advance_to(State::healthy, 1min));
  CHECK(world.warnings().empty());
  const Lines notices = world.lines(Level::notice);
  REQUIRE(notices.size() == 3);
  CHECK(notices[0].starts_with("5 tunnel-broken, ours: plc, site-router and 2 witnesses are silent"));
  CHECK(notices[1].starts_with("5 healthy: plc answers"));
  CHECK(notices[2].starts_with("5 episode 1 ended after "));
  CHECK(notices[2].ends_with("; tunnel-broken: healed by kick"));
  CHECK(world.datagrams.size() <= 14);

  const auto began = world.of_kind(MessageId::episode_began);
  REQUIRE(began.size() == 1);
  CHECK(field_in(began.front(), "EPISODE") == "1");
  const auto ended = world.of_kind(MessageId::episode_ended);
  REQUIRE(ended.size() == 1);
  CHECK(field_in(ended.front(), "OUTCOME") == "healed");
  CHECK(field_in(ended.front(), "REMEDY") == "kick");
  CHECK(std::stol(field_in(ended.front(), "LASTED_MS")) > 0);
  CHECK(std::stol(field_in(ended.front(), "AWAY_MS")) > 0);
}

TEST_CASE("a spent budget is one warning") {
  World world(watch::Policy{.steps = {watch::Remedy::kick, watch::Remedy::restart}, .restarts_per_hour = 1});
  world.healthy();
  world.played.scene.all_silent();
  REQUIRE(world.played.advance_to(State::exhausted, 5min));
  REQUIRE(world.warnings().size() == 1);
  CHECK(world.warnings().front().starts_with("4 the budget for hard remedies is spent: tunnel-broken, ours: "));
  CHECK(world.of_kind(MessageId::budget_spent).size() == 1);
}

TEST_CASE("what does not pass is a warning once, with what to do") {
  World world;
  world.healthy();
  world.played.scene.target(watch::TcpOutcome::timed_out);
  world.played.advance(4min);
  CHECK(world.warnings().empty());
  world.played.advance(6h);
  REQUIRE(world.warnings().size() == 1);
  CHECK(world.warnings().front().starts_with("4 for 5 min, and still target-down, theirs: "));
  CHECK(world.warnings().front().find("; to do: ") != std::string::npos);
  CHECK(world.of_kind(MessageId::person_needed).size() == 1);
}

TEST_CASE("a remedy that fails or is not for this host needs nobody yet") {
  for (const auto& [outcome, level] : {std::pair(watch::Outcome::failed, "5"), std::pair(watch::Outcome::unavailable, "6"), std::pair(watch::Outcome::contradicted, "5"),
                                       std::pair(watch::Outcome::done, "6")}) {
    World world;
    world.healthy();
    world.played.answers_remedies = false;
    world.played.scene.all_silent();
    REQUIRE(world.played.advance_to(State::remedying, 1min));
    world.played.see(watch::RemedySeen{.attempt = world.played.machine.attempt(), .remedy = watch::Remedy::kick, .outcome = outcome, .detail = "why"});
    const auto finished = world.of_kind(MessageId::remedy_finished);
    REQUIRE(finished.size() == 1);
    CHECK(field_in(finished.front(), "PRIORITY") == level);
    CHECK(field_in(finished.front(), "OUTCOME") == to_string(outcome));
  }
}

TEST_CASE("of changes while the network settles the first are told, and then how many there were") {
  World world;
  world.healthy();
  for (int i = 0; i < 10; ++i) {
    world.move(i % 2 == 0 ? "wan1" : "wan0");
    world.played.advance(500ms);
  }
  REQUIRE(world.played.advance_to(State::probing, 10s));
  const auto moves = world.of_kind(MessageId::network_changed);
  REQUIRE(moves.size() == Teller::most_moves);
  CHECK(field_in(moves.front(), "WAN_OLD").find("wan0") != std::string::npos);
  CHECK(field_in(moves.front(), "WAN_NEW").find("wan1") != std::string::npos);
  const Lines lines = world.lines();
  CHECK(std::ranges::any_of(lines, [](const std::string& line) { return line.ends_with("after 7 more changes"); }));
}

TEST_CASE("a network that flaps for an hour does not flood the journal, and what was not told is counted") {
  World world;
  world.healthy();
  std::size_t worst = 0;
  for (const auto every : {1s, 4s, 11s, 20s, 60s}) {
    world.datagrams.clear();
    const auto until = world.played.now + 1h;
    for (int i = 0; world.played.now < until; ++i) {
      world.move(i % 2 == 0 ? "wan1" : "wan0");
      world.played.advance(every);
    }
    INFO("a change every " << every.count() << " s: " << world.datagrams.size() << " lines");
    CHECK(world.datagrams.size() <= Teller::most_transitions + 60);
    CHECK(world.warnings().empty());
    worst = std::max(worst, world.datagrams.size());
  }
  CHECK(worst > Teller::most_transitions / 2);
  world.played.advance(2h);
  world.move("wan2");
  CHECK(std::ranges::any_of(world.lines(), [](const std::string& line) { return line.ends_with(" transitions of the last hour were not told"); }));
}

TEST_CASE("a tunnel that breaks and is mended every minute is told in a bounded number of lines, and calls a person once") {
  World world;
  world.healthy();
  std::size_t warnings = 0;
  for (int hour = 0; hour < 3; ++hour) {
    world.datagrams.clear();
    for (int minute = 0; minute < 60; ++minute) {
      world.played.scene.all_silent();
      world.played.advance(20s);
      world.played.scene.target(watch::TcpOutcome::held, 11ms);
      for (auto& peer : world.played.scene.evidence.peers) peer.disco = peer.tsmp = watch::Standing::good;
      world.played.advance(40s);
    }
    CHECK(world.datagrams.size() <= Teller::most_transitions + 60 * 8);
    warnings += world.warnings().size();
  }
  CHECK(warnings == 1);
}

TEST_CASE("a trouble is said once an hour, and is a warning unless tailmend lives with it") {
  World world;
  world.healthy();
  for (int i = 0; i < 3; ++i) {
    world.teller.trouble("the disk is full");
    world.teller.trouble("WAN anchors cannot be kept: why, ignoring");
    world.teller.trouble("the bus is away, retrying in 4 s");
  }
  world.played.advance(10s);
  CHECK(world.warnings() == Lines{"4 the disk is full"});
  CHECK(world.of_kind(MessageId::trouble).size() == 3);
  world.played.advance(61min);
  world.teller.trouble("the disk is full");
  world.played.advance(10s);
  CHECK(world.of_kind(MessageId::trouble).size() == 4);
  for (std::size_t i = 0; i < 3 * Teller::most_troubles; ++i) {
    world.teller.trouble("trouble " + std::to_string(i));
    world.played.see(watch::Due{});
  }
  CHECK(world.of_kind(MessageId::trouble).size() == 4 + 3 * Teller::most_troubles);
}

TEST_CASE("a pause and an order are told with who said so") {
  World world;
  world.healthy();
  world.played.see(watch::PauseSeen{.pause = watch::Pause{.since = world.played.now, .until = world.played.now + 2h, .who = "anna", .reason = "works on the router"}});
  CHECK(world.lines().back() == "5 paused for 2 h by anna: works on the router");
  world.played.advance(1h);
  CHECK(world.of_kind(MessageId::pause_ended).empty());
  world.played.see(watch::PauseSeen{});
  CHECK(world.lines().back() == "5 the pause of anna is over, for it was ended");
  world.played.see(watch::PauseSeen{.pause = watch::Pause{.since = world.played.now, .until = world.played.now + 1min, .who = "anna"}});
  world.played.advance(2min);
  CHECK(world.lines().back() == "5 the pause of anna is over, its time is up");

  world.datagrams.clear();
  world.played.see(watch::MendAsked{.remedy = watch::Remedy::rebind, .who = "anna"});
  CHECK(world.lines().front() == "5 anna asks for rebind");
  world.played.advance(1min);
  const auto ended = world.of_kind(MessageId::mend_ended);
  REQUIRE(ended.size() == 1);
  CHECK(field_in(ended.front(), "MESSAGE").starts_with("mend rebind, asked for by anna"));
  CHECK(field_in(ended.front(), "REMEDY") == "rebind");
  CHECK(world.warnings().empty());
}

TEST_CASE("a doubt in which nothing is found is no episode in the journal") {
  World world;
  world.healthy();
  world.played.see(watch::Asked{});
  world.played.advance(1min);
  CHECK(world.of_kind(MessageId::episode_began).empty());
  CHECK(world.of_kind(MessageId::episode_ended).empty());
}
