#include "libwatch/chronicle.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/unit/chronicle_stage.hpp"

using namespace watch;
using namespace watch::testing;

namespace {

std::vector<std::string> texts(const Episode& episode) {
  std::vector<std::string> all;
  for (const auto& line : episode.lines) all.push_back(line.text);
  return all;
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
