#include "libwatch/memory.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/scene.hpp"

using namespace watch;
using watch::testing::Scene;
using watch::testing::v4;

namespace {

constexpr Instant noon{12h};

// One outage of so many slots of ten seconds, then good ones up to `until`.
void outage(Memory& memory, Instant at, int slots, Instant until) {
  for (int i = 0; i < slots; ++i) memory.note_bad(at + i * 10s);
  for (Instant t = at + slots * 10s; t < until; t += 10s) memory.note_good(t, 0, 11ms);
}

}  // namespace

TEST_CASE("outages in bursts are counted over a quarter of an hour, and forgotten after it") {
  Scene scene;
  Memory memory;
  for (int i = 0; i < 3; ++i) outage(memory, noon + i * 4min, 2, noon + (i + 1) * 4min);
  memory.pass_time(noon + 12min, scene.evidence);
  CHECK(scene.evidence.recent.bursts == 3);
  CHECK(scene.evidence.recent.failed == 6);
  CHECK(scene.evidence.recent.slots == 72);
  CHECK(scene.evidence.recent.over == 12min);
  CHECK(judge(scene.evidence).verdict == Verdict::unstable);
  outage(memory, noon + 12min, 0, noon + 40min);
  memory.pass_time(noon + 40min, scene.evidence);
  CHECK(scene.evidence.recent.failed == 0);
  CHECK(judge(scene.evidence).verdict == Verdict::healthy);
}

TEST_CASE("answers that come a second late now and then tell of lost packets; answers that all do, of a long path") {
  const auto judged = [](int every, Duration longer, Duration path = 11ms) {
    Scene scene;
    Memory memory;
    for (int i = 0; i < 30; ++i) memory.note_good(noon + i * 10s, 0, i % every == every - 1 ? path + longer : path);
    memory.pass_time(noon + 5min, scene.evidence);
    return judge(scene.evidence);
  };
  CHECK(judged(3, 1s).verdict == Verdict::unstable);
  CHECK(judged(3, 1s).whose == Whose::path);
  CHECK(judged(3, 1s).sentence ==
        "the targets answer, but in the last 5 min 33 % of the connections took a second or more too long: packets get lost, or wait in a full queue");
  CHECK(judged(3, 3s).verdict == Verdict::unstable);
  CHECK(judged(3, 2s).verdict == Verdict::unstable);
  CHECK(judged(3, 1700ms).verdict == Verdict::healthy);
  CHECK(judged(3, 1s, 650ms).verdict == Verdict::unstable);
  CHECK(judged(6, 1s).verdict == Verdict::healthy);
  CHECK(judged(3, 600ms).verdict == Verdict::healthy);
  CHECK(judged(1, 1s).verdict == Verdict::healthy);
}

TEST_CASE("of many targets a lost packet now and then is no lossy way; one that is entered is left at half of its share") {
  Scene scene;
  Memory memory;
  const auto look = [&](int i, bool late) {
    for (std::size_t target = 0; target < 8; ++target) memory.note_good(noon + i * 10s, target, late && target == 0 ? 1011ms : 11ms);
    memory.pass_time(noon + i * 10s, scene.evidence);
    return scene.evidence.recent.lossy;
  };
  for (int i = 0; i < 90; ++i) CHECK_FALSE(look(i, i % 2 == 1));
  memory.note_moved(noon + 15min);
  const auto only = [&](int i, bool late) {
    memory.note_good(noon + 15min + i * 10s, 0, late ? 1011ms : 11ms);
    memory.pass_time(noon + 15min + i * 10s, scene.evidence);
    return scene.evidence.recent.lossy;
  };
  for (int i = 0; i < 40; ++i) only(i, i % 4 == 3);
  CHECK(scene.evidence.recent.lossy);
  for (int i = 40; i < 70; ++i) CHECK(only(i, false));
  CHECK(scene.evidence.recent.late * 5 < scene.evidence.recent.answers);
  int quiet = 70;
  while (quiet < 200 && only(quiet, false)) ++quiet;
  CHECK(scene.evidence.recent.late * 10 <= scene.evidence.recent.answers);
  CHECK(quiet < 130);
}

TEST_CASE("a lossy way on which all has become late is a long one") {
  Scene scene;
  Memory memory;
  for (int i = 0; i < 200; ++i) {
    memory.note_good(noon + i * 10s, 0, i < 12 ? 11ms : 1211ms);
    memory.pass_time(noon + i * 10s, scene.evidence);
    if (i == 60) CHECK(scene.evidence.recent.lossy);
  }
  CHECK_FALSE(scene.evidence.recent.lossy);
}

TEST_CASE("one look at many targets on a new way out tells nothing of it") {
  Scene scene;
  Memory memory;
  for (int i = 0; i < 30; ++i) memory.note_good(noon + i * 10s, 0, 11ms);
  memory.note_moved(noon + 5min);
  for (std::size_t target = 0; target < 8; ++target) memory.note_good(noon + 5min + 10s, target, 11ms);
  for (std::size_t target = 0; target < 8; ++target) memory.note_good(noon + 5min + 60s, target, 1011ms);
  memory.pass_time(noon + 5min + 60s, scene.evidence);
  CHECK(scene.evidence.recent.late == 8);
  CHECK_FALSE(scene.evidence.recent.lossy);
}

TEST_CASE("another way out has a pace of its own, and what it answers first tells nothing of it") {
  Scene scene;
  Memory memory;
  for (int i = 0; i < 15; ++i) memory.note_good(noon + i * 10s, 0, 11ms);
  memory.note_moved(noon + 150s);
  for (int i = 15; i < 30; ++i) memory.note_good(noon + i * 10s, 0, i == 15 ? 950ms : 1300ms);
  memory.pass_time(noon + 5min, scene.evidence);
  CHECK(scene.evidence.recent.late == 0);
}

TEST_CASE("a path counts as relayed only where it used to be direct, and no longer than it lasts") {
  Scene scene;
  Memory memory;
  const auto path = [&](std::string_view how, Instant at) {
    scene.evidence.peers[0].path = how;
    memory.note_paths(at, scene.evidence);
    memory.pass_time(at, scene.evidence);
  };
  path("DERP nyc", noon);
  CHECK(scene.evidence.relayed_for == 0s);
  CHECK(!memory.relayed_look_at());
  path("203.0.113.9:41641", noon + 1min);
  path("DERP nyc", noon + 2min);
  CHECK(memory.relayed_look_at() == noon + 2min + Policy::relayed_patience);
  path("DERP nyc", noon + 4min);
  CHECK(scene.evidence.relayed_for == 2min);
  CHECK(judge(scene.evidence).verdict == Verdict::relay_only);
  CHECK(judge(scene.evidence).sentence == "site-router is reached through DERP nyc only, for 2 min; it used to be direct");
  path("203.0.113.9:41641", noon + 5min);
  CHECK(scene.evidence.relayed_for == 0s);
}

TEST_CASE("of as many routers as there can be each is remembered") {
  Scene scene;
  Memory memory;
  auto& routers = scene.evidence.tailnet.routers;
  routers.assign(Tailnet::max_routers, {.online = true, .tx_bytes = 1000});
  for (std::size_t i = 0; i < routers.size(); ++i) routers[i].address = v4(100, 64, 1, static_cast<std::uint8_t>(i));
  scene.evidence.peers[0].address = routers.front().address;
  scene.evidence.peers[1].address = routers.back().address;
  memory.note_status(noon, scene.evidence);
  for (auto& router : routers) router.tx_bytes = 1592;
  memory.note_status(noon + 20s, scene.evidence);
  CHECK(scene.evidence.peers[0].zombie);
  CHECK(scene.evidence.peers[1].zombie);
}

TEST_CASE("a zombie sends handshakes for a while and hears nothing; a restart, silence or an honest peer make none") {
  Scene scene;
  Memory memory;
  Peer& router = scene.evidence.tailnet.routers[0];
  router.tx_bytes = 1000;
  const auto zombie = [&](Duration after, std::uint64_t tx, std::uint64_t rx) {
    scene.evidence.peers[0].zombie.reset();
    router.tx_bytes = tx;
    router.rx_bytes = rx;
    memory.note_status(noon + after, scene.evidence);
    return scene.evidence.peers[0].zombie.has_value();
  };
  CHECK(!zombie(0s, 1000, 0));
  CHECK(!zombie(10s, 1296, 0));  // too young
  CHECK(zombie(20s, 1592, 0));
  CHECK(scene.evidence.peers[0].zombie->sent == 592);
  CHECK(!zombie(25s, 1740, 92));    // it was heard
  CHECK(!zombie(60s, 1772, 92));    // an idle peer: keepalives only
  CHECK(!zombie(70s, 148, 92));     // counters began again
  router.online = false;
  CHECK(!zombie(200s, 5000, 92));
}

TEST_CASE("a younger tailscaled is another one, unless the restart was ours; sleep makes nothing younger") {
  Memory memory;
  const auto told = [&](Duration at, Duration age, std::optional<Instant> ours = {}) {
    return memory.note_unit(noon + at, UnitFact{.known = true, .active_state = "active", .age = age}, ours);
  };
  CHECK(!told(0s, 1h));
  CHECK(!told(10s, 1h + 10s));
  CHECK(!told(8h, 1h + 20s));  // slept
  CHECK(told(8h + 1min, 5s));
  const Instant ours = noon + 8h + 2min - 4s;
  CHECK(!told(8h + 2min, 3s, ours));
  CHECK(told(8h + 2min + 5s, 1s, ours));  // one request explains one process
  CHECK(told(9h, 0s, ours));
  CHECK(!told(9h + 10min, 2s, noon + 9h + 10min - 3s));
}

TEST_CASE("a restart long after a request of ours that came to nothing is somebody else's") {
  Memory memory;
  const auto told = [&](Duration at, Duration age, std::optional<Instant> ours = {}) {
    return memory.note_unit(noon + at, UnitFact{.known = true, .active_state = "active", .age = age}, ours);
  };
  CHECK(!told(0s, 1h));
  CHECK(told(10min, 1s, noon + 1s));
}

TEST_CASE("this host's own routes are learned from its preferences, and a reload forgets them") {
  Scene scene;
  Memory memory;
  const Prefix prefix = *parse_prefix("10.88.0.0/24");
  scene.evidence.prefs->advertise_routes = {prefix};
  memory.note_prefs(scene.evidence);
  scene.evidence.tailnet.self_routes = {prefix};
  memory.note_status(noon, scene.evidence);
  CHECK(judge(scene.evidence).verdict == Verdict::healthy);
  scene.evidence.prefs->advertise_routes.clear();
  memory.note_prefs(scene.evidence);
  CHECK(judge(scene.evidence).sentence == "this host is a subnet router and no longer advertises 10.88.0.0/24: it is gone from its preferences");
  CHECK(judge(scene.evidence).advice == "sudo tailscale set --advertise-routes=10.88.0.0/24; or, if that was meant: sudo systemctl reload tailmend");
  memory.configure(scene.policy, scene.evidence);
  CHECK(judge(scene.evidence).verdict == Verdict::healthy);
  scene.policy.tailscale.advertises = {"10.88.0.0/24"};
  memory.configure(scene.policy, scene.evidence);
  CHECK(judge(scene.evidence).verdict == Verdict::route_missing);
}

TEST_CASE("a second router that waits for its turn is no trouble, one that lost its turn is") {
  Scene scene;
  Memory memory;
  scene.own_route();
  scene.evidence.own_held.clear();
  Tailnet& tailnet = scene.evidence.tailnet;
  tailnet.routers.push_back({.name = "site-b", .address = v4(100, 64, 0, 9), .online = true});
  tailnet.carriers.push_back({.target = 1, .prefix = scene.evidence.own_routes[0], .router = 1});
  memory.note_status(noon, scene.evidence);
  CHECK(judge(scene.evidence).verdict == Verdict::healthy);
  const Carrier other = tailnet.carriers.back();
  tailnet.carriers.pop_back();
  memory.note_status(noon + 1min, scene.evidence);
  tailnet.carriers.push_back(other);
  memory.note_status(noon + 2min, scene.evidence);
  CHECK(judge(scene.evidence).sentence == "this host advertises 10.88.0.0/24, but site-b carries it now");
}
