#include "libwatch/look.hpp"

#include <algorithm>
#include <ranges>

namespace watch {

bool answers(const TargetFact& fact, const Target& target) {
  return fact.outcome == TcpOutcome::held || (fact.outcome == TcpOutcome::refused && target.refused == Refusal::is_alive);
}

namespace {
// All else may answer at once then; what seems to be control's answer would open the way to a restart.
bool misdirected(const TargetView& view) { return view.standing == Standing::bad && view.fact.outcome == TcpOutcome::wrong_egress; }
}  // namespace

Evidence fresh_evidence(const Policy& policy) {
  Evidence evidence{.policy = &policy};
  evidence.targets.resize(policy.targets.size());
  for (std::size_t i = 0; i < policy.targets.size(); ++i)
    if (const auto endpoint = parse_endpoint(policy.targets[i].address)) evidence.targets[i].fact.address = endpoint->address;
  return evidence;
}

void Look::begin(Round id, Breadth breadth, Control control, Instant now, const std::vector<Patience>& patience, Evidence& e, Actions& actions) {
  if (running()) cancel(actions);
  *this = Look{};
  id_ = id;
  breadth_ = breadth;
  begun_ = now;
  limit_at_ = now + Policy::round_limit;
  late_at_ = now + Policy::late_unlearned;
  e.complete = false;
  if (breadth == Breadth::will) {
    statuses_open_ = 1;
    prefs_open_ = unit_open_ = true;
    e.status.reset();
    actions.insert(actions.end(), {AskStatus{id_, false}, AskPrefs{id_}, AskUnit{id_}});
    return;
  }
  Duration longest = Policy::round_limit;
  if (!e.targets.empty()) longest = Duration::zero();
  for (std::size_t i = 0; i < e.targets.size(); ++i) {
    e.targets[i].standing = Standing::open;
    longest = std::max(longest, patience[i].bound(e.policy->targets[i].timeout));
    limit_at_ = std::max(limit_at_, now + e.policy->targets[i].timeout + e.policy->targets[i].hold);
  }
  late_at_ = now + longest;
  targets_open_ = static_cast<std::uint32_t>(e.targets.size());
  if (targets_open_ > 0) actions.push_back(TryTargets{id_});
  if (breadth == Breadth::pulse) {
    connections_open_ = true;
    e.connections.reset();
    actions.push_back(LookAtConnections{id_});
    if (e.targets.empty()) ask_in_place_of_targets(e, actions);
    return;
  }
  widen(control, now, e, actions);
}

void Look::widen(Control control, Instant now, Evidence& e, Actions& actions) {
  breadth_ = Breadth::full;
  marked_late_ = false;
  late_at_ = std::max(late_at_, now + Policy::late_unlearned);
  limit_at_ = std::max(limit_at_, now + Policy::round_limit);
  e.complete = false;
  e.peers.clear();
  e.target_pings.clear();
  e.anchors.clear();
  e.anchors_open = anchors_open_ = true;
  e.no_anchors = false;
  e.status.reset();
  e.connections.reset();
  ++statuses_open_;
  e.bystanders.reset();
  const bool portal_before = e.portal && e.portal->found;
  e.portal.reset();
  portal_at_ = now + Policy::late_least;
  e.nodes.clear();
  e.routes.clear();
  prefs_open_ = unit_open_ = connections_open_ = bystanders_open_ = true;
  actions.insert(actions.end(), {AskStatus{id_}, AskPrefs{id_}, AskUnit{id_}, TryAnchors{id_}, AskBystanders{id_}, AskNames{id_}});
  if (control == Control::prove) {
    connections_at_ = now + Policy::control_speaks;
    actions.push_back(Restun{});
  } else {
    actions.push_back(LookAtConnections{id_});
  }
  ask_peers(e, actions);
  // One that was there answers for the anchors until somebody logs in, and that may be in the middle of this look.
  if (portal_before || std::ranges::any_of(e.targets, misdirected)) ask_portal(actions);
}

void Look::ask_self(Evidence& e, Actions& actions) {
  if (statuses_open_ > 0) return;
  statuses_open_ = 1;
  e.status.reset();
  actions.push_back(AskStatus{id_, false});
  if (e.own_routes.empty()) return;
  forwarding_open_ = true;
  actions.push_back(AskForwarding{id_});
}

void Look::cancel(Actions& actions) {
  if (!running()) return;
  actions.push_back(Cancel{id_});
  *this = Look{};
}

bool Look::accept(const Observation& seen, Evidence& e, Actions& actions) {
  const auto mine = [&](Round round) { return running() && round == id_; };
  bool taken = true;
  if (const auto* target = std::get_if<TargetSeen>(&seen); target && mine(target->round)) take_target(target->fact, e, actions);
  else if (const auto* status = std::get_if<StatusSeen>(&seen); status && mine(status->round)) take_status(*status, e, actions);
  else if (const auto* ping = std::get_if<PingSeen>(&seen); ping && mine(ping->round)) take_ping(ping->fact, e);
  else if (const auto* anchor = std::get_if<AnchorSeen>(&seen); anchor && mine(anchor->round)) {
    e.anchors.push_back(anchor->fact);
    e.anchors_open = anchors_open_ = anchor->open > 0;
  } else if (const auto* none = std::get_if<NoAnchors>(&seen); none && mine(none->round)) {
    e.no_anchors = true;
    e.anchors_open = anchors_open_ = false;
  } else if (const auto* connections = std::get_if<ConnectionsSeen>(&seen); connections && mine(connections->round)) {
    e.connections = connections->fact;
    connections_open_ = false;
    if (breadth_ == Breadth::full && control_life(e) == ControlLife::dead) ask_portal(actions);
  } else {
    taken = accept_testimony(seen, e, actions);
  }
  if (taken) ask_more_peers(e, actions);
  if (taken && open() == 0) e.complete = true;
  return taken;
}

// What tailscaled, systemd and this host say of themselves.
bool Look::accept_testimony(const Observation& seen, Evidence& e, Actions& actions) {
  const auto mine = [&](Round round) { return running() && round == id_; };
  if (const auto* prefs = std::get_if<PrefsSeen>(&seen); prefs && mine(prefs->round)) {
    prefs_open_ = false;
    if (prefs->answer == Answer::answered) e.prefs = prefs->prefs;
    if (breadth_ == Breadth::full && e.prefs && !e.prefs->advertise_routes.empty() && !forwarding_open_) {
      forwarding_open_ = true;
      actions.push_back(AskForwarding{id_});
    }
  } else if (const auto* unit = std::get_if<UnitSeen>(&seen); unit && mine(unit->round)) {
    e.unit = unit->fact;
    unit_open_ = false;
  } else if (const auto* bystanders = std::get_if<BystandersSeen>(&seen); bystanders && mine(bystanders->round)) {
    e.bystanders = bystanders->fact;
    bystanders_open_ = false;
  } else if (const auto* forwarding = std::get_if<ForwardingSeen>(&seen); forwarding && mine(forwarding->round)) {
    e.forwarding = forwarding->fact;
    forwarding_open_ = false;
  } else if (const auto* portal = std::get_if<PortalSeen>(&seen); portal && mine(portal->round)) {
    e.portal = portal->fact;
    portal_open_ = false;
  } else if (const auto* routes = std::get_if<RoutesSeen>(&seen); routes && mine(routes->round)) {
    e.routes = routes->routes;
    routes_open_ = false;
  } else if (const auto* node = std::get_if<NodeSeen>(&seen); node && mine(node->round)) {
    if (nodes_open_ > 0) --nodes_open_;
    e.nodes.push_back(node->fact);
  } else {
    return false;
  }
  return true;
}

void Look::take_status(const StatusSeen& seen, Evidence& e, Actions& actions) {
  if (statuses_open_ > 0) --statuses_open_;
  e.status = seen.answer;
  // Two questions of one round overlap, so that only the full one is counted.
  if (seen.answer != Answer::timed_out) e.hung_in_a_row = 0;
  else if (statuses_open_ == 0) ++e.hung_in_a_row;
  if (seen.answer != Answer::answered) return;
  if (seen.peers) {
    e.tailnet = seen.tailnet;
    if (breadth_ == Breadth::full) {
      ask_peers(e, actions);
      ask_offers(e, actions);
      // Where nobody can be asked, the anchors are all that is known of the way out.
      const bool starting = e.tailnet.backend == Backend::no_state || e.tailnet.backend == Backend::starting;
      if (starting || (e.targets.empty() && e.peers.empty())) ask_portal(actions);
    }
    return;
  }
  e.tailnet.version = seen.tailnet.version;
  e.tailnet.backend = seen.tailnet.backend;
  e.tailnet.self_online = seen.tailnet.self_online;
  e.tailnet.key_expired = seen.tailnet.key_expired;
  e.tailnet.health = seen.tailnet.health;
  e.tailnet.self_routes = seen.tailnet.self_routes;
}

void Look::take_target(const TargetFact& fact, Evidence& e, Actions& actions) {
  if (fact.target >= e.targets.size() || targets_open_ == 0) return;
  TargetView& view = e.targets[fact.target];
  if (view.standing == Standing::good || view.standing == Standing::bad) return;
  const Address before = view.fact.address;
  view.fact = fact;
  if (fact.address.family == Family::none) view.fact.address = before;
  view.standing = answers(fact, e.policy->targets[fact.target]) ? Standing::good : Standing::bad;
  --targets_open_;
  if (breadth_ == Breadth::full && misdirected(view)) ask_portal(actions);
}

void Look::pass_time(Instant now, Evidence& e, Actions& actions) {
  if (!running()) return;
  if (connections_at_ && now >= *connections_at_) {
    connections_at_.reset();
    actions.push_back(LookAtConnections{id_});
  }
  if (!marked_late_ && now >= late_at_) {
    marked_late_ = true;
    const auto mark = [](Standing& standing) { if (standing == Standing::open) standing = Standing::late; };
    for (auto& target : e.targets) mark(target.standing);
    for (auto& peer : e.peers) {
      mark(peer.disco);
      mark(peer.tsmp);
    }
    ask_more_peers(e, actions);
  }
  if (portal_at_ && now >= *portal_at_ && targets_open_ + pings_open_ + statuses_open_ > 0) ask_portal(actions);
  if (now >= limit_at_ && open() > 0) give_up(e);
}

// What holds everything back may be a portal: it answers connections to anchors like anybody's. It is asked for before
// anything is late, so that no remedy is applied to lateness that a portal explains.
void Look::ask_portal(Actions& actions) {
  if (!portal_at_) return;
  portal_at_.reset();
  portal_open_ = true;
  actions.push_back(TryPortal{id_});
}

// An edge that breaks its promise to answer costs this round, no more.
void Look::give_up(Evidence& e) {
  for (auto& target : e.targets)
    if (target.standing == Standing::open || target.standing == Standing::late) target.standing = Standing::bad;
  for (auto& peer : e.peers) {
    if (peer.disco == Standing::open || peer.disco == Standing::late) peer.disco = Standing::bad;
    if (peer.tsmp == Standing::open || peer.tsmp == Standing::late) peer.tsmp = Standing::bad;
    if (peer.full == Standing::open) peer.full = Standing::bad;
  }
  if (statuses_open_ > 0) {
    e.status = Answer::timed_out;
    ++e.hung_in_a_row;
  }
  targets_open_ = pings_open_ = 0;
  statuses_open_ = 0;
  anchors_open_ = e.anchors_open = prefs_open_ = unit_open_ = connections_open_ = false;
  bystanders_open_ = forwarding_open_ = portal_open_ = routes_open_ = false;
  nodes_open_ = 0;
  connections_at_.reset();
  if (!e.connections) e.connections = ConnectionsFact{.sight = Sight::no_support};
  e.complete = true;
}

std::size_t Look::open() const {
  return targets_open_ + pings_open_ + (anchors_open_ ? 1U : 0U) + statuses_open_ + (prefs_open_ ? 1U : 0U) +
         (unit_open_ ? 1U : 0U) + (connections_open_ ? 1U : 0U) + (bystanders_open_ ? 1U : 0U) + (forwarding_open_ ? 1U : 0U) +
         (portal_open_ ? 1U : 0U) + (routes_open_ ? 1U : 0U) + nodes_open_;
}

std::optional<Instant> Look::deadline() const {
  if (!running() || open() == 0) return std::nullopt;
  Instant next = limit_at_;
  if (!marked_late_) next = std::min(next, late_at_);
  if (connections_at_) next = std::min(next, *connections_at_);
  if (portal_at_ && targets_open_ + pings_open_ + statuses_open_ > 0) next = std::min(next, *portal_at_);
  return next;
}

}  // namespace watch
