// A target behind a SOCKS5 proxy that works: what the proxy is asked, and what the target behind it does.
#include <memory>
#include <string>
#include <vector>

#include "daemon/probe/tcp_probe.hpp"
#include "tests/edges/socks5_stage.hpp"

using namespace tailmend;
using namespace tailmend::testing;
using namespace std::chrono_literals;
using namespace std::string_literals;
using watch::TcpOutcome;

TEST_CASE("a target that stays open behind the proxy is held") {
  Loop loop;
  TcpProbe probe(loop);
  Proxy proxy(loop, {no_password, granted});
  const auto answer = ask(loop, probe, question(proxy.place()));
  CHECK(answer.outcome == TcpOutcome::held);
  CHECK(answer.reply == 0);
  CHECK(answer.detail.empty());
  CHECK(answer.took > 0us);
  CHECK(proxy.heard() == std::vector{"\x05\x01\x00"s, "\x05\x01\x00\x01\x0a\x4d\x00\x0a\x01\xf6"s});
  REQUIRE(turn_until(loop, [&] { return proxy.open() == 0; }));
  CHECK(proxy.accepted() == 1);
}

TEST_CASE("a name goes to the proxy as a name, an IPv6 address as an address") {
  Loop loop;
  TcpProbe probe(loop);
  Proxy proxy(loop, {no_password, granted});
  auto what = question(proxy.place());
  SECTION("a name") {
    what.address = {};
    what.name = "plc.tailnet.ts.net";
    CHECK(ask(loop, probe, what).outcome == TcpOutcome::held);
    CHECK(proxy.heard().at(1) == "\x05\x01\x00\x03\x12plc.tailnet.ts.net\x01\xf6"s);
  }
  SECTION("IPv6") {
    what.address = address("fd00::1");
    CHECK(ask(loop, probe, what).outcome == TcpOutcome::held);
    CHECK(proxy.heard().at(1).substr(3, 3) == "\x04\xfd\x00"s);
  }
  SECTION("neither is this host's own mistake") {
    what.address = {};
    CHECK(ask(loop, probe, what).outcome == TcpOutcome::failed);
  }
}

TEST_CASE("send and expect go through the proxy, also where the target speaks first") {
  Loop loop;
  TcpProbe probe(loop);
  SECTION("asked and answered") {
    Proxy proxy(loop, {no_password, granted, "PONG"});
    auto what = question(proxy.place());
    what.send = "PING";
    what.expect = "PONG";
    CHECK(ask(loop, probe, what).outcome == TcpOutcome::held);
    CHECK(proxy.heard().back() == "PING");
  }
  SECTION("in one piece with the grant") {
    Proxy proxy(loop, {no_password, granted + "SSH-2.0-"});
    auto what = question(proxy.place());
    what.expect = "SSH-2.0";
    CHECK(ask(loop, probe, what).outcome == TcpOutcome::held);
  }
  SECTION("something else") {
    Proxy proxy(loop, {no_password, granted + "HTTP"});
    auto what = question(proxy.place());
    what.expect = "SSH-2.0";
    const auto answer = ask(loop, probe, what);
    CHECK(answer.outcome == TcpOutcome::unexpected);
    CHECK(answer.detail == "\"HTTP\" came");
  }
  SECTION("nothing") {
    Proxy proxy(loop, {no_password, granted});
    auto what = question(proxy.place());
    what.timeout = 100ms;
    what.send = "PING";
    what.expect = "PONG";
    CHECK(ask(loop, probe, what).outcome == TcpOutcome::unanswered);
  }
}

TEST_CASE("a target that accepts and closes behind the proxy resets") {
  CHECK(ask({no_password, granted}, Last::closes).outcome == TcpOutcome::reset);
  CHECK(ask({no_password, granted}, Last::resets).outcome == TcpOutcome::reset);
}

TEST_CASE("a connection that went past the tailnet proves nothing, and the target is sent nothing") {
  const std::string from_the_lan = "\x05\x00\x00\x01\xc0\xa8\x01\x05\x10\x92"s;
  Loop loop;
  TcpProbe probe(loop);
  Proxy proxy(loop, {no_password, from_the_lan, "PONG"});
  auto what = question(proxy.place());
  what.send = "PING";
  what.expect = "PONG";
  SECTION("where it is sure") {
    what.is_past = [](const watch::Address& from) { return from == address("192.168.1.5"); };
    const auto answer = ask(loop, probe, what);
    CHECK(answer.outcome == TcpOutcome::wrong_egress);
    CHECK(answer.detail == "the proxy connected from 192.168.1.5");
    CHECK(proxy.heard().size() == 2);
  }
  SECTION("where it is not, the address is told") {
    what.is_past = [](const watch::Address&) { return false; };
    const auto answer = ask(loop, probe, what);
    CHECK(answer.outcome == TcpOutcome::held);
    CHECK(answer.detail == "the proxy connected from 192.168.1.5");
  }
}

TEST_CASE("nobody is asked about a connection from the tailnet, or from an address that is not told") {
  const std::string from_nowhere = "\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00"s;
  for (const auto& reply : {granted, from_nowhere}) {
    Loop loop;
    TcpProbe probe(loop);
    Proxy proxy(loop, {no_password, reply});
    auto what = question(proxy.place());
    what.is_past = [](const watch::Address&) { return true; };
    const auto answer = ask(loop, probe, what);
    CHECK(answer.outcome == TcpOutcome::held);
    CHECK(answer.detail.empty());
  }
}

TEST_CASE("a target never sees two of our connections at a time, also through its proxy") {
  Loop loop;
  TcpProbe probe(loop);
  Proxy proxy(loop, {no_password, granted});
  std::vector<TcpOutcome> outcomes;
  std::vector<Token> tokens;
  for (int i = 0; i < 3; ++i)
    tokens.push_back(probe.ask(question(proxy.place()), [&](const TcpAnswer& a) { outcomes.push_back(a.outcome); }));
  REQUIRE(turn_until(loop, [&] { return outcomes.size() == 3; }));
  CHECK(outcomes == std::vector(3, TcpOutcome::held));
  CHECK(proxy.accepted() == 3);
  CHECK(proxy.most_open() == 1);
}

TEST_CASE("two targets behind one proxy are asked at once") {
  Loop loop;
  TcpProbe probe(loop);
  Proxy proxy(loop, {no_password, granted});
  std::vector<Token> tokens;
  auto named = question(proxy.place());
  named.address = {};
  for (const char* name : {"plc", "hmi"}) {
    named.name = name;
    named.hold = 5s;
    tokens.push_back(probe.ask(named, [](const TcpAnswer&) { FAIL("both are still held"); }));
  }
  CHECK(turn_until(loop, [&] { return proxy.open() == 2; }));
}

TEST_CASE("a probe cancelled on its way through the proxy closes its connection and says nothing") {
  Loop loop;
  TcpProbe probe(loop);
  Proxy proxy(loop, {no_password});
  auto token = probe.ask(question(proxy.place()), [](const TcpAnswer&) { FAIL("cancelled"); });
  REQUIRE(turn_until(loop, [&] { return proxy.heard().size() == 2; }));
  token.reset();
  REQUIRE(turn_until(loop, [&] { return proxy.open() == 0; }));
}

TEST_CASE("an answer from the proxy may destroy its token and the whole edge") {
  Loop loop;
  for (const auto& answers : {std::vector{no_password, refusal(5)}, std::vector{no_password, granted + "HTTP"}}) {
    Proxy proxy(loop, answers);
    auto probe = std::make_unique<TcpProbe>(loop);
    auto what = question(proxy.place());
    what.expect = "SSH";
    Token token;
    bool told = false;
    token = probe->ask(what, [&](const TcpAnswer&) {
      told = true;
      token.reset();
      probe.reset();
    });
    REQUIRE(turn_until(loop, [&] { return told; }));
  }
}
