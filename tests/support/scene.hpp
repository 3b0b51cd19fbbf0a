// Evidence of a round in which all is well, to be spoiled by tests: one target behind one router, two witnesses, two anchors.
#pragma once
#include "libwatch/verdict.hpp"

namespace watch::testing {

inline Address v4(std::uint8_t a, std::uint8_t b, std::uint8_t c, std::uint8_t d) { return {.family = Family::v4, .bytes = {a, b, c, d}}; }

struct Scene {
  Policy policy;
  Evidence evidence;

  Scene() {
    policy.targets.push_back({.name = "plc", .address = "10.77.0.10:502"});
    evidence.policy = &policy;
    evidence.egress.v4 = Way{.interface = "wan0", .index = 2, .gateway = v4(192, 0, 2, 1), .source = v4(192, 0, 2, 7), .table = 254};
    evidence.targets.push_back({.standing = Standing::good,
                                .fact = {.outcome = TcpOutcome::held, .took = 11ms, .address = v4(10, 77, 0, 10), .interface = "tailscale0", .table = 52},
                                .router = 0});
    evidence.peers = {peer("site-router", 2, false), peer("nas", 10, true), peer("db", 11, true)};
    evidence.anchors = {anchor(AnchorKind::derp, AnchorOutcome::answered), anchor(AnchorKind::control, AnchorOutcome::answered)};
    evidence.status = Answer::answered;
    evidence.tailnet.backend = Backend::running;
    evidence.tailnet.self_online = true;
    evidence.tailnet.routers = {{.name = "site-router", .address = v4(100, 64, 0, 2), .online = true}};
    evidence.tailnet.carriers = {{.target = 0, .prefix = {.address = v4(10, 77, 0, 0), .bits = 24}, .router = 0}};
    evidence.prefs = Prefs{.want_running = true, .accept_routes = true};
    evidence.unit = UnitFact{.known = true, .active_state = "active", .sub_state = "running", .result = "success", .unit_file_state = "enabled", .age = 1h};
    evidence.connections = ConnectionsFact{.connections = {connection(AnchorKind::control, Life::answering), connection(AnchorKind::derp, Life::answering)}};
    evidence.complete = true;
  }
  Scene(const Scene&) = delete;
  Scene& operator=(const Scene&) = delete;

  static PeerView peer(std::string name, std::uint8_t last, bool witness) {
    return {.name = std::move(name), .address = v4(100, 64, 0, last), .witness = witness, .disco = Standing::good, .tsmp = Standing::good, .online = true, .took = 12ms};
  }
  static AnchorFact anchor(AnchorKind kind, AnchorOutcome outcome) {
    return {.kind = kind, .name = kind == AnchorKind::control ? "control" : "nyc", .endpoint = {v4(198, 51, 100, 20), 443}, .outcome = outcome, .took = 30ms};
  }
  static OwnConnection connection(AnchorKind kind, Life life) { return {.kind = kind, .name = "", .life = life}; }

  // What each fault looks like at the end of its round.
  Scene& target(TcpOutcome outcome, Duration took = 3s) {
    TargetView& view = evidence.targets[0];
    view.standing = outcome == TcpOutcome::held ? Standing::good : Standing::bad;
    view.fact.outcome = outcome;
    view.fact.took = took;
    return *this;
  }
  Scene& silent(std::size_t index) {
    evidence.peers[index].disco = evidence.peers[index].tsmp = Standing::bad;
    return *this;
  }
  Scene& all_silent() {
    for (std::size_t i = 0; i < evidence.peers.size(); ++i) silent(i);
    return target(TcpOutcome::timed_out);
  }
  Scene& control(AnchorOutcome outcome) {
    evidence.anchors[1].outcome = outcome;
    return *this;
  }
  Scene& control_connection(Life life) {
    evidence.connections->connections[0].life = life;
    return *this;
  }
  // Nobody carries the target any more; the node with that number used to.
  Scene& uncarried(std::int64_t node) {
    target(TcpOutcome::wrong_egress);
    TargetView& view = evidence.targets[0];
    view.router.reset();
    view.last_router = "site-router";
    view.last_node = node;
    return *this;
  }
  Scene& own_route() {
    const Prefix prefix{.address = v4(10, 88, 0, 0), .bits = 24};
    evidence.own_routes = evidence.own_held = evidence.prefs->advertise_routes = evidence.tailnet.self_routes = {prefix};
    return *this;
  }
  Scene& proxied() {
    policy.targets[0].proxy = "127.0.0.1:1055";
    evidence.targets[0].fact.interface.clear();
    return *this;
  }
  Scene& locked_out() {
    evidence.tailnet.health = {"this node is locked out; it will not have connectivity until it is signed. For more info, see https://tailscale.com/s/locked-out"};
    return *this;
  }
  // With routes ignored, as they are unless somebody says otherwise.
  Scene& through_exit_node() {
    evidence.prefs->accept_routes = false;
    evidence.prefs->exit_node = true;
    evidence.tailnet.carriers[0].prefix = {.address = v4(0, 0, 0, 0), .bits = 0};
    return *this;
  }
  Scene& unresolved(std::uint32_t times) {
    evidence.names = NamesFact{.names = {{.kind = AnchorKind::control, .name = "control.example", .outcome = NameOutcome::silent}}, .resolver = "192.0.2.53"};
    evidence.unresolved_in_a_row = times;
    return *this;
  }
  Scene& left_by_itself() {
    evidence.unit->active_state = "inactive";
    evidence.unit->left_by_itself = true;
    evidence.status = Answer::refused;
    return all_silent();
  }
  Scene& alone() {
    evidence.peers.resize(1);
    return *this;
  }
};

}  // namespace watch::testing
