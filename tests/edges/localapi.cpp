// LocalAPI's client against a scripted tailscaled at the other end of a real socket: right answers, and each way to fail.
#include "daemon/localapi.hpp"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "daemon/localapi_bus.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/scripted_localapi.hpp"

using namespace std::chrono_literals;
using namespace tailmend;
using testing::ScriptedLocalapi;
using watch::Answer;

namespace {
// A directory of its own, gone afterwards.
struct Place {
  Place() {
    std::string name = (std::filesystem::temp_directory_path() / "tailmend-localapi-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary directory");
    path = name;
  }
  ~Place() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  [[nodiscard]] std::string socket() const { return (path / "sock").string(); }
  std::filesystem::path path;
};

struct Stage {
  Place place;
  ScriptedLocalapi tailscaled{place.socket()};
  Loop loop;
  Localapi localapi{loop, place.socket()};

  // Turns the loop until `done`; false after ten seconds.
  bool run_until(const std::function<bool()>& done) {
    const auto until = loop.now() + 10s;
    while (!done()) {
      if (loop.now() > until || !loop.turn(watch::Duration(100ms))) return false;
    }
    return true;
  }
  watch::StatusSeen status(watch::Duration limit = 5s, std::vector<watch::Address> targets = {}, bool peers = true) {
    std::optional<watch::StatusSeen> seen;
    const auto token = localapi.status(peers, {.targets = std::move(targets), .own_subnets = {}}, limit, [&](watch::StatusSeen s) { seen = std::move(s); });
    CHECK(!seen);  // never within the call
    REQUIRE(run_until([&] { return seen.has_value(); }));
    return *seen;
  }
  watch::NodeFact node(std::int64_t number, watch::Duration limit = 5s) {
    std::optional<watch::NodeFact> fact;
    const auto token = localapi.node(number, {*watch::parse_address("10.77.0.10")}, limit, [&](watch::NodeFact f) { fact = std::move(f); });
    REQUIRE(run_until([&] { return fact.has_value(); }));
    return *fact;
  }
  watch::ForwardingFact forwarding(watch::Duration limit = 5s) {
    std::optional<watch::ForwardingFact> fact;
    const auto token = localapi.forwarding(limit, [&](watch::ForwardingFact f) { fact = std::move(f); });
    REQUIRE(run_until([&] { return fact.has_value(); }));
    return *fact;
  }
  watch::PingFact ping(std::string_view peer, watch::PingKind kind, watch::Duration limit = 5s) {
    std::optional<watch::PingFact> fact;
    const auto token = localapi.ping(*watch::parse_address(peer), kind, 0, limit, [&](watch::PingFact f) { fact = std::move(f); });
    REQUIRE(run_until([&] { return fact.has_value(); }));
    return *fact;
  }
  std::pair<Answer, std::string> debug(std::string_view action, watch::Duration limit = 5s) {
    std::optional<std::pair<Answer, std::string>> got;
    const auto token = localapi.debug(action, limit, [&](Answer answer, std::string text) { got.emplace(answer, std::move(text)); });
    REQUIRE(run_until([&] { return got.has_value(); }));
    return *got;
  }
};

// The most memory this program ever had. Not getrusage's, which counts what ran before exec as well: a test runner, say.
long peak_kib() {
  const FileHandle status(std::fopen("/proc/self/status", "re"));
  char line[256];
  long kib = 0;
  while (status && std::fgets(line, sizeof line, status.get()) != nullptr) {
    if (std::sscanf(line, "VmHWM: %ld kB", &kib) == 1) break;
  }
  return kib;
}

void tell_small_tailnet(ScriptedLocalapi& tailscaled) {
  for (const char* line : {"self edge nyc 100.64.0.9", "peer r1 plant-router 100.64.0.2 route=10.77.0.0/24 relay=fra rx=5000 tx=700",
                           "peer w1 office 100.64.0.3 rx=11", "peer w2 asleep 100.64.0.4 online=no", "health out of touch"}) {
    tailscaled.tell(line);
  }
}
}  // namespace

TEST_CASE("a status tells who carries the target and who can witness") {
  Stage stage;
  tell_small_tailnet(stage.tailscaled);
  const auto seen = stage.status(5s, {*watch::parse_address("10.77.0.10"), watch::Address{}});
  REQUIRE(seen.answer == Answer::answered);
  CHECK(seen.took > watch::Duration::zero());
  CHECK(seen.tailnet.backend == watch::Backend::running);
  CHECK(seen.tailnet.self_online);
  CHECK(seen.tailnet.self_name == "edge");
  CHECK(seen.tailnet.self_relay == "nyc");
  CHECK(seen.tailnet.self_addresses == "100.64.0.9");
  CHECK(seen.tailnet.self_endpoints == std::vector<std::string>{"203.0.113.7:41641", "192.168.1.7:41641"});
  CHECK(seen.tailnet.health == std::vector<std::string>{"out of touch"});
  CHECK(seen.tailnet.peers == 3);
  CHECK(seen.tailnet.rx_bytes == 5011);
  REQUIRE(seen.tailnet.routers.size() == 1);
  CHECK(seen.tailnet.routers[0].name == "plant-router");
  CHECK(seen.tailnet.routers[0].relay == "fra");
  REQUIRE(seen.tailnet.carriers.size() == 1);
  CHECK(seen.tailnet.carriers[0].target == 0);
  CHECK(watch::to_string(seen.tailnet.carriers[0].prefix) == "10.77.0.0/24");
  REQUIRE(seen.tailnet.witnesses.size() == 1);
  CHECK(seen.tailnet.witnesses[0].name == "office");
}

TEST_CASE("a status without peers asks for none") {
  Stage stage;
  tell_small_tailnet(stage.tailscaled);
  const auto seen = stage.status(5s, {}, false);
  CHECK(seen.answer == Answer::answered);
  CHECK(!seen.peers);
  CHECK(seen.tailnet.peers == 0);
  CHECK(stage.tailscaled.requests() == std::vector<std::string>{"GET /localapi/v0/status?peers=false"});
}

TEST_CASE("one connection serves calls that follow each other") {
  Stage stage;
  for (int i = 0; i < 5; ++i) CHECK(stage.status().answer == Answer::answered);
  CHECK(stage.debug("rebind") == std::pair(Answer::answered, std::string("done\n")));
  CHECK(stage.tailscaled.accepted() == 1);
}

TEST_CASE("a connection that was closed while it rested is replaced without a word") {
  Stage stage;
  CHECK(stage.status().answer == Answer::answered);
  SECTION("and its end was seen") {
    stage.tailscaled.close_connections();
    CHECK(stage.debug("rebind").first == Answer::answered);
  }
  SECTION("and its end comes with the next request") {
    stage.tailscaled.tell("when debug fault debug none");  // any change wakes the server
    std::optional<Answer> answer;
    const auto token = stage.localapi.debug("rebind", 5s, [&](Answer a, const std::string&) { answer = a; });
    stage.tailscaled.close_connections();
    REQUIRE(stage.run_until([&] { return answer.has_value(); }));
    CHECK(answer == Answer::answered);
  }
  CHECK(stage.tailscaled.accepted() == 2);
}

TEST_CASE("preferences are read, patched and read as text") {
  Stage stage;
  std::optional<watch::PrefsSeen> seen;
  auto token = stage.localapi.prefs(5s, [&](watch::PrefsSeen prefs) { seen = std::move(prefs); });
  REQUIRE(stage.run_until([&] { return seen.has_value(); }));
  CHECK(seen->answer == Answer::answered);
  CHECK(seen->prefs == watch::Prefs{.want_running = true, .accept_routes = true, .accept_dns = true,
                                    .control_url = "https://controlplane.tailscale.com"});

  std::optional<std::pair<Answer, std::string>> patched;
  token = stage.localapi.patch_prefs(R"({"RouteAll":false,"RouteAllSet":true})", 5s,
                                     [&](Answer answer, std::string text) { patched.emplace(answer, std::move(text)); });
  REQUIRE(stage.run_until([&] { return patched.has_value(); }));
  CHECK(patched->first == Answer::answered);
  CHECK(patched->second.find("\"RouteAll\":false") != std::string::npos);

  std::optional<std::string> text;
  token = stage.localapi.prefs_text(5s, [&](Answer, std::string got) { text = std::move(got); });
  REQUIRE(stage.run_until([&] { return text.has_value(); }));
  CHECK(*text == patched->second);
}

TEST_CASE("a status tells what is approved for this host, who else carries it, and whether its key is over") {
  Stage stage;
  tell_small_tailnet(stage.tailscaled);
  for (const char* line : {"own route=10.77.0.0/24 primary=10.78.0.0/24 route=0.0.0.0/0", "backend NeedsLogin",
                           "peer r2 spare-router 100.64.0.6 primary=10.79.0.0/24 node=7"}) {
    stage.tailscaled.tell(line);
  }
  const auto ask = [&] {
    std::optional<watch::StatusSeen> seen;
    const auto token = stage.localapi.status(true, {.targets = {watch::Address{}}, .own_subnets = {*watch::parse_prefix("10.79.0.0/24")}}, 5s,
                                             [&](watch::StatusSeen s) { seen = std::move(s); });
    REQUIRE(stage.run_until([&] { return seen.has_value(); }));
    return seen->tailnet;
  };
  const auto tailnet = ask();
  CHECK(tailnet.self_routes == std::vector{*watch::parse_prefix("10.77.0.0/24"), *watch::parse_prefix("10.78.0.0/24")});
  CHECK(tailnet.primary_routes == std::vector{*watch::parse_prefix("10.78.0.0/24")});
  REQUIRE(tailnet.carriers.size() == 1);
  CHECK(tailnet.carriers[0].target == 1);
  CHECK(tailnet.routers[0].name == "spare-router");
  CHECK(tailnet.routers[0].node == 7);
  CHECK(!tailnet.key_expired);
  stage.tailscaled.tell("own key-expiry=2096-01-01T00:00:00Z");
  CHECK(!ask().key_expired);
  stage.tailscaled.tell("own key-expiry=2020-01-01T00:00:00Z");
  CHECK(ask().key_expired);
}

TEST_CASE("a node tells what it advertises; one that is not known, or a build that cannot tell, is not found") {
  Stage stage;
  tell_small_tailnet(stage.tailscaled);
  stage.tailscaled.tell("peer r1 plant-router 100.64.0.2 node=4711 advertises=10.88.0.0/16");
  CHECK(stage.node(4711) == watch::NodeFact{.node = 4711, .answer = Answer::answered,
                                            .advertised = {*watch::parse_prefix("10.77.0.0/24"), *watch::parse_prefix("10.88.0.0/16")}});
  CHECK(stage.tailscaled.requests().back() == "GET /localapi/v0/peer-by-id?id=4711");
  CHECK(stage.node(4712) == watch::NodeFact{.node = 4712, .answer = Answer::not_found, .advertised = {}});
  stage.tailscaled.tell("fault peer-by-id not-json");
  CHECK(stage.node(4711).answer == Answer::garbled);
  stage.tailscaled.tell("fault peer-by-id 403");
  CHECK(stage.node(4711).answer == Answer::forbidden);
  stage.tailscaled.tell("fault peer-by-id silent");
  CHECK(stage.node(4711, 200ms).answer == Answer::timed_out);
}

TEST_CASE("tailscaled's word on IP forwarding is read, and each way to get none") {
  Stage stage;
  CHECK(stage.forwarding() == watch::ForwardingFact{});
  stage.tailscaled.tell("forwarding IPv6 forwarding is disabled.");
  CHECK(stage.forwarding().warning == "IPv6 forwarding is disabled.");
  stage.tailscaled.tell("fault check-ip-forwarding not-json");
  CHECK(stage.forwarding().answer == Answer::garbled);
  stage.tailscaled.tell("fault check-ip-forwarding 404");
  CHECK(stage.forwarding() == watch::ForwardingFact{.answer = Answer::not_found, .warning = {}});
}

TEST_CASE("pings tell a pong, silence, an error of tailscaled's own and a question not taken apart") {
  Stage stage;
  tell_small_tailnet(stage.tailscaled);
  const auto relayed = stage.ping("100.64.0.2", watch::PingKind::tsmp);
  CHECK(relayed.outcome == watch::PingOutcome::pong);
  CHECK(relayed.kind == watch::PingKind::tsmp);
  CHECK(relayed.took == watch::Duration(12ms));
  CHECK(relayed.path == "DERP fra");
  stage.tailscaled.tell("peer r1 plant-router 100.64.0.2 direct=198.51.100.4:41641");
  CHECK(stage.ping("10.77.0.10", watch::PingKind::icmp).path == "198.51.100.4:41641");

  stage.tailscaled.tell("ping r1 disco silent");
  const auto silent = stage.ping("100.64.0.2", watch::PingKind::disco, 200ms);
  CHECK(silent.outcome == watch::PingOutcome::silent);
  CHECK(silent.took >= watch::Duration(200ms));

  CHECK(stage.ping("100.99.9.9", watch::PingKind::disco).outcome == watch::PingOutcome::failed);
  CHECK(stage.ping("100.99.9.9", watch::PingKind::disco).detail == "no matching peer");

  stage.tailscaled.tell("fault ping 501");
  const auto unasked = stage.ping("100.64.0.2", watch::PingKind::disco);
  CHECK(unasked.outcome == watch::PingOutcome::unasked);
  CHECK(unasked.detail == "not built in");
  CHECK(stage.tailscaled.requests().front() == "POST /localapi/v0/ping?ip=100.64.0.2&type=TSMP");
}

TEST_CASE("pings that hang hold up nothing else, and more of them than connections wait their turn") {
  Stage stage;
  tell_small_tailnet(stage.tailscaled);
  stage.tailscaled.tell("ping r1 * silent");
  std::vector<Token> tokens;
  int silent = 0;
  for (int i = 0; i < 12; ++i) {
    tokens.push_back(stage.localapi.ping(*watch::parse_address("100.64.0.2"), watch::PingKind::disco, 0, 600ms,
                                         [&](const watch::PingFact& fact) { silent += fact.outcome == watch::PingOutcome::silent; }));
  }
  CHECK(stage.status().answer == Answer::answered);
  CHECK(silent == 0);
  for (int i = 0; i < 28; ++i) {
    tokens.push_back(stage.localapi.ping(*watch::parse_address("100.64.0.2"), watch::PingKind::disco, 0, 600ms,
                                         [&](const watch::PingFact& fact) { silent += fact.outcome == watch::PingOutcome::silent; }));
  }
  std::size_t most = 0;
  REQUIRE(stage.run_until([&] {
    most = std::max(most, stage.tailscaled.open());
    return silent == 40;
  }));
  CHECK(most <= 16 + 2);  // asking at once, and at rest
  CHECK(stage.tailscaled.wait_until([&] { return stage.tailscaled.open() <= 2; }));
}

TEST_CASE("a call for which there is no place to wait is answered too") {
  Stage stage;
  stage.tailscaled.tell("fault * silent");
  std::vector<Token> tokens;
  int answered = 0;
  for (int i = 0; i < 70; ++i) {
    tokens.push_back(stage.localapi.debug("rebind", 400ms, [&](Answer answer, const std::string&) { answered += answer == Answer::timed_out; }));
  }
  CHECK(answered == 0);
  REQUIRE(stage.run_until([&] { return answered > 0; }));
  CHECK(answered == 6);
  REQUIRE(stage.run_until([&] { return answered == 70; }));
}

TEST_CASE("a cancelled call is not answered and its connection closes") {
  Stage stage;
  tell_small_tailnet(stage.tailscaled);
  stage.tailscaled.tell("ping r1 * silent");
  bool called = false;
  auto token = stage.localapi.ping(*watch::parse_address("100.64.0.2"), watch::PingKind::disco, 0, 300ms,
                                   [&](const watch::PingFact&) { called = true; });
  REQUIRE(stage.run_until([&] { return !stage.tailscaled.requests().empty(); }));
  token.reset();
  CHECK(stage.tailscaled.wait_until([&] { return stage.tailscaled.open() == 0; }));
  CHECK(stage.status().answer == Answer::answered);
  CHECK(!called);
}

TEST_CASE("an answer may destroy its token and the client itself") {
  Stage stage;
  auto own = std::make_unique<Localapi>(stage.loop, stage.place.socket());
  Token other;
  bool other_called = false;
  Token token;
  bool called = false;
  token = own->status(true, {}, 5s, [&](const watch::StatusSeen&) {
    called = true;
    token.reset();
    own.reset();
  });
  other = own->debug("rebind", 5s, [&](Answer, const std::string&) { other_called = true; });
  stage.tailscaled.tell("wait debug 300");
  REQUIRE(stage.run_until([&] { return called; }));
  CHECK(stage.tailscaled.wait_until([&] { return stage.tailscaled.open() == 0; }));
  CHECK(!other_called);
}

TEST_CASE("start and debug are told to tailscaled, and the DERP map is read") {
  Stage stage;
  std::optional<Answer> answer;
  auto token = stage.localapi.start(5s, [&](Answer a) { answer = a; });
  REQUIRE(stage.run_until([&] { return answer.has_value(); }));
  CHECK(answer == Answer::answered);
  CHECK(stage.tailscaled.requests().back() == "POST /localapi/v0/start {}");

  stage.tailscaled.tell("derp nyc derp1.example.com 192.0.2.11 443");
  std::optional<std::vector<DerpNode>> nodes;
  token = stage.localapi.derp_map(5s, [&](Answer, std::vector<DerpNode> got) { nodes = std::move(got); });
  REQUIRE(stage.run_until([&] { return nodes.has_value(); }));
  REQUIRE(nodes->size() == 1);
  CHECK(nodes->front() == DerpNode{.region_code = "nyc", .host_name = "derp1.example.com",
                                   .v4 = watch::parse_endpoint("192.0.2.11:443"), .v6 = {}});
}

TEST_CASE("every way of failing has its own answer") {
  struct Case {
    const char* fault;
    Answer answer;
  };
  const auto [fault, answer] = GENERATE(values<Case>({{"garbage", Answer::garbled},
                                                      {"not-json", Answer::garbled},
                                                      {"half", Answer::lost},
                                                      {"hang-up", Answer::lost},
                                                      {"endless-header", Answer::too_large},
                                                      {"huge-chunk", Answer::too_large},
                                                      {"silent", Answer::timed_out},
                                                      {"403", Answer::forbidden},
                                                      {"404", Answer::not_found},
                                                      {"501", Answer::not_built},
                                                      {"503", Answer::not_ready},
                                                      {"400", Answer::rejected}}));
  CAPTURE(fault);
  Stage stage;
  tell_small_tailnet(stage.tailscaled);
  stage.tailscaled.tell(std::string("fault * ") + fault);
  const watch::Duration limit = answer == Answer::timed_out ? watch::Duration(300ms) : watch::Duration(5s);
  const auto seen = stage.status(limit);
  CHECK(to_string(seen.answer) == to_string(answer));
  CHECK(seen.tailnet == watch::Tailnet{});
  std::optional<Answer> prefs;
  const auto token = stage.localapi.prefs(limit, [&](const watch::PrefsSeen& got) { prefs = got.answer; });
  REQUIRE(stage.run_until([&] { return prefs.has_value(); }));
  CHECK(to_string(*prefs) == to_string(answer));
  // Text is not judged by its grammar.
  if (std::string_view(fault) != "not-json") CHECK(to_string(stage.debug("rebind", limit).first) == to_string(answer));
  const auto ping = stage.ping("100.64.0.2", watch::PingKind::disco, limit);
  CHECK(ping.outcome == (answer == Answer::timed_out ? watch::PingOutcome::silent : watch::PingOutcome::unasked));
  stage.tailscaled.tell("fault * none");
  CHECK(stage.status().answer == Answer::answered);
}

TEST_CASE("a reply over its limit is given up at the limit, one that drips is read to its end") {
  Stage stage;
  tell_small_tailnet(stage.tailscaled);
  stage.tailscaled.tell("fault * oversize");
  CHECK(stage.status().answer == Answer::too_large);
  CHECK(stage.debug("rebind").first == Answer::too_large);
  stage.tailscaled.tell("fault * drip");
  CHECK(stage.debug("rebind") == std::pair(Answer::answered, std::string("done\n")));
}

TEST_CASE("no socket, nobody behind it and no right to it are told apart") {
  Place place;
  Loop loop;
  Localapi localapi(loop, place.socket());
  const auto ask = [&] {
    std::optional<Answer> answer;
    const auto token = localapi.prefs(2s, [&](const watch::PrefsSeen& seen) { answer = seen.answer; });
    while (!answer && loop.turn(watch::Duration(100ms))) {
    }
    return std::string(to_string(*answer));
  };
  CHECK(ask() == to_string(Answer::absent));
  const Descriptor stale(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  place.socket().copy(address.sun_path, sizeof(address.sun_path) - 1);
  REQUIRE(::bind(stale.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  CHECK(ask() == to_string(Answer::refused));
  if (::geteuid() != 0) {
    REQUIRE(::chmod(place.socket().c_str(), 0) == 0);
    CHECK(ask() == to_string(Answer::denied));
  }
}

TEST_CASE("a listener whose queue is full is asked again until the limit") {
  Place place;
  const Descriptor listener(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  place.socket().copy(address.sun_path, sizeof(address.sun_path) - 1);
  REQUIRE(::bind(listener.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  REQUIRE(::listen(listener.get(), 0) == 0);
  Loop loop;
  Localapi localapi(loop, place.socket());
  std::vector<Token> tokens;
  int timed_out = 0;
  for (int i = 0; i < 4; ++i) {
    tokens.push_back(localapi.prefs(300ms, [&](const watch::PrefsSeen& seen) { timed_out += seen.answer == Answer::timed_out; }));
  }
  for (int i = 0; i < 200 && timed_out < 4; ++i) REQUIRE(loop.turn(watch::Duration(50ms)));
  CHECK(timed_out == 4);
}

TEST_CASE("ten thousand peers are read without holding them") {
  Place place;
  // The server is another process, so that what it holds does not count.
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    ScriptedLocalapi tailscaled(place.socket());
    tell_small_tailnet(tailscaled);
    tailscaled.tell("crowd 10000");
    tailscaled.wait_until([&] { return false; });
    ::_exit(0);
  }
  struct Reap {
    pid_t pid;
    ~Reap() {
      ::kill(pid, SIGKILL);
      ::waitpid(pid, nullptr, 0);
    }
  } reap{child};
  Loop loop;
  Localapi localapi(loop, place.socket());
  const auto ask = [&](bool peers) {
    std::optional<watch::StatusSeen> seen;
    const auto token = localapi.status(peers, {.targets = {*watch::parse_address("10.77.0.10")}, .own_subnets = {}}, 4s, [&](watch::StatusSeen s) { seen = std::move(s); });
    while (!seen && loop.turn(watch::Duration(100ms))) {
    }
    return *seen;
  };
  while (ask(false).answer != Answer::answered) REQUIRE(loop.turn(watch::Duration(10ms)));
  const long before = peak_kib();
  const auto seen = ask(true);
  CHECK(before > 0);
  CHECK(seen.answer == Answer::answered);
  CHECK(seen.tailnet.peers == 10003);
  CHECK(seen.tailnet.routers.size() == 1);
  CHECK(seen.tailnet.witnesses.size() == 3);
#ifndef __SANITIZE_ADDRESS__  // which keeps what was freed
  CHECK(peak_kib() - before <= 1024);
#endif
}

namespace {
struct BusStage {
  Place place;
  std::optional<ScriptedLocalapi> tailscaled;
  Loop loop;
  std::vector<watch::BusSeen> seen;
  static constexpr LocalapiBus::Waits quick{.first = 20ms, .longest = 80ms, .proven = 10s, .head = 200ms};

  bool run_until(const std::function<bool()>& done) {
    const auto until = loop.now() + 10s;
    while (!done()) {
      if (loop.now() > until || !loop.turn(watch::Duration(100ms))) return false;
    }
    return true;
  }
  std::function<void(watch::BusSeen)> note() {
    return [this](watch::BusSeen hint) { seen.push_back(hint); };
  }
  [[nodiscard]] std::size_t count(watch::BusHint hint) const {
    return static_cast<std::size_t>(std::count_if(seen.begin(), seen.end(), [&](const auto& one) { return one.hint == hint; }));
  }
};
}  // namespace

TEST_CASE("the bus tells what changes, line by line") {
  BusStage stage;
  stage.tailscaled.emplace(stage.place.socket());
  const LocalapiBus bus(stage.loop, stage.place.socket(), stage.note(), BusStage::quick);
  CHECK(stage.seen.empty());
  REQUIRE(stage.run_until([&] { return stage.seen.size() == 4; }));
  CHECK(stage.seen[0].hint == watch::BusHint::connected);
  CHECK(stage.seen[1].hint == watch::BusHint::state);
  CHECK(stage.seen[1].backend == watch::Backend::running);
  CHECK(stage.seen[2].hint == watch::BusHint::prefs);
  CHECK(stage.seen[2].want_running);
  CHECK(stage.seen[3].hint == watch::BusHint::health);
  CHECK(stage.tailscaled->requests() == std::vector<std::string>{"GET /localapi/v0/watch-ipn-bus?mask=8342"});

  stage.seen.clear();
  stage.tailscaled->tell("prefs WantRunning false");
  stage.tailscaled->tell("backend Stopped");
  // A line as old versions send it, with a whole network map.
  stage.tailscaled->tell(R"(notify {"NetMap":{"Peers":[)" + std::string(300000, '1') + R"(]},"SelfChange":{"ID":1}})");
  REQUIRE(stage.run_until([&] { return stage.seen.size() == 3; }));
  CHECK(stage.seen[0].hint == watch::BusHint::prefs);
  CHECK(!stage.seen[0].want_running);
  CHECK(stage.seen[1].backend == watch::Backend::stopped);
  CHECK(stage.seen[2].hint == watch::BusHint::endpoints);
}

TEST_CASE("the bus comes back by itself after tailscaled went and came, and says so once each") {
  BusStage stage;
  const LocalapiBus bus(stage.loop, stage.place.socket(), stage.note(), BusStage::quick);
  REQUIRE(stage.run_until([&] { return stage.count(watch::BusHint::lost) == 1; }));
  const auto later = stage.loop.now() + 300ms;
  REQUIRE(stage.run_until([&] { return stage.loop.now() > later; }));
  CHECK(stage.seen.size() == 1);  // still lost, said once

  stage.tailscaled.emplace(stage.place.socket());
  REQUIRE(stage.run_until([&] { return stage.count(watch::BusHint::connected) == 1; }));
  stage.tailscaled.reset();
  REQUIRE(stage.run_until([&] { return stage.count(watch::BusHint::lost) == 2; }));
  stage.tailscaled.emplace(stage.place.socket());
  REQUIRE(stage.run_until([&] { return stage.count(watch::BusHint::connected) == 2; }));
  stage.tailscaled->tell("hang-up");
  REQUIRE(stage.run_until([&] { return stage.count(watch::BusHint::lost) == 3; }));
  REQUIRE(stage.run_until([&] { return stage.count(watch::BusHint::connected) == 3; }));
}

TEST_CASE("a bus that is refused, silent or garbled is tried again with growing waits") {
  const std::string fault = GENERATE("403", "400", "silent", "garbage", "not-json", "endless-header", "huge-chunk");
  CAPTURE(fault);
  BusStage stage;
  stage.tailscaled.emplace(stage.place.socket());
  stage.tailscaled->tell("fault watch-ipn-bus " + fault);
  const LocalapiBus bus(stage.loop, stage.place.socket(), stage.note(), BusStage::quick);
  REQUIRE(stage.run_until([&] { return stage.tailscaled->accepted() >= 3; }));
  CHECK(stage.count(watch::BusHint::lost) >= 1);
  CHECK(stage.count(watch::BusHint::state) == 0);
  stage.tailscaled->tell("fault watch-ipn-bus none");
  REQUIRE(stage.run_until([&] { return stage.count(watch::BusHint::state) == 1; }));
}

TEST_CASE("what the bus tells may destroy it") {
  BusStage stage;
  stage.tailscaled.emplace(stage.place.socket());
  std::unique_ptr<LocalapiBus> bus;
  int told = 0;
  bus = std::make_unique<LocalapiBus>(
      stage.loop, stage.place.socket(),
      [&](watch::BusSeen) {
        ++told;
        bus.reset();
      },
      BusStage::quick);
  REQUIRE(stage.run_until([&] { return told > 0; }));
  CHECK(stage.tailscaled->wait_until([&] { return stage.tailscaled->open() == 0; }));
  CHECK(told == 1);
}
