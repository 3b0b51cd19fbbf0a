#include "libwatch/chronicle.hpp"

#include <algorithm>

#include "tests/support/catch.hpp"
#include "tests/support/played.hpp"

using namespace watch;
using watch::testing::Played;
using watch::testing::Scene;

namespace {

struct Kept {
  Chronicle chronicle;
  std::vector<Episode> ended;
};

struct Chronicled : Kept, Played {
  Chronicled()
      : Played({}, [this](const Played& played, const Observation& seen) {
          if (chronicle.take(played.now, seen, played.last, played.machine).ended) ended.push_back(*chronicle.last());
        }) {}
};

// Healthy for half a minute, then nothing in the tailnet answers.
struct Broken : Chronicled {
  explicit Broken(std::uint32_t episodes = 0) {
    see(Remembered{.episode = episodes});
    REQUIRE(advance_to(State::healthy, 10s));
    advance(25s);
    scene.all_silent();
  }
  void heal() {
    scene.target(TcpOutcome::held, 46ms);
    for (auto& peer : scene.evidence.peers) peer.disco = peer.tsmp = Standing::good;
  }
};

std::vector<std::string> texts(const Episode& episode) {
  std::vector<std::string> all;
  for (const auto& line : episode.lines) all.push_back(line.text);
  return all;
}

bool tells(const Episode& episode, std::string_view text) {
  return std::ranges::any_of(episode.lines, [&](const EpisodeLine& line) { return line.text == text; });
}

}  // namespace

TEST_CASE("an outage that a kick heals is told from the first silence to the proof, evidence first") {
  Broken played;
  REQUIRE(played.advance_to(State::backing_off, 20s));
  played.heal();
  REQUIRE(played.advance_to(State::healthy, 20s));
  REQUIRE(played.ended.size() == 1);
  const Episode& episode = played.ended[0];
  CHECK(texts(episode) == std::vector<std::string>{
                              "plc is silent for 3.0 s",
                              "plc is silent for 3.0 s; site-router, nas and db answer neither disco nor TSMP; DERP and control answer at the WAN: tunnel-broken, ours",
                              "not done: rebind, reconnect, conntrack, up-reset, restart (a milder remedy is left)",
                              "kick is done",
                              "plc answers in 46 ms",
                              "plc answers again: proved",
                          });
  CHECK(episode.lines[1].from == State::probing);
  CHECK(episode.lines[1].to == State::backing_off);
  CHECK(episode.lines[4].from == State::settling);
  CHECK(episode.lines[5].to == State::healthy);
  CHECK(episode.ending == Ending::healed);
  CHECK(episode.healed_by == Remedy::kick);
  CHECK(episode.verdict == Verdict::tunnel_broken);
  CHECK(episode.whose == Whose::ours);
  CHECK(played.chronicle.open() == nullptr);
}

TEST_CASE("data was away from the last good answer before it failed to the first good one") {
  Broken played;
  const Instant last_good = played.now - 5s;  // the heartbeats came at 10 s and 20 s
  REQUIRE(played.advance_to(State::backing_off, 20s));
  played.heal();
  REQUIRE(played.advance_to(State::healthy, 20s));
  const Episode& episode = played.ended.at(0);
  const Instant back = played.now - Policy::again_after;
  CHECK(episode.watched);
  CHECK(episode.away > Duration::zero());
  CHECK(episode.away <= back - last_good + 5s);
  REQUIRE(episode.absences.size() == 1);
  CHECK(episode.absences[0] == Absence{.target = "plc", .away = episode.away});
  const auto watched = played.chronicle.take_watched();
  REQUIRE(watched.size() == 1);
  CHECK(watched[0].away == episode.away);
  CHECK(watched[0].watched > watched[0].away);
  CHECK(played.chronicle.take_watched().empty());
}

TEST_CASE("an episode can be read as far as it has come") {
  Broken played;
  REQUIRE(played.advance_to(State::backing_off, 20s));
  const Episode* open = played.chronicle.open();
  REQUIRE(open != nullptr);
  CHECK(open->ending == Ending::going_on);
  CHECK(open->lines.size() >= 2);
  const Duration so_far = open->away;
  played.advance(30s);
  CHECK(played.chronicle.open()->away > so_far);
}

TEST_CASE("what comes back long after a remedy came back by itself") {
  Broken played;
  played.scene.evidence.peers[1].disco = played.scene.evidence.peers[1].tsmp = Standing::good;
  REQUIRE(played.advance_to(State::reported, 60s));
  CHECK(played.applied(Remedy::rebind) == 1);
  played.advance(2min);
  played.heal();
  REQUIRE(played.advance_to(State::healthy, 60s));
  const Episode& episode = played.ended.at(0);
  CHECK(episode.verdict == Verdict::peer_unreachable);
  CHECK(episode.ending == Ending::by_itself);
  CHECK(!episode.healed_by);
  REQUIRE(episode.attempts.size() == 1);
  CHECK(episode.attempts[0].outcome == Outcome::done);
  CHECK(tells(episode, "rebind did not help: peer-unreachable still"));
}

TEST_CASE("a remedy that leaves a milder fault has healed the graver one") {
  Broken played;
  played.scene.evidence.peers[1].disco = played.scene.evidence.peers[1].tsmp = Standing::good;
  REQUIRE(played.advance_to(State::settling, 60s));
  played.heal();
  played.scene.control_connection(Life::dead);
  REQUIRE(played.advance_to(State::backing_off, 60s));
  played.scene.control_connection(Life::answering);
  REQUIRE(played.advance_to(State::healthy, 60s));
  const Episode& episode = played.ended.at(0);
  REQUIRE(episode.attempts.size() == 2);
  CHECK(episode.attempts[0].remedy == Remedy::rebind);
  CHECK(episode.attempts[1].remedy == Remedy::reconnect);
  CHECK(episode.verdict == Verdict::peer_unreachable);
  CHECK(episode.ending == Ending::healed);
  CHECK(episode.healed_by == Remedy::rebind);
}

TEST_CASE("looks with the same finding are told once") {
  Chronicled played;
  REQUIRE(played.advance_to(State::healthy, 10s));
  played.scene.target(TcpOutcome::refused);
  REQUIRE(played.advance_to(State::reported, 60s));
  const std::size_t lines = played.chronicle.open()->lines.size();
  played.advance(10min);
  CHECK(played.chronicle.open()->lines.size() == lines);
}

TEST_CASE("what a gate holds back is told with its reason") {
  Broken played;
  played.scene.control(AnchorOutcome::silent).control_connection(Life::dead);
  played.scene.evidence.tailnet.self_online = false;
  played.advance(2min);
  const Episode* open = played.chronicle.open();
  REQUIRE(open != nullptr);
  CHECK(tells(*open, "not done: up-reset, restart (the control server does not answer)"));
  CHECK(std::ranges::find(open->withheld, Withheld{.remedy = Remedy::restart, .reason = "the control server does not answer"}) != open->withheld.end());
}

TEST_CASE("a doubt in which nothing was found is not worth keeping") {
  Chronicled played;
  REQUIRE(played.advance_to(State::healthy, 10s));
  played.see(Asked{});
  REQUIRE(played.advance_to(State::healthy, 10s));
  const Episode& episode = played.ended.at(0);
  CHECK(episode.ending == Ending::nothing);
  CHECK(!remarkable(episode));
}

TEST_CASE("what an administrator stopped was not away, and is a person's to bring back") {
  Chronicled played;
  REQUIRE(played.advance_to(State::healthy, 10s));
  played.scene.evidence.prefs->want_running = false;
  played.see(BusSeen{.hint = BusHint::prefs, .want_running = false});
  REQUIRE(played.machine.state() == State::standby);
  played.advance(1h);
  played.scene.evidence.prefs->want_running = true;
  played.see(BusSeen{.hint = BusHint::prefs, .want_running = true});
  REQUIRE(played.advance_to(State::healthy, 60s));
  const Episode& episode = played.ended.at(0);
  CHECK(episode.ending == Ending::by_a_person);
  CHECK(episode.away == Duration::zero());
  const auto watched = played.chronicle.take_watched();
  REQUIRE(watched.size() == 1);
  CHECK(watched[0].watched < 1min);
}

TEST_CASE("numbers go on from those of earlier runs") {
  Broken played(17);
  CHECK(played.ended.empty());
  REQUIRE(played.advance_to(State::backing_off, 20s));
  CHECK(played.machine.episode() == 18);
  CHECK(played.chronicle.open()->number == 18);
}

TEST_CASE("a blemish that lasts is one episode, told and ended") {
  Chronicled played;
  REQUIRE(played.advance_to(State::healthy, 10s));
  played.scene.unresolved(2);
  REQUIRE(played.advance_to(State::reported, 20min));
  played.advance(1h);
  CHECK(played.machine.episode() == 1);
  REQUIRE(played.ended.size() == 1);
  CHECK(played.ended[0].verdict == Verdict::dns_broken);
  CHECK(played.ended[0].ending == Ending::reported);
}

TEST_CASE("a doubt that finds the same blemish is no other episode; what a person orders then is, and what ends it") {
  Chronicled played;
  REQUIRE(played.advance_to(State::healthy, 10s));
  played.scene.unresolved(2);
  REQUIRE(played.advance_to(State::reported, 20min));
  played.see(Asked{});
  REQUIRE(played.machine.state() == State::probing);
  REQUIRE(played.advance_to(State::reported, 10s));
  CHECK(played.machine.episode() == 1);

  MendAsked order{.remedy = Remedy::reconnect, .despite = {}, .who = "alice"};
  order.despite.add(Gate::verdict);
  played.see(order);
  played.advance(1min);
  REQUIRE(played.applied(Remedy::reconnect) == 1);
  CHECK(played.machine.state() == State::reported);
  REQUIRE(played.ended.size() == 2);
  CHECK(played.ended[1].attempts.size() == 1);

  played.see(NetworkSeen{.egress = {}});
  CHECK(played.machine.state() == State::wan_down);
  CHECK(played.machine.episode() == 3);
  played.advance(1min);
  played.see(NetworkSeen{.egress = played.scene.evidence.egress});
  REQUIRE(played.advance_to(State::reported, 1min));
  REQUIRE(played.ended.size() == 3);
  CHECK(played.ended[2].verdict == Verdict::wan_down);
  CHECK(played.ended[2].lasted >= 1min);

  played.scene.evidence.prefs->want_running = false;
  played.see(BusSeen{.hint = BusHint::prefs, .want_running = false});
  CHECK(played.machine.state() == State::standby);
  CHECK(played.machine.episode() == 4);
  CHECK(played.chronicle.open()->verdict == Verdict::stopped_by_admin);
}

TEST_CASE("an episode has a limit of lines; the first and the last are kept, and what is left out is counted") {
  Chronicled played;
  REQUIRE(played.advance_to(State::healthy, 10s));
  played.scene.target(TcpOutcome::refused);
  REQUIRE(played.advance_to(State::reported, 60s));
  const Episode before = *played.chronicle.open();
  for (int i = 0; i < 200; ++i) {
    played.scene.evidence.egress.v4->gateway.bytes[3] = static_cast<std::uint8_t>(1 + i % 2);
    played.scene.target(i % 2 == 0 ? TcpOutcome::refused : TcpOutcome::reset);
    played.see(NetworkSeen{.egress = played.scene.evidence.egress});
    played.advance(5s);
  }
  const Episode* open = played.chronicle.open();
  REQUIRE(open != nullptr);
  CHECK(open->number == before.number);
  CHECK(open->lines.size() == Episode::max_lines);
  CHECK(open->left_out > 0);
  CHECK(open->lines.front() == before.lines.front());
  CHECK(open->lines.back().after > open->lines[Episode::first_lines].after);
}

TEST_CASE("a line is never longer than its limit, and ends on a character") {
  Chronicled played;
  REQUIRE(played.advance_to(State::healthy, 10s));
  played.policy.targets[0].name = std::string(300, 'x') + std::string("ä", 2);
  for (int i = 0; i < 9; ++i) played.policy.targets[0].name += "ääääääääää";
  played.see(Configured{played.policy});
  played.scene.target(TcpOutcome::refused);
  REQUIRE(played.advance_to(State::reported, 60s));
  for (const auto& line : played.chronicle.open()->lines) {
    CHECK(line.text.size() <= Episode::max_text);
    if (line.text.size() > 390) CHECK(line.text.ends_with("…"));
  }
}

TEST_CASE("a router that is direct again soon after an episode is told behind its end") {
  Chronicled played;
  auto& router = played.scene.evidence.peers[0];
  router.path = "203.0.113.9:41641";
  REQUIRE(played.advance_to(State::healthy, 10s));
  played.scene.target(TcpOutcome::refused);
  REQUIRE(played.advance_to(State::reported, 60s));
  router.path = "DERP nyc";
  played.scene.target(TcpOutcome::held, 46ms);
  REQUIRE(played.advance_to(State::healthy, 60s));
  const std::size_t lines = played.chronicle.last()->lines.size();
  router.path = "203.0.113.9:41641";
  played.advance(3min);
  REQUIRE(played.chronicle.last()->lines.size() == lines + 1);
  CHECK(played.chronicle.last()->lines.back().text == "site-router is direct again (203.0.113.9:41641)");
  CHECK(played.chronicle.last()->lines.back().after > played.chronicle.last()->lasted);
}

TEST_CASE("who asked for a remedy is told, and not who asked before") {
  Broken b;
  b.see(MendAsked{.remedy = {}, .despite = {}, .who = "bob"});
  b.see(MendAsked{.remedy = Remedy::rebind, .despite = {}, .who = "alice as root"});
  b.advance(10s);
  REQUIRE(b.chronicle.open() != nullptr);
  const auto told = texts(*b.chronicle.open());
  CHECK(std::ranges::find(told, "alice as root asked for rebind") != told.end());
}
