// A target behind a SOCKS5 proxy, the proxy played on the loopback addresses.
#include <sys/resource.h>

#include <cstdio>
#include <optional>
#include <vector>

#include "daemon/tcp_probe.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/tcp_peer.hpp"
#include "tests/support/turn_until.hpp"

using namespace tailmend;
using namespace tailmend::testing;
using namespace std::chrono_literals;
using namespace std::string_literals;
using watch::TcpOutcome;

namespace {

watch::Address address(const char* text) { return watch::parse_address(text).value(); }
const watch::Address v6_loopback = address("::1");

// Bound to a loopback address; a port of 0 is any free one. No socket where the host has no such address, or the port
// is taken.
Bound bind_to(const watch::Address& where, std::uint16_t port) {
  if (where == loopback && port == 0) return bind_loopback();
  sockaddr_storage name{};
  socklen_t size = 0;
  if (where.family == watch::Family::v4) {
    sockaddr_in in{.sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
    std::memcpy(&name, &in, size = sizeof in);
  } else {
    sockaddr_in6 in{};
    in.sin6_family = AF_INET6;
    in.sin6_port = htons(port);
    in.sin6_addr = in6addr_loopback;
    std::memcpy(&name, &in, size = sizeof in);
  }
  Bound bound{.socket = Descriptor(::socket(name.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)), .port = port};
  if (bound.socket && ::bind(bound.socket.get(), reinterpret_cast<sockaddr*>(&name), size) < 0) bound.socket.reset();
  return bound;
}

// The same free port on both loopback addresses; no sockets on a host without ::1.
std::pair<Bound, Bound> bind_both() {
  for (int tries = 0; tries < 20; ++tries) {
    Bound v4 = bind_loopback();
    Bound v6 = bind_to(v6_loopback, v4.port);
    if (v6.socket) return {std::move(v4), std::move(v6)};
    if (errno != EADDRINUSE) break;
  }
  return {};
}

const std::string no_password = "\x05\x00"s;
const std::string granted = "\x05\x00\x00\x01\x64\x40\x00\x01\x10\x92"s;  // from 100.64.0.1
std::string refusal(int code) { return {'\x05', static_cast<char>(code), 0, 1, 0, 0, 0, 0, 0, 0}; }

enum class Last : std::uint8_t { stays, closes, resets };

// Says one answer to each thing that it hears, and after the last of them stays or leaves.
class Proxy {
 public:
  Proxy(Loop& loop, std::vector<std::string> answers, Last last = Last::stays, Bound bound = bind_loopback())
      : loop_(&loop), answers_(std::move(answers)), last_(last), bound_(std::move(bound)) {
    if (::listen(bound_.socket.get(), 16) < 0) throw std::runtime_error("cannot listen");
    accepting_ = *loop.watch_descriptor(bound_.socket.get(), EPOLLIN, [this](std::uint32_t) { accept(); });
  }

  [[nodiscard]] std::uint16_t port() const { return bound_.port; }
  [[nodiscard]] std::string place() const { return "127.0.0.1:" + std::to_string(bound_.port); }
  [[nodiscard]] std::size_t accepted() const { return accepted_; }
  [[nodiscard]] std::size_t open() const { return guests_.size(); }
  [[nodiscard]] std::size_t most_open() const { return most_open_; }
  [[nodiscard]] const std::vector<std::string>& heard() const { return heard_; }

 private:
  struct Guest {
    Descriptor socket;
    std::size_t answered = 0;
    Source ready;
  };

  void accept() {
    Descriptor socket(::accept4(bound_.socket.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (!socket) return;
    ++accepted_;
    auto& guest = guests_.emplace_back();
    guest.socket = std::move(socket);
    guest.ready = *loop_->watch_descriptor(guest.socket.get(), EPOLLIN, [this, &guest](std::uint32_t) { hear(guest); });
    most_open_ = std::max(most_open_, guests_.size());
    if (answers_.empty() && last_ != Last::stays) leave(guest);
  }

  void hear(Guest& guest) {
    char buffer[1024];
    const auto n = ::recv(guest.socket.get(), buffer, sizeof buffer, 0);
    if (n < 0 && errno == EAGAIN) return;
    if (n <= 0) return drop(guest);
    heard_.emplace_back(buffer, static_cast<std::size_t>(n));
    if (guest.answered >= answers_.size()) return;
    const std::string& words = answers_[guest.answered++];
    (void)::send(guest.socket.get(), words.data(), words.size(), MSG_NOSIGNAL);
    if (guest.answered == answers_.size() && last_ != Last::stays) leave(guest);
  }

  void leave(Guest& guest) {
    const linger now{.l_onoff = 1, .l_linger = 0};
    if (last_ == Last::resets) ::setsockopt(guest.socket.get(), SOL_SOCKET, SO_LINGER, &now, sizeof now);
    drop(guest);
  }

  void drop(Guest& guest) {
    guests_.remove_if([&](const Guest& other) { return &other == &guest; });
  }

  Loop* loop_;
  std::vector<std::string> answers_;
  Last last_;
  Bound bound_;
  Source accepting_;
  std::list<Guest> guests_;
  std::size_t accepted_ = 0;
  std::size_t most_open_ = 0;
  std::vector<std::string> heard_;
};

TcpQuestion question(const std::string& proxy) {
  return {.address = address("10.77.0.10"), .port = 502, .timeout = 2s, .hold = 40ms, .proxy = proxy};
}

TcpAnswer ask(Loop& loop, TcpProbe& probe, TcpQuestion what) {
  std::optional<TcpAnswer> answer;
  int times = 0;
  const auto token = probe.ask(std::move(what), [&](const TcpAnswer& a) {
    answer = a;
    ++times;
  });
  CHECK_FALSE(answer);
  REQUIRE(turn_until(loop, [&] { return answer.has_value(); }));
  CHECK(times == 1);
  return *answer;
}

TcpAnswer ask(const std::vector<std::string>& answers, Last last = Last::stays, watch::Duration timeout = 2s) {
  Loop loop;
  TcpProbe probe(loop);
  Proxy proxy(loop, answers, last);
  auto what = question(proxy.place());
  what.timeout = timeout;
  return ask(loop, probe, what);
}

}  // namespace

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

TEST_CASE("each reply of the proxy is told, and mapped to what it says of the target") {
  using enum TcpOutcome;
  const std::vector<TcpOutcome> outcomes = {proxy_failed, proxy_failed, unreachable,  unreachable,
                                            refused,      timed_out,    proxy_failed, proxy_failed};
  for (int code = 1; code <= 8; ++code) {
    INFO(code);
    const auto answer = ask({no_password, refusal(code)}, Last::closes);
    CHECK(answer.outcome == outcomes[static_cast<std::size_t>(code) - 1]);
    CHECK(answer.reply == code);
    CHECK(answer.detail.empty());
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
    CHECK(answer.detail == "[::1]:" + port + " refuses, 127.0.0.1:" + port + " listens");
  }
}

TEST_CASE("a connection that does not come from the tailnet is said to be so") {
  const std::string from_the_lan = "\x05\x00\x00\x01\xc0\xa8\x01\x05\x10\x92"s;
  const auto answer = ask({no_password, from_the_lan});
  CHECK(answer.outcome == TcpOutcome::held);
  CHECK(answer.detail == "the proxy went past the tailnet, from 192.168.1.5");
  const std::string from_nowhere = "\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00"s;
  CHECK(ask({no_password, from_nowhere}).detail.empty());
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
