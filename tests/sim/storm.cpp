#include "tests/sim/storm.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace sim {

namespace {
constexpr Duration local_faults_end = 60s;  // into the calm: somebody else mends what we may not
Hints hints_of(std::initializer_list<Hint> list) {
  Hints hints;
  for (const Hint hint : list) hints.add(hint);
  return hints;
}
}  // namespace

Storm::Storm(World& world, Instant begin, Duration length)
    : world_(world), end_(begin + length), next_strike_(begin + world.dice.between(10s, 60s)) {}

Instant Storm::next() const {
  Instant first = calm_ ? never : std::min(next_strike_, end_);
  for (const Later& l : later_) first = std::min(first, l.at);
  return first;
}

void Storm::say(std::string text) { told_ += (told_.empty() ? "" : "; ") + std::move(text); }
std::string Storm::told() { return std::exchange(told_, {}); }
void Storm::later(Instant at, std::string name, std::function<void(Instant)> what) {
  later_.push_back({at, std::move(name), std::move(what)});
}

Storm::Wish Storm::pass(Instant now) {
  wish_ = Wish::nothing;
  world_.pass(now);
  for (;;) {
    const auto it = std::ranges::min_element(later_, {}, &Later::at);
    if (it == later_.end() || it->at > now) break;
    const Later due = std::move(*it);
    later_.erase(it);
    say(due.name);
    due.what(now);
  }
  if (calm_) return wish_;
  if (now >= end_) {
    heal_all(now);
    return wish_;
  }
  if (now < next_strike_) return wish_;
  strike(now);
  const auto kind = world_.dice.below(10);
  next_strike_ = now + some(10ms, kind < 5 ? Duration(20s) : kind < 8 ? Duration(3min) : Duration(40min));
  return wish_;
}

void Storm::strike(Instant now) {
  const auto which = world_.dice.below(40);
  if (which < 14) strike_wan(now, which);
  else if (which < 26) strike_tailnet(now, which - 14);
  else strike_host(now, which - 26);
}

void Storm::stuck(Instant now, Duration data, Duration control) {
  Truth& t = world_.truth;
  t.data_back = std::max(t.data_back, now + data);
  t.control_back = std::max(t.control_back, now + control);
}

void Storm::move_uplink(Instant now, Hints hints) {
  Truth& t = world_.truth;
  ++network_number_;
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
      return stuck(now, some(4s, 6s), world_.dice.below(2) == 0 ? Duration(950s) : Duration(11s));
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
      say(fmt::format("the WAN is dead for {} ms", outage.count() / 1000));
      t.wan = false;
      return later(now + outage, "the WAN is back", [this](Instant at) {
        world_.truth.wan = true;
        stuck(at, some(0s, 5s), world_.dice.below(3) == 0 ? Duration(900s) : some(1s, 20s));
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
      say(fmt::format("everything takes {} ms longer", detour.count() / 1000));
      t.detour = detour;
      return later(now + some(5s, 10min), "quick again", [this](Instant) { world_.truth.detour = {}; });
    }
    case 12:
      say("the public address changes every minute");
      for (int i = 0; i < 5; ++i) later(now + i * 60s, "another public address", [this](Instant at) { pinned(at); });
      return;
    default: say("one SYN is lost"); t.wan = false; return later(now + 300ms, "", [this](Instant) { world_.truth.wan = true; });
  }
}

void Storm::pinned(Instant now) {
  say("the router moves to its second WAN, the mapping stays pinned");
  stuck(now, 110s, 962s);
}
void Storm::control_dies(Instant now) {
  say("the connection to control dies, data flows");
  stuck(now, 0s, 958s);
}
void Storm::hangs(Instant now) {
  say("tailscaled is stopped in its tracks");
  world_.truth.hung = world_.truth.unit == Unit::active;
  world_.announce_bus(now + 30s, {.hint = BusHint::lost});
}

void Storm::strike_tailnet(Instant now, std::uint64_t which) {
  Truth& t = world_.truth;
  const Duration while_ = some(5s, 15min);
  switch (which) {
    case 0: say("the router is off"); t.router = false; return later(now + while_, "the router is back", [this](Instant) { world_.truth.router = true; });
    case 1:
    case 2: {
      const std::size_t i = world_.dice.below(most_witnesses);
      say(fmt::format("witness {} sulks", i));
      t.witness[i] = false;
      return later(now + while_, "a witness is back", [this, i](Instant) { world_.truth.witness[i] = true; });
    }
    case 3: {
      if (t.targets.empty()) return;
      const std::size_t i = world_.dice.below(t.targets.size());
      static constexpr std::array outcomes{TcpOutcome::refused, TcpOutcome::reset, TcpOutcome::timed_out, TcpOutcome::unanswered};
      t.targets[i] = outcomes[world_.dice.below(outcomes.size())];
      say(fmt::format("target {}: {}", i, to_string(t.targets[i])));
      return later(now + while_, "a target is back", [this, i](Instant) {
        if (i < world_.truth.targets.size()) world_.truth.targets[i] = TcpOutcome::held;
      });
    }
    case 4:
    case 5:
      say("the control server is away");
      t.control = false;
      stuck(now, 0s, while_);
      return later(now + while_, "the control server is back", [this](Instant at) {
        world_.truth.control = true;
        stuck(at, 0s, some(1s, 30s));
      });
    case 6: say("DERP is away"); t.derp = false; return later(now + while_, "DERP is back", [this](Instant) { world_.truth.derp = true; });
    case 7: say("the route is not advertised"); t.advertised = false; return later(now + while_, "advertised again", [this](Instant) { world_.truth.advertised = true; });
    case 8: say("accept-routes off"); t.accept_routes = false; return later(now + while_, "accept-routes on", [this](Instant) { world_.truth.accept_routes = true; });
    case 9: say("table 52 is flushed"); t.installed = false; return;
    case 10: say("WireGuard is stuck"); t.session_back = now + some(20s, 20min); return;
    default:
      say("the tunnel is stuck so that only a restart helps");
      t.deep = true;
      return later(now + some(2min, 90min), "it healed", [this](Instant) { world_.truth.deep = false; });
  }
}

void Storm::strike_host(Instant now, std::uint64_t which) {
  Truth& t = world_.truth;
  const Duration while_ = some(2s, 15min);
  switch (which) {
    case 0:
      say("tailscale down");
      world_.switch_tailscale(now, false);
      return later(now + while_, "tailscale up", [this](Instant at) { world_.switch_tailscale(at, true); });
    case 1:
      say("systemctl stop tailscaled");
      world_.stop_unit(now);
      t.disabled = world_.dice.below(2) == 0;
      return later(now + while_, "systemctl start tailscaled", [this](Instant at) { world_.start_unit(at); });
    case 2:
    case 3: return hangs(now);
    case 4:
    case 5:
      say(which == 4 ? "tailscaled fails" : "tailscaled hit its start limit");
      t.unit = Unit::failed;
      t.hung = false;
      t.result = which == 4 ? "exit-code" : "start-limit-hit";
      world_.announce_bus(now + 5ms, {.hint = BusHint::lost});
      return;
    case 6:
      say("logged out");
      t.logged_out = true;
      return later(now + while_, "logged in", [this](Instant) { world_.truth.logged_out = false; });
    case 7: {
      static constexpr std::array ways{Api::hangs, Api::garbled, Api::forbidden};
      t.api = ways[world_.dice.below(ways.size())];
      say(fmt::format("LocalAPI is ill ({})", static_cast<int>(t.api)));
      return later(now + while_, "LocalAPI is well", [this](Instant) { world_.truth.api = Api::answers; });
    }
    case 8: {
      const std::size_t remedy = world_.dice.below(remedies);
      t.fate[remedy] = static_cast<Fate>(world_.dice.below(6));
      t.dawdling = some(1s, 120s);
      return say(fmt::format("{} now has fate {}", to_string(static_cast<Remedy>(remedy)), static_cast<int>(t.fate[remedy])));
    }
    case 9: say("the supervisor is killed"); wish_ = Wish::kill; return;
    case 10:
      nap_ = some(20s, 8h);
      say(fmt::format("the machine sleeps for {} s", nap_.count() / 1000000));
      wish_ = Wish::sleep;
      return;
    case 11:
      say("a hint on the bus");
      world_.announce_bus(now + 1ms, {.hint = world_.dice.below(2) == 0 ? BusHint::health : BusHint::endpoints});
      wish_ = Wish::ask;
      return;
    case 12: say("a new configuration"); wish_ = Wish::reload; return;
    default: say("the socket is gone"); t.socket = false; return later(now + while_, "the socket is back", [this](Instant) { world_.truth.socket = true; });
  }
}

void Storm::heal_all(Instant now) {
  say("calm");
  calm_ = true;
  end_ = now;
  later_.clear();
  Truth& t = world_.truth;
  t.wan = t.control = t.derp = t.router = t.want_running = t.accept_routes = t.advertised = t.socket = true;
  t.witness.fill(true);
  std::ranges::fill(t.targets, TcpOutcome::held);
  t.logged_out = t.disabled = false;
  t.api = Api::answers;
  t.fate.fill(Fate::works);
  t.detour = {};
  if (!usable(t.egress)) move_uplink(now, hints_of({Hint::carrier_back, Hint::route}));
  later(now + local_faults_end, "somebody mends tailscaled", [this](Instant at) {
    Truth& truth = world_.truth;
    truth.deep = truth.hung = false;
    truth.installed = true;
    truth.data_back = std::min(truth.data_back, at);
    truth.session_back = std::min(truth.session_back, at);
    truth.control_back = std::min(truth.control_back, at);
    world_.start_unit(at);
  });
}

}  // namespace sim
