#include <optional>
#include <string>

#include <fmt/format.h>

#include "daemon/report.hpp"

namespace tailmend {

namespace {

std::string text_json(std::string_view text) {
  std::string json = "\"";
  for (const char c : text) {
    switch (c) {
      case '"': json += "\\\""; break;
      case '\\': json += "\\\\"; break;
      case '\n': json += "\\n"; break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) json += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        else json += c;
    }
  }
  return json + "\"";
}
std::string ms_json(watch::Duration duration) { return fmt::format("{:.3f}", static_cast<double>(duration.count()) / 1000.0); }
std::string_view bool_json(bool value) { return value ? "true" : "false"; }
std::string_view standing_word(watch::Standing standing) {
  switch (standing) {
    case watch::Standing::open: return "open";
    case watch::Standing::late: return "late";
    case watch::Standing::good: return "good";
    case watch::Standing::bad: return "bad";
  }
  return "open";
}

template <class Range, class Each>
std::string array_json(const Range& range, const Each& each) {
  std::string json = "[";
  for (const auto& item : range) {
    if (json.size() > 1) json += ',';
    json += each(item);
  }
  return json + "]";
}

std::string way_json(const std::optional<watch::Way>& way) {
  if (!way) return "null";
  return fmt::format(R"({{"interface":{},"gateway":{},"source":{},"table":{}}})", text_json(way->interface), text_json(to_string(way->gateway)),
                     text_json(to_string(way->source)), way->table);
}

std::string targets_json(const watch::Evidence& e) {
  std::string json = "[";
  for (std::size_t i = 0; i < e.targets.size(); ++i) {
    const watch::TargetFact& fact = e.targets[i].fact;
    json += fmt::format(R"({}{{"name":{},"address":{},"standing":"{}","outcome":{},"took_ms":{},"interface":{},"detail":{}}})", i == 0 ? "" : ",",
                        text_json(e.policy->targets[i].name), text_json(e.policy->targets[i].address), standing_word(e.targets[i].standing),
                        text_json(to_string(fact.outcome)), ms_json(fact.took), text_json(fact.interface), text_json(fact.detail));
  }
  return json + "]";
}

std::string tailscaled_json(const watch::Evidence& e) {
  return fmt::format(R"({{"answer":{},"version":{},"state":{},"self_online":{},"home_derp":{},"peers":{},"health":{}}})",
                     text_json(e.status ? to_string(*e.status) : "open"), text_json(e.tailnet.version), text_json(to_string(e.tailnet.backend)),
                     bool_json(e.tailnet.self_online), text_json(e.tailnet.self_relay), e.tailnet.peers, array_json(e.tailnet.health, text_json));
}

std::string unit_json(const std::optional<watch::UnitFact>& unit) {
  if (!unit || !unit->known) return "null";
  return fmt::format(R"({{"active_state":{},"sub_state":{},"result":{},"unit_file_state":{},"age_ms":{}}})", text_json(unit->active_state),
                     text_json(unit->sub_state), text_json(unit->result), text_json(unit->unit_file_state), ms_json(unit->age));
}

}  // namespace

std::string report_json(const Findings& findings) {
  const watch::Evidence& e = findings.evidence;
  const watch::Judgement& judgement = findings.judgement;
  const auto peer = [](const watch::PeerView& p) {
    return fmt::format(R"({{"name":{},"address":{},"witness":{},"disco":"{}","tsmp":"{}","took_ms":{},"path":{}}})", text_json(p.name),
                       text_json(to_string(p.address)), bool_json(p.witness), standing_word(p.disco), standing_word(p.tsmp), ms_json(p.took), text_json(p.path));
  };
  const auto anchor = [](const watch::AnchorFact& a) {
    return fmt::format(R"({{"kind":{},"name":{},"endpoint":{},"outcome":{},"took_ms":{}}})", text_json(to_string(a.kind)), text_json(a.name),
                       text_json(to_string(a.endpoint)), text_json(to_string(a.outcome)), ms_json(a.took));
  };
  const auto connection = [](const watch::OwnConnection& c) {
    return fmt::format(R"({{"kind":{},"name":{},"remote":{},"life":{},"unanswered":{},"retransmissions":{},"last_answer_ms":{}}})", text_json(to_string(c.kind)),
                       text_json(c.name), text_json(to_string(c.remote)), text_json(to_string(c.life)), c.unanswered, c.retransmissions, ms_json(c.last_answer));
  };
  std::string json = fmt::format(R"({{"schema":1,"verdict":{},"exit":{},"whose":{},"sentence":{},"advice":{})",
                                 text_json(findings.blind ? "unknown" : to_string(judgement.verdict)), exit_of(findings), text_json(to_string(judgement.whose)),
                                 text_json(judgement.sentence), text_json(judgement.advice));
  json += fmt::format(R"(,"egress":{{"v4":{},"v6":{}}},"tailscaled":{},"targets":{},"peers":{},"anchors":{})", way_json(e.egress.v4), way_json(e.egress.v6),
                      tailscaled_json(e), targets_json(e), array_json(e.peers, peer), array_json(e.anchors, anchor));
  json += fmt::format(R"(,"connections":{},"unit":{},"unseen":{}}})",
                      e.connections && e.connections->sight == watch::Sight::seen ? array_json(e.connections->connections, connection) : "null",
                      unit_json(e.unit), array_json(findings.unseen, text_json));
  return json;
}

}  // namespace tailmend
