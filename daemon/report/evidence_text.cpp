#include "daemon/report/evidence_text.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "libwatch/words.hpp"

namespace tailmend {

namespace {

using watch::Standing;

constexpr std::size_t most_anchors = 4;  // on the line of the WAN

std::string name_of(watch::AnchorKind kind, const std::string& name) {
  return kind == watch::AnchorKind::derp ? "DERP " + name : name;
}

Part anchor_part(const watch::AnchorFact& anchor) {
  const std::string endpoint = to_string(anchor.endpoint);
  const std::string name = name_of(anchor.kind, anchor.name);
  const std::string head = name.empty() || name == endpoint ? endpoint : name + " " + endpoint;
  if (anchor.outcome == watch::AnchorOutcome::answered) return {.text = head + " answers in " + watch::words(anchor.took)};
  return {.text = fmt::format("{} {}", head, to_string(anchor.outcome)),
          .paint = wan_carried(anchor) ? std::nullopt : std::optional(Paint::red)};
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

Part connections_part(const watch::Evidence& e) {
  if (e.connections && e.connections->sight == watch::Sight::seen) {
    const auto& all = e.connections->connections;
    for (const watch::Life life : {watch::Life::dead, watch::Life::silent})
      if (std::string text = unanswered_text(all, life); !text.empty()) return {.text = std::move(text), .paint = Paint::red};
    if (all.empty()) return {.text = "no connection to control or DERP", .paint = Paint::red};
    if (e.tailnet.self_online && watch::control_life(e) == watch::ControlLife::alive) return {.text = "control answering"};
  }
  if (e.tailnet.self_online) return {.text = "control says online"};
  return {.text = "control says offline", .paint = Paint::red};
}

}  // namespace

std::vector<Part> anchor_parts(const watch::Evidence& e) {
  if (e.anchors.empty()) return {{.text = e.no_anchors ? "not asked: no anchor outside the tailnet is known yet" : ""}};
  std::vector<Part> parts;
  const std::size_t shown = std::min(e.anchors.size(), most_anchors);
  for (std::size_t i = 0; i < shown; ++i) parts.push_back(anchor_part(e.anchors[i]));
  if (shown < e.anchors.size()) parts.push_back({.text = fmt::format("and {} more", e.anchors.size() - shown)});
  return parts;
}

std::vector<Part> tailscaled_parts(const watch::Evidence& e) {
  // While it is asked again, what it said before stands.
  if (!e.status && e.tailnet.version.empty()) return {{.text = "no status: not answered yet"}};
  if (e.status && *e.status != watch::Answer::answered)
    return {{.text = fmt::format("no status: {}", watch::to_string(*e.status)), .paint = Paint::red}};
  std::vector<Part> parts{{.text = fmt::format("{} {}", e.tailnet.version.substr(0, e.tailnet.version.find('-')), to_string(e.tailnet.backend))}};
  if (e.tailnet.backend != watch::Backend::running) {
    parts[0].paint = Paint::red;
    return parts;
  }
  parts.push_back(connections_part(e));
  if (e.tailnet.self_relay.empty() || parts.back().text.find("unanswered") != std::string::npos) return parts;
  std::string derp = "DERP " + e.tailnet.self_relay;
  const auto home = std::ranges::find_if(e.anchors, [&](const watch::AnchorFact& a) {
    return a.kind == watch::AnchorKind::derp && a.name == e.tailnet.self_relay;
  });
  if (home != e.anchors.end() && home->outcome == watch::AnchorOutcome::answered) derp += " " + watch::words(home->took);
  parts.push_back({.text = std::move(derp)});
  return parts;
}

std::string path_text(const watch::PeerView& peer) {
  if (peer.path.empty()) return "";
  return peer.path.starts_with("DERP") ? "relayed by " + peer.path : "direct " + peer.path;
}

std::string outcome_text(const watch::Target& target, const watch::TargetFact& fact, Standing standing) {
  const std::string detail = fact.detail.empty() ? "" : " (" + fact.detail + ")";
  const std::string of_proxy = target.proxy.empty() ? "" : detail;
  switch (fact.outcome) {
    case watch::TcpOutcome::held:
      return fmt::format("open in {}, held {}{}", watch::words(fact.took), watch::words(target.hold), of_proxy);
    case watch::TcpOutcome::timed_out: return "no answer in " + watch::words(fact.took) + of_proxy;
    case watch::TcpOutcome::wrong_egress:
      if (!fact.detail.empty()) return "not reached through the tailnet" + detail;
      return "not tried: the kernel would send it " + (fact.interface.empty() ? "nowhere" : "through " + fact.interface);
    case watch::TcpOutcome::refused: return standing == Standing::good ? "refused, which is enough here" + of_proxy : "refused" + of_proxy;
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

std::optional<watch::Remedy> first_remedy(const watch::Policy& policy, watch::Verdict verdict) {
  for (const watch::Remedy remedy : watch::authorised(verdict))
    if (remedy != watch::Remedy::ping && std::ranges::find(policy.steps, remedy) != policy.steps.end()) return remedy;
  return std::nullopt;
}

std::string bytes_words(std::uint64_t bytes) {
  constexpr std::array<std::string_view, 4> units{"B", "kB", "MB", "GB"};
  auto number = static_cast<double>(bytes);
  std::size_t unit = 0;
  for (; number >= 999.5 && unit + 1 < units.size(); ++unit) number /= 1000.0;
  return number < 9.95 && unit > 0 ? fmt::format("{:.1f} {}", number, units[unit]) : fmt::format("{:.0f} {}", number, units[unit]);
}

Paint paint_of(int exit) { return exit == 0 ? Paint::green : exit == 1 ? Paint::yellow : Paint::red; }

}  // namespace tailmend
