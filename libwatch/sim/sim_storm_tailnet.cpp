// Storms in the tailnet: peers, routes, targets, control.
#include <algorithm>

#include <fmt/format.h>

#include "libwatch/sim/sim_storm.hpp"

namespace sim {

void Storm::strike_tailnet(Instant now, std::uint64_t which) {
  Truth& t = world_.truth;
  const Duration while_ = some(5s, 15min);
  switch (which) {
    case 0:
      say("the router is off");
      t.router = false;
      if (t.apart) t.dark = dice_.below(4) == 0 ? ~std::uint64_t{0} : dice_.roll() & dice_.roll();
      return later(now + while_, "the router is back", [this](Instant) {
        world_.truth.router = true;
        world_.truth.dark = 0;
      });
    case 1:
    case 2: {
      const std::size_t i = dice_.below(most_witnesses);
      say(fmt::format("{} is silent", World::witness_name(i)));
      t.witness[i] = false;
      return later(now + while_, fmt::format("{} is back", World::witness_name(i)), [this, i](Instant) { world_.truth.witness[i] = true; });
    }
    case 3: {
      if (t.targets.empty()) return;
      const std::size_t i = dice_.below(t.targets.size());
      static constexpr std::array outcomes{TcpOutcome::refused, TcpOutcome::reset, TcpOutcome::timed_out, TcpOutcome::unanswered};
      t.targets[i] = outcomes[dice_.below(outcomes.size())];
      say(fmt::format("{}: {}", world_.target_name(i), to_string(t.targets[i])));
      return later(now + while_, fmt::format("{} is back", world_.target_name(i)), [this, i](Instant) {
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
    case 11:
      say("the tunnel is stuck so that only a restart helps");
      t.deep = true;
      return later(now + some(2min, 90min), "it healed", [this](Instant) { world_.truth.deep = false; });
    default: return strike_routes(now, which - 12);
  }
}

void Storm::strike_routes(Instant now, std::uint64_t which) {
  Truth& t = world_.truth;
  const Duration while_ = some(5s, 15min);
  switch (which) {
    case 0: say("the route is not approved"); t.approved = false; return later(now + while_, "approved again", [this](Instant) { world_.truth.approved = true; });
    case 1:
      say("the router is off, and control knows it");
      t.router = t.router_online = false;
      return later(now + while_, "the router is back", [this](Instant) { world_.truth.router = world_.truth.router_online = true; });
    case 2: say("own routes are gone from the preferences"); t.own_advertised = false; return later(now + while_, "own routes are back", [this](Instant) { world_.truth.own_advertised = true; });
    case 3: say("own routes are not approved"); t.own_approved = false; return later(now + while_, "own routes are approved", [this](Instant) { world_.truth.own_approved = true; });
    case 4: say("another router has taken an own route over"); t.own_taken = true; return later(now + while_, "it gave it back", [this](Instant) { world_.truth.own_taken = false; });
    case 5: say("packets are not forwarded"); t.forwards = false; return later(now + while_, "packets are forwarded", [this](Instant) { world_.truth.forwards = true; });
    case 6: say("a local route is more specific"); t.shadowed = true; return later(now + while_, "that local route is gone", [this](Instant) { world_.truth.shadowed = false; });
    case 7:
      say("the policy rules are deleted; tailscaled puts them back");
      t.installed = false;
      return later(now + 250ms, "", [this](Instant) { world_.truth.installed = true; });
    default: {
      static constexpr std::array faults{Proxy::gone, Proxy::closes, Proxy::says_nothing, Proxy::replies};
      static constexpr std::array words{"is gone", "accepts and closes", "says nothing", "answers with a failure"};
      const auto fault = dice_.below(faults.size());
      t.proxy = faults[fault];
      t.reply = std::array<std::uint8_t, 4>{1, 2, 7, 8}[dice_.below(4)];
      say(fmt::format("the SOCKS5 proxy {}", words[fault]));
      return later(now + while_, "the SOCKS5 proxy is well", [this](Instant) { world_.truth.proxy = Proxy::works; });
    }
  }
}

}  // namespace sim
