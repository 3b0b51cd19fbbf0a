// Proxies that refuse, close, say nothing, speak no SOCKS5 or are not there, and what is said of each.
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "daemon/probe/tcp_probe.hpp"
#include "tests/edges/socks5_stage.hpp"

using namespace tailmend;
using namespace tailmend::testing;
using namespace std::chrono_literals;
using watch::TcpOutcome;

namespace {

// Bound to ::1; no socket where the host has no such address, or the port is taken.
Bound bind_v6(std::uint16_t port) {
  sockaddr_in6 name{};
  name.sin6_family = AF_INET6;
  name.sin6_port = htons(port);
  name.sin6_addr = in6addr_loopback;
  Bound bound{.socket = Descriptor(::socket(AF_INET6, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)), .port = port};
  if (bound.socket && ::bind(bound.socket.get(), reinterpret_cast<sockaddr*>(&name), sizeof name) < 0) bound.socket.reset();
  return bound;
}

// The same free port on both loopback addresses; no sockets on a host without ::1.
std::pair<Bound, Bound> bind_both() {
  for (int tries = 0; tries < 20; ++tries) {
    Bound v4 = bind_loopback();
    Bound v6 = bind_v6(v4.port);
    if (v6.socket) return {std::move(v4), std::move(v6)};
    if (errno != EADDRINUSE) break;
  }
  return {};
}

}  // namespace

TEST_CASE("each reply of the proxy is told, and mapped to what it says of the target") {
  using enum TcpOutcome;
  const std::vector<TcpOutcome> outcomes = {proxy_failed, proxy_failed, unreachable,  unreachable,
                                            refused,      timed_out,    proxy_failed, proxy_failed};
  for (int code = 1; code <= 8; ++code) {
    INFO(code);
    const auto answer = ask({no_password, refusal(code)}, Last::closes);
    CHECK(answer.outcome == outcomes[static_cast<std::size_t>(code) - 1]);
    CHECK(answer.reply == code);
    CHECK(answer.detail == "the proxy replies " + std::to_string(code) + ", " + std::string(watch::socks_reply(static_cast<std::uint8_t>(code))));
  }
  CHECK(ask({no_password, refusal(200)}).outcome == proxy_failed);
  CHECK(ask({no_password, refusal(200)}).reply == 200);
  CHECK(ask({no_password, "\x05\x05"}, Last::closes).outcome == refused);  // a reply cut short is one
}

TEST_CASE("a proxy that takes the connection and closes it") {
  for (const Last last : {Last::closes, Last::resets}) {
    const auto at_once = ask({}, last);
    CHECK(at_once.outcome == TcpOutcome::proxy_closed);
    CHECK_FALSE(at_once.detail.empty());
    CHECK(ask({no_password.substr(0, 1)}, last).outcome == TcpOutcome::proxy_closed);
    const auto asked = ask({no_password, granted.substr(0, 4)}, last);
    CHECK(asked.outcome == TcpOutcome::proxy_closed);
    CHECK(asked.detail.find("when asked for the target") != std::string::npos);
  }
}

TEST_CASE("what speaks no SOCKS5 is no proxy, and the detail shows what it is") {
  const auto web = ask({"HTTP/1.1 400 Bad Request\r\n\r\n"}, Last::closes);
  CHECK(web.outcome == TcpOutcome::proxy_closed);
  CHECK(web.detail == "speaks no SOCKS5: \"HTTP/1.1 400 Bad Request…\" came");
  const auto password = ask({"\x05\xff"});
  CHECK(password.outcome == TcpOutcome::proxy_closed);
  CHECK(password.detail == "wants a user and a password");
  const auto hasty = ask({no_password + granted});
  CHECK(hasty.outcome == TcpOutcome::proxy_closed);
  CHECK(hasty.detail == "answers before it is asked");
}

TEST_CASE("a proxy that says nothing is silent; one that waits for the target is not to blame") {
  const auto mute = ask({}, Last::stays, 60ms);
  CHECK(mute.outcome == TcpOutcome::proxy_silent);
  CHECK(mute.detail == "no answer to the greeting");
  const auto trying = ask({no_password}, Last::stays, 60ms);
  CHECK(trying.outcome == TcpOutcome::timed_out);
  CHECK(trying.reply == 0);
  CHECK(trying.detail == "the proxy is still trying");
  CHECK(trying.took >= 60ms);

  Loop loop;
  TcpProbe probe(loop);
  const SilentPeer full;
  auto what = question("127.0.0.1:" + std::to_string(full.port()));
  what.timeout = 60ms;
  CHECK(ask(loop, probe, what).outcome == TcpOutcome::proxy_silent);
}

TEST_CASE("nobody listens, and where somebody does is said") {
  auto [v4, v6] = bind_both();
  if (!v6.socket) {
    std::printf("SKIPPED: socks5: this host has no ::1\n");
    return;
  }
  Loop loop;
  TcpProbe probe(loop);
  const std::string port = std::to_string(v4.port);
  SECTION("neither") {
    CHECK(ask(loop, probe, question("127.0.0.1:" + port)).outcome == TcpOutcome::proxy_refused);
    CHECK(ask(loop, probe, question("[::1]:" + port)).detail == "[::1]:" + port + " refuses");
    const auto answer = ask(loop, probe, question("localhost:" + port));
    CHECK(answer.outcome == TcpOutcome::proxy_refused);
    CHECK(answer.detail == "[::1]:" + port + " refuses, 127.0.0.1:" + port + " refuses");
  }
  SECTION("on ::1 alone") {
    Proxy proxy(loop, {no_password, granted}, Last::stays, std::move(v6));
    const auto answer = ask(loop, probe, question("127.0.0.1:" + port));
    CHECK(answer.outcome == TcpOutcome::proxy_refused);
    CHECK(answer.detail == "127.0.0.1:" + port + " refuses, [::1]:" + port + " listens");
    CHECK(proxy.heard().empty());
    const auto named = ask(loop, probe, question("localhost:" + port));
    CHECK(named.outcome == TcpOutcome::held);
    CHECK(named.detail.empty());
  }
  SECTION("on 127.0.0.1 alone") {
    Proxy proxy(loop, {no_password, granted}, Last::stays, std::move(v4));
    const auto answer = ask(loop, probe, question("[::1]:" + port));
    CHECK(answer.outcome == TcpOutcome::proxy_refused);
    CHECK(answer.detail == "[::1]:" + port + " refuses, 127.0.0.1:" + port + " listens");
    const auto named = ask(loop, probe, question("localhost:" + port));
    CHECK(named.outcome == TcpOutcome::held);
    CHECK(named.detail == "[::1]:" + port + " refuses, 127.0.0.1:" + port + " listens");
  }
  SECTION("on 127.0.0.1 alone, and it fails") {
    Proxy proxy(loop, {no_password, refusal(1)}, Last::stays, std::move(v4));
    const auto answer = ask(loop, probe, question("localhost:" + port));
    CHECK(answer.outcome == TcpOutcome::proxy_failed);
    CHECK(answer.reply == 1);
    CHECK(answer.detail == "[::1]:" + port + " refuses, 127.0.0.1:" + port + " listens; the proxy replies 1, general failure");
  }
}

TEST_CASE("without a descriptor left the way through a proxy fails on this host") {
  Loop loop;
  TcpProbe probe(loop);
  rlimit normal{};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &normal) == 0);
  const rlimit none{.rlim_cur = 0, .rlim_max = normal.rlim_max};
  for (int i = 0; i < 2; ++i) {  // without the loop's timer, and with it
    if (i == 1) CHECK(ask(loop, probe, question("127.0.0.1:1")).outcome == TcpOutcome::proxy_refused);
    REQUIRE(::setrlimit(RLIMIT_NOFILE, &none) == 0);
    const auto answer = ask(loop, probe, question("127.0.0.1:1"));
    REQUIRE(::setrlimit(RLIMIT_NOFILE, &normal) == 0);
    CHECK(answer.outcome == TcpOutcome::failed);
    CHECK(answer.detail.find("Too many open files") != std::string::npos);
  }
}

TEST_CASE("a proxy that is no address is this host's own mistake") {
  Loop loop;
  TcpProbe probe(loop);
  const auto answer = ask(loop, probe, question("proxy.example:1055"));
  CHECK(answer.outcome == TcpOutcome::failed);
  CHECK(answer.detail == "proxy.example:1055 is no address of a proxy");
}
