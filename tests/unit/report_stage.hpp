// What was found at a host, to be spoiled by tests, and the report of it.
#pragma once
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "daemon/report/report.hpp"
#include "libwatch/look.hpp"
#include "libwatch/verdict.hpp"

namespace tailmend::testing {

using namespace std::chrono_literals;

inline watch::Address address(std::string_view text) { return *watch::parse_address(text); }

inline watch::Way first_wan() {
  return {.interface = "wan0",
          .index = 2,
          .gateway = address("192.0.2.1"),
          .source = address("192.0.2.7"),
          .table = 254};
}

// A host with a PLC behind site-router and two witnesses; all is well.
struct Site {
  watch::Policy policy;
  watch::Evidence e;

  Site() {
    policy.targets = {{.name = "plc", .address = "10.77.0.10:502"}};
    e = watch::fresh_evidence(policy);
    e.egress.v4 = first_wan();
    e.status = watch::Answer::answered;
    e.complete = true;
    e.prefs = watch::Prefs{.want_running = true, .accept_routes = true};
    e.tailnet = {.version = "1.102.3-t1a2b3c4", .backend = watch::Backend::running, .self_online = true, .self_relay = "nyc"};
    e.tailnet.routers = {{.name = "site-router", .address = address("100.64.0.2"), .online = true, .rx_bytes = 1200,
                          .tx_bytes = 3400, .last_handshake_s = 1700000000}};
    e.tailnet.carriers = {{.target = 0, .prefix = *watch::parse_prefix("10.77.0.0/24"), .router = 0}};
    e.targets[0] = {.standing = watch::Standing::good,
                    .fact = {.outcome = watch::TcpOutcome::held, .took = 11200us, .address = address("10.77.0.10"),
                             .interface = "tailscale0", .table = 52},
                    .router = 0};
    for (const char* name : {"site-router", "nas", "db"})
      e.peers.push_back({.name = name, .address = address(e.peers.empty() ? "100.64.0.2" : "100.64.0.3"),
                         .witness = !e.peers.empty(), .disco = watch::Standing::good, .tsmp = watch::Standing::good, .online = true, .took = 12ms,
                         .path = "203.0.113.9:41641"});
    e.anchors = {{.kind = watch::AnchorKind::derp, .name = "nyc", .endpoint = *watch::parse_endpoint("203.0.113.5:443"),
                  .outcome = watch::AnchorOutcome::answered, .took = 24ms},
                 {.kind = watch::AnchorKind::control, .name = "control", .endpoint = *watch::parse_endpoint("198.51.100.20:443"),
                  .outcome = watch::AnchorOutcome::answered, .took = 31ms}};
    e.unit = watch::UnitFact{.known = true, .active_state = "active", .sub_state = "running", .age = 3h};
    e.connections = watch::ConnectionsFact{};
    connection(watch::AnchorKind::control, "control", watch::Life::answering);
    connection(watch::AnchorKind::derp, "nyc", watch::Life::answering);
  }

  void connection(watch::AnchorKind kind, const char* name, watch::Life life, std::uint32_t unanswered = 0, watch::Duration since = 100ms) {
    e.connections->connections.push_back({.kind = kind, .name = name, .remote = *watch::parse_endpoint("203.0.113.5:443"),
                                          .life = life, .unanswered = unanswered, .last_answer = since});
  }
  void target_is_silent() {
    e.targets[0].standing = watch::Standing::bad;
    e.targets[0].fact.outcome = watch::TcpOutcome::timed_out;
    e.targets[0].fact.took = 3s;
  }
  void is_silent(watch::PeerView& peer) {
    peer.disco = peer.tsmp = watch::Standing::bad;
    peer.took = {};
    peer.path = "";
  }
  void tunnel_breaks() {
    target_is_silent();
    for (auto& peer : e.peers) is_silent(peer);
    e.connections->connections.clear();
    connection(watch::AnchorKind::control, "control", watch::Life::dead, 3, 9200ms);
    connection(watch::AnchorKind::derp, "nyc", watch::Life::dead, 5, 10700ms);
  }
  Site(const Site&) = delete;  // the evidence points to the policy
  Site& operator=(const Site&) = delete;
  [[nodiscard]] Findings findings() const { return {.evidence = e, .judgement = watch::judge(e), .unseen = {}}; }
  [[nodiscard]] std::string text() const { return report(findings(), {.columns = most_columns}); }
};

}  // namespace tailmend::testing
