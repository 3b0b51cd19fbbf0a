#include "daemon/state/flight.hpp"

#include <random>
#include <string>

#include "tests/support/catch.hpp"

using namespace tailmend;
using namespace watch;

namespace {

Instant at_us(std::int64_t us) { return Instant(Duration(us)); }

// One observation of each kind, with fields that differ from the presets and texts that need escaping.
std::vector<Observation> one_of_each() {
  const Address v4 = *parse_address("203.0.113.9");
  const Address v6 = *parse_address("2001:db8::1");
  const Way way{.interface = "wan0", .index = 2, .gateway = v4, .source = v6, .table = 254};
  Hints hints;
  hints.add(Hint::route);
  hints.add(Hint::resumed);
  Gates despite;
  despite.add(Gate::ssh);
  despite.add(Gate::observe);
  const Peer peer{.id = "n1",
                  .name = "site router %",
                  .address = v4,
                  .online = true,
                  .rx_bytes = ~0ULL,
                  .last_handshake_s = -5,
                  .direct = "203.0.113.9:41641",
                  .relay = "nyc"};
  Policy policy{.mode = Mode::observe,
                .targets = {{.name = "plc",
                             .address = "10.77.0.10:502",
                             .refused = Refusal::is_alive,
                             .send = std::string("\0\x7f\xff %-", 6),
                             .expect = "-"}},
                .uplinks = {{.match = "wwan*", .heartbeat = 5min}},
                .anchors = {"192.0.2.1:443"},
                .steps = {Remedy::ping, Remedy::restart}};
  policy.tailscale.restart_command = {"rc-service", "", "tab\tand\nnewline"};
  return {
      Configured{policy},
      Remembered{.restarts = {at_us(-7), at_us(5)}, .up_resets = {}, .trouble = "bad magic"},
      NetworkSeen{.egress = {.v4 = way, .v6 = std::nullopt}, .hints = hints},
      TargetSeen{.round = Round{7},
                 .fact = {.target = 1,
                          .outcome = TcpOutcome::failed,
                          .took = 310ms,
                          .address = v6,
                          .interface = "tailscale0",
                          .table = 52,
                          .detail = "größer"}},
      StatusSeen{.round = Round{0xffffffff},
                 .answer = Answer::too_large,
                 .tailnet = {.version = "1.102.3",
                             .tun = false,
                             .backend = Backend::running,
                             .self_endpoints = {"a", "b"},
                             .health = {"x y"},
                             .routers = {peer},
                             .carriers = {{.target = 0, .prefix = *parse_prefix("10.77.0.0/24"), .router = 0}},
                             .witnesses = {peer, peer},
                             .peers = 9},
                 .peers = false,
                 .took = 12ms},
      PrefsSeen{.round = Round::none,
                .answer = Answer::answered,
                .prefs = {.want_running = true, .control_url = "https://control.example", .exit_node = true}},
      PingSeen{.round = Round{1},
               .fact = {.peer = v4, .kind = PingKind::icmp, .outcome = PingOutcome::unasked, .path = "DERP nyc"}},
      AnchorSeen{.round = Round{1},
                 .fact = {.kind = AnchorKind::control,
                          .name = "control",
                          .endpoint = {v6, 443},
                          .outcome = AnchorOutcome::refused},
                 .open = 2},
      NoAnchors{.round = Round{3}},
      ConnectionsSeen{
          .round = Round{4},
          .fact =
              {.sight = Sight::no_rights,
               .connections = {{.kind = AnchorKind::derp, .life = Life::dead, .unanswered = 3, .last_answer = 9s}}}},
      UnitSeen{.round = Round{5},
               .fact = {.known = true, .active_state = "failed", .job_pending = true, .memory_state = true}},
      BystandersSeen{.round = Round{6}, .fact = {.ssh = 2, .tailscale_ssh = 1, .package_manager = "dpkg"}},
      NodeSeen{.round = Round{6}, .fact = {.node = 7, .answer = Answer::not_found, .advertised = {*parse_prefix("10.77.0.0/24")}}},
      NamesSeen{.round = Round{6}, .fact = {.names = {{.kind = AnchorKind::derp, .name = "derp1.example", .outcome = NameOutcome::silent}}, .resolver = "192.0.2.53"}},
      PortalSeen{.round = Round{6}, .fact = {.found = true, .location = "http://portal.example/"}},
      ForwardingSeen{.round = Round{6}, .fact = {.answer = Answer::answered, .warning = "IPv6 forwarding is off"}},
      RoutesSeen{.round = Round{6}, .routes = {{.peer = v4, .interface = "tailscale0"}}},
      BusSeen{.hint = BusHint::endpoints, .backend = Backend::stopped, .want_running = false},
      RemedySeen{.attempt = 3, .remedy = Remedy::restart, .outcome = Outcome::contradicted, .detail = "2 closed"},
      Asked{},
      PauseSeen{Pause{.since = at_us(-9), .until = at_us(7'200'000'000), .who = "root", .reason = "a new router, 2 h"}},
      MendAsked{.remedy = Remedy::kick, .despite = despite, .who = "-"},
      Due{},
  };
}

std::string without_newline(std::string line) {
  REQUIRE(line.ends_with('\n'));
  line.pop_back();
  REQUIRE(line.find('\n') == std::string::npos);
  return line;
}

std::string complaint(std::string_view line) {
  const auto decoded = decode(line);
  REQUIRE_FALSE(decoded.has_value());
  return decoded.error();
}

}  // namespace

TEST_CASE("every kind of observation comes back as it was") {
  const auto all = one_of_each();
  REQUIRE(all.size() == std::variant_size_v<Observation>);
  for (std::size_t i = 0; i < all.size(); ++i) {
    REQUIRE(all[i].index() == i);
    const std::string line = without_newline(encode(at_us(1'000'000 + static_cast<std::int64_t>(i)), all[i]));
    INFO(line);
    const auto back = decode(line);
    REQUIRE(back.has_value());
    CHECK(back->first == at_us(1'000'000 + static_cast<std::int64_t>(i)));
    CHECK(back->second.index() == i);
    CHECK(encode(back->first, back->second) == line + "\n");
  }
  const auto policy = decode(without_newline(encode(at_us(0), all[0])));
  CHECK(std::get<Configured>(policy->second).policy == std::get<Configured>(all[0]).policy);
  const auto status = decode(without_newline(encode(at_us(0), all[4])));
  CHECK(std::get<StatusSeen>(status->second).tailnet == std::get<StatusSeen>(all[4]).tailnet);
  const auto network = decode(without_newline(encode(at_us(0), all[2])));
  CHECK(std::get<NetworkSeen>(network->second).egress == std::get<NetworkSeen>(all[2]).egress);
}

TEST_CASE("a line is what a person can read") {
  CHECK(encode(at_us(7310000), Due{}) == "7310000 Due\n");
  CHECK(encode(at_us(5),
               RemedySeen{.attempt = 3, .remedy = Remedy::kick, .outcome = Outcome::done, .detail = "2 were closed"}) ==
        "5 RemedySeen 3 1 0 2%20were%20closed\n");
  CHECK(encode(at_us(6), PauseSeen{}) == "6 PauseSeen 0\n");
  CHECK(encode(at_us(6), MendAsked{.remedy = {}, .despite = {}, .who = "root"}) == "6 MendAsked 0 0 root\n");
  CHECK(encode(at_us(-1), PingSeen{.round = Round{2}, .fact = {.peer = *parse_address("100.64.0.2")}}) ==
        "-1 PingSeen 2 1 64400002 0 1 0 0 - -\n");
}

TEST_CASE("a text of any bytes comes back as it was") {
  for (int byte = 0; byte < 256; ++byte) {
    for (const std::string& text :
         {std::string(1, static_cast<char>(byte)), "a" + std::string(1, static_cast<char>(byte)) + "-"}) {
      const auto back = decode(without_newline(encode(at_us(1), Remembered{.trouble = text})));
      REQUIRE(back.has_value());
      CHECK(std::get<Remembered>(back->second).trouble == text);
    }
  }
}

TEST_CASE("hostile lines are refused with the word that is wrong") {
  CHECK(complaint("") == "word 1, '', is not a number from -9223372036854775808 to 9223372036854775807");
  CHECK(complaint("5") == "the line ends before word 2");
  CHECK(complaint("5 Nonsense") == "word 2, 'Nonsense', is no kind of observation");
  CHECK(complaint("5 Due 1") == "word 3, '1', is one word too many");
  CHECK(complaint("5 Due ") == "word 3, '', is one word too many");
  CHECK(complaint("5  Due") == "word 2, '', is no kind of observation");
  CHECK(complaint("99999999999999999999 Due").starts_with("word 1, '99999999999999999999', is not a number"));
  CHECK(complaint("5 NoAnchors -1") == "word 3, '-1', is not a number from 0 to 4294967295");
  CHECK(complaint("5 RemedySeen 1 7 0 -") == "word 4, '7', is not a number from 0 to 6");
  CHECK(complaint("5 RemedySeen 1 1 5 -") == "word 5, '5', is not a number from 0 to 4");
  CHECK(complaint("5 RemedySeen 1 1 0") == "the line ends before word 6");
  CHECK(complaint("5 RemedySeen 1 1 0 a%2") == "word 6, 'a%2', has a % without two hexadecimal digits");
  CHECK(complaint("5 RemedySeen 1 1 0 %zz") == "word 6, '%zz', has a % without two hexadecimal digits");
  CHECK(complaint("5 RemedySeen 1 1 0 ") == "word 6, '', is empty; an empty text is written as -");
  CHECK(complaint("5 Remembered 257 1") == "word 3, '257', is not a number from 0 to 256");
  CHECK(complaint("5 Remembered 18446744073709551615 1") ==
        "word 3, '18446744073709551615', is not a number from 0 to 256");
  CHECK(complaint("5 Remembered 3 1 2") == "the line ends before word 6");
  CHECK(complaint("5 PingSeen 2 1 6440000 0 1 0 - -") == "word 5, '6440000', is not 1 to 16 bytes in hexadecimal");
  CHECK(complaint("5 PingSeen 2 1 644000zz 0 1 0 - -") == "word 5, '644000zz', is not hexadecimal");
  CHECK(complaint("5 PingSeen 2 1 " + std::string(34, '0') + " 0 1 0 - -")
            .ends_with("is not 1 to 16 bytes in hexadecimal"));
  CHECK(complaint("5 BusSeen 0 0 2") == "word 5, '2', is not a number from 0 to 1");
  CHECK(complaint("5 MendAsked 1 7 0 -") == "word 4, '7', is not a number from 0 to 6");
  CHECK(complaint("5 MendAsked 0 65536 -") == "word 4, '65536', is not a number from 0 to 65535");
  CHECK(complaint("5 PauseSeen 1 0 0 root") == "the line ends before word 7");
  CHECK(complaint("5 Due\r") == "word 2, 'Due\r', is no kind of observation");
  CHECK(complaint(std::string(max_flight_line + 1, ' ')) == "the line is longer than 1048576 bytes");
  CHECK(complaint("5 " + std::string(1000, 'x')).size() < 100);
}

TEST_CASE("lines that were damaged at any place never pass as something else than a value of ours") {
  std::mt19937 dice(7);  // NOLINT: the same on every run
  std::size_t refused = 0;
  for (const Observation& observation : one_of_each()) {
    const std::string line = without_newline(encode(at_us(5), observation));
    for (int round = 0; round < 500; ++round) {
      std::string damaged = line;
      const std::size_t where = dice() % damaged.size();
      switch (dice() % 3) {
        case 0: damaged[where] = static_cast<char>(dice() % 256); break;
        case 1: damaged.resize(where); break;
        case 2: damaged.insert(where, std::to_string(dice())); break;
      }
      const auto decoded = decode(damaged);
      if (!decoded) {
        ++refused;
        continue;
      }
      const std::string again = encode(decoded->first, decoded->second);
      const auto twice = decode(without_newline(again));
      REQUIRE(twice.has_value());
      CHECK(encode(twice->first, twice->second) == again);
    }
  }
  CHECK(refused > 1000);
}

TEST_CASE("the header names seed and shape, and another shape is refused") {
  const std::string header = flight_header(Seed{0xabc});
  const std::string first = header.substr(0, header.find('\n'));
  const std::string second = header.substr(first.size() + 1, header.size() - first.size() - 2);
  CHECK(trouble_with_flight(first).empty());
  CHECK(decode_seed(second) == Seed{0xabc});
  CHECK(trouble_with_flight("tailmend-flight 1 0123456789abcdef").starts_with("written by another version"));
  CHECK(trouble_with_flight("tailmend-flight 2 " + first.substr(18)).starts_with("not a flight record"));
  CHECK(trouble_with_flight("").starts_with("not a flight record"));
  CHECK(trouble_with_flight(first + "0").starts_with("written by another version"));
  for (const char* bad : {"", "seed", "seed ", "seed xyz", "seed 1 2", "seed 12345678901234567", "sead 1"})
    CHECK_FALSE(decode_seed(bad).has_value());
}

TEST_CASE("lists beyond the limit are cut while writing, so that what was written can be read") {
  Remembered many;
  for (int i = 0; i < 300; ++i) many.restarts.push_back(at_us(i));
  const auto back = decode(without_newline(encode(at_us(1), many)));
  REQUIRE(back.has_value());
  CHECK(std::get<Remembered>(back->second).restarts.size() == max_flight_items);
}
