#include "daemon/metrics/metric_table.hpp"

namespace tailmend {

namespace {

using enum MetricType;

constexpr std::array<Metric, figures> table = {{
    {Figure::build_info, "tailmend_build_info", gauge, {"version"}, "The running version; always 1."},
    {Figure::start_time, "tailmend_start_time_seconds", gauge, {}, "When the daemon began, in Unix time."},
    {Figure::next_look, "tailmend_next_look_timestamp_seconds", gauge, {}, "When the daemon looks again at the latest, in Unix time; long past: it hangs or is gone."},
    {Figure::mode, "tailmend_mode", gauge, {"mode"}, "1 for the mode in force: act, observe (decides and logs, never acts) or paused."},
    {Figure::state, "tailmend_state", gauge, {"state"}, "1 for the state of the machine, 0 for every other."},
    {Figure::verdict, "tailmend_verdict", gauge, {"verdict"}, "1 for the verdict in which the last look ended, 0 for every other; all 0 before the first."},
    {Figure::fault, "tailmend_fault", gauge, {"whose"}, "1 for whose fault the last verdict is, 0 for everybody else."},
    {Figure::check_exit_status, "tailmend_check_exit_status", gauge, {}, "What `tailmend check` exits with for this verdict: 0 healthy, 1 degraded, 2 critical."},
    {Figure::target_reachable, "tailmend_target_reachable", gauge, {"target"}, "1 where the last probe of the target was good, else 0; absent while tailscale is stopped or waits for a person."},
    {Figure::probes, "tailmend_probes_total", counter, {"target", "outcome"}, "Probes of the target by how they ended."},
    {Figure::socks5_replies, "tailmend_socks5_replies_total", counter, {"target", "reply"}, "Failure replies of the target's SOCKS5 proxy (RFC 1928, section 6)."},
    {Figure::connect_duration, "tailmend_connect_duration_seconds", histogram, {"target"}, "Time until the target took the connection, or refused it."},
    {Figure::without_data, "tailmend_without_data_seconds_total", counter, {"target"}, "Time from the beginning of a failed probe to the next good one, the one under way included."},
    {Figure::rounds, "tailmend_rounds_total", counter, {"kind"}, "Looks that were begun: heartbeats, and those with all evidence."},
    {Figure::episodes, "tailmend_episodes_total", counter, {}, "Episodes that began."},
    {Figure::remedies, "tailmend_remedies_total", counter, {"remedy", "result"}, "Remedies that were applied, by how that went; whether they helped, the next verdict says."},
    {Figure::remedy_skips, "tailmend_remedy_skips_total", counter, {"remedy", "reason"}, "Looks after which a hard remedy, or during a pause or in observe mode any, was left out; by the name of the gate where it has one, else by the reason."},
    {Figure::budget_left, "tailmend_remedy_budget_left", gauge, {"remedy"}, "How often the hard remedy may still be applied within the sliding hour."},
    {Figure::budget_limit, "tailmend_remedy_budget_limit", gauge, {"remedy"}, "How often it may be applied in an hour, as configured; 0: never."},
    {Figure::egress_info, "tailmend_egress_info", gauge, {"family", "interface"}, "The interface of the way out, by family; always 1, absent where there is no way out."},
    {Figure::egress_changes, "tailmend_egress_changes_total", counter, {"reason"}, "Changes of the way out, by the first reason."},
    {Figure::tailscale_info, "tailmend_tailscale_info", gauge, {"version"}, "The version of the tailscaled that answers; always 1."},
    {Figure::control_answers, "tailmend_control_answers", gauge, {}, "1 where tailscaled's connection to the control server answers, 0 where it is dead; absent where that is not known."},
    {Figure::peer_reachable, "tailmend_peer_reachable", gauge, {"peer", "address", "role"}, "1 where the router or witness answered when it was last asked, else 0."},
    {Figure::peer_direct, "tailmend_peer_direct", gauge, {"peer", "address"}, "1 where the router was last reached directly, 0 where through DERP."},
}};

consteval bool in_order() {
  for (std::size_t i = 0; i < table.size(); ++i)
    if (table[i].figure != static_cast<Figure>(i)) return false;
  return true;
}
static_assert(in_order(), "the rows are in the order of Figure");

}  // namespace

std::string_view to_string(MetricType type) {
  switch (type) {
    case counter: return "counter";
    case gauge: return "gauge";
    case histogram: return "histogram";
  }
  return "?";
}

std::span<const Metric> metric_table() { return table; }
const Metric& metric(Figure figure) { return table[static_cast<std::size_t>(figure)]; }

}  // namespace tailmend
