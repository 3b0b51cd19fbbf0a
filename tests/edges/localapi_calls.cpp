// LocalAPI's calls beside each other: which connections carry them, which wait, and what becomes of those that are cancelled.
#include "daemon/tailscaled/localapi.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/edges/localapi_stage.hpp"

using namespace std::chrono_literals;
using namespace tailmend;
using namespace tailmend::testing;
using watch::Answer;

TEST_CASE("one connection serves calls that follow each other") {
  Stage stage;
  for (int i = 0; i < 5; ++i) CHECK(stage.status().answer == Answer::answered);
  CHECK(stage.debug("rebind") == std::pair(Answer::answered, std::string("done\n")));
  CHECK(stage.tailscaled.accepted() == 1);
}

TEST_CASE("a connection that was closed while it rested is replaced without a word") {
  Stage stage;
  CHECK(stage.status().answer == Answer::answered);
  SECTION("and its end was seen") {
    stage.tailscaled.close_connections();
    CHECK(stage.debug("rebind").first == Answer::answered);
  }
  SECTION("and its end comes with the next request") {
    stage.tailscaled.tell("when debug fault debug none");  // any change wakes the server
    std::optional<Answer> answer;
    const auto token = stage.localapi.debug("rebind", 5s, [&](Answer a, const std::string&) { answer = a; });
    stage.tailscaled.close_connections();
    REQUIRE(turn_until(stage.loop, [&] { return answer.has_value(); }));
    CHECK(answer == Answer::answered);
  }
  CHECK(stage.tailscaled.accepted() == 2);
}

TEST_CASE("pings that hang hold up nothing else, and more of them than connections wait their turn") {
  Stage stage;
  tell_small_tailnet(stage.tailscaled);
  stage.tailscaled.tell("ping r1 * silent");
  std::vector<Token> tokens;
  int silent = 0;
  for (int i = 0; i < 12; ++i) {
    tokens.push_back(stage.localapi.ping(*watch::parse_address("100.64.0.2"), watch::PingKind::disco, 0, 600ms,
                                         [&](const watch::PingFact& fact) { silent += fact.outcome == watch::PingOutcome::silent; }));
  }
  CHECK(stage.status().answer == Answer::answered);
  CHECK(silent == 0);
  for (int i = 0; i < 28; ++i) {
    tokens.push_back(stage.localapi.ping(*watch::parse_address("100.64.0.2"), watch::PingKind::disco, 0, 600ms,
                                         [&](const watch::PingFact& fact) { silent += fact.outcome == watch::PingOutcome::silent; }));
  }
  std::size_t most = 0;
  REQUIRE(turn_until(stage.loop, [&] {
    most = std::max(most, stage.tailscaled.open());
    return silent == 40;
  }));
  CHECK(most <= 16 + 2);  // asking at once, and at rest
  CHECK(stage.tailscaled.wait_until([&] { return stage.tailscaled.open() <= 2; }));
}

TEST_CASE("a call for which there is no place to wait is answered too") {
  Stage stage;
  stage.tailscaled.tell("fault * silent");
  std::vector<Token> tokens;
  int answered = 0;
  for (int i = 0; i < 70; ++i) {
    tokens.push_back(stage.localapi.debug("rebind", 400ms, [&](Answer answer, const std::string&) { answered += answer == Answer::timed_out; }));
  }
  CHECK(answered == 0);
  REQUIRE(turn_until(stage.loop, [&] { return answered > 0; }));
  CHECK(answered == 6);
  REQUIRE(turn_until(stage.loop, [&] { return answered == 70; }));
}

TEST_CASE("a cancelled call is not answered and its connection closes") {
  Stage stage;
  tell_small_tailnet(stage.tailscaled);
  stage.tailscaled.tell("ping r1 * silent");
  bool called = false;
  auto token = stage.localapi.ping(*watch::parse_address("100.64.0.2"), watch::PingKind::disco, 0, 300ms,
                                   [&](const watch::PingFact&) { called = true; });
  REQUIRE(turn_until(stage.loop, [&] { return !stage.tailscaled.requests().empty(); }));
  token.reset();
  CHECK(stage.tailscaled.wait_until([&] { return stage.tailscaled.open() == 0; }));
  CHECK(stage.status().answer == Answer::answered);
  CHECK(!called);
}

TEST_CASE("an answer may destroy its token and the client itself") {
  Stage stage;
  auto own = std::make_unique<Localapi>(stage.loop, stage.place.socket());
  Token other;
  bool other_called = false;
  Token token;
  bool called = false;
  token = own->status(true, {}, 5s, [&](const watch::StatusSeen&) {
    called = true;
    token.reset();
    own.reset();
  });
  other = own->debug("rebind", 5s, [&](Answer, const std::string&) { other_called = true; });
  stage.tailscaled.tell("wait debug 300");
  REQUIRE(turn_until(stage.loop, [&] { return called; }));
  CHECK(stage.tailscaled.wait_until([&] { return stage.tailscaled.open() == 0; }));
  CHECK(!other_called);
}
