// Names against a DNS server of our own on the loopback address.
#include "daemon/probe/names.hpp"

#include <optional>

#include "tests/support/catch.hpp"
#include "tests/support/dns_server.hpp"
#include "tests/support/tcp_peer.hpp"
#include "tests/support/turn_until.hpp"

using namespace tailmend;
using namespace tailmend::testing;
using namespace std::chrono_literals;

namespace {

using DnsReply = DnsServer::Reply;
using Answer = Expected<std::vector<watch::Address>>;

const watch::Address plc_v4 = watch::parse_address("10.77.0.10").value();
const watch::Address plc_v6 = watch::parse_address("fd00::1").value();

Answer resolve(Loop& loop, Names& names, const std::string& name, watch::Duration limit = 2s) {
  std::optional<Answer> answer;
  int times = 0;
  const auto token = names.resolve(name, limit, [&](Answer a) {
    answer = std::move(a);
    ++times;
  });
  CHECK_FALSE(answer.has_value());
  REQUIRE(turn_until(loop, [&] { return answer.has_value(); }));
  CHECK(times == 1);
  return *answer;
}

}  // namespace

TEST_CASE("a name has its addresses, IPv4 first") {
  Loop loop;
  DnsServer server(loop, DnsReply::answers);
  Names names(loop, server.place());
  const auto answer = resolve(loop, names, "plc.example.net");
  REQUIRE(answer.has_value());
  CHECK(*answer == std::vector{plc_v4, plc_v6});
}

TEST_CASE("a server that is silent about IPv6 does not cost the IPv4 address") {
  Loop loop;
  DnsServer server(loop, DnsReply::only_v4);
  Names names(loop, server.place());
  const auto answer = resolve(loop, names, "plc.example.net", 300ms);
  REQUIRE(answer.has_value());
  CHECK(*answer == std::vector{plc_v4});
}

TEST_CASE("a name that does not exist is a fault with the resolver's words, at once") {
  Loop loop;
  DnsServer server(loop, DnsReply::no_such_name);
  Names names(loop, server.place());
  const auto answer = resolve(loop, names, "nobody.example.net", 10s);
  REQUIRE_FALSE(answer.has_value());
  CHECK(answer.error().error == 0);
  CHECK(to_string(answer.error()).find("resolve nobody.example.net: ") == 0);
}

TEST_CASE("a resolver that answers for one family has answered, whatever becomes of the other") {
  Loop loop;
  DnsServer server(loop, DnsReply::no_v4);
  Names names(loop, server.place());
  const auto answer = resolve(loop, names, "plc.example.net", 300ms);
  REQUIRE_FALSE(answer.has_value());
  CHECK(answer.error().error == 0);
}

TEST_CASE("the server that is asked first is known by its address") {
  Loop loop;
  CHECK(Names(loop, "127.0.0.7:5353,127.0.0.8").first_server() == "127.0.0.7");
  CHECK(Names(loop, "[fd00::53]:5353").first_server() == "fd00::53");
  CHECK(watch::parse_address(Names(loop).first_server()).has_value());
}

TEST_CASE("a silent resolver costs its limit and no more") {
  Loop loop;
  DnsServer server(loop, DnsReply::silent);
  Names names(loop, server.place());
  const auto before = std::chrono::steady_clock::now();
  const auto answer = resolve(loop, names, "plc.example.net", 150ms);
  const auto took = std::chrono::steady_clock::now() - before;
  REQUIRE_FALSE(answer.has_value());
  CHECK(answer.error().error == ETIMEDOUT);
  CHECK(took >= 150ms);
  CHECK(took < 2s);
  CHECK(server.questions() > 0);
}

TEST_CASE("a dead first server leaves time for the second") {
  Loop loop;
  DnsServer silent(loop, DnsReply::silent);
  DnsServer server(loop, DnsReply::answers);
  Names names(loop, silent.place() + "," + server.place());
  const auto answer = resolve(loop, names, "plc.example.net", 3s);
  REQUIRE(answer.has_value());
  CHECK(*answer == std::vector{plc_v4, plc_v6});
}

TEST_CASE("a resolver that nobody runs, or that talks garbage, is a fault") {
  Loop loop;
  const Bound nobody = bind_loopback(SOCK_DGRAM);
  DnsServer garbling(loop, DnsReply::garbles);
  const bool runs = GENERATE(true, false);
  const auto place = runs ? garbling.place() : "127.0.0.1:" + std::to_string(nobody.port);
  Names names(loop, place);
  const auto answer = resolve(loop, names, "plc.example.net", 300ms);
  REQUIRE_FALSE(answer.has_value());
  CHECK((answer.error().error == 0) == runs);
}

TEST_CASE("an address is its own answer, and what is no name a fault, without asking anybody") {
  Loop loop;
  DnsServer server(loop, DnsReply::silent);
  Names names(loop, server.place());
  CHECK(resolve(loop, names, "10.77.0.10").value() == std::vector{plc_v4});
  CHECK_FALSE(resolve(loop, names, "").has_value());
  CHECK_FALSE(resolve(loop, names, std::string("a\0b", 3)).has_value());
  CHECK_FALSE(resolve(loop, names, std::string(300, 'a')).has_value());
  CHECK(server.questions() == 0);
}

TEST_CASE("/etc/hosts is read: localhost needs no server") {
  Loop loop;
  DnsServer server(loop, DnsReply::silent);
  Names names(loop, server.place());
  const auto answer = resolve(loop, names, "localhost");
  REQUIRE(answer.has_value());
  CHECK(watch::is_loopback(answer->front()));
  CHECK(server.questions() == 0);
}

TEST_CASE("a cancelled question says nothing more") {
  Loop loop;
  DnsServer server(loop, DnsReply::answers);
  Names names(loop, server.place());
  auto token = names.resolve("plc.example.net", 2s, [](const Answer&) { FAIL("cancelled"); });
  token.reset();
  CHECK(resolve(loop, names, "plc.example.net").has_value());
}

TEST_CASE("an answer may destroy its token and the whole edge") {
  Loop loop;
  DnsServer server(loop, DnsReply::answers);
  auto names = std::make_unique<Names>(loop, server.place());
  Token token;
  bool told = false;
  token = names->resolve("plc.example.net", 2s, [&](const Answer&) {
    told = true;
    token.reset();
    names.reset();
  });
  REQUIRE(turn_until(loop, [&] { return told; }));
}

TEST_CASE("more questions at once than allowed fail at once; answered ones do not count") {
  Loop loop;
  DnsServer server(loop, DnsReply::silent);
  Names names(loop, server.place());
  const auto answered = names.resolve("10.77.0.10", 2s, [](const Answer&) {});
  while (loop.turn(0ms).value_or(false)) {
  }
  std::vector<Token> tokens;
  for (std::size_t i = 0; i < Names::max_open; ++i)
    tokens.push_back(names.resolve("plc.example.net", 5s, [](const Answer&) { FAIL("the server is silent"); }));
  const auto answer = resolve(loop, names, "plc.example.net");
  REQUIRE_FALSE(answer.has_value());
  CHECK(to_string(answer.error()).find("too many") != std::string::npos);
}

TEST_CASE("a target's name comes to have an address, which outlives the resolver") {
  Loop loop;
  auto server = std::make_unique<DnsServer>(loop, DnsReply::answers);
  Names names(loop, server->place());
  TargetNames targets(loop, names);
  targets.configure({{.name = "plc", .address = "plc.example.net:502"}, {.name = "hmi", .address = "10.77.0.11:443"}});
  CHECK_FALSE(targets.book().endpoint(0));
  CHECK(targets.book().endpoint(1).has_value());
  targets.refresh();
  REQUIRE(turn_until(loop, [&] { return targets.book().endpoint(0).has_value(); }));
  CHECK(targets.book().endpoint(0) == watch::Endpoint{plc_v4, 502});
  const int asked = server->questions();
  targets.refresh();  // nothing is due
  CHECK(server->questions() == asked);
  server.reset();
  CHECK(targets.book().endpoint(0) == watch::Endpoint{plc_v4, 502});
}
