#include "daemon/report/report.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "daemon/report/evidence_text.hpp"
#include "libwatch/describe.hpp"
#include "libwatch/words.hpp"

namespace tailmend {

namespace {

using watch::Standing;

std::string_view word(int exit) {
  switch (exit) {
    case 0: return "OK";
    case 1: return "WARNING";
    case 2: return "CRITICAL";
    default: return "UNKNOWN";
  }
}

// The '|' begins what monitoring systems plot.
std::string without_bars(std::string_view text) {
  std::string kept(text);
  std::ranges::replace(kept, '|', '/');
  return kept;
}

bool carried_directly(const watch::Evidence& e) {
  return std::ranges::any_of(e.peers, [](const watch::PeerView& p) { return !p.witness && !p.path.empty() && !p.path.starts_with("DERP"); });
}

// Labels are quoted as the monitoring-plugin guidelines ask; a quote in a name is doubled.
std::string quoted(std::string_view name) {
  std::string text = "'";
  for (const char c : name) text.append(c == '\'' ? 2 : 1, c);
  return text + "'";
}

std::string performance(const watch::Evidence& e) {
  std::string text;
  for (std::size_t i = 0; i < e.targets.size(); ++i) {
    const watch::Target& target = e.policy->targets[i];
    const auto took_ms = static_cast<double>(e.targets[i].fact.took.count()) / 1000.0;
    text += quoted(without_bars(clean(target.name)));
    if (e.targets[i].standing != Standing::good) text += "=U ";
    else text += fmt::format("={:.1f}ms;;{};0 ", took_ms, target.timeout.count() / 1000);
  }
  const char* wan6 = e.egress.v6 ? " 'wan6'=1" : "";
  return text + fmt::format("'direct'={} 'wan4'={}{}", carried_directly(e) ? 1 : 0, e.egress.v4 ? 1 : 0, wan6);
}

// How packets reach the router: its path where a pong told it, else the interface that they are sent to.
std::string way_to(const watch::Evidence& e, const watch::Carrier& carrier) {
  if (e.tailnet.routers[carrier.router].expired) return ", whose key has expired";
  const auto peer = std::ranges::find(e.peers, e.tailnet.routers[carrier.router].address, &watch::PeerView::address);
  if (peer != e.peers.end() && !peer->path.empty()) return ", " + path_text(*peer);
  if (carrier.target >= e.targets.size()) return "";
  const std::string& interface = e.targets[carrier.target].fact.interface;
  return interface.empty() ? "" : " on " + interface;
}

// One line for each prefix that carries a target, and for each target that nobody carries.
void add_routes(Rows& rows, const watch::Evidence& e) {
  std::vector<watch::Prefix> said;
  for (const auto& carrier : e.tailnet.carriers) {
    if (carrier.router >= e.tailnet.routers.size() || std::ranges::find(said, carrier.prefix) != said.end()) continue;
    said.push_back(carrier.prefix);
    const watch::Peer& router = e.tailnet.routers[carrier.router];
    rows.add("route", fmt::format("{} through {} ({}){}", to_string(carrier.prefix), router.name, to_string(router.address), way_to(e, carrier)));
  }
  if (e.status != watch::Answer::answered || e.tailnet.backend != watch::Backend::running) return;
  for (std::uint32_t i = 0; i < e.targets.size(); ++i)
    if (std::ranges::find(e.tailnet.carriers, i, &watch::Carrier::target) == e.tailnet.carriers.end())
      rows.add("route", fmt::format("no peer carries {}", e.policy->targets[i].address));
}

// What tells a router that is off from one that only sends.
void add_silent_routers(Rows& rows, const watch::Evidence& e) {
  for (const auto& router : e.tailnet.routers) {
    const auto peer = std::ranges::find(e.peers, router.address, &watch::PeerView::address);
    if (peer == e.peers.end() || peer->tsmp == Standing::good) continue;
    const std::string_view handshake = router.last_handshake_s == 0 ? "never a handshake" : "had a handshake";
    rows.add("router", fmt::format("{}: {} for control, {}, {} in, {} out", router.name, router.online ? "online" : "offline", handshake, bytes_words(router.rx_bytes), bytes_words(router.tx_bytes)));
  }
}

std::string_view mark(Standing standing) {
  switch (standing) {
    case Standing::open: return "?";
    case Standing::late: return "late";
    case Standing::good: return "yes";
    case Standing::unasked: return "not asked";
    case Standing::bad: return "–";
  }
  return "?";
}

void add_pings(Rows& rows, const watch::Evidence& e) {
  std::size_t names = 0;
  for (const auto& peer : e.peers) names = std::max(names, width(peer.name));
  for (const auto& ping : e.target_pings) names = std::max(names, width(to_string(ping.peer)));
  for (const auto& peer : e.peers) {
    std::string row = fmt::format("{}  disco {} TSMP {}", padded(peer.name, names), padded(mark(peer.disco), 4), mark(peer.tsmp));
    if (peer.took > watch::Duration::zero()) row += fmt::format("  {}", watch::words(peer.took));
    rows.add("pings", row);
  }
  for (const auto& ping : e.target_pings)
    rows.add("pings", fmt::format("{}  ICMP  {}", padded(to_string(ping.peer), names), ping.outcome == watch::PingOutcome::pong ? "yes" : "–"));
}

void add_targets(Rows& rows, const watch::Evidence& e) {
  std::size_t names = 0;
  std::size_t addresses = 0;
  for (const auto& target : e.policy->targets) {
    names = std::max(names, width(clean(target.name)));
    addresses = std::max(addresses, width(target.address));
  }
  for (std::size_t i = 0; i < e.targets.size(); ++i) {
    const watch::Target& target = e.policy->targets[i];
    const Standing standing = e.targets[i].standing;
    const bool waited = standing == Standing::open || standing == Standing::late;
    const std::string end = waited ? "no answer yet" : outcome_text(target, e.targets[i].fact, standing);
    rows.add("target", fmt::format("{} {} {}", padded(clean(target.name), names), padded(target.address, addresses), end));
  }
  if (e.targets.empty()) rows.add("target", no_target_text);
}

std::string do_text(const Findings& findings) {
  const watch::Judgement& judgement = findings.judgement;
  if (!judgement.advice.empty() || findings.blind) return judgement.advice;
  const auto remedy = first_remedy(*findings.evidence.policy, judgement.verdict);
  if (!remedy) return "";
  if (findings.evidence.policy->mode == watch::Mode::observe) return std::string(observing_text);
  return fmt::format("tailmend.service mends this where it runs, {} first: tailmend status", to_string(*remedy));
}

}  // namespace

int exit_of(const Findings& findings) { return findings.blind ? 3 : watch::exit_status(findings.judgement.verdict); }

std::string headline(const Findings& findings) {
  const int exit = exit_of(findings);
  const watch::Judgement& judgement = findings.judgement;
  const bool plainly = exit == 0 || exit == 3;
  return fmt::format("TAILMEND {} - {} | {}", word(exit), without_bars(clean(plainly ? judgement.sentence : watch::describe(judgement))),
                     performance(findings.evidence));
}

std::string report(const Findings& findings, Screen screen) {
  const watch::Evidence& e = findings.evidence;
  const int exit = exit_of(findings);
  std::string first = headline(findings);
  const std::string_view verdict = word(exit);
  first.replace(first.find(verdict), verdict.size(), painted(verdict, paint_of(exit), screen.colour));
  Rows rows(screen);
  rows.add("egress", parts_of(to_string(e.egress)));
  if (exit != 0) rows.add("wan", anchor_parts(e));
  rows.add("tailscaled", tailscaled_parts(e));
  add_routes(rows, e);
  if (findings.judgement.verdict == watch::Verdict::peer_unreachable) add_silent_routers(rows, e);
  if (exit != 0) add_pings(rows, e);
  add_targets(rows, e);
  for (const auto& sentence : findings.unseen) rows.add("not seen", sentence);
  if (exit != 0) rows.add("do", do_text(findings));
  return first + "\n" + without_bars(rows.text());
}

}  // namespace tailmend
