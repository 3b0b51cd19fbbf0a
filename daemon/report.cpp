#include "daemon/report.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "libwatch/describe.hpp"
#include "libwatch/words.hpp"

namespace tailmend {

namespace {

using watch::Standing;

constexpr std::string_view red = "\x1b[31m", green = "\x1b[32m", yellow = "\x1b[33m", plain = "\x1b[0m";
constexpr std::size_t most_anchors = 4;  // on the line of the WAN

std::string_view word(int exit) {
  switch (exit) {
    case 0: return "OK";
    case 1: return "WARNING";
    case 2: return "CRITICAL";
    default: return "UNKNOWN";
  }
}
std::string_view colour_of(int exit) { return exit == 0 ? green : exit == 1 ? yellow : red; }

// The '|' begins what monitoring systems plot, and nothing from the network may steer a terminal.
std::string clean(std::string_view text) {
  std::string kept(text);
  std::ranges::replace(kept, '|', '/');
  std::ranges::replace_if(kept, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
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
    text += quoted(clean(target.name));
    if (e.targets[i].standing != Standing::good) text += "=U ";
    else text += fmt::format("={:.1f}ms;;{};0 ", took_ms, target.timeout.count() / 1000);
  }
  const char* wan6 = e.egress.v6 ? " 'wan6'=1" : "";
  return text + fmt::format("'direct'={} 'wan4'={}{}", carried_directly(e) ? 1 : 0, e.egress.v4 ? 1 : 0, wan6);
}

// Lines of one kind stand below each other, the first under its word.
class Lines {
 public:
  explicit Lines(std::string_view what) : what_(what) {}
  void add(std::string_view text) { text_ += fmt::format("{:<12}{}\n", text_.empty() ? what_ : "", clean(text)); }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string_view what_;
  std::string text_;
};

std::string line(std::string_view what, std::string_view text) {
  Lines lines(what);
  if (!text.empty()) lines.add(text);
  return lines.text();
}

std::string name_of(watch::AnchorKind kind, const std::string& name) {
  return kind == watch::AnchorKind::derp ? "DERP " + name : name;
}

std::string anchor_text(const watch::AnchorFact& anchor) {
  const std::string endpoint = to_string(anchor.endpoint);
  const std::string name = name_of(anchor.kind, anchor.name);
  const std::string head = name.empty() || name == endpoint ? endpoint : name + " " + endpoint;
  if (anchor.outcome == watch::AnchorOutcome::answered) return head + " answers in " + watch::words(anchor.took);
  return fmt::format("{} {}", head, to_string(anchor.outcome));
}

std::string anchors_text(const watch::Evidence& e) {
  if (e.anchors.empty()) return e.no_anchors ? "not asked: no anchor outside the tailnet is known yet" : "";
  std::string text;
  const std::size_t shown = std::min(e.anchors.size(), most_anchors);
  for (std::size_t i = 0; i < shown; ++i) text += (i == 0 ? "" : " · ") + anchor_text(e.anchors[i]);
  if (shown < e.anchors.size()) text += fmt::format(" · and {} more", e.anchors.size() - shown);
  return text;
}

// "2 of 2 connections dead: control 3 segments unanswered for 9 s, DERP nyc 5 for 11 s"; "" where none is.
std::string unanswered_text(const std::vector<watch::OwnConnection>& all, watch::Life life) {
  const auto number = std::ranges::count(all, life, &watch::OwnConnection::life);
  if (number == 0) return "";
  const std::string of_all = watch::count(all.size(), "connection", "connections");
  std::string text = fmt::format("{} of {} {}:", number, of_all, to_string(life));
  for (const auto& connection : all) {
    if (connection.life != life) continue;
    const bool first = text.ends_with(':');
    const std::string name = name_of(connection.kind, connection.name);
    const std::string unanswered = first ? watch::count(connection.unanswered, "segment", "segments") + " unanswered" : fmt::format("{}", connection.unanswered);
    text += fmt::format("{} {} {} for {}", first ? "" : ",", name.empty() ? to_string(connection.remote) : name,
                        unanswered, watch::words(connection.last_answer));
  }
  return text;
}

std::string connections_text(const watch::Evidence& e) {
  if (e.connections && e.connections->sight == watch::Sight::seen) {
    const auto& all = e.connections->connections;
    for (const watch::Life life : {watch::Life::dead, watch::Life::silent})
      if (std::string text = unanswered_text(all, life); !text.empty()) return text;
    if (all.empty()) return "no connection to control or DERP";
    if (e.tailnet.self_online && watch::control_life(e) == watch::ControlLife::alive) return "control answering";
  }
  return e.tailnet.self_online ? "control says online" : "control says offline";
}

std::string tailscaled_text(const watch::Evidence& e) {
  if (e.status != watch::Answer::answered)
    return fmt::format("no status: {}", e.status ? watch::to_string(*e.status) : "not answered yet");
  std::string text = fmt::format("{} {}", e.tailnet.version.substr(0, e.tailnet.version.find('-')),
                                 to_string(e.tailnet.backend));
  if (e.tailnet.backend != watch::Backend::running) return text;
  const std::string connections = connections_text(e);
  text += " · " + connections;
  if (e.tailnet.self_relay.empty() || connections.find("unanswered") != std::string::npos) return text;
  text += " · DERP " + e.tailnet.self_relay;
  const auto home = std::ranges::find_if(e.anchors, [&](const watch::AnchorFact& a) {
    return a.kind == watch::AnchorKind::derp && a.name == e.tailnet.self_relay;
  });
  if (home != e.anchors.end() && home->outcome == watch::AnchorOutcome::answered) text += " " + watch::words(home->took);
  return text;
}

// How packets reach the router: its path where a pong told it, else the interface that they are sent to.
std::string path_text(const watch::Evidence& e, const watch::Carrier& carrier) {
  const auto peer = std::ranges::find(e.peers, e.tailnet.routers[carrier.router].address, &watch::PeerView::address);
  if (peer != e.peers.end() && !peer->path.empty())
    return peer->path.starts_with("DERP") ? ", relayed by " + peer->path : ", direct " + peer->path;
  if (carrier.target >= e.targets.size()) return "";
  const std::string& interface = e.targets[carrier.target].fact.interface;
  return interface.empty() ? "" : " on " + interface;
}

// One line for each prefix that carries a target, and for each target that nobody carries.
std::string routes(const watch::Evidence& e) {
  Lines lines("route");
  std::vector<watch::Prefix> said;
  for (const auto& carrier : e.tailnet.carriers) {
    if (carrier.router >= e.tailnet.routers.size() || std::ranges::find(said, carrier.prefix) != said.end()) continue;
    said.push_back(carrier.prefix);
    const watch::Peer& router = e.tailnet.routers[carrier.router];
    lines.add(fmt::format("{} through {} ({}){}", to_string(carrier.prefix), router.name, to_string(router.address), path_text(e, carrier)));
  }
  if (e.status != watch::Answer::answered || e.tailnet.backend != watch::Backend::running) return lines.text();
  for (std::uint32_t i = 0; i < e.targets.size(); ++i)
    if (std::ranges::find(e.tailnet.carriers, i, &watch::Carrier::target) == e.tailnet.carriers.end())
      lines.add(fmt::format("no peer carries {}", e.policy->targets[i].address));
  return lines.text();
}

std::string bytes_text(std::uint64_t bytes) {
  return bytes < 1000 ? fmt::format("{} B", bytes) : fmt::format("{:.1f} kB", static_cast<double>(bytes) / 1000.0);
}

// What tells a router that is off from one that only sends.
std::string silent_routers(const watch::Evidence& e) {
  Lines lines("router");
  for (const auto& router : e.tailnet.routers) {
    const auto peer = std::ranges::find(e.peers, router.address, &watch::PeerView::address);
    if (peer == e.peers.end() || peer->tsmp == Standing::good) continue;
    const std::string_view handshake = router.last_handshake_s == 0 ? "never a handshake" : "had a handshake";
    lines.add(fmt::format("{}: {} for control, {}, {} in, {} out", router.name, router.online ? "online" : "offline", handshake, bytes_text(router.rx_bytes), bytes_text(router.tx_bytes)));
  }
  return lines.text();
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

std::string pings(const watch::Evidence& e) {
  std::size_t width = 0;
  for (const auto& peer : e.peers) width = std::max(width, peer.name.size());
  for (const auto& ping : e.target_pings) width = std::max(width, to_string(ping.peer).size());
  Lines lines("pings");
  for (const auto& peer : e.peers) {
    std::string row = fmt::format("{:<{}}  disco {:<4} TSMP {}", peer.name, width, mark(peer.disco), mark(peer.tsmp));
    if (peer.took > watch::Duration::zero()) row += fmt::format("  {}", watch::words(peer.took));
    lines.add(row);
  }
  for (const auto& ping : e.target_pings)
    lines.add(fmt::format("{:<{}}  ICMP  {}", to_string(ping.peer), width, ping.outcome == watch::PingOutcome::pong ? "yes" : "–"));
  return lines.text();
}

std::string outcome_text(const watch::Target& target, const watch::TargetFact& fact, Standing standing) {
  const std::string detail = fact.detail.empty() ? "" : " (" + fact.detail + ")";
  switch (fact.outcome) {
    case watch::TcpOutcome::held:
      return fmt::format("open in {}, held {}", watch::words(fact.took), watch::words(target.hold));
    case watch::TcpOutcome::timed_out: return "no answer in " + watch::words(fact.took);
    case watch::TcpOutcome::wrong_egress:
      return "not tried: the kernel would send it " + (fact.interface.empty() ? "nowhere" : "through " + fact.interface);
    case watch::TcpOutcome::refused: return standing == Standing::good ? "refused, which is enough here" : "refused";
    case watch::TcpOutcome::reset: return "opened, and closed again before " + watch::words(target.hold) + detail;
    case watch::TcpOutcome::unreachable: return "unreachable" + detail;
    case watch::TcpOutcome::unanswered: return "open, but what was sent is not answered";
    case watch::TcpOutcome::unexpected: return "open, but the answer is not the expected one";
    case watch::TcpOutcome::unresolved: return "its name does not resolve" + detail;
    case watch::TcpOutcome::failed: return "could not be tried" + detail;
    case watch::TcpOutcome::proxy_refused: return "not tried: nobody listens at proxy " + target.proxy + detail;
    case watch::TcpOutcome::proxy_closed: return "not tried: proxy " + target.proxy + " takes the connection and closes it" + detail;
    case watch::TcpOutcome::proxy_silent: return "not tried: proxy " + target.proxy + " says nothing";
    case watch::TcpOutcome::proxy_failed: return fmt::format("proxy {} replies {}, {}", target.proxy, fact.reply, watch::socks_reply(fact.reply));
  }
  return "?";
}

std::string targets(const watch::Evidence& e) {
  Lines lines("target");
  std::size_t names = 0;
  std::size_t addresses = 0;
  for (const auto& target : e.policy->targets) {
    names = std::max(names, target.name.size());
    addresses = std::max(addresses, target.address.size());
  }
  for (std::size_t i = 0; i < e.targets.size(); ++i) {
    const watch::Target& target = e.policy->targets[i];
    const Standing standing = e.targets[i].standing;
    const bool waited = standing == Standing::open || standing == Standing::late;
    const std::string end = waited ? "no answer yet" : outcome_text(target, e.targets[i].fact, standing);
    lines.add(fmt::format("{:<{}} {:<{}} {}", target.name, names, target.address, addresses, end));
  }
  if (e.targets.empty()) lines.add("none configured: a [[target]] in /etc/tailmend/tailmend.toml gives a proof by TCP");
  return lines.text();
}

std::string do_text(const Findings& findings) {
  const watch::Judgement& judgement = findings.judgement;
  if (!judgement.advice.empty() || findings.blind) return judgement.advice;
  const auto& steps = findings.evidence.policy->steps;
  for (const watch::Remedy remedy : watch::authorised(judgement.verdict)) {
    if (remedy == watch::Remedy::ping || std::ranges::find(steps, remedy) == steps.end()) continue;
    if (findings.evidence.policy->mode == watch::Mode::observe) return "nothing is mended here: mode is \"observe\"";
    return fmt::format("tailmend.service mends this where it runs, {} first: systemctl status tailmend",
                       to_string(remedy));
  }
  return "";
}

}  // namespace

int exit_of(const Findings& findings) { return findings.blind ? 3 : watch::exit_status(findings.judgement.verdict); }

std::string headline(const Findings& findings) {
  const int exit = exit_of(findings);
  const watch::Judgement& judgement = findings.judgement;
  const bool plainly = exit == 0 || exit == 3;
  return fmt::format("TAILMEND {} - {} | {}", word(exit),
                     clean(plainly ? judgement.sentence : watch::describe(judgement)), performance(findings.evidence));
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
  if (exit != 0) text += line("wan", anchors_text(e));
  text += line("tailscaled", tailscaled_text(e)) + routes(e);
  if (findings.judgement.verdict == watch::Verdict::peer_unreachable) text += silent_routers(e);
  if (exit != 0) text += pings(e);
  text += targets(e);
  Lines unseen("not seen");
  for (const auto& sentence : findings.unseen) unseen.add(sentence);
  return text + unseen.text() + (exit == 0 ? "" : line("do", do_text(findings)));
}

}  // namespace tailmend
