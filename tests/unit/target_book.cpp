#include "daemon/probe/target_book.hpp"

#include "tests/support/catch.hpp"

using namespace tailmend;
using namespace std::chrono_literals;

namespace {
watch::Address address(const char* text) { return watch::parse_address(text).value(); }
watch::Target target(const char* place) { return {.name = "t", .address = place}; }
constexpr watch::Instant start{};
using Lookups = std::vector<TargetBook::Lookup>;
}  // namespace

TEST_CASE("a place is a name or an address, and a port") {
  CHECK(parse_place("plc.tailnet.ts.net:502") == TargetPlace{"plc.tailnet.ts.net", 502, std::nullopt});
  CHECK(parse_place("plc:1") == TargetPlace{"plc", 1, std::nullopt});
  CHECK(parse_place("10.77.0.10:502") == TargetPlace{"10.77.0.10", 502, address("10.77.0.10")});
  CHECK(parse_place("[fd00::1]:80") == TargetPlace{"fd00::1", 80, address("fd00::1")});
}

TEST_CASE("what is no place is none") {
  for (const char* text :
       {"", ":", "plc", "plc:", ":502", "plc:0", "plc:65536", "plc:5x", "plc:-1", "fd00::1:80", "[plc]:80",
        "[10.0.0.1]:80", "[fd00::1:80", "10.77.0:502", "10.77.0.300:502", "a b:1", "a..b:1", ".a:1", "-a:1"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_place(text));
  }
  CHECK_FALSE(parse_place(std::string(254, 'a') + ":1"));
}

TEST_CASE("a literal address needs no resolver") {
  TargetBook book;
  book.configure({target("10.77.0.10:502"), target("[fd00::1]:80")});
  CHECK(book.due(start).empty());
  CHECK(book.endpoint(0) == watch::Endpoint{address("10.77.0.10"), 502});
  CHECK(book.endpoint(1) == watch::Endpoint{address("fd00::1"), 80});
  book.failed(0);
  CHECK(book.due(start + 1h).empty());
  CHECK(book.endpoint(0) == watch::Endpoint{address("10.77.0.10"), 502});
  CHECK_FALSE(book.endpoint(2));
}

TEST_CASE("a name is looked up once a minute, one question at a time") {
  TargetBook book;
  book.configure({target("plc:502")});
  CHECK_FALSE(book.endpoint(0));
  CHECK(book.due(start) == Lookups{{0, "plc"}});
  CHECK(book.due(start + 2min).empty());  // still asking
  book.resolved(0, {address("10.77.0.10")});
  CHECK(book.endpoint(0) == watch::Endpoint{address("10.77.0.10"), 502});
  book.due(start + 2min);
  book.resolved(0, {address("10.77.0.10")});
  CHECK(book.due(start + 2min + 59s).empty());
  CHECK(book.due(start + 3min).size() == 1);
}

TEST_CASE("the last good address is kept while the resolver fails") {
  TargetBook book;
  book.configure({target("plc:502")});
  book.due(start);
  book.resolved(0, {address("10.77.0.10")});
  book.due(start + 1min);
  book.unresolved(0, "timed out");
  CHECK(book.trouble(0) == "timed out");
  CHECK(book.endpoint(0) == watch::Endpoint{address("10.77.0.10"), 502});
  CHECK(book.due(start + 1min + 4s).empty());
  CHECK(book.due(start + 1min + 5s).size() == 1);
  book.resolved(0, {});
  CHECK(book.trouble(0) == "has no address");
  CHECK(book.endpoint(0).has_value());
}

TEST_CASE("a target that does not answer has its name looked up soon, and its next address tried") {
  TargetBook book;
  book.configure({target("plc:502")});
  book.due(start);
  book.resolved(0, {address("10.77.0.10"), address("fd00::1")});
  book.failed(0);
  CHECK(book.endpoint(0)->address == address("fd00::1"));
  CHECK(book.due(start + 5s).size() == 1);
  book.resolved(0, {address("10.77.0.10"), address("fd00::1")});
  CHECK(book.endpoint(0)->address == address("fd00::1"));  // the one in use stays
  book.failed(0);
  CHECK(book.endpoint(0)->address == address("10.77.0.10"));
}

TEST_CASE("a name with many addresses keeps a few") {
  TargetBook book;
  book.configure({target("plc:502")});
  book.due(start);
  book.resolved(0, std::vector(100, address("10.77.0.10")));
  for (std::size_t i = 0; i < TargetBook::max_addresses; ++i) book.failed(0);
  CHECK(book.endpoint(0).has_value());
}

TEST_CASE("a new configuration keeps what names had, and forgets the rest") {
  TargetBook book;
  book.configure({target("plc:502"), target("10.0.0.1:1")});
  book.due(start);
  book.resolved(0, {address("10.77.0.10")});
  book.configure({target("hmi:80"), target("plc:503")});
  CHECK_FALSE(book.endpoint(0));
  CHECK(book.endpoint(1) == watch::Endpoint{address("10.77.0.10"), 503});
  CHECK(book.due(start + 1s).size() == 2);
}

TEST_CASE("behind a proxy a name is not looked up here") {
  TargetBook book;
  auto proxied = target("plc.tailnet.ts.net:502");
  book.configure({proxied});
  book.due(start);
  book.resolved(0, {address("10.77.0.10")});
  proxied.proxy = "127.0.0.1:1055";
  book.configure({proxied});
  CHECK(book.due(start + 1h).empty());
  CHECK_FALSE(book.endpoint(0));
  REQUIRE(book.place(0) != nullptr);
  CHECK(*book.place(0) == TargetPlace{"plc.tailnet.ts.net", 502, std::nullopt});
  CHECK(book.place(1) == nullptr);
}

TEST_CASE("a target whose address makes no sense never has one, and says so") {
  TargetBook book;
  book.configure({target("nonsense")});
  CHECK(book.due(start).empty());
  CHECK_FALSE(book.endpoint(0));
  CHECK_FALSE(book.trouble(0).empty());
  CHECK(book.place(0) == nullptr);
}
