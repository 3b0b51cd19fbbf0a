// Storms on this host: tailscaled, its unit, its preferences, the people on it.
#include <algorithm>

#include <fmt/format.h>

#include "libwatch/sim/sim_storm.hpp"
#include "libwatch/words.hpp"

namespace sim {

void Storm::control_dies(Instant now) {
  say("the connection to control dies, data flows");
  stuck(now, 0s, 958s);
}
void Storm::hangs(Instant now) {
  say("tailscaled hangs");
  world_.truth.hung = world_.truth.unit == Unit::active;
  world_.announce_bus(now + 30s, {.hint = BusHint::lost});
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
      t.disabled = dice_.below(2) == 0;
      return later(now + while_, "systemctl start tailscaled", [this](Instant at) { world_.start_unit(at); });
    case 2:
    case 3: return hangs(now);
    case 4:
    case 5:
      if (which == 4 && dice_.below(2) == 0) {
        say("tailscaled ends by itself");
        return world_.end_unit(now);
      }
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
      static constexpr std::array words{"does not answer", "answers nonsense", "may not be asked"};
      const auto way = dice_.below(ways.size());
      t.api = ways[way];
      say(fmt::format("LocalAPI {}", words[way]));
      return later(now + while_, "LocalAPI is well", [this](Instant) { world_.truth.api = Api::answers; });
    }
    case 8: {
      const std::size_t remedy = dice_.below(remedies);
      t.fate[remedy] = static_cast<Fate>(dice_.below(6));
      t.dawdling = some(1s, 120s);
      return say(fmt::format("{} now has fate {}", to_string(static_cast<Remedy>(remedy)), static_cast<int>(t.fate[remedy])));
    }
    case 9: say("tailmend is killed, and started again"); wish_ = Wish::kill; return;
    case 10:
      nap_ = some(20s, 8h);
      say(fmt::format("the machine sleeps for {}", words(nap_)));
      wish_ = Wish::sleep;
      return;
    case 11:
      say("a hint on the bus");
      world_.announce_bus(now + 1ms, {.hint = dice_.below(2) == 0 ? BusHint::health : BusHint::endpoints});
      wish_ = Wish::ask;
      return;
    case 12: say("a new configuration"); wish_ = Wish::reload; return;
    case 13: say("tailscaled's socket is gone"); t.socket = false; return later(now + while_, "the socket is back", [this](Instant) { world_.truth.socket = true; });
    default: return strike_people(now, which - 14);
  }
}

// What people, and their programs, do on this host.
void Storm::strike_people(Instant now, std::uint64_t which) {
  Truth& t = world_.truth;
  const Duration while_ = some(2s, 15min);
  switch (which) {
    case 0: say("the node key expires"); t.key_expired = true; return later(now + while_, "a new key", [this](Instant) { world_.truth.key_expired = false; });
    case 1: say("this host waits for approval"); t.admitted = false; return later(now + while_, "this host is approved", [this](Instant) { world_.truth.admitted = true; });
    case 2:
    case 3:
      say("somebody is logged in by ssh");
      t.bystanders.ssh = 1;
      return later(now + some(30s, 40min), "that ssh session ends", [this](Instant) { world_.truth.bystanders.ssh = 0; });
    case 4:
      say("somebody is logged in by Tailscale SSH");
      t.bystanders.tailscale_ssh = 2;
      return later(now + some(30s, 40min), "the Tailscale SSH sessions end", [this](Instant) { world_.truth.bystanders.tailscale_ssh = 0; });
    case 5:
    case 6:
      t.bystanders.package_manager = which == 5 ? "dpkg" : "rpm";
      say(fmt::format("{} is at work", t.bystanders.package_manager));
      if (dice_.below(3) == 0) later(now + some(1s, 20s), "and restarts tailscaled", [this](Instant at) { world_.restart_unit(at); });
      return later(now + some(10s, 8min), "the package manager is done", [this](Instant) { world_.truth.bystanders.package_manager.clear(); });
    case 7: say("somebody restarts tailscaled"); return world_.restart_unit(now);
    case 8: say("tailscaled is killed, systemd starts it again"); return world_.restart_unit(now);
    case 9: say("systemd's bus is away"); t.bus = false; return later(now + while_, "systemd's bus is back", [this](Instant) { world_.truth.bus = true; });
    case 10:
      say("the unit is stopped and masked");
      world_.stop_unit(now);
      t.masked = true;
      return later(now + while_, "unmasked and started", [this](Instant at) { world_.start_unit(at); });
    default: return strike_words(now, which - 11);
  }
}

// What a person says to tailmend itself; some overrule a gate or two, a few overrule whatever has a name.
void Storm::strike_words(Instant now, std::uint64_t which) {
  if (which == 0) {
    pause_ = {.since = now, .until = now + some(0s, 40min), .who = "root", .reason = "a storm"};
    wish_ = Wish::pause;
    return say(fmt::format("all is paused for {}", words(pause_.until - now)));
  }
  if (which == 1) {
    wish_ = Wish::resume;
    return say("the pause is taken back");
  }
  wish_ = Wish::mend;
  order_ = {.remedy = {}, .despite = {}, .who = "root"};
  if (which != 2) order_.remedy = static_cast<Remedy>(dice_.below(remedies));
  const auto boldness = dice_.below(8);
  for (const GateWord& word : gate_words)
    if (boldness == 0 || (boldness < 4 && dice_.below(4) == 0)) order_.despite.add(word.gate);
  say(fmt::format("a person says mend {}, despite {:#x}", order_.remedy ? to_string(*order_.remedy) : "", order_.despite.bits));
}

}  // namespace sim
