// How the world answers: the observations.
#include <algorithm>

#include <fmt/format.h>

#include "libwatch/sim/sim_world.hpp"

namespace sim {

namespace {
constexpr std::uint32_t full_size = 0x40;  // in the index of a ping: one of full size
}

Prefix World::subnet_of(std::size_t target) const {
  Prefix prefix{.address = addresses_[target], .bits = static_cast<std::uint8_t>(addresses_[target].family == Family::v6 ? 64 : 24)};
  std::fill(prefix.address.bytes.begin() + prefix.bits / 8, prefix.address.bytes.end(), std::uint8_t{0});
  return prefix;
}

Answer World::answer() const {
  if (truth.unit == Unit::activating || truth.unit == Unit::inactive) return Answer::absent;
  if (truth.unit == Unit::failed || truth.unit == Unit::left) return Answer::refused;
  if (!truth.socket) return Answer::absent;
  if (truth.hung || truth.api_delay >= Policy::ask_limit) return Answer::timed_out;
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
  if (!truth.admitted) return Backend::needs_machine_auth;
  if (!truth.want_running) return Backend::stopped;
  if (truth.netmap) return Backend::running;
  return control_reachable() && !truth.derp && !direct() ? Backend::starting : Backend::no_state;
}

// What a SOCKS5 proxy inside tailscaled makes of a connection; held: it went on to the target.
TcpOutcome World::through_proxy() const {
  if (truth.unit != Unit::active) return TcpOutcome::proxy_refused;
  if (truth.hung) return TcpOutcome::proxy_silent;
  switch (truth.proxy) {
    case Proxy::works: return TcpOutcome::held;
    case Proxy::gone: return TcpOutcome::proxy_refused;
    case Proxy::closes: return TcpOutcome::proxy_closed;
    case Proxy::says_nothing: return TcpOutcome::proxy_silent;
    case Proxy::replies: return TcpOutcome::proxy_failed;
  }
  return TcpOutcome::held;
}

Observation World::target_seen(const Pending& p) const {
  TargetFact fact{.target = p.index, .took = now_ - p.asked, .interface = policy_.tailscale.interface, .table = 52};
  fact.address = addresses_[p.index];
  if (const TcpOutcome end = truth.targets[p.index]; end == TcpOutcome::failed || end == TcpOutcome::unresolved) {  // on this host
    fact.outcome = end;
    fact.interface.clear();
    if (end == TcpOutcome::failed) fact.detail = "Too many open files";
    return TargetSeen{p.round, std::move(fact)};
  }
  const bool reached = data_works() && router_up(p.index);
  if (proxied(p.index)) {
    fact.interface.clear();
    fact.table = 0;
    fact.outcome = through_proxy();
    if (fact.outcome == TcpOutcome::proxy_failed) fact.reply = truth.reply;
    if (fact.outcome == TcpOutcome::held && !routed(p.index) && truth.shadowed) fact.outcome = TcpOutcome::wrong_egress;  // the LAN answers in its place
    else if (fact.outcome == TcpOutcome::held) fact.outcome = reached && routed(p.index) ? end_of(p.index) : TcpOutcome::timed_out;
  } else if (!routed(p.index) && !(truth.hung && truth.installed && truth.subnet_installed && !truth.shadowed)) {  // a hung tailscaled leaves its routes in place
    fact.outcome = usable(truth.egress) ? TcpOutcome::wrong_egress : TcpOutcome::unreachable;
    fact.interface = truth.shadowed ? "lan0" : truth.egress.v4 ? truth.egress.v4->interface : truth.egress.v6 ? truth.egress.v6->interface : "";
    fact.table = 254;
  } else {
    fact.outcome = reached ? end_of(p.index) : TcpOutcome::timed_out;
  }
  return TargetSeen{p.round, std::move(fact)};
}

Observation World::status_seen(const Pending& p) const {
  StatusSeen seen{.round = p.round, .answer = answer(), .peers = p.kind == Kind::status, .took = now_ - p.asked};
  if (seen.answer != Answer::answered) return seen;
  if (seen.peers) seen.tailnet = tailnet_;
  Tailnet& t = seen.tailnet;
  t.version = tailnet_.version;
  t.backend = backend();
  t.self_online = online_ && running();
  t.key_expired = truth.key_expired;
  if (truth.locked_out) t.health = {"this node is locked out; it will not have connectivity until it is signed. For more info, see https://tailscale.com/s/locked-out"};
  if (truth.own_advertised && truth.own_approved) t.self_routes = truth.own_subnets;
  if (!seen.peers) return seen;
  // Handshakes that nobody answers are sent on and on: 148 bytes each five seconds.
  Peer& router = t.routers[0];
  t.tun = truth.tun;
  router.online = truth.router_online;
  router.expired = truth.router_expired;
  router.tx_bytes = static_cast<std::uint64_t>(now_.time_since_epoch() / 5s) * 148;
  router.rx_bytes = static_cast<std::uint64_t>(router_heard_.time_since_epoch() / 1s) * 92;
  router.last_handshake_s = router_heard_.time_since_epoch() / 2min;
  const bool carried = truth.netmap && truth.advertised && truth.approved;
  if (!carried) t.routers.clear();
  else if (truth.apart) t.routers.clear();
  else if (truth.second_from < addresses_.size()) t.routers.push_back({.id = "s", .node = 4, .name = "annex-router", .address = second_router_address(), .online = true});
  if (!truth.netmap) t.witnesses.clear();
  for (std::uint32_t i = 0; i < addresses_.size() && carried; ++i) {
    if (truth.apart) t.routers.push_back({.id = fmt::format("r{}", i), .node = 100 + i, .name = target_name(i) + "-router", .address = own_router_address(i), .online = true});
    t.carriers.push_back({.target = i, .prefix = truth.exit_node ? Prefix{.address = {Family::v4, {}}} : subnet_of(i), .router = truth.apart ? i : i < truth.second_from ? 0U : 1U});
  }
  if (truth.own_taken && truth.netmap && !truth.own_subnets.empty()) {
    const auto taker = static_cast<std::uint32_t>(t.routers.size());
    t.routers.push_back({.id = "o", .node = 3, .name = "other-router", .address = {Family::v4, {100, 64, 0, 3}}, .online = true});
    t.carriers.push_back({.target = static_cast<std::uint32_t>(addresses_.size()), .prefix = truth.own_subnets[0], .router = taker});
  }
  t.rx_bytes = rx_;
  return seen;
}

Observation World::ping_seen(const Pending& p) const {
  PingFact fact{.kind = static_cast<PingKind>(p.what & 0xfU), .outcome = static_cast<PingOutcome>(p.what >> 4U), .took = now_ - p.asked};
  const std::uint32_t peer = p.index & ~full_size;
  if (peer != p.index) fact.size = Policy::full_ping;
  if (peer == 0) fact.peer = router_address();
  else if (peer == most_witnesses + 1) fact.peer = second_router_address();
  else if (peer <= most_witnesses) fact.peer = witness_address(peer - 1);
  else if (peer >= 0x100) fact.peer = own_router_address(peer - 0x100);
  else if (peer - 0x80 < addresses_.size()) fact.peer = addresses_[peer - 0x80];
  if (fact.outcome == PingOutcome::pong && fact.kind == PingKind::disco) fact.path = direct() ? "203.0.113.9:41641" : "DERP nyc";
  return PingSeen{p.round, std::move(fact)};
}

Observation World::side_fact(const Pending& p) const {
  if (p.kind == Kind::bystanders) return BystandersSeen{.round = p.round, .fact = truth.bystanders};
  if (p.kind == Kind::forwarding) return ForwardingSeen{.round = p.round, .fact = {.answer = answer(), .warning = truth.forwards ? "" : "IP forwarding is disabled"}};
  if (p.kind == Kind::portal) return PortalSeen{.round = p.round, .fact = {.found = truth.portal, .location = truth.portal ? "http://portal.example/login" : ""}};
  if (p.kind == Kind::names) {
    const NameFact control{.kind = AnchorKind::control, .name = "controlplane.tailscale.com", .outcome = truth.names ? NameOutcome::resolved : NameOutcome::silent};
    return NamesSeen{.round = p.round, .fact = {.names = {control}, .resolver = "192.0.2.53"}};
  }
  if (p.kind == Kind::node) {
    NodeSeen seen{.round = p.round, .fact = {.node = p.index, .answer = answer(), .advertised = {}}};
    for (std::size_t i = 0; i < addresses_.size() && truth.advertised && p.index == 2; ++i) seen.fact.advertised.push_back(subnet_of(i));
    return seen;
  }
  RoutesSeen seen{.round = p.round, .routes = {}};
  const std::string interface = truth.installed && truth.tun && truth.unit == Unit::active ? policy_.tailscale.interface : truth.egress.v4 ? truth.egress.v4->interface : "";
  for (std::uint32_t i = 0; i < p.index; ++i) seen.routes.push_back({.peer = i == 0 ? router_address() : witness_address(i - 1), .interface = interface});
  return seen;
}

Observation World::anchor_seen(const Pending& p) const {
  const bool control = p.index == 1;
  const bool answers = usable(truth.egress) && (truth.portal || (truth.wan && (control ? truth.control : truth.derp)));
  const auto open = std::ranges::count_if(pending_, [&](const Pending& o) { return o.kind == Kind::anchor && o.round == p.round; });
  AnchorFact fact{.kind = control ? AnchorKind::control : AnchorKind::derp, .name = control ? "control" : "nyc", .took = now_ - p.asked};
  fact.endpoint = {.address = {Family::v4, {198, 51, 100, control ? std::uint8_t{20} : std::uint8_t{5}}}, .port = 443};
  fact.outcome = answers ? AnchorOutcome::answered : usable(truth.egress) ? AnchorOutcome::silent : AnchorOutcome::unreachable;
  if (!answers && control && truth.control_refuses && !cut_off()) fact.outcome = AnchorOutcome::refused;
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
  const bool relay = truth.derp && !cut_off() && now_ >= truth.data_back;
  seen.fact.connections.push_back({.kind = AnchorKind::derp, .name = "nyc", .life = relay ? Life::answering : control_life()});
  return seen;
}

UnitFact World::unit_fact() const {
  if (!truth.bus) return UnitFact{.trouble = "systemd's bus does not answer"};
  if (truth.absent) return UnitFact{.active_state = "inactive", .sub_state = "dead", .absent = true, .trouble = "systemd has no such unit (not-found)"};
  UnitFact fact{.known = true, .sub_state = "", .result = "success", .unit_file_state = truth.masked ? "masked" : truth.disabled ? "disabled" : "enabled"};
  switch (truth.unit) {
    case Unit::active: fact.active_state = "active"; break;
    case Unit::inactive: fact.active_state = "inactive"; break;
    case Unit::activating: fact.active_state = "activating"; break;
    case Unit::left:
      fact.active_state = "inactive";
      fact.left_by_itself = true;
      break;
    case Unit::failed:
      fact.active_state = "failed";
      fact.result = truth.result;
      break;
  }
  fact.age = truth.unit == Unit::active ? now_ - truth.started : Duration::zero();
  fact.memory_state = truth.memory_state;
  return fact;
}

}  // namespace sim
