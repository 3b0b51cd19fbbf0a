#include "daemon/probe/anchors.hpp"

#include <map>

#include "tests/support/catch.hpp"
#include "tests/support/rights.hpp"
#include "tests/support/tcp_peer.hpp"
#include "tests/support/turn_until.hpp"

using namespace tailmend;
using namespace tailmend::testing;
using namespace std::chrono_literals;
using watch::AnchorKind;
using watch::AnchorOutcome;

namespace {

Anchor anchor(std::string name, std::uint16_t port) {
  return {.kind = AnchorKind::derp, .name = std::move(name), .endpoint = {.address = loopback, .port = port}};
}

AnchorQuestion question(std::vector<Anchor> anchors) {
  return {.anchors = std::move(anchors), .limit = 2s, .interface_v4 = "lo", .interface_v6 = "lo"};
}

struct Answers {
  std::map<std::string, watch::AnchorFact> facts;
  std::vector<std::uint32_t> open;
  [[nodiscard]] AnchorOutcome operator[](const std::string& name) const { return facts.at(name).outcome; }
};

Answers ask(Loop& loop, Anchors& anchors, const AnchorQuestion& what) {
  Answers answers;
  const auto token = anchors.ask(what, [&](const watch::AnchorFact& fact, std::uint32_t open) {
    CHECK(answers.facts.emplace(fact.name, fact).second);
    answers.open.push_back(open);
  });
  CHECK(answers.facts.empty());
  REQUIRE(turn_until(loop, [&] { return answers.facts.size() == what.anchors.size(); }));
  return answers;
}

}  // namespace

TEST_CASE("anchors are tried side by side and each is answered for itself") {
  Loop loop;
  Anchors anchors(loop);
  TcpPeer answering(loop, Manner::holds);
  TcpPeer resetting(loop, Manner::resets);
  const Bound refusing = bind_loopback();
  const SilentPeer silent;
  auto unreachable = anchor("unreachable", 443);
  unreachable.endpoint.address.bytes = {127, 255, 255, 255};
  auto what = question({anchor("silent", silent.port()), anchor("refusing", refusing.port),
                        anchor("answering", answering.port()), unreachable, anchor("resetting", resetting.port())});
  what.limit = 100ms;
  const auto answers = ask(loop, anchors, what);
  CHECK(answers["answering"] == AnchorOutcome::answered);
  CHECK(answers["refusing"] == AnchorOutcome::refused);
  CHECK(answers["unreachable"] == AnchorOutcome::unreachable);
  CHECK(answers["silent"] == AnchorOutcome::silent);
  CHECK(answers["resetting"] == AnchorOutcome::answered);
  CHECK(answers.open == std::vector<std::uint32_t>{4, 3, 2, 1, 0});
  CHECK(answers.facts.at("silent").took >= 100ms);
  CHECK(answers.facts.at("answering").took < 100ms);
  CHECK(answers.facts.at("answering").kind == AnchorKind::derp);
  CHECK(answers.facts.at("answering").endpoint.port == answering.port());
}

TEST_CASE("an anchor's connection is closed as soon as it answers, normally and without data") {
  Loop loop;
  Anchors anchors(loop);
  TcpPeer peer(loop, Manner::holds);
  ask(loop, anchors, question({anchor("a", peer.port())}));
  REQUIRE(turn_until(loop, [&] { return peer.accepted() == 1 && peer.open() == 0; }));
  CHECK_FALSE(peer.ended_by_reset());
  CHECK(peer.heard().empty());
}

TEST_CASE("without the right to mark, the socket is bound to the egress interface instead") {
  Loop loop;
  Anchors anchors(loop);
  TcpPeer peer(loop, Manner::holds);
  const NoNetworkRights without;
  CHECK(ask(loop, anchors, question({anchor("a", peer.port())}))["a"] == AnchorOutcome::answered);
  CHECK_FALSE(anchors.marked());
  auto elsewhere = question({anchor("a", peer.port())});
  elsewhere.interface_v4 = "no-such-link0";
  CHECK(ask(loop, anchors, elsewhere)["a"] == AnchorOutcome::failed);
}

TEST_CASE("a question without anchors is never answered, and needs nothing") {
  Loop loop;
  Anchors anchors(loop);
  const auto token =
      anchors.ask(question({}), [](const watch::AnchorFact&, std::uint32_t) { FAIL("nothing was asked"); });
  CHECK_FALSE(*loop.turn(0ms));
}

TEST_CASE("more anchors than allowed fail at once, the others are tried") {
  Loop loop;
  Anchors anchors(loop);
  TcpPeer peer(loop, Manner::holds);
  std::vector<Anchor> many;
  for (std::size_t i = 0; i <= Anchors::max_open; ++i) many.push_back(anchor(std::to_string(i), peer.port()));
  const auto answers = ask(loop, anchors, question(many));
  CHECK(answers[std::to_string(Anchors::max_open)] == AnchorOutcome::failed);
  CHECK(answers["0"] == AnchorOutcome::answered);
}

TEST_CASE("a cancelled question closes its connections and says nothing more") {
  Loop loop;
  Anchors anchors(loop);
  const SilentPeer silent;
  TcpPeer peer(loop, Manner::holds);
  auto what = question({anchor("silent", silent.port()), anchor("peer", peer.port())});
  what.limit = 50ms;
  int answers = 0;
  Token token = anchors.ask(what, [&](const watch::AnchorFact&, std::uint32_t) { ++answers; });
  token.reset();
  // A later question's answer comes after the first one's limit would have.
  what.anchors = {anchor("silent", silent.port())};
  CHECK(ask(loop, anchors, what)["silent"] == AnchorOutcome::silent);
  CHECK(answers == 0);
}

TEST_CASE("the first answer may destroy the token, also when the limit ends several at once") {
  Loop loop;
  auto anchors = std::make_unique<Anchors>(loop);
  const SilentPeer silent;
  auto what = question({anchor("a", silent.port()), anchor("b", silent.port())});
  what.limit = 30ms;
  int answers = 0;
  Token token;
  token = anchors->ask(what, [&](const watch::AnchorFact&, std::uint32_t) {
    ++answers;
    token.reset();
    anchors.reset();
  });
  REQUIRE(turn_until(loop, [&] { return answers > 0; }));
  while (loop.turn(0ms).value_or(false)) {
  }
  CHECK(answers == 1);
}
