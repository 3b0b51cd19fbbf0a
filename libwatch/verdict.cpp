#include "libwatch/verdict.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "libwatch/verdict_views.hpp"
#include "libwatch/words.hpp"

namespace watch {

namespace {

using enum Remedy;
constexpr std::array<Remedy, 0> nothing{};
constexpr std::array ladder{ping, kick, rebind, reconnect, up_reset, restart};
constexpr std::array reinstall{reconnect, up_reset, restart};
constexpr std::array revive{restart};
constexpr std::array unhang{reconnect, restart};
constexpr std::array ask_again{ping, rebind};
constexpr std::array control_only{reconnect, kick};

struct Row {
  Verdict verdict;
  Whose whose;
  int exit;
  std::span<const Remedy> authorises;
  std::optional<Duration> looks_again;
  bool (*fits)(const Evidence&);
  std::string (*says)(const Evidence&);
  std::string (*advises)(const Evidence&);
};

// Read from the top: the first that fits wins. Each row may rely on no row above it having fitted.
constexpr std::array rows{
    Row{Verdict::stopped_by_admin, Whose::admin, 2, nothing, {}, views::stopped, views::say_stopped, views::advise_stopped},
    Row{Verdict::needs_login, Whose::admin, 2, nothing, {}, views::logged_out, views::say_logged_out, views::advise_login},
    Row{Verdict::needs_approval, Whose::admin, 2, nothing, {}, views::unapproved, views::say_unapproved, views::advise_approve},
    Row{Verdict::backend_starting, Whose::nobody, 1, nothing, 2s, views::starting, views::say_starting, views::no_advice},
    Row{Verdict::backend_dead, Whose::ours, 2, revive, {}, views::dead, views::say_dead, views::advise_dead},
    Row{Verdict::backend_hung, Whose::ours, 2, unhang, {}, views::hung, views::say_hung, views::advise_restart},
    Row{Verdict::wan_down, Whose::wan, 2, nothing, {}, views::no_wan, views::say_no_wan, views::advise_wan},
    Row{Verdict::route_not_accepted, Whose::configuration, 2, nothing, {}, views::not_accepted, views::say_not_accepted, views::advise_accept},
    Row{Verdict::route_missing, Whose::theirs, 2, nothing, {}, views::not_carried, views::say_not_carried, views::advise_not_carried},
    Row{Verdict::route_not_installed, Whose::ours, 2, reinstall, {}, views::not_installed, views::say_not_installed, views::no_advice},
    Row{Verdict::tunnel_broken, Whose::ours, 2, ladder, {}, views::tunnel, views::say_tunnel, views::no_advice},
    Row{Verdict::session_stuck, Whose::ours, 2, ladder, {}, views::session, views::say_session, views::no_advice},
    Row{Verdict::peer_unreachable, Whose::theirs, 2, ask_again, {}, views::router_silent, views::say_router_silent, views::advise_router},
    Row{Verdict::target_resets, Whose::theirs, 2, nothing, {}, views::resets, views::say_resets, views::advise_resets},
    Row{Verdict::target_down, Whose::theirs, 2, nothing, {}, views::target_silent, views::say_target_silent, views::advise_target},
    Row{Verdict::control_stuck, Whose::ours, 1, control_only, 60s, views::control_stuck, views::say_control_stuck, views::no_advice},
    Row{Verdict::control_unreachable, Whose::wan, 1, nothing, 60s, views::control_away, views::say_control_away, views::advise_control},
    Row{Verdict::healthy, Whose::nobody, 0, nothing, {}, views::fine, views::say_fine, views::no_advice},
};
static_assert(std::ranges::is_sorted(rows, {}, &Row::verdict), "the enum is in the order of the table");

const Row& row_of(Verdict verdict) { return rows[static_cast<std::size_t>(verdict)]; }

}  // namespace

std::string_view to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::stopped_by_admin: return "stopped-by-admin";
    case Verdict::needs_login: return "needs-login";
    case Verdict::needs_approval: return "needs-approval";
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
    case Verdict::target_resets: return "target-resets";
    case Verdict::target_down: return "target-down";
    case Verdict::control_stuck: return "control-stuck";
    case Verdict::control_unreachable: return "control-unreachable";
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
    case Whose::admin: return "administrator";
    case Whose::configuration: return "configuration";
  }
  return "?";
}

int exit_status(Verdict verdict) { return row_of(verdict).exit; }
std::span<const Remedy> authorised(Verdict verdict) { return row_of(verdict).authorises; }
bool once_only(Verdict verdict) { return verdict == Verdict::peer_unreachable; }
std::optional<Duration> looks_again(Verdict verdict) { return row_of(verdict).looks_again; }
bool is_will(Verdict verdict) { return verdict <= Verdict::needs_approval; }

Judgement judge(const Evidence& evidence) {
  for (const Row& row : rows) {
    if (!row.fits(evidence)) continue;
    return Judgement{.verdict = row.verdict,
                     .whose = row.whose,
                     .enough = true,
                     .sentence = row.says(evidence),
                     .advice = row.advises(evidence)};
  }
  // Nothing fits: what has answered contradicts itself, or questions are still open.
  return Judgement{.verdict = evidence.complete ? Verdict::peer_unreachable : Verdict::healthy,
                   .whose = Whose::nobody,
                   .enough = false,
                   .sentence = evidence.complete ? "the answers contradict each other; looking again" : "still looking",
                   .advice = ""};
}

std::optional<Judgement> will(const Evidence& evidence) {
  for (const Row& row : rows) {
    if (!is_will(row.verdict)) break;
    if (row.fits(evidence))
      return Judgement{.verdict = row.verdict, .whose = row.whose, .enough = true, .sentence = row.says(evidence), .advice = row.advises(evidence)};
  }
  return std::nullopt;
}

}  // namespace watch
