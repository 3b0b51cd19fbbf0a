#include "daemon/probe/tcp_probe.hpp"

#include <sys/resource.h>

#include <optional>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/support/rights.hpp"
#include "tests/support/tcp_ask.hpp"
#include "tests/support/tcp_peer.hpp"
#include "tests/support/turn_until.hpp"

using namespace tailmend;
using namespace tailmend::testing;
using namespace std::chrono_literals;
using watch::TcpOutcome;

namespace {

TcpQuestion question(std::uint16_t port) { return {.address = loopback, .port = port, .timeout = 2s, .hold = 40ms}; }

// A connection that is open, and held for longer than any test.
Token hold(Loop& loop, TcpProbe& probe, const TcpPeer& peer) {
  auto slow = question(peer.port());
  slow.hold = 5s;
  Token held = probe.ask(slow, [](const TcpAnswer&) { FAIL("it is still held"); });
  REQUIRE(turn_until(loop, [&] { return peer.open() == 1; }));
  return held;
}

}  // namespace

TEST_CASE("a service that keeps the connection open is held, and the close is a normal one") {
  Loop loop;
  TcpProbe probe(loop);
  TcpPeer peer(loop, Manner::holds);
  const auto before = std::chrono::steady_clock::now();
  const auto answer = ask(loop, probe, question(peer.port()));
  CHECK(answer.outcome == TcpOutcome::held);
  CHECK(answer.detail.empty());
  CHECK(std::chrono::steady_clock::now() - before >= 40ms);
  CHECK(answer.took > 0us);
  CHECK(answer.took < 40ms);  // the time to connect, not to hold
  REQUIRE(turn_until(loop, [&] { return peer.accepted() == 1 && peer.open() == 0; }));
  CHECK_FALSE(peer.ended_by_reset());
}

TEST_CASE("a port where nobody listens refuses") {
  Loop loop;
  TcpProbe probe(loop);
  const Bound nobody = bind_loopback();
  const auto answer = ask(loop, probe, question(nobody.port));
  CHECK(answer.outcome == TcpOutcome::refused);
}

TEST_CASE("accept and then RST is a reset, not an answer") {
  Loop loop;
  TcpProbe probe(loop);
  TcpPeer peer(loop, Manner::resets);
  const auto answer = ask(loop, probe, question(peer.port()));
  CHECK(answer.outcome == TcpOutcome::reset);
  CHECK(answer.detail.contains("RST"));
}

TEST_CASE("accept and then FIN is a reset, and the detail says which it was") {
  Loop loop;
  TcpProbe probe(loop);
  TcpPeer peer(loop, Manner::closes);
  const auto answer = ask(loop, probe, question(peer.port()));
  CHECK(answer.outcome == TcpOutcome::reset);
  CHECK(answer.detail.contains("FIN"));
}

TEST_CASE("no answer to the SYN is a timeout, within the target's own limit") {
  Loop loop;
  TcpProbe probe(loop);
  const SilentPeer peer;
  auto what = question(peer.port());
  what.timeout = 60ms;
  const auto answer = ask(loop, probe, what);
  CHECK(answer.outcome == TcpOutcome::timed_out);
  CHECK(answer.took >= 60ms);
  CHECK(answer.took < 2s);
}

TEST_CASE("where the kernel has no way the target is unreachable") {
  Loop loop;
  TcpProbe probe(loop);
  auto what = question(80);
  what.address.bytes = {127, 255, 255, 255};  // a broadcast address: ENETUNREACH for TCP
  const auto answer = ask(loop, probe, what);
  CHECK(answer.outcome == TcpOutcome::unreachable);
  CHECK(answer.detail == "Network is unreachable");
}

TEST_CASE("what this host cannot do is failed, never the target's fault") {
  Loop loop;
  TcpProbe probe(loop);
  SECTION("an address without family") {
    auto what = question(80);
    what.address = {};
    CHECK(ask(loop, probe, what).outcome == TcpOutcome::failed);
  }
  SECTION("an interface that does not exist") {
    auto what = question(80);
    what.bind_interface = "no-such-link0";
    const auto answer = ask(loop, probe, what);
    CHECK(answer.outcome == TcpOutcome::failed);
    CHECK(answer.detail.contains("no-such-link0"));
  }
  SECTION("no descriptor left") {
    rlimit normal{};
    REQUIRE(::getrlimit(RLIMIT_NOFILE, &normal) == 0);
    const rlimit none{.rlim_cur = 0, .rlim_max = normal.rlim_max};
    REQUIRE(::setrlimit(RLIMIT_NOFILE, &none) == 0);
    const auto answer = ask(loop, probe, question(80));
    REQUIRE(::setrlimit(RLIMIT_NOFILE, &normal) == 0);
    CHECK(answer.outcome == TcpOutcome::failed);
    CHECK(answer.detail.contains("Too many open files"));
  }
  SECTION("more to send than is allowed") {
    auto what = question(80);
    what.send.assign(TcpProbe::max_bytes + 1, 'x');
    CHECK(ask(loop, probe, what).outcome == TcpOutcome::failed);
  }
}

TEST_CASE("send and expect: the service says what it should") {
  Loop loop;
  TcpProbe probe(loop);
  TcpPeer peer(loop, Manner::answers, "PONG and more");
  auto what = question(peer.port());
  what.send = "PING";
  what.expect = "PONG";
  const auto answer = ask(loop, probe, what);
  CHECK(answer.outcome == TcpOutcome::held);
  CHECK(peer.heard() == "PING");
}

TEST_CASE("a service that answers as expected and then closes has answered") {
  Loop loop;
  TcpProbe probe(loop);
  TcpPeer peer(loop, Manner::answers_and_closes, "HTTP/1.0 200 OK\r\n");
  auto what = question(peer.port());
  what.send = "GET / HTTP/1.0\r\n\r\n";
  what.expect = "HTTP/1.0 200";
  CHECK(ask(loop, probe, what).outcome == TcpOutcome::held);
}

TEST_CASE("something other than what was expected is unexpected, and the detail shows it") {
  Loop loop;
  TcpProbe probe(loop);
  TcpPeer peer(loop, Manner::greets, "SSH-2.0-\x01");
  auto what = question(peer.port());
  what.expect = "SSH-2.0-OpenSSH";
  const auto answer = ask(loop, probe, what);
  CHECK(answer.outcome == TcpOutcome::unexpected);
  CHECK(answer.detail.contains("SSH-2.0-\\x01"));
}

TEST_CASE("half of what was expected is not an answer") {
  Loop loop;
  TcpProbe probe(loop);
  TcpPeer peer(loop, Manner::greets, "SSH-");
  auto what = question(peer.port());
  what.expect = "SSH-2.0";
  what.timeout = 80ms;
  CHECK(ask(loop, probe, what).outcome == TcpOutcome::unanswered);
}

TEST_CASE("connected, sent, and nothing came back: unanswered after the timeout") {
  Loop loop;
  TcpProbe probe(loop);
  TcpPeer peer(loop, Manner::holds);
  auto what = question(peer.port());
  what.send = "PING";
  what.expect = "PONG";
  what.timeout = 100ms;
  const auto before = std::chrono::steady_clock::now();
  const auto answer = ask(loop, probe, what);
  CHECK(answer.outcome == TcpOutcome::unanswered);
  CHECK(std::chrono::steady_clock::now() - before >= 100ms);
  CHECK(answer.took < 100ms);  // the time to connect
}

TEST_CASE("a service that talks without end neither stalls the probe nor fills memory") {
  Loop loop;
  TcpProbe probe(loop);
  TcpPeer peer(loop, Manner::greets, std::string(1 << 20, 'x'));
  CHECK(ask(loop, probe, question(peer.port())).outcome == TcpOutcome::held);
}

TEST_CASE("one endpoint never sees two of our connections at a time") {
  Loop loop;
  TcpProbe probe(loop);
  TcpPeer peer(loop, Manner::holds);
  std::vector<TcpOutcome> outcomes;
  std::vector<Token> tokens;
  for (int i = 0; i < 3; ++i)
    tokens.push_back(probe.ask(question(peer.port()), [&](const TcpAnswer& a) { outcomes.push_back(a.outcome); }));
  REQUIRE(turn_until(loop, [&] { return outcomes.size() == 3; }));
  CHECK(outcomes == std::vector(3, TcpOutcome::held));
  REQUIRE(turn_until(loop, [&] { return peer.accepted() == 3 && peer.open() == 0; }));
  CHECK(peer.most_open() == 1);
}

TEST_CASE("who waits for a connection that does not end is told so in time") {
  Loop loop;
  TcpProbe probe(loop);
  TcpPeer peer(loop, Manner::holds);
  const Token first = hold(loop, probe, peer);
  auto quick = question(peer.port());
  quick.timeout = 50ms;
  const auto answer = ask(loop, probe, quick);
  CHECK(answer.outcome == TcpOutcome::failed);
  CHECK(answer.detail.contains("still open"));
}

TEST_CASE("a cancelled probe closes its connection, says nothing, and lets the next one in") {
  Loop loop;
  TcpProbe probe(loop);
  TcpPeer peer(loop, Manner::holds);
  Token first = hold(loop, probe, peer);
  std::optional<TcpAnswer> answer;
  const auto second = probe.ask(question(peer.port()), [&](const TcpAnswer& a) { answer = a; });
  first.reset();
  REQUIRE(turn_until(loop, [&] { return answer.has_value(); }));
  CHECK(answer->outcome == TcpOutcome::held);
  CHECK(peer.accepted() == 2);
}

TEST_CASE("more probes at once than allowed fail at once") {
  Loop loop;
  TcpProbe probe(loop);
  TcpPeer peer(loop, Manner::holds);
  std::vector<Token> tokens;
  for (std::size_t i = 0; i < TcpProbe::max_tries; ++i)
    tokens.push_back(probe.ask(question(peer.port()), [](const TcpAnswer&) {}));
  CHECK(ask(loop, probe, question(peer.port())).detail.contains("too many"));
}

TEST_CASE("an answer may destroy its token and the whole edge") {
  Loop loop;
  TcpPeer peer(loop, Manner::closes);
  auto probe = std::make_unique<TcpProbe>(loop);
  Token token;
  bool told = false;
  token = probe->ask(question(peer.port()), [&](const TcpAnswer&) {
    told = true;
    token.reset();
    probe.reset();
  });
  REQUIRE(turn_until(loop, [&] { return told; }));
}

TEST_CASE("a mark that is not permitted is given up for the interface, and that is said") {
  Loop loop;
  TcpProbe probe(loop);
  TcpPeer peer(loop, Manner::holds);
  auto what = question(peer.port());
  what.mark = 0x80000;
  what.bind_interface = "lo";
  const NoNetworkRights without;
  const auto answer = ask(loop, probe, what);
  CHECK(answer.outcome == TcpOutcome::held);
  CHECK(answer.detail == "not marked: no rights; bound to lo");
}

TEST_CASE("who still waits when the loop has ended is let go without an answer") {
  Loop loop;
  TcpProbe probe(loop);
  TcpPeer peer(loop, Manner::holds);
  Token first = hold(loop, probe, peer);
  const auto second = probe.ask(question(peer.port()), [](const TcpAnswer&) { FAIL("the loop has ended"); });
  loop.exit(0);
  REQUIRE(loop.run() == 0);
  first.reset();
}
