#include "libwatch/sim/sim_world.hpp"

#include <algorithm>

namespace sim {

namespace {
constexpr Duration self_online_lag = 110s;  // facts-tailscale 8.1
constexpr std::uint8_t via_target = 0x80;
constexpr std::uint32_t full_size = 0x40;
constexpr std::uint32_t via_second = most_witnesses + 1;
constexpr std::uint32_t via_own = 0x100;
constexpr std::uint32_t control_anchor = 1;
}  // namespace

Address World::router_address() { return Address{.family = Family::v4, .bytes = {100, 64, 0, 2}}; }
Address World::second_router_address() { return Address{.family = Family::v4, .bytes = {100, 64, 0, 4}}; }
Address World::own_router_address(std::size_t target) {
  return Address{.family = Family::v4, .bytes = {100, 64, 1, static_cast<std::uint8_t>(target)}};
}
Address World::witness_address(std::size_t witness) {
  return Address{.family = Family::v4, .bytes = {100, 64, 0, static_cast<std::uint8_t>(10 + witness)}};
}

const char* World::witness_name(std::size_t witness) {
  static constexpr std::array<const char*, most_witnesses> names{"nas", "db", "laptop"};
  return names[witness];
}

World::World(Seed seed, const Policy& policy) : dice(seed) {
  truth.egress.v4 = Way{.interface = "wan0", .index = 2, .gateway = {Family::v4, {192, 0, 2, 1}}, .source = {Family::v4, {192, 0, 2, 7}}, .table = 254};
  configure(policy);
}

void World::configure(const Policy& policy) {
  policy_ = policy;
  truth.targets.resize(policy.targets.size(), TcpOutcome::held);
  addresses_.clear();
  for (const Target& target : policy.targets) {
    const auto endpoint = parse_endpoint(target.address);
    const auto last = static_cast<std::uint8_t>(100 + addresses_.size());  // what a name resolves to
    addresses_.push_back(endpoint ? endpoint->address : Address{.family = Family::v4, .bytes = {10, 77, 0, last}});
  }
  tailnet_ = Tailnet{.version = "1.102.3", .self_name = "edge", .self_relay = "nyc", .self_addresses = "100.64.0.1"};
  tailnet_.routers = {Peer{.id = "r", .node = 2, .name = "site-router", .address = router_address(), .online = true}};
  for (std::size_t i = 0; i < truth.witnesses; ++i)
    tailnet_.witnesses.push_back(Peer{.id = witness_name(i), .name = witness_name(i), .address = witness_address(i), .online = true});
}

void World::pass(Instant now) {
  now_ = std::max(now, now_);
  if (!truth.bus) forget_leaving();
  if (truth.unit == Unit::activating && now_ >= truth.unit_back) {
    truth.unit = Unit::active;
    truth.started = truth.unit_back;
    truth.unit_back = never;
    announce_unit(now_);
  }
  if (alive() && !truth.netmap) {
    // Without a DERP server or a peer to talk to it stays Starting.
    if (!control_reachable() || !(truth.derp || direct())) truth.netmap_back = never;
    else if (truth.netmap_back == never) truth.netmap_back = now_ + some(300ms, 4s);
    if (now_ >= truth.netmap_back) {
      truth.netmap = true;
      truth.netmap_back = never;
      announce_bus(now_, {.hint = BusHint::state, .backend = Backend::running});
    }
  }
  if (control_reachable()) control_reachable_until_ = now_;
  const bool somebody = any_router_up() || std::any_of(truth.witness.begin(), truth.witness.begin() + static_cast<std::ptrdiff_t>(truth.witnesses), [](bool up) { return up; });
  // Without its routes in the kernel nobody of this host gets through, though tailscaled itself does.
  if (!data_works() || !somebody || !truth.installed) nobody_until_ = now_;
  if (data_works() && truth.router) router_heard_ = now_;
  if (control_lives()) {
    control_lost_.reset();
    control_speaks_ = never;
  } else if (!control_lost_) {
    control_lost_ = now_;
    control_speaks_ = now_ + some(2500ms, 18s);
  }
  online_ = !control_lost_ || now_ < *control_lost_ + self_online_lag;
}

bool World::any_router_up() const { return truth.apart ? (~truth.dark & ((std::uint64_t{1} << addresses_.size()) - 1)) != 0 : truth.router; }
bool World::disco_works() const {
  return running() && !cut_off() && now_ >= truth.data_back && !truth.deep && !truth.locked_out && (direct() || truth.derp);
}
bool World::data_works() const { return disco_works() && now_ >= truth.session_back; }
bool World::control_lives() const { return running() && control_reachable() && now_ >= truth.control_back; }
bool World::routed(std::size_t target) const {
  const bool expired = truth.router_expired && target < truth.second_from;
  const bool carried = (truth.accept_routes || truth.exit_node) && truth.advertised && truth.approved && !expired && running();
  return carried && (proxied(target) || (truth.tun && truth.installed && truth.subnet_installed && !truth.shadowed && truth.unit == Unit::active));
}
// What the target itself makes of a connection that reaches it. Where large packets are lost, an answer that was asked
// for does not come.
TcpOutcome World::end_of(std::size_t target) const {
  const bool stalls = !truth.large && !policy_.targets[target].send.empty();
  return stalls && truth.targets[target] == TcpOutcome::held ? TcpOutcome::unanswered : truth.targets[target];
}
bool World::target_answers(std::size_t target) const {
  const TcpOutcome end = end_of(target);
  const bool good = end == TcpOutcome::held || (end == TcpOutcome::refused && policy_.targets[target].refused == Refusal::is_alive);
  return data_works() && router_up(target) && routed(target) && good && (!proxied(target) || truth.proxy == Proxy::works);
}
bool World::all_is_well() const {
  for (std::size_t i = 0; i < truth.targets.size(); ++i)
    if (!target_answers(i)) return false;
  const bool carries = truth.own_subnets.empty() || (truth.own_advertised && truth.own_approved && !truth.own_taken && truth.forwards);
  return data_works() && control_lives() && truth.api == Api::answers && truth.socket && truth.names && direct() && carries;
}
bool World::data_flows() const {
  for (std::size_t i = 0; i < truth.targets.size(); ++i)
    if (!target_answers(i)) return false;
  return data_works();
}
bool World::any_proxy() const {
  return std::ranges::any_of(policy_.targets, [](const Target& target) { return !target.proxy.empty(); });
}
Instant World::turns() const {
  Instant first = never;
  for (const Instant at : {truth.data_back, truth.session_back, truth.control_back, truth.unit_back, truth.netmap_back})
    if (at > now_) first = std::min(first, at);
  return first;
}
std::size_t World::open_targets() const {
  return static_cast<std::size_t>(std::ranges::count(pending_, Kind::target, &Pending::kind));
}

void World::expect(Pending pending) {
  pending.turn = ++turn_;
  pending_.push_back(pending);
}
// The kernel sends a SYN again after a second.
Duration World::lost_syns() { return truth.loses_one_in != 0 && ++syns_ % truth.loses_one_in == 0 ? Duration(1s) : Duration::zero(); }
Duration World::trip() { return truth.detour + some(11ms, 40ms); }

Instant World::next() const {
  Instant first = never;
  for (const Pending& p : pending_) first = std::min(first, p.at);
  return first;
}

void World::act(Instant now, const Action& action) {
  if (now > now_) pass(now);
  const Duration local = some(1ms, 3ms);
  const auto ask = [&](Kind kind, Round round, Duration after, std::uint32_t index = 0, std::uint8_t what = 0) {
    expect({.at = now + after, .kind = kind, .round = round, .index = index, .asked = now, .what = what});
  };
  const auto ask_api = [&](Kind kind, Round round) { ask(kind, round, answer() == Answer::timed_out ? Policy::ask_limit : local + truth.api_delay); };
  if (ask_aside(now, action)) return;
  if (const auto* targets = std::get_if<TryTargets>(&action)) {
    for (std::uint32_t i = 0; i < policy_.targets.size(); ++i) ask(Kind::target, targets->round, trip() + lost_syns(), i);
  } else if (const auto* status = std::get_if<AskStatus>(&action)) {
    ask_api(status->peers ? Kind::status : Kind::status_self, status->round);
  } else if (const auto* prefs = std::get_if<AskPrefs>(&action)) {
    ask_api(Kind::prefs, prefs->round);
  } else if (const auto* ping = std::get_if<PingPeer>(&action)) {
    ask_peer(now, *ping);
  } else if (const auto* anchors = std::get_if<TryAnchors>(&action)) {
    ask_anchors(now, anchors->round);
  } else if (const auto* connections = std::get_if<LookAtConnections>(&action)) {
    ask(Kind::connections, connections->round, 200us);
  } else if (const auto* unit = std::get_if<AskUnit>(&action)) {
    ask(Kind::unit, unit->round, local);
  } else if (std::holds_alternative<Restun>(action)) {
    if (answer() == Answer::answered && control_lost_) control_speaks_ = std::min(control_speaks_, now + 200ms);
  } else if (const auto* cancel = std::get_if<Cancel>(&action)) {
    std::erase_if(pending_, [&](const Pending& p) {
      // What already waits in the mailbox is still delivered.
      return p.round == cancel->round && p.round != Round::none && (p.kind == Kind::target || p.at > now + 100us);
    });
  } else if (const auto* apply = std::get_if<Apply>(&action)) {
    begin_remedy(now, *apply);
  }
}

void World::ask_peer(Instant now, const PingPeer& ping) {
  std::uint32_t peer = via_target;
  if (ping.peer == router_address()) peer = 0;
  if (ping.peer == second_router_address()) peer = via_second;
  for (std::size_t i = 0; i < most_witnesses; ++i)
    if (ping.peer == witness_address(i)) peer = static_cast<std::uint32_t>(i + 1);
  if (peer == via_target) {
    for (std::uint32_t i = 0; i < addresses_.size(); ++i) {
      if (addresses_[i] == ping.peer) peer = via_target + i;
      if (own_router_address(i) == ping.peer) peer = via_own + i;
    }
  }
  const bool up = peer == 0 ? truth.router : peer == via_second ? truth.second_router : peer >= via_own ? router_up(peer - via_own) : peer >= via_target ? router_up(peer - via_target) : truth.witness[peer - 1];
  const bool host = peer < via_target || peer >= via_own || peer - via_target >= truth.targets.size() || truth.targets[peer - via_target] != TcpOutcome::timed_out;
  const bool fits = ping.size == 0 || truth.large;
  const bool pong = fits && answer() == Answer::answered && (ping.kind == PingKind::disco ? disco_works() : data_works()) && up && host;
  const Duration silence = answer() == Answer::answered || answer() == Answer::timed_out ? Policy::ping_limit : some(1ms, 3ms);
  const PingOutcome outcome = pong ? PingOutcome::pong : answer() == Answer::answered ? PingOutcome::silent : PingOutcome::unasked;
  if (pong) rx_ += ping.kind == PingKind::disco ? 0 : 64;
  expect({.at = now + (pong ? trip() + truth.api_delay : silence), .kind = Kind::ping, .round = ping.round, .index = ping.size > 0 ? peer + full_size : peer, .asked = now,
          .what = static_cast<std::uint8_t>(static_cast<unsigned>(ping.kind) | static_cast<unsigned>(outcome) << 4U)});
}

// The questions that every world answers at once.
bool World::ask_aside(Instant now, const Action& action) {
  const auto ask = [&](Kind kind, Round round, std::uint32_t index = 0) {
    expect({.at = now + 200us, .kind = kind, .round = round, .index = index, .asked = now});
    return true;
  };
  if (const auto* bystanders = std::get_if<AskBystanders>(&action)) return ask(Kind::bystanders, bystanders->round);
  if (const auto* node = std::get_if<AskNode>(&action)) return ask(Kind::node, node->round, static_cast<std::uint32_t>(node->node));
  if (const auto* names = std::get_if<AskNames>(&action)) return ask(Kind::names, names->round);
  if (const auto* portal = std::get_if<TryPortal>(&action)) return ask(Kind::portal, portal->round);
  if (const auto* forwarding = std::get_if<AskForwarding>(&action)) return ask(Kind::forwarding, forwarding->round);
  if (const auto* routes = std::get_if<AskRoutes>(&action)) return ask(Kind::routes, routes->round, static_cast<std::uint32_t>(routes->peers.size()));
  return false;
}

void World::ask_anchors(Instant now, Round round) {
  if (!truth.anchors) {
    expect({.at = now + 100us, .kind = Kind::no_anchors, .round = round, .asked = now});
    return;
  }
  for (std::uint32_t i = 0; i < 2; ++i) expect({.at = now + trip(), .kind = Kind::anchor, .round = round, .index = i, .asked = now});
}

void World::forget_questions() {
  std::erase_if(pending_, [](const Pending& p) { return p.kind != Kind::network; });
  forget_leaving();
}

void World::forget_leaving() {
  if (truth.unit == Unit::left) truth.unit = Unit::inactive;
}

void World::announce_network(Instant at, Hints hints) {
  networks_.push_back({.egress = truth.egress, .hints = hints});
  expect({.at = at, .kind = Kind::network, .index = static_cast<std::uint32_t>(networks_.size() - 1)});
}
void World::announce_bus(Instant at, BusSeen seen) {
  hints_.push_back(seen);
  expect({.at = at, .kind = Kind::bus, .index = static_cast<std::uint32_t>(hints_.size() - 1)});
}
void World::announce_unit(Instant at) { expect({.at = at, .kind = Kind::unit_told}); }

// A SYN or an anchor that found no way is sent again after one and after two more seconds, as kernels before 6.5 do.
bool World::retry(Pending& p) {
  if (p.kind != Kind::target && p.kind != Kind::anchor) return false;
  const bool is_target = p.kind == Kind::target;
  bool through = truth.portal || (!cut_off() && (p.index == control_anchor ? truth.control : truth.derp));
  if (is_target) {
    const Proxy proxy = proxied(p.index) ? truth.proxy : Proxy::works;
    if ((proxy != Proxy::works && proxy != Proxy::says_nothing) || (!routed(p.index) && alive())) return false;
    through = data_works() && router_up(p.index) && truth.targets[p.index] != TcpOutcome::timed_out && proxy == Proxy::works;
  }
  const Duration limit = is_target ? policy_.targets[p.index].timeout : Policy::anchor_limit;
  if (through || now_ >= p.asked + limit) return false;
  const Duration after = p.tries == 0 ? Duration(1s) : Duration(3s);
  ++p.tries;
  p.at = p.asked + std::min(after + 10ms, limit);
  if (p.at <= now_) p.at = p.asked + limit;
  return true;
}

std::optional<Observation> World::take(Instant now) {
  if (now > now_) pass(now);
  const auto first = std::ranges::min_element(pending_, [](const Pending& a, const Pending& b) { return a.at != b.at ? a.at < b.at : a.turn < b.turn; });
  if (first == pending_.end() || first->at > now || retry(*first)) return std::nullopt;
  const Pending pending = *first;
  pending_.erase(first);
  return answer_to(pending);
}

Observation World::answer_to(const Pending& p) const {
  switch (p.kind) {
    case Kind::target: return target_seen(p);
    case Kind::status:
    case Kind::status_self: return status_seen(p);
    case Kind::prefs:
      return PrefsSeen{.round = p.round, .answer = answer(),
                       .prefs = {.want_running = truth.want_running, .accept_routes = truth.accept_routes, .logged_out = truth.logged_out, .exit_node = truth.exit_node, .advertise_routes = truth.own_advertised ? truth.own_subnets : std::vector<Prefix>{}}};
    case Kind::ping: return ping_seen(p);
    case Kind::bystanders:
    case Kind::node:
    case Kind::names:
    case Kind::portal:
    case Kind::forwarding:
    case Kind::routes: return side_fact(p);
    case Kind::anchor: return anchor_seen(p);
    case Kind::no_anchors: return NoAnchors{p.round};
    case Kind::connections: return connections_seen(p);
    case Kind::unit: return UnitSeen{p.round, unit_fact()};
    case Kind::unit_told: return UnitSeen{Round::none, unit_fact()};
    case Kind::remedy: return remedy_seen(p);
    case Kind::network: return networks_[p.index];
    case Kind::bus: return hints_[p.index];
  }
  return Due{};
}

}  // namespace sim
