#include "daemon/report.hpp"

#include <algorithm>
#include <ranges>

#include <fmt/format.h>

#include "libwatch/describe.hpp"
#include "libwatch/words.hpp"

namespace tailmend {

namespace {

using watch::Standing;

constexpr std::string_view red = "\x1b[31m";
constexpr std::string_view green = "\x1b[32m";
constexpr std::string_view yellow = "\x1b[33m";
constexpr std::string_view plain = "\x1b[0m";

std::string_view word(int exit) {
  switch (exit) {
    case 0: return "OK";
    case 1: return "WARNING";
    case 2: return "CRITICAL";
    default: return "UNKNOWN";
  }
}
std::string_view colour_of(int exit) { return exit == 0 ? green : exit == 1 ? yellow : red; }

bool carried_directly(const watch::Evidence& e) {
  return std::ranges::any_of(e.peers, [](const watch::PeerView& p) { return !p.witness && !p.path.empty() && !p.path.starts_with("DERP"); });
}

// Labels are quoted as the monitoring-plugin guidelines ask; a quote in a name is doubled.
std::string quoted(std::string_view name) {
  std::string text = "'";
  for (const char c : name) {
    if (c == '\'') text += '\'';
    text += c;
  }
  return text + "'";
}

std::string performance(const watch::Evidence& e) {
  std::string text;
  for (std::size_t i = 0; i < e.targets.size(); ++i) {
    const watch::Target& target = e.policy->targets[i];
    if (e.targets[i].standing == Standing::good)
      text += fmt::format("{}={:.1f}ms;;{};0 ", quoted(target.name), static_cast<double>(e.targets[i].fact.took.count()) / 1000.0, target.timeout.count() / 1000);
    else
      text += fmt::format("{}=U ", quoted(target.name));
  }
  return text + fmt::format("'direct'={} 'wan4'={}{}", carried_directly(e) ? 1 : 0, e.egress.v4 ? 1 : 0, e.egress.v6 ? " 'wan6'=1" : "");
}

std::string line(std::string_view what, std::string_view text) { return fmt::format("{:<12}{}\n", what, text); }

std::string anchors_text(const watch::Evidence& e) {
  if (e.anchors.empty()) return e.no_anchors ? "no anchor is known yet: nothing outside the tailnet was asked" : "";
  std::string text;
  for (const auto& anchor : e.anchors) {
    if (!text.empty()) text += " · ";
    const std::string name = anchor.kind == watch::AnchorKind::derp ? "DERP " + anchor.name : anchor.name;
    const bool answered = anchor.outcome == watch::AnchorOutcome::answered;
    text += fmt::format("{} {} {}{}", name, to_string(anchor.endpoint), answered ? "answers in " : watch::to_string(anchor.outcome), answered ? watch::words(anchor.took) : "");
  }
  return text;
}

std::string connection_text(const watch::OwnConnection& connection) {
  const std::string name = connection.kind == watch::AnchorKind::derp ? "DERP " + connection.name : connection.name.empty() ? to_string(connection.remote) : connection.name;
  return fmt::format("{} {} unanswered for {}", name, watch::count(connection.unanswered, "segment", "segments"), watch::words(connection.last_answer));
}

// "2 of 2 connections dead: control 3 segments unanswered for 9 s, …"; "control answering"
std::string connections_text(const watch::Evidence& e) {
  if (!e.connections || e.connections->sight != watch::Sight::seen) return e.tailnet.self_online ? "control says online" : "control says offline";
  const auto& all = e.connections->connections;
  const auto dead = std::ranges::count(all, watch::Life::dead, &watch::OwnConnection::life);
  if (dead == 0) {
    switch (watch::control_life(e)) {
      case watch::ControlLife::alive: return "control answering";
      case watch::ControlLife::silent: return "control silent";
      case watch::ControlLife::dead: return "control has lost this host";
      case watch::ControlLife::unknown: return e.tailnet.self_online ? "control says online" : "control says offline";
    }
  }
  std::string text = fmt::format("{} of {} dead:", dead, watch::count(all.size(), "connection", "connections"));
  bool first = true;
  for (const auto& connection : all) {
    if (connection.life != watch::Life::dead) continue;
    text += fmt::format("{} {}", first ? "" : ",", connection_text(connection));
    first = false;
  }
  return text;
}

std::string tailscaled_text(const watch::Evidence& e) {
  if (e.status != watch::Answer::answered) return fmt::format("no status: {}", e.status ? watch::to_string(*e.status) : "not answered yet");
  std::string text = fmt::format("{} {} · {}", e.tailnet.version.substr(0, e.tailnet.version.find('-')), to_string(e.tailnet.backend), connections_text(e));
  const auto home = std::ranges::find_if(e.anchors, [&](const watch::AnchorFact& a) { return a.kind == watch::AnchorKind::derp && a.name == e.tailnet.self_relay; });
  if (!e.tailnet.self_relay.empty()) text += fmt::format(" · DERP {}", e.tailnet.self_relay);
  if (home != e.anchors.end() && home->outcome == watch::AnchorOutcome::answered) text += " " + watch::words(home->took);
  return text;
}

std::string path_text(const watch::PeerView& peer) {
  if (peer.path.empty()) return "";
  return peer.path.starts_with("DERP") ? ", relayed by " + peer.path : ", direct " + peer.path;
}

// One line for each prefix that carries a target.
std::string routes(const watch::Evidence& e) {
  std::string text;
  std::vector<watch::Prefix> said;
  for (const auto& carrier : e.tailnet.carriers) {
    if (carrier.router >= e.tailnet.routers.size() || std::ranges::find(said, carrier.prefix) != said.end()) continue;
    said.push_back(carrier.prefix);
    const watch::Peer& router = e.tailnet.routers[carrier.router];
    const auto peer = std::ranges::find(e.peers, router.address, &watch::PeerView::address);
    text += line(text.empty() ? "route" : "", fmt::format("{} through {} ({}){}", to_string(carrier.prefix), router.name, to_string(router.address),
                                                          peer == e.peers.end() ? "" : path_text(*peer)));
  }
  if (text.empty() && !e.targets.empty() && e.status == watch::Answer::answered) text = line("route", "no peer carries a target");
  return text;
}

std::string mark(Standing standing) { return standing == Standing::good ? "yes" : standing == Standing::open ? "?" : "–"; }

std::string pings(const watch::Evidence& e) {
  std::string text;
  for (const auto& peer : e.peers) {
    std::string row = fmt::format("{:<16} disco {:<4} TSMP {:<4}", peer.name, mark(peer.disco), mark(peer.tsmp));
    if (peer.took > watch::Duration::zero()) row += " " + watch::words(peer.took);
    text += line(text.empty() ? "pings" : "", row);
  }
  for (const auto& ping : e.target_pings)
    text += line(text.empty() ? "pings" : "", fmt::format("{:<16} ICMP  {}", to_string(ping.peer), ping.outcome == watch::PingOutcome::pong ? "yes" : "–"));
  return text;
}

std::string target_text(const watch::Evidence& e, std::size_t index) {
  const watch::Target& target = e.policy->targets[index];
  const watch::TargetFact& fact = e.targets[index].fact;
  const std::string head = fmt::format("{} {} ", target.name, target.address);
  if (e.targets[index].standing == Standing::open || e.targets[index].standing == Standing::late) return head + "no answer yet";
  const std::string detail = fact.detail.empty() ? "" : " (" + fact.detail + ")";
  switch (fact.outcome) {
    case watch::TcpOutcome::held: return fmt::format("{}open in {}, held {}", head, watch::words(fact.took), watch::words(target.hold));
    case watch::TcpOutcome::timed_out: return fmt::format("{}no answer in {}", head, watch::words(fact.took));
    case watch::TcpOutcome::wrong_egress:
      return fmt::format("{}not tried: the kernel would send it {}", head, fact.interface.empty() ? "nowhere" : "through " + fact.interface);
    case watch::TcpOutcome::refused:
    case watch::TcpOutcome::reset:
    case watch::TcpOutcome::unreachable:
    case watch::TcpOutcome::unanswered:
    case watch::TcpOutcome::unexpected:
    case watch::TcpOutcome::unresolved:
    case watch::TcpOutcome::failed: return fmt::format("{}{}{}", head, to_string(fact.outcome), detail);
  }
  return head;
}

std::string do_text(const Findings& findings) {
  const watch::Judgement& judgement = findings.judgement;
  if (!judgement.advice.empty()) return judgement.advice;
  if (watch::authorised(judgement.verdict).empty()) return "";
  return "tailmend.service heals this where it runs: systemctl status tailmend";
}

}  // namespace

int exit_of(const Findings& findings) { return findings.blind ? 3 : watch::exit_status(findings.judgement.verdict); }

std::string headline(const Findings& findings) {
  const int exit = exit_of(findings);
  const watch::Judgement& judgement = findings.judgement;
  const bool plainly = exit == 0 || exit == 3;
  return fmt::format("TAILMEND {} - {} | {}", word(exit), plainly ? judgement.sentence : watch::describe(judgement), performance(findings.evidence));
}

std::string report(const Findings& findings, Colour colour) {
  const watch::Evidence& e = findings.evidence;
  const int exit = exit_of(findings);
  std::string first = headline(findings);
  if (colour == Colour::terminal) {
    const std::string_view verdict = word(exit);
    first.replace(first.find(verdict), verdict.size(), fmt::format("{}{}{}", colour_of(exit), verdict, plain));
  }
  std::string text = first + "\n" + line("egress", to_string(e.egress));
  if (exit != 0)
    if (const std::string wan = anchors_text(e); !wan.empty()) text += line("wan", wan);
  text += line("tailscaled", tailscaled_text(e));
  text += routes(e);
  if (exit != 0) text += pings(e);
  for (std::size_t i = 0; i < e.targets.size(); ++i) text += line(i == 0 ? "target" : "", target_text(e, i));
  if (e.targets.empty()) text += line("target", "none configured: add [[target]] to /etc/tailmend/tailmend.toml for a proof by TCP");
  for (const auto& unseen : findings.unseen) text += line("not seen", unseen);
  if (const std::string advice = do_text(findings); !advice.empty() && exit != 0) text += line("do", advice);
  return text;
}

}  // namespace tailmend
