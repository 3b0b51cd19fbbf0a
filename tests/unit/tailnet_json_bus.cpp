// What the notifications of the bus hint at.
#include <string>
#include <string_view>
#include <vector>

#include "daemon/tailscaled/tailnet_json.hpp"
#include "tests/support/catch.hpp"

using namespace tailmend;

TEST_CASE("the bus hints at what its lines speak of, however they are cut") {
  const std::string lines =
      "{\"Version\":\"1\",\"SessionID\":\"s\",\"State\":6,\"Prefs\":{\"WantRunning\":true,\"RouteAll\":true},\"Health\":{\"Warnings\":{}}}\n"
      "\n"
      "{\"Engine\":{\"RBytes\":1},\"NetMap\":null}\n"
      "{\"State\":4,\"SelfChange\":{\"ID\":1}}\n"
      "{\"State\":99}\n";
  for (std::size_t step = 1; step <= lines.size(); ++step) {
    CAPTURE(step);
    BusDecoder decoder;
    std::vector<watch::BusSeen> hints;
    for (std::size_t at = 0; at < lines.size(); at += step) REQUIRE(decoder.feed(std::string_view(lines).substr(at, step), hints));
    REQUIRE(hints.size() == 6);
    CHECK(hints[0].hint == watch::BusHint::state);
    CHECK(hints[0].backend == watch::Backend::running);
    CHECK(hints[1].hint == watch::BusHint::prefs);
    CHECK(hints[1].want_running);
    CHECK(hints[2].hint == watch::BusHint::health);
    CHECK(hints[3].backend == watch::Backend::stopped);
    CHECK(hints[4].hint == watch::BusHint::endpoints);
    CHECK(hints[5].backend == watch::Backend::unknown);
  }
}

TEST_CASE("our own node hints at endpoints when another way leads to us, not each time control repeats it") {
  BusDecoder decoder;
  std::vector<watch::BusSeen> hints;
  const auto hinted = [&](const std::string& members) {
    hints.clear();
    REQUIRE(decoder.feed(R"({"SelfChange":{"ID":1,"Addresses":["100.64.0.1/32"],)" + members + "}}\n", hints));
    return !hints.empty();
  };
  CHECK(hinted(R"("Endpoints":["192.0.2.7:41641","10.0.0.7:41641"],"HomeDERP":1)"));
  CHECK(!hinted(R"("Endpoints":["192.0.2.7:41641","10.0.0.7:41641"],"HomeDERP":1,"CapMap":{"new":null})"));
  CHECK(!hinted(R"("Endpoints":["10.0.0.7:41641","192.0.2.7:41641"],"HomeDERP":1)"));
  CHECK(hinted(R"("Endpoints":["198.51.100.7:41641","10.0.0.7:41641"],"HomeDERP":1)"));
  CHECK(hinted(R"("Endpoints":["198.51.100.7:41641","10.0.0.7:41641"],"HomeDERP":2)"));
  CHECK(hinted(R"("HomeDERP":2)"));
  CHECK(!hinted(R"("Endpoints":null,"HomeDERP":2)"));
}

TEST_CASE("a line of the bus that is no JSON ends it, one that is too long is passed over") {
  std::vector<watch::BusSeen> hints;
  BusDecoder garbled;
  CHECK(!garbled.feed("hello\n", hints));
  BusDecoder cut;
  CHECK(!cut.feed("{\"State\":6\n{}\n", hints));
  BusDecoder longest;
  CHECK(longest.feed("{\"State\":6,\"x\":\"", hints));
  const std::string much(std::size_t{1} << 20U, 'x');
  for (std::size_t sent = 0; sent <= BusDecoder::max_line; sent += much.size()) CHECK(longest.feed(much, hints));
  CHECK(longest.feed("\"}\n", hints));
  CHECK(hints.empty());
  CHECK(longest.feed("{\"State\":6}\n", hints));
  CHECK(hints.size() == 1);
}
