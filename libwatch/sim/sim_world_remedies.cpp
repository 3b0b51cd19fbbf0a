// What remedies, and people, do to the world.
#include <algorithm>

#include "libwatch/sim/sim_world.hpp"

namespace sim {

void World::begin_remedy(Instant now, const Apply& apply) {
  static constexpr std::array<Duration, remedies> usual{10ms, 150ms, 60ms, 5ms, 20ms, 300ms, 600ms};
  const Fate fate = truth.fate[static_cast<std::size_t>(apply.remedy)];
  const bool needs_api = apply.remedy == Remedy::rebind || apply.remedy == Remedy::reconnect || apply.remedy == Remedy::up_reset;
  Outcome outcome = Outcome::done;
  Duration after = usual[static_cast<std::size_t>(apply.remedy)];
  if (fate == Fate::unavailable || (apply.remedy == Remedy::conntrack && !truth.nat)) outcome = Outcome::unavailable;
  if (fate == Fate::fails || (needs_api && answer() != Answer::answered)) outcome = Outcome::failed;
  if (apply.remedy == Remedy::up_reset && !truth.want_running) outcome = Outcome::contradicted;
  if (apply.remedy == Remedy::restart && !apply.start_only && truth.unit == Unit::inactive) outcome = Outcome::contradicted;
  if (fate == Fate::withheld) outcome = Outcome::withheld;
  if (fate == Fate::dawdles) after = truth.dawdling;
  if (outcome == Outcome::done && fate != Fate::in_vain) cure(now, apply);
  if (fate == Fate::lost) return;
  expect({.at = now + after, .kind = Kind::remedy, .index = apply.attempt, .asked = now,
          .what = static_cast<std::uint8_t>(static_cast<unsigned>(apply.remedy) | static_cast<unsigned>(outcome) << 4U)});
}

// Which half each remedy heals, and how fast: facts-tailscale 8.2.
void World::cure(Instant now, const Apply& apply) {
  const auto data = [&](Duration after) { truth.data_back = std::min(truth.data_back, now + after); };
  const auto control = [&](Duration after) { truth.control_back = std::min(truth.control_back, now + after); };
  switch (apply.remedy) {
    case Remedy::ping: break;
    case Remedy::kick:
      if (apply.scope == Scope::all) data(300ms);
      if (apply.scope == Scope::all || control_life() == Life::dead) control(100ms);
      break;
    case Remedy::rebind:
      data(3100ms);
      truth.session_back = std::min(truth.session_back, now + 3100ms);
      break;
    case Remedy::reconnect: control(500ms); break;
    case Remedy::conntrack: truth.pinned = false; break;
    case Remedy::up_reset: control(900ms); break;
    case Remedy::restart: restart_process(now); break;
  }
}

void World::restart_process(Instant now) {
  if (truth.unit == Unit::inactive) return;
  truth.unit = Unit::activating;
  truth.unit_back = now + some(200ms, 500ms);
  truth.started = now;
  truth.hung = truth.deep = false;
  truth.socket = truth.installed = truth.subnet_installed = true;
  truth.api = Api::answers;
  truth.netmap = false;
  truth.netmap_back = never;
  truth.session_back = truth.control_back = now;
  // Two modes of recovery: at once, or after WireGuard's fifteen seconds.
  truth.data_back = now + (steady || dice.below(2) == 0 ? some(700ms, 1400ms) : some(15500ms, 16200ms));
  announce_unit(now + 1ms);
  announce_bus(now + 2ms, {.hint = BusHint::lost});
  announce_bus(truth.unit_back + 10ms, {.hint = BusHint::connected});
}

// `tailscale up` and `down` speak to tailscaled: where that does not answer they change nothing.
void World::switch_tailscale(Instant now, bool on) {
  if (!can_be_told()) return;
  truth.want_running = on;
  announce_bus(now + 5ms, {.hint = BusHint::prefs, .want_running = on});
}

void World::end_unit(Instant now) {
  if (truth.unit != Unit::active) return;
  stop_unit(now);
  truth.unit = Unit::left;
}

void World::stop_unit(Instant now) {
  truth.unit = Unit::inactive;
  truth.hung = false;
  announce_bus(now + 5ms, {.hint = BusHint::lost});
  announce_unit(now + 6ms);
}

void World::restart_unit(Instant now) {
  if (truth.unit == Unit::active) restart_process(now);
}

void World::start_unit(Instant now) {
  if (truth.unit == Unit::active) return;
  truth.unit = Unit::activating;
  truth.unit_back = now + 400ms;
  truth.netmap = truth.disabled = truth.masked = false;
  truth.installed = truth.subnet_installed = true;
  truth.data_back = now + some(700ms, 16s);
  truth.control_back = now;
}

// In the words of the real ones.
Observation World::remedy_seen(const Pending& p) {
  static constexpr std::array<std::string_view, remedies> done{
      "", "2 connections of tailscaled were closed, 2 of them dead", "tailscaled opened its UDP sockets anew", "tailscaled dialled control anew",
      "1 stale mapping of tailscaled's port 41641 deleted", "the preferences are as before", "tailscaled.service was restarted; Running after 1.6 s"};
  const auto remedy = static_cast<Remedy>(p.what & 0xfU);
  const auto outcome = static_cast<Outcome>(p.what >> 4U);
  const std::string_view lacks = remedy == Remedy::kick ? "closing tailscaled's connections needs CAP_NET_ADMIN" : "this host does no NAT";
  return RemedySeen{.attempt = p.index, .remedy = remedy, .outcome = outcome,
                    .detail = std::string(outcome == Outcome::done          ? done[static_cast<std::size_t>(remedy)]
                                          : outcome == Outcome::unavailable ? lacks
                                          : outcome == Outcome::withheld    ? std::string_view("its attempt could not be written to disk first")
                                                                            : std::string_view("no answer in time"))};
}

}  // namespace sim
