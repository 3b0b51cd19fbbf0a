// The commands of a story that are two words which become true. tests/stories/README.md lists them.
#include <algorithm>
#include <array>
#include <string_view>

#include "tests/story/stage.hpp"

namespace story {

namespace {

// What two words say that becomes true.
struct Saying {
  std::string_view what;
  std::string_view becomes;
  void (*true_now)(sim::Truth&);
};

constexpr auto sayings = std::to_array<Saying>({
    {"wan", "dead", [](sim::Truth& t) { t.wan = false; }},
    {"wan", "alive", [](sim::Truth& t) { t.wan = true; }},
    {"control", "away", [](sim::Truth& t) { t.control = false; }},
    {"control", "refuses", [](sim::Truth& t) { t.control = false; t.control_refuses = true; }},
    {"control", "back", [](sim::Truth& t) { t.control = true; }},
    {"derp", "away", [](sim::Truth& t) { t.derp = false; }},
    {"derp", "back", [](sim::Truth& t) { t.derp = true; }},
    {"udp", "blocked", [](sim::Truth& t) { t.udp = false; }},
    {"udp", "back", [](sim::Truth& t) { t.udp = true; }},
    {"mapping", "stale", [](sim::Truth& t) { t.pinned = true; }},
    {"nat", "here", [](sim::Truth& t) { t.nat = true; }},
    {"large", "lost", [](sim::Truth& t) { t.large = false; }},
    {"large", "back", [](sim::Truth& t) { t.large = true; }},
    {"names", "broken", [](sim::Truth& t) { t.names = false; }},
    {"names", "back", [](sim::Truth& t) { t.names = true; }},
    {"portal", "on", [](sim::Truth& t) { t.portal = true, t.wan = false; }},
    {"portal", "off", [](sim::Truth& t) { t.portal = false, t.wan = true; }},
    {"router", "off", [](sim::Truth& t) { t.router = false; }},
    {"router", "on", [](sim::Truth& t) { t.router = t.router_online = true; }},
    {"router", "offline", [](sim::Truth& t) { t.router = t.router_online = false; }},
    {"router", "expired", [](sim::Truth& t) { t.router_expired = true; }},
    {"router", "renewed", [](sim::Truth& t) { t.router_expired = false; }},
    {"second-router", "off", [](sim::Truth& t) { t.second_router = false; }},
    {"second-router", "on", [](sim::Truth& t) { t.second_router = true; }},
    {"routers", "apart", [](sim::Truth& t) { t.apart = true; }},
    {"routers", "off", [](sim::Truth& t) { t.dark = ~std::uint64_t{0}; }},
    {"routers", "on", [](sim::Truth& t) { t.dark = 0; }},
    {"route", "moves", [](sim::Truth& t) { t.second_from = 0; }},
    {"route", "advertised", [](sim::Truth& t) { t.advertised = true; }},
    {"route", "withdrawn", [](sim::Truth& t) { t.advertised = false; }},
    {"route", "approved", [](sim::Truth& t) { t.approved = true; }},
    {"route", "not-approved", [](sim::Truth& t) { t.approved = false; }},
    {"route", "accepted", [](sim::Truth& t) { t.accept_routes = true; }},
    {"route", "ignored", [](sim::Truth& t) { t.accept_routes = false; }},
    {"route", "installed", [](sim::Truth& t) { t.installed = t.subnet_installed = true; }},
    {"route", "deleted", [](sim::Truth& t) { t.subnet_installed = false; }},
    {"route", "flushed", [](sim::Truth& t) { t.installed = false; }},
    {"route", "shadowed", [](sim::Truth& t) { t.shadowed = true; }},
    {"route", "alone", [](sim::Truth& t) { t.shadowed = false; }},
    {"own", "lost", [](sim::Truth& t) { t.own_advertised = false; }},
    {"own", "back", [](sim::Truth& t) { t.own_advertised = t.own_approved = true, t.own_taken = false; }},
    {"own", "not-approved", [](sim::Truth& t) { t.own_approved = false; }},
    {"own", "taken", [](sim::Truth& t) { t.own_taken = true; }},
    {"forwarding", "off", [](sim::Truth& t) { t.forwards = false; }},
    {"forwarding", "on", [](sim::Truth& t) { t.forwards = true; }},
    {"tailscale", "absent", [](sim::Truth& t) { t.absent = true, t.unit = sim::Unit::inactive; }},
    {"tailscale", "logout", [](sim::Truth& t) { t.logged_out = true; }},
    {"tailscale", "login", [](sim::Truth& t) { t.logged_out = t.key_expired = false; }},
    {"key", "expired", [](sim::Truth& t) { t.key_expired = true; }},
    {"approval", "needed", [](sim::Truth& t) { t.admitted = false; }},
    {"approval", "given", [](sim::Truth& t) { t.admitted = true; }},
    {"lock", "shut", [](sim::Truth& t) { t.locked_out = true; }},
    {"lock", "signed", [](sim::Truth& t) { t.locked_out = false; }},
    {"networking", "userspace", [](sim::Truth& t) { t.tun = false; }},
    {"exit-node", "used", [](sim::Truth& t) { t.exit_node = true; }},
    {"tailscaled", "hangs", [](sim::Truth& t) { t.hung = true; }},
    {"state", "in-memory", [](sim::Truth& t) { t.memory_state = true; }},
    {"systemd", "away", [](sim::Truth& t) { t.bus = false; }},
    {"systemd", "back", [](sim::Truth& t) { t.bus = true; }},
    {"socket", "gone", [](sim::Truth& t) { t.socket = false; }},
    {"socket", "back", [](sim::Truth& t) { t.socket = true; }},
    {"localapi", "answers", [](sim::Truth& t) { t.api = sim::Api::answers; }},
    {"localapi", "hangs", [](sim::Truth& t) { t.api = sim::Api::hangs; }},
    {"localapi", "garbled", [](sim::Truth& t) { t.api = sim::Api::garbled; }},
    {"localapi", "forbidden", [](sim::Truth& t) { t.api = sim::Api::forbidden; }},
    {"proxy", "works", [](sim::Truth& t) { t.proxy = sim::Proxy::works; }},
    {"proxy", "gone", [](sim::Truth& t) { t.proxy = sim::Proxy::gone; }},
    {"proxy", "closes", [](sim::Truth& t) { t.proxy = sim::Proxy::closes; }},
    {"proxy", "says-nothing", [](sim::Truth& t) { t.proxy = sim::Proxy::says_nothing; }},
    {"ssh", "session", [](sim::Truth& t) { t.bystanders.ssh = 1; }},
    {"ssh", "over", [](sim::Truth& t) { t.bystanders.ssh = t.bystanders.tailscale_ssh = 0; }},
    {"ssh", "by-tailscale", [](sim::Truth& t) { t.bystanders.tailscale_ssh = 2; }},
    {"packages", "dpkg", [](sim::Truth& t) { t.bystanders.package_manager = "dpkg"; }},
    {"packages", "rpm", [](sim::Truth& t) { t.bystanders.package_manager = "rpm"; }},
    {"packages", "done", [](sim::Truth& t) { t.bystanders.package_manager.clear(); }},
});

}  // namespace

bool Stage::say(const Words& w) {
  if (w.size() != 2) return false;
  const auto saying = std::ranges::find_if(sayings, [&](const Saying& s) { return s.what == w[0] && s.becomes == w[1]; });
  if (saying == sayings.end()) return false;
  saying->true_now(world_->truth);
  return true;
}

}  // namespace story
