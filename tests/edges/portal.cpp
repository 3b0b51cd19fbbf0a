// Captive portals, and what must not be taken for one, on the loopback address.
#include "daemon/probe/portal.hpp"

#include <optional>

#include "tests/support/catch.hpp"
#include "tests/support/rights.hpp"
#include "tests/support/tcp_peer.hpp"
#include "tests/support/turn_until.hpp"

using namespace tailmend;
using namespace tailmend::testing;
using namespace std::chrono_literals;

namespace {
watch::PortalFact ask(Loop& loop, std::uint16_t port, watch::Duration limit = 5s, std::string interface = "lo") {
  Portal portal(loop);
  std::optional<watch::PortalFact> fact;
  int times = 0;
  const auto token = portal.ask({.remote = {.address = loopback, .port = port}, .limit = limit, .interface = std::move(interface)}, [&](const watch::PortalFact& got) {
    fact = got;
    ++times;
  });
  CHECK_FALSE(fact.has_value());
  REQUIRE(turn_until(loop, [&] { return fact.has_value(); }));
  CHECK(times == 1);
  return *fact;
}

// Whoever is at the other end answers like that.
watch::PortalFact told(const std::string& words, Manner manner = Manner::answers_and_closes) {
  Loop loop;
  TcpPeer peer(loop, manner, words);
  return ask(loop, peer.port());
}

std::string reply(const std::string& status, const std::string& fields, const std::string& body = "") {
  return "HTTP/1.1 " + status + "\r\n" + fields + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

const watch::PortalFact none;
watch::PortalFact found(std::string location = "") { return {.found = true, .location = std::move(location)}; }
}  // namespace

TEST_CASE("a DERP server is asked as tailscaled asks it") {
  Loop loop;
  TcpPeer derp(loop, Manner::answers_and_closes, "HTTP/1.1 204 No Content\r\nX-Tailscale-Response: response ts_127.0.0.1\r\n\r\n");
  CHECK(ask(loop, derp.port()) == none);
  CHECK(derp.heard().starts_with("GET /generate_204 HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Tailscale-Challenge: ts_127.0.0.1\r\n"));
  REQUIRE(turn_until(loop, [&] { return derp.open() == 0; }));
}

TEST_CASE("a 204 of somebody who does not know the challenge is a portal's") {
  CHECK(told("HTTP/1.1 204 No Content\r\n\r\n") == found());
  CHECK(told("HTTP/1.1 204 No Content\r\nX-Tailscale-Response: response ts_other\r\n\r\n") == found());
}

TEST_CASE("a redirect says where a browser is sent, without what identifies this host") {
  for (const char* status : {"301 Moved", "302 Found", "303 See Other", "307 Temporary Redirect", "308 Permanent Redirect"}) {
    CAPTURE(status);
    CHECK(told(reply(status, "Location: http://portal.example/login?mac=00:11:22&url=x#top\r\n")) == found("http://portal.example/login"));
  }
  CHECK(told(reply("302 Found", "")) == none);
  CHECK(told(reply("511 Network Authentication Required", "Content-Type: text/html\r\n", "<html>")) == found());
}

TEST_CASE("a page in place of the reply is a portal's, also where its type is not said, and before it has ended") {
  CHECK(told(reply("200 OK", "Content-Type: text/HTML; charset=utf-8\r\n", "Welcome")) == found());
  CHECK(told(reply("200 OK", "", "\r\n  <!doctype html>")) == found());
  CHECK(told("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n<html>\r\n", Manner::answers) == found());
  CHECK(told("HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n") == found());
  CHECK(told(reply("200 OK", "Content-Type: text/plain\r\n", "<no page>")) == none);
  CHECK(told(reply("200 OK", "", "ok")) == none);
}

TEST_CASE("what is no portal's reply: an error page, an upgrade to https, an early hint, another protocol, nothing") {
  CHECK(told(reply("404 Not Found", "Content-Type: text/html\r\n", "<html>")) == none);
  CHECK(told(reply("502 Bad Gateway", "", "<html>")) == none);
  CHECK(told(reply("301 Moved", "Location: https://127.0.0.1/generate_204\r\n")) == none);
  CHECK(told(reply("301 Moved", "Location: https://derp.example.net/generate_204?x=1\r\n")) == none);
  CHECK(told("HTTP/1.1 100 Continue\r\n\r\n") == none);
  CHECK(told("SSH-2.0-OpenSSH_9.2\r\n") == none);
  CHECK(told("") == none);
  CHECK(told("HTTP/1.1 302 Found\r\nLocation: http://portal.exa") == none);
  CHECK(told(std::string("HTTP/1.1 302 Found\r\nX: ") + std::string(40000, 'x')) == none);
}

TEST_CASE("refusal, silence, a reset and a closed connection are no portal, within the limit") {
  Loop loop;
  const Bound refusing = bind_loopback();
  CHECK(ask(loop, refusing.port) == none);
  const SilentPeer silent;
  CHECK(ask(loop, silent.port(), 50ms) == none);
  TcpPeer holding(loop, Manner::holds);
  CHECK(ask(loop, holding.port(), 50ms) == none);
  TcpPeer resetting(loop, Manner::resets);
  CHECK(ask(loop, resetting.port()) == none);
  TcpPeer closing(loop, Manner::closes);
  CHECK(ask(loop, closing.port()) == none);
}

TEST_CASE("without the right to mark, the question leaves by the interface that was named") {
  Loop loop;
  TcpPeer portal(loop, Manner::answers, reply("302 Found", "Location: /login\r\n"));
  const NoNetworkRights without;
  CHECK(ask(loop, portal.port()) == found("http://127.0.0.1/login"));
  CHECK(ask(loop, portal.port(), 5s, "no-such-link0") == none);
}

TEST_CASE("a location is shown plain: scheme, host and path, printable and bounded") {
  const auto plain = [](std::string_view location) { return plain_location(location, "192.0.2.1"); };
  CHECK(plain("https://user:secret@portal.example:8443/a/b?c#d") == "https://portal.example:8443/a/b");
  CHECK(plain("HTTP://Portal.example") == "http://Portal.example");
  CHECK(plain("//portal.example/x") == "http://portal.example/x");
  CHECK(plain("/login") == "http://192.0.2.1/login");
  CHECK(plain("login") == "http://192.0.2.1/login");
  CHECK(plain("javascript:alert(1)").empty());
  CHECK(plain("http://?x").empty());
  CHECK(plain("").empty());
  CHECK(plain("http://a/\x1b[31m\n\xc3\xbcx y") == "http://a/[31mxy");
  CHECK(plain("http://a/" + std::string(5000, 'x')).size() == watch::PortalFact::max_location);
}

TEST_CASE("a cancelled question closes its connection and says nothing more; an answer may destroy its token") {
  Loop loop;
  Portal portal(loop);
  TcpPeer holding(loop, Manner::holds);
  auto dropped = portal.ask({.remote = {.address = loopback, .port = holding.port()}, .limit = 5s, .interface = "lo"}, [](const watch::PortalFact&) { FAIL("cancelled"); });
  REQUIRE(turn_until(loop, [&] { return holding.open() == 1; }));
  dropped.reset();
  REQUIRE(turn_until(loop, [&] { return holding.open() == 0; }));
  const Bound refusing = bind_loopback();
  Token token;
  bool told_it = false;
  token = portal.ask({.remote = {.address = loopback, .port = refusing.port}, .limit = 5s, .interface = "lo"}, [&](const watch::PortalFact&) {
    told_it = true;
    token.reset();
  });
  REQUIRE(turn_until(loop, [&] { return told_it; }));
}
