// Storms on the way out.
#include <algorithm>

#include <fmt/format.h>

#include "libwatch/sim/sim_storm.hpp"
#include "libwatch/words.hpp"

namespace sim {

void Storm::move_uplink(Instant now, Hints hints) {
  Truth& t = world_.truth;
  ++network_number_;
  t.egress = {};
  t.egress.v4 = Way{.interface = network_number_ % 2 == 0 ? "wan1" : "wan0", .index = network_number_ % 2 == 0 ? 3U : 2U,
                    .gateway = {Family::v4, {198, 51, 100, network_number_}}, .source = {Family::v4, {198, 51, 100, 77}}, .table = 254};
  world_.announce_network(now + 1ms, hints);
}

void Storm::lose_egress(Instant now, Duration how_long) {
  world_.truth.egress = {};
  world_.announce_network(now + 1ms, hints_of({Hint::carrier_lost}));
  stuck(now, 0s, 950s);
  later(now + how_long, "a way out again", [this](Instant at) {
    move_uplink(at, hints_of({Hint::carrier_back, Hint::route, Hint::address}));
    world_.truth.data_back = at + some(300ms, 4s);
    world_.truth.control_back = at + some(100ms, 3s);
  });
}

void Storm::strike_wan(Instant now, std::uint64_t which) {
  Truth& t = world_.truth;
  switch (which) {
    case 0:
      say("the default route moves to the other interface");
      move_uplink(now, hints_of({Hint::route, Hint::address}));
      return stuck(now, 400ms, 300ms);
    case 1:
      say("another gateway on the same interface");
      if (!t.egress.v4) return;
      t.egress.v4->gateway.bytes[3] = static_cast<std::uint8_t>(t.egress.v4->gateway.bytes[3] + 1);
      world_.announce_network(now + 1ms, hints_of({Hint::route}));
      return stuck(now, some(4s, 6s), dice_.below(2) == 0 ? Duration(950s) : Duration(11s));
    case 2:
      say("carrier lost, the backup takes over by its metric");
      move_uplink(now, hints_of({Hint::carrier_lost}));
      return stuck(now, 4s, 950s);
    case 3:
      say("the link is down, IPv4 only");
      move_uplink(now, hints_of({Hint::link_down}));
      return stuck(now, some(4s, 6s), 958s);
    case 4:
    case 5: return pinned(now);
    case 6: say("the router moves to its second WAN (MASQUERADE)"); return stuck(now, 4s, 13s);
    case 7:
    case 8: {
      const Duration outage = which == 7 ? some(100ms, 30s) : some(30s, 10min);
      say(fmt::format("the WAN is dead for {}", words(outage)));
      t.wan = false;
      return later(now + outage, "the WAN is back", [this](Instant at) {
        world_.truth.wan = true;
        stuck(at, some(0s, 5s), dice_.below(3) == 0 ? Duration(900s) : some(1s, 20s));
      });
    }
    case 9: say("no way out"); return lose_egress(now, some(2s, 5min));
    case 10: {
      say("the uplink flaps");
      const Duration period = some(200ms, 2500ms);
      for (Duration at{}; at < 40s; at += period)
        later(now + at, "flap", [this](Instant then) {
          move_uplink(then, hints_of({Hint::route}));
          stuck(then, 500ms, 300ms);
        });
      return;
    }
    case 11: {
      const Duration detour = some(100ms, 2500ms);
      say(fmt::format("everything takes {} longer", words(detour)));
      t.detour = detour;
      return later(now + some(5s, 10min), "quick again", [this](Instant) { world_.truth.detour = {}; });
    }
    case 12:
      say("the public address changes every minute");
      for (int i = 0; i < 5; ++i) later(now + i * 60s, "another public address", [this](Instant at) { pinned(at); });
      return;
    case 13: say("one SYN is lost"); t.wan = false; return later(now + 300ms, "", [this](Instant) { world_.truth.wan = true; });
    default: return strike_path(now, which - 14);
  }
}

// What does not take the whole WAN away, or puts something else in its place.
void Storm::strike_path(Instant now, std::uint64_t which) {
  Truth& t = world_.truth;
  const Duration while_ = some(10s, 20min);
  switch (which) {
    case 0:
      say("a captive portal answers in place of the WAN");
      t.wan = false;
      t.portal = true;
      return later(now + while_, "somebody logs in at the portal", [this](Instant) {
        world_.truth.wan = true;
        world_.truth.portal = false;
      });
    case 1: say("names do not resolve"); t.names = false; return later(now + while_, "names resolve", [this](Instant) { world_.truth.names = true; });
    case 2:
      say("UDP is blocked");
      t.udp = false;
      stuck(now, 5s, 0s);
      return later(now + while_, "UDP gets through", [this](Instant) { world_.truth.udp = true; });
    case 3:
      say("a mapping of this host's own NAT is stale");
      t.pinned = true;
      stuck(now, 5s, 0s);
      return later(now + some(10min, 60min), "the mapping has run out", [this](Instant) { world_.truth.pinned = false; });
    case 4: say("large packets are lost"); t.large = false; return later(now + while_, "large packets get through", [this](Instant) { world_.truth.large = true; });
    case 5:
    case 6: {
      say("outages in bursts");
      for (Duration at = some(1s, 60s); at < 10min; at += some(60s, 150s)) {
        later(now + at, "outage", [this](Instant) { world_.truth.wan = false; });
        later(now + at + some(5s, 30s), "outage over", [this](Instant then) {
          world_.truth.wan = true;
          stuck(then, some(0s, 4s), some(0s, 10s));
        });
      }
      return;
    }
    case 7: {
      say("the uplink has IPv6 only");
      const auto last = static_cast<std::uint8_t>(1 + network_number_++ % 200);
      t.egress = {};
      t.egress.v6 = Way{.interface = "wan6", .index = 4, .gateway = {Family::v6, {0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, last}},
                        .source = {Family::v6, {0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7}}, .table = 254};
      world_.announce_network(now + 1ms, hints_of({Hint::route, Hint::address}));
      return stuck(now, 400ms, 300ms);
    }
    default: say("netlink overran, a million routes beside"); return world_.announce_network(now + 1ms, hints_of({Hint::overrun}));
  }
}

void Storm::pinned(Instant now) {
  say("the router moves to its second WAN, the mapping stays pinned");
  stuck(now, 110s, 962s);
}

}  // namespace sim
