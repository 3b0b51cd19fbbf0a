#include "libwatch/verdict.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "libwatch/verdict_views.hpp"
#include "libwatch/words.hpp"

namespace watch {

namespace {

using enum Remedy;
constexpr std::array<Remedy, 0> nothing{};
constexpr std::array ladder{ping, kick, rebind, reconnect, conntrack, up_reset, restart};
constexpr std::array reinstall{reconnect, up_reset, restart};
constexpr std::array revive{restart};
constexpr std::array unhang{reconnect, restart};
constexpr std::array ask_again{ping, rebind};
constexpr std::array control_only{reconnect, kick};
constexpr std::array unpin{conntrack};

struct Row {
  Verdict verdict;
  Whose whose;
  int exit;
  std::span<const Remedy> authorises;
  std::optional<Duration> looks_again;
  Need needs;
  bool (*fits)(const Evidence&);
  std::string (*says)(const Evidence&);
  std::string (*advises)(const Evidence&);
};

// Read from the top: the first that fits wins. Each row may rely on no row above it having fitted. A verdict may have
// several rows, each with its own cause; they differ in whose fault it is and in the words.
constexpr std::array rows{
    Row{Verdict::stopped_by_admin, Whose::admin, 2, nothing, {}, Need::nobody, views::stopped, views::say_stopped, views::advise_stopped},
    Row{Verdict::needs_login, Whose::admin, 2, nothing, {}, Need::person, views::logged_out, views::say_logged_out, views::advise_login},
    Row{Verdict::needs_approval, Whose::admin, 2, nothing, {}, Need::person, views::unapproved, views::say_unapproved, views::advise_approve},
    Row{Verdict::needs_approval, Whose::admin, 2, nothing, {}, Need::person, views::locked_out, views::say_locked_out, views::advise_sign},
    Row{Verdict::key_expired, Whose::admin, 2, nothing, {}, Need::person, views::expired, views::say_expired, views::advise_expired},
    Row{Verdict::backend_starting, Whose::nobody, 1, nothing, 2s, Need::time, views::starting, views::say_starting, views::advise_starting},
    Row{Verdict::backend_starting, Whose::path, 1, nothing, 2s, Need::time, views::starting_without_relay, views::say_starting_without_relay, views::advise_relay},
    Row{Verdict::backend_dead, Whose::admin, 2, revive, {}, Need::person, views::not_there, views::say_not_there, views::advise_not_there},
    Row{Verdict::backend_dead, Whose::ours, 2, revive, {}, Need::remedy, views::dead, views::say_dead, views::advise_dead},
    Row{Verdict::backend_hung, Whose::ours, 2, unhang, {}, Need::remedy, views::hung, views::say_hung, views::advise_hung},
    Row{Verdict::wan_down, Whose::wan, 2, nothing, {}, Need::person, views::captive, views::say_captive, views::advise_captive},
    Row{Verdict::wan_down, Whose::wan, 2, nothing, {}, Need::time, views::no_wan, views::say_no_wan, views::advise_wan},
    Row{Verdict::tunnel_broken, Whose::path, 2, ladder, {}, Need::remedy, views::tunnel_without_relay, views::say_tunnel_without_relay, views::advise_relay},
    Row{Verdict::tunnel_broken, Whose::ours, 2, ladder, {}, Need::remedy, views::tunnel, views::say_tunnel, views::no_advice},
    Row{Verdict::session_stuck, Whose::ours, 2, ladder, {}, Need::remedy, views::session, views::say_session, views::no_advice},
    Row{Verdict::route_not_accepted, Whose::configuration, 2, nothing, {}, Need::person, views::not_accepted, views::say_not_accepted, views::advise_accept},
    Row{Verdict::route_missing, Whose::admin, 2, nothing, {}, Need::person, views::router_expired, views::say_router_expired, views::advise_router_expired},
    Row{Verdict::route_missing, Whose::admin, 2, nothing, {}, Need::person, views::not_approved, views::say_not_approved, views::advise_route_approval},
    Row{Verdict::route_missing, Whose::theirs, 2, nothing, {}, Need::person, views::not_advertised, views::say_not_advertised, views::advise_advertise},
    Row{Verdict::route_missing, Whose::theirs, 2, nothing, {}, Need::person, views::not_carried, views::say_not_carried, views::advise_not_carried},
    Row{Verdict::route_missing, Whose::configuration, 2, nothing, {}, Need::person, views::own_route, views::say_own_route, views::advise_own_route},
    Row{Verdict::route_not_installed, Whose::configuration, 2, reinstall, {}, Need::person, views::without_interface, views::say_without_interface, views::advise_proxy},
    Row{Verdict::route_not_installed, Whose::configuration, 2, reinstall, {}, Need::person, views::behind_local_route, views::say_shadowed, views::advise_shadowed},
    Row{Verdict::route_not_installed, Whose::ours, 2, reinstall, {}, Need::remedy, views::not_installed, views::say_not_installed, views::no_advice},
    Row{Verdict::peer_unreachable, Whose::theirs, 2, ask_again, {}, Need::time, views::zombie, views::say_zombie, views::advise_zombie},
    Row{Verdict::peer_unreachable, Whose::nobody, 2, ask_again, {}, Need::time, views::unwitnessed, views::say_unwitnessed, views::advise_unwitnessed},
    Row{Verdict::peer_unreachable, Whose::theirs, 2, ask_again, {}, Need::time, views::router_silent, views::say_router_silent, views::advise_router},
    Row{Verdict::proxy_broken, Whose::ours, 2, nothing, {}, Need::person, views::proxy_gone, views::say_proxy_gone, views::advise_proxy_gone},
    Row{Verdict::proxy_broken, Whose::theirs, 2, nothing, {}, Need::time, views::proxy_fails, views::say_proxy_fails, views::advise_proxy_fails},
    Row{Verdict::target_resets, Whose::theirs, 2, nothing, {}, Need::time, views::resets, views::say_resets, views::advise_resets},
    Row{Verdict::path_mtu, Whose::path, 2, nothing, {}, Need::person, views::narrow, views::say_narrow, views::advise_narrow},
    Row{Verdict::target_down, Whose::theirs, 2, nothing, {}, Need::time, views::target_silent, views::say_target_silent, views::advise_target},
    Row{Verdict::target_down, Whose::ours, 2, nothing, {}, Need::time, views::target_untried, views::say_target_untried, views::advise_untried},
    Row{Verdict::target_down, Whose::dns, 2, nothing, {}, Need::time, views::target_unnamed, views::say_target_unnamed, views::advise_unnamed},
    Row{Verdict::control_stuck, Whose::ours, 1, control_only, 60s, Need::remedy, views::control_stuck, views::say_control_stuck, views::no_advice},
    Row{Verdict::control_unreachable, Whose::wan, 1, nothing, 60s, Need::time, views::control_away, views::say_control_away, views::advise_control},
    Row{Verdict::dns_broken, Whose::dns, 1, nothing, 60s, Need::time, views::names_unknown, views::say_names_unknown, views::advise_names},
    Row{Verdict::relay_only, Whose::path, 1, unpin, 60s, Need::time, views::relayed, views::say_relayed, views::advise_relayed},
    Row{Verdict::unstable, Whose::wan, 1, nothing, 60s, Need::time, views::unsteady_wan, views::say_unsteady, views::advise_unsteady_wan},
    Row{Verdict::unstable, Whose::path, 1, nothing, 60s, Need::time, views::lossy, views::say_lossy, views::advise_lossy},
    Row{Verdict::unstable, Whose::theirs, 1, nothing, 60s, Need::time, views::unsteady_behind, views::say_unsteady, views::advise_unsteady_behind},
    Row{Verdict::unstable, Whose::nobody, 1, nothing, 60s, Need::time, views::unsteady, views::say_unsteady, views::advise_unsteady},
    Row{Verdict::healthy, Whose::nobody, 0, nothing, {}, Need::nobody, views::fine, views::say_fine, views::no_advice},
};
static_assert(std::ranges::is_sorted(rows, {}, &Row::verdict), "the enum is in the order of the table");

consteval bool rows_of_a_verdict_agree() {
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const Row& a = rows[i - 1];
    const Row& b = rows[i];
    if (a.verdict == b.verdict && (a.exit != b.exit || !std::ranges::equal(a.authorises, b.authorises) || a.looks_again != b.looks_again)) return false;
  }
  return true;
}
static_assert(rows_of_a_verdict_agree(), "what a verdict leads to does not depend on its cause");

const Row& row_of(Verdict verdict) { return *std::ranges::find(rows, verdict, &Row::verdict); }

}  // namespace

std::string_view to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::stopped_by_admin: return "stopped-by-admin";
    case Verdict::needs_login: return "needs-login";
    case Verdict::needs_approval: return "needs-approval";
    case Verdict::key_expired: return "key-expired";
    case Verdict::backend_starting: return "backend-starting";
    case Verdict::backend_dead: return "backend-dead";
    case Verdict::backend_hung: return "backend-hung";
    case Verdict::wan_down: return "wan-down";
    case Verdict::route_not_accepted: return "route-not-accepted";
    case Verdict::route_missing: return "route-missing";
    case Verdict::route_not_installed: return "route-not-installed";
    case Verdict::tunnel_broken: return "tunnel-broken";
    case Verdict::session_stuck: return "session-stuck";
    case Verdict::peer_unreachable: return "peer-unreachable";
    case Verdict::proxy_broken: return "proxy-broken";
    case Verdict::target_resets: return "target-resets";
    case Verdict::path_mtu: return "path-mtu";
    case Verdict::target_down: return "target-down";
    case Verdict::control_stuck: return "control-stuck";
    case Verdict::control_unreachable: return "control-unreachable";
    case Verdict::dns_broken: return "dns-broken";
    case Verdict::relay_only: return "relay-only";
    case Verdict::unstable: return "unstable";
    case Verdict::healthy: return "healthy";
  }
  return "?";
}

std::string_view to_string(Whose whose) {
  switch (whose) {
    case Whose::nobody: return "nobody's";
    case Whose::ours: return "ours";
    case Whose::theirs: return "theirs";
    case Whose::wan: return "WAN";
    case Whose::path: return "path";
    case Whose::dns: return "local DNS";
    case Whose::admin: return "administrator";
    case Whose::configuration: return "configuration";
  }
  return "?";
}

std::string_view code(Whose whose) {
  switch (whose) {
    case Whose::nobody: return "nobody";
    case Whose::ours: return "ours";
    case Whose::theirs: return "theirs";
    case Whose::wan: return "wan";
    case Whose::path: return "path";
    case Whose::dns: return "dns";
    case Whose::admin: return "administrator";
    case Whose::configuration: return "configuration";
  }
  return "?";
}

int exit_status(Verdict verdict) { return row_of(verdict).exit; }
std::span<const Remedy> authorised(Verdict verdict) { return row_of(verdict).authorises; }
bool once_only(Verdict verdict) { return verdict == Verdict::peer_unreachable || verdict == Verdict::relay_only; }
std::optional<Duration> looks_again(Verdict verdict) { return row_of(verdict).looks_again; }
Need need(const Judgement& judgement) {
  if (judgement.verdict == Verdict::healthy) return Need::nobody;
  return judgement.enough ? rows[judgement.cause].needs : Need::time;
}
bool is_will(Verdict verdict) { return verdict <= Verdict::key_expired; }
bool is_beyond_tunnel(Verdict verdict) { return verdict > Verdict::session_stuck; }
bool is_blemish(Verdict verdict) { return verdict >= Verdict::dns_broken && verdict < Verdict::healthy; }

namespace {

Judgement judged_by(const Row& row, const Evidence& evidence) {
  return Judgement{.verdict = row.verdict,
                   .whose = row.whose,
                   .cause = static_cast<std::uint8_t>(&row - rows.data()),
                   .enough = true,
                   .sentence = row.says(evidence),
                   .advice = row.advises(evidence)};
}

bool unasked(const Evidence& e) {
  const auto refused = [](const PeerView& p) { return p.disco == Standing::unasked && p.tsmp == Standing::unasked; };
  return e.complete && !e.peers.empty() && std::ranges::all_of(e.peers, refused);
}

}  // namespace

Judgement judge(const Evidence& evidence) {
  for (const Row& row : rows)
    if (row.fits(evidence)) return judged_by(row, evidence);
  // Nothing fits: what has answered contradicts itself, or questions are still open.
  return Judgement{.verdict = evidence.complete ? Verdict::peer_unreachable : Verdict::healthy,
                   .whose = Whose::nobody,
                   .sentence = unasked(evidence)    ? "LocalAPI does not take pings, and without them nothing tells the tunnel from what is behind it"
                               : evidence.complete ? "the answers contradict each other; looking again"
                                                   : "still looking",
                   .advice = ""};
}

std::optional<Judgement> will(const Evidence& evidence) {
  for (const Row& row : rows) {
    if (!is_will(row.verdict)) break;
    if (row.fits(evidence)) return judged_by(row, evidence);
  }
  return std::nullopt;
}

}  // namespace watch
