// The names that tailscaled needs, asked of a DNS server of our own on the loopback address.
#include "daemon/probe/names_check.hpp"

#include <optional>

#include "tests/support/catch.hpp"
#include "tests/support/dns_server.hpp"
#include "tests/support/turn_until.hpp"

using namespace tailmend;
using namespace tailmend::testing;
using namespace std::chrono_literals;
using watch::AnchorKind;
using watch::NameOutcome;
using DnsReply = DnsServer::Reply;

namespace {
const std::vector<NeededName> both = {{.kind = AnchorKind::control, .name = "control.example.net"},
                                      {.kind = AnchorKind::derp, .name = "derp1.example.net"}};

watch::NamesFact check(Loop& loop, Names& names, const std::vector<NeededName>& needed, watch::Duration limit = 2s) {
  NamesCheck names_check(names);
  std::optional<watch::NamesFact> fact;
  int times = 0;
  const auto token = names_check.ask(needed, limit, [&](watch::NamesFact got) {
    fact = std::move(got);
    ++times;
  });
  REQUIRE(turn_until(loop, [&] { return fact.has_value(); }));
  CHECK(times == 1);
  return *fact;
}

DerpNode node(std::string region, std::string host) { return {.region_code = std::move(region), .host_name = std::move(host), .v4 = {}, .v6 = {}}; }
}  // namespace

TEST_CASE("needed are the control server's name and one DERP server's of the home region") {
  const std::vector nodes = {node("fra", "derp4.example.net"), node("nyc", "192.0.2.1"), node("nyc", "derp1.example.net"), node("nyc", "derp2.example.net")};
  CHECK(needed_names("control.example.net", "nyc", nodes) == both);
  CHECK(needed_names("control.example.net", "", nodes).back().name == "derp4.example.net");
  CHECK(needed_names("control.example.net", "syd", nodes).size() == 1);
  CHECK(needed_names("", "nyc", nodes) == std::vector{both[1]});
}

TEST_CASE("addresses, and what no resolver would take, are no names") {
  for (const char* host : {"10.99.0.2", "fd00::2", "", "bad host", "evil\x1b[31m", "a/b"}) {
    CAPTURE(host);
    CHECK(needed_names(host, "", {node("nyc", host)}).empty());
  }
  CHECK(needed_names(std::string(300, 'a'), "", {}).empty());
  CHECK(needed_names("both.example.net", "", {node("nyc", "both.example.net")}).size() == 1);
}

TEST_CASE("names that resolve are told, with the resolver that knows them") {
  Loop loop;
  DnsServer server(loop, DnsReply::answers);
  Names names(loop, server.place());
  const auto fact = check(loop, names, both);
  REQUIRE(fact.names.size() == 2);
  CHECK(fact.names[0] == watch::NameFact{.kind = AnchorKind::control, .name = "control.example.net", .outcome = NameOutcome::resolved});
  CHECK(fact.names[1] == watch::NameFact{.kind = AnchorKind::derp, .name = "derp1.example.net", .outcome = NameOutcome::resolved});
  CHECK(fact.resolver == "127.0.0.1");
  // Nothing is remembered: the next check asks again.
  const int asked = server.questions();
  check(loop, names, both);
  CHECK(server.questions() == 2 * asked);
}

TEST_CASE("each name has its own outcome: unknown where the resolver answers without an address, silent where it does not") {
  Loop loop;
  DnsServer server(loop, DnsReply::answers);
  server.but("control", GENERATE(DnsReply::no_such_name, DnsReply::fails));
  server.but("derp1", DnsReply::silent);
  Names names(loop, server.place());
  const auto fact = check(loop, names, both, 300ms);
  REQUIRE(fact.names.size() == 2);
  CHECK(to_string(fact.names[0].outcome) == "unknown");
  CHECK(to_string(fact.names[1].outcome) == "silent");
}

TEST_CASE("a resolver that nobody runs is silent, not one that knows no name") {
  Loop loop;
  const Bound nobody = bind_loopback(SOCK_DGRAM);
  Names names(loop, "127.0.0.1:" + std::to_string(nobody.port));
  for (const auto& name : check(loop, names, both, 300ms).names) CHECK(to_string(name.outcome) == "silent");
}

TEST_CASE("with nothing to ask the resolver is told all the same") {
  Loop loop;
  Names names(loop, "100.100.100.100");
  const auto fact = check(loop, names, {});
  CHECK(fact.names.empty());
  CHECK(fact.resolver == "100.100.100.100");
}

TEST_CASE("a cancelled check says nothing more, and an answer may destroy its token") {
  Loop loop;
  DnsServer server(loop, DnsReply::answers);
  Names names(loop, server.place());
  NamesCheck names_check(names);
  auto dropped = names_check.ask(both, 2s, [](const watch::NamesFact&) { FAIL("cancelled"); });
  dropped.reset();
  Token token;
  bool told = false;
  token = names_check.ask(both, 2s, [&](const watch::NamesFact&) {
    told = true;
    token.reset();
  });
  REQUIRE(turn_until(loop, [&] { return told; }));
}
