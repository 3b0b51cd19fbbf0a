#include "daemon/report/evidence_json.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "daemon/base/json_text.hpp"

namespace tailmend {

namespace {

// How long an answer took; null where none came.
std::string took_json(watch::Duration took) { return took == watch::Duration::zero() ? "null" : ms_json(took); }

std::string way_json(const std::optional<watch::Way>& way) {
  if (!way) return "null";
  const std::string gateway = way->gateway.family == watch::Family::none ? "null" : text_json(to_string(way->gateway));
  return fmt::format(R"({{"interface":{},"gateway":{},"source":{},"table":{}}})", text_json(way->interface), gateway,
                     text_json(to_string(way->source)), way->table);
}

std::string tailscaled_json(const watch::Evidence& e) {
  const std::string answer = e.status ? text_json(to_string(*e.status)) : "null";
  return fmt::format(
      R"({{"answer":{},"version":{},"state":{},"self_online":{},"home_derp":{},"peers":{},"health":{}}})", answer,
      text_json(e.tailnet.version), text_json(to_string(e.tailnet.backend)), bool_json(e.tailnet.self_online),
      text_json(e.tailnet.self_relay), e.tailnet.peers, array_json(e.tailnet.health, text_json));
}

std::string routes_json(const watch::Evidence& e) {
  std::vector<watch::Carrier> known;  // what else is there is about this host's own routes
  std::ranges::copy_if(e.tailnet.carriers, std::back_inserter(known), [&](const watch::Carrier& carrier) {
    return carrier.router < e.tailnet.routers.size() && carrier.target < e.targets.size();
  });
  return array_json(known, [&](const watch::Carrier& carrier) {
    return fmt::format(R"({{"target":{},"prefix":{},"router":{}}})", text_json(e.policy->targets[carrier.target].name),
                       text_json(to_string(carrier.prefix)), text_json(e.tailnet.routers[carrier.router].name));
  });
}

std::string peer_json(const watch::PeerView& p) {
  return fmt::format(
      R"({{"name":{},"address":{},"witness":{},"disco":"{}","tsmp":"{}","took_ms":{},"path":{}}})", text_json(p.name),
      text_json(to_string(p.address)), bool_json(p.witness), standing_word(p.disco), standing_word(p.tsmp),
      took_json(p.took), text_json(p.path));
}

std::string ping_json(const watch::PingFact& p) {
  return fmt::format(R"({{"address":{},"kind":{},"outcome":{},"took_ms":{}}})", text_json(to_string(p.peer)),
                     text_json(to_string(p.kind)), text_json(to_string(p.outcome)), took_json(p.took));
}

std::string anchor_json(const watch::AnchorFact& a) {
  return fmt::format(R"({{"kind":{},"name":{},"endpoint":{},"outcome":{},"took_ms":{}}})",
                     text_json(to_string(a.kind)), text_json(a.name), text_json(to_string(a.endpoint)),
                     text_json(to_string(a.outcome)), ms_json(a.took));
}

std::string connection_json(const watch::OwnConnection& c) {
  return fmt::format(
      R"({{"kind":{},"name":{},"remote":{},"life":{},"unanswered":{},"retransmissions":{},"last_answer_ms":{}}})",
      text_json(to_string(c.kind)), text_json(c.name), text_json(to_string(c.remote)), text_json(to_string(c.life)),
      c.unanswered, c.retransmissions, ms_json(c.last_answer));
}

std::string unit_json(const std::optional<watch::UnitFact>& unit) {
  if (!unit || !unit->known) return "null";
  return fmt::format(R"({{"active_state":{},"sub_state":{},"result":{},"unit_file_state":{},"age_ms":{}}})",
                     text_json(unit->active_state), text_json(unit->sub_state), text_json(unit->result),
                     text_json(unit->unit_file_state), ms_json(unit->age));
}

}  // namespace

std::string_view standing_word(watch::Standing standing) {
  switch (standing) {
    case watch::Standing::open: return "open";
    case watch::Standing::late: return "late";
    case watch::Standing::good: return "good";
    case watch::Standing::bad: return "bad";
    case watch::Standing::unasked: return "unasked";
  }
  return "open";
}

std::string egress_json(const watch::Egress& egress) { return fmt::format(R"({{"v4":{},"v6":{}}})", way_json(egress.v4), way_json(egress.v6)); }

std::string target_members(const watch::Target& target, const watch::TargetView& view) {
  const watch::TargetFact& fact = view.fact;
  const bool answered = view.standing == watch::Standing::good || view.standing == watch::Standing::bad;
  return fmt::format(
      R"("name":{},"address":{},"standing":"{}","outcome":{},"took_ms":{},"interface":{},"detail":{})",
      text_json(target.name), text_json(target.address), standing_word(view.standing),
      answered ? text_json(to_string(fact.outcome)) : "null", ms_json(fact.took), text_json(fact.interface),
      text_json(fact.detail));
}

std::string evidence_members(const watch::Evidence& e) {
  const bool seen = e.connections && e.connections->sight == watch::Sight::seen;
  return fmt::format(R"("tailscaled":{},"routes":{},"peers":{},"anchors":{},"target_pings":{},"connections":{},"unit":{})", tailscaled_json(e), routes_json(e),
                     array_json(e.peers, peer_json), array_json(e.anchors, anchor_json), array_json(e.target_pings, ping_json),
                     seen ? array_json(e.connections->connections, connection_json) : "null", unit_json(e.unit));
}

}  // namespace tailmend
