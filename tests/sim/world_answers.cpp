// How the world answers: the observations, and what remedies do to it.
#include <algorithm>

#include "tests/sim/world.hpp"

namespace sim {

namespace {
constexpr std::uint32_t full_size = 0x40;  // in the index of a ping: one of full size
}

Answer World::answer() const {
  if (truth.unit == Unit::activating || truth.unit == Unit::inactive) return Answer::absent;
  if (truth.unit == Unit::failed) return Answer::refused;
  if (!truth.socket) return Answer::absent;
  if (truth.hung) return Answer::timed_out;
  switch (truth.api) {
    case Api::answers: return Answer::answered;
    case Api::hangs: return Answer::timed_out;
    case Api::garbled: return Answer::garbled;
    case Api::forbidden: return Answer::forbidden;
  }
  return Answer::answered;
}

Backend World::backend() const {
  if (truth.logged_out || truth.key_expired) return Backend::needs_login;
  if (!truth.want_running) return Backend::stopped;
  return truth.netmap ? Backend::running : Backend::no_state;
}

Observation World::target_seen(const Pending& p) const {
  TargetFact fact{.target = p.index, .took = now_ - p.asked, .interface = policy_.tailscale.interface, .table = 52};
  fact.address = addresses_[p.index];
  const bool routed = truth.accept_routes && truth.advertised && truth.approved && truth.installed && truth.unit == Unit::active && running();
  // A hung tailscaled leaves its routes in place.
  if (!routed && !(truth.hung && truth.installed)) {
    fact.outcome = usable(truth.egress) ? TcpOutcome::wrong_egress : TcpOutcome::unreachable;
    fact.interface = truth.egress.v4 ? truth.egress.v4->interface : "";
    fact.table = 254;
  } else if (!data_works() || !truth.router) {
    fact.outcome = TcpOutcome::timed_out;
  } else {
    fact.outcome = truth.targets[p.index];
  }
  return TargetSeen{p.round, std::move(fact)};
}

Observation World::status_seen(const Pending& p) const {
  StatusSeen seen{.round = p.round, .answer = answer(), .peers = p.kind == Kind::status, .took = now_ - p.asked};
  if (seen.answer != Answer::answered) return seen;
  if (seen.peers) seen.tailnet = tailnet_;
  Tailnet& t = seen.tailnet;
  t.backend = backend();
  t.self_online = online_ && running();
  t.key_expired = truth.key_expired;
  if (truth.own_approved) t.self_routes = truth.own_routes;
  if (!seen.peers) return seen;
  if (!truth.netmap) {
    t.routers.clear();
    t.witnesses.clear();
  }
  for (std::uint32_t i = 0; i < addresses_.size() && truth.netmap && truth.advertised && truth.approved; ++i)
    t.carriers.push_back({.target = i, .prefix = {.address = {Family::v4, {10, 77, 0, 0}}, .bits = 24}, .router = 0});
  if (!truth.advertised || !truth.approved) t.routers.clear();
  t.rx_bytes = rx_;
  return seen;
}

Observation World::ping_seen(const Pending& p) const {
  PingFact fact{.kind = static_cast<PingKind>(p.what & 0xfU), .outcome = static_cast<PingOutcome>(p.what >> 4U), .took = now_ - p.asked};
  const std::uint32_t peer = p.index & ~full_size;
  if (peer != p.index) fact.size = Policy::full_ping;
  if (peer == 0) fact.peer = router_address();
  else if (peer <= most_witnesses) fact.peer = witness_address(peer - 1);
  else if (peer - 0x80 < addresses_.size()) fact.peer = addresses_[peer - 0x80];
  if (fact.outcome == PingOutcome::pong && fact.kind == PingKind::disco) fact.path = truth.udp ? "203.0.113.9:41641" : "DERP nyc";
  return PingSeen{p.round, std::move(fact)};
}

Observation World::side_fact(const Pending& p) const {
  if (p.kind == Kind::bystanders) return BystandersSeen{.round = p.round, .fact = truth.bystanders};
  if (p.kind == Kind::forwarding) return ForwardingSeen{.round = p.round, .fact = {.answer = answer(), .warning = truth.forwards ? "" : "IPv4 forwarding is disabled"}};
  if (p.kind == Kind::portal) return PortalSeen{.round = p.round, .fact = {.found = truth.portal, .location = truth.portal ? "http://portal.example/login" : ""}};
  if (p.kind == Kind::names) {
    const NameFact control{.kind = AnchorKind::control, .name = "controlplane.tailscale.com", .outcome = truth.names ? NameOutcome::resolved : NameOutcome::silent};
    return NamesSeen{.round = p.round, .fact = {.names = {control}, .resolver = "192.0.2.53"}};
  }
  if (p.kind == Kind::node) {
    NodeSeen seen{.round = p.round, .fact = {.node = p.index, .answer = answer(), .advertised = {}}};
    if (truth.advertised && p.index == 2) seen.fact.advertised.push_back({.address = {Family::v4, {10, 77, 0, 0}}, .bits = 24});
    return seen;
  }
  RoutesSeen seen{.round = p.round, .routes = {}};
  const std::string interface = truth.installed && truth.unit == Unit::active ? policy_.tailscale.interface : truth.egress.v4 ? truth.egress.v4->interface : "";
  for (std::uint32_t i = 0; i < p.index; ++i) seen.routes.push_back({.peer = i == 0 ? router_address() : witness_address(i - 1), .interface = interface});
  return seen;
}

Observation World::anchor_seen(const Pending& p) const {
  const bool control = p.index == 1;
  const bool answers = truth.wan && usable(truth.egress) && (control ? truth.control : truth.derp);
  const auto open = std::ranges::count_if(pending_, [&](const Pending& o) { return o.kind == Kind::anchor && o.round == p.round; });
  AnchorFact fact{.kind = control ? AnchorKind::control : AnchorKind::derp, .name = control ? "control" : "nyc", .took = now_ - p.asked};
  fact.endpoint = {.address = {Family::v4, {198, 51, 100, control ? std::uint8_t{20} : std::uint8_t{5}}}, .port = 443};
  fact.outcome = answers ? AnchorOutcome::answered : usable(truth.egress) ? AnchorOutcome::silent : AnchorOutcome::unreachable;
  return AnchorSeen{.round = p.round, .fact = std::move(fact), .open = static_cast<std::uint32_t>(open)};
}

Life World::control_life() const {
  if (!control_lost_ || now_ < control_speaks_) return Life::answering;
  return now_ < control_speaks_ + 1500ms ? Life::silent : Life::dead;
}

Observation World::connections_seen(const Pending& p) const {
  ConnectionsSeen seen{.round = p.round};
  if (truth.unit != Unit::active) return seen;
  if (truth.netmap || control_lost_) seen.fact.connections.push_back({.kind = AnchorKind::control, .name = "control", .life = control_life()});
  const bool relay = truth.wan && usable(truth.egress) && now_ >= truth.data_back;
  seen.fact.connections.push_back({.kind = AnchorKind::derp, .name = "nyc", .life = relay ? Life::answering : control_life()});
  return seen;
}

UnitFact World::unit_fact() const {
  UnitFact fact{.known = true, .sub_state = "", .result = "success", .unit_file_state = truth.disabled ? "disabled" : "enabled"};
  switch (truth.unit) {
    case Unit::active: fact.active_state = "active"; break;
    case Unit::inactive: fact.active_state = "inactive"; break;
    case Unit::activating: fact.active_state = "activating"; break;
    case Unit::failed:
      fact.active_state = "failed";
      fact.result = truth.result;
      break;
  }
  fact.age = truth.unit == Unit::active ? now_ - truth.started : Duration::zero();
  return fact;
}

void World::begin_remedy(Instant now, const Apply& apply) {
  static constexpr std::array<Duration, remedies> usual{10ms, 150ms, 60ms, 5ms, 20ms, 300ms, 600ms};
  const Fate fate = truth.fate[static_cast<std::size_t>(apply.remedy)];
  const bool needs_api = apply.remedy == Remedy::rebind || apply.remedy == Remedy::reconnect || apply.remedy == Remedy::up_reset;
  Outcome outcome = Outcome::done;
  Duration after = usual[static_cast<std::size_t>(apply.remedy)];
  if (fate == Fate::unavailable) outcome = Outcome::unavailable;
  if (fate == Fate::fails || (needs_api && answer() != Answer::answered)) outcome = Outcome::failed;
  if (apply.remedy == Remedy::up_reset && !truth.want_running) outcome = Outcome::contradicted;
  if (apply.remedy == Remedy::restart && !apply.start_only && truth.unit == Unit::inactive) outcome = Outcome::contradicted;
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
    case Remedy::conntrack: break;  // what is pinned is on a router in front of this host
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
  truth.socket = truth.installed = true;
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

void World::stop_unit(Instant now) {
  truth.unit = Unit::inactive;
  truth.hung = false;
  announce_bus(now + 5ms, {.hint = BusHint::lost});
  announce_unit(now + 6ms);
}

void World::start_unit(Instant now) {
  if (truth.unit == Unit::active) return;
  truth.unit = Unit::activating;
  truth.unit_back = now + 400ms;
  truth.netmap = truth.disabled = false;
  truth.data_back = now + some(700ms, 16s);
  truth.control_back = now;
}

}  // namespace sim
