#include <optional>

#include <fmt/format.h>

#include "daemon/base/json_text.hpp"
#include "daemon/report/evidence_json.hpp"
#include "daemon/report/status.hpp"

namespace tailmend {

namespace {

std::string time_or_null(const Status& s, std::optional<watch::Instant> at) { return at ? time_json(s.now.at(*at)) : "null"; }
std::string ms_or_null(watch::Duration duration) { return duration == watch::Duration::zero() ? "null" : ms_json(duration); }
std::string text_or_null(std::string_view text) { return text.empty() ? "null" : text_json(text); }

std::string slot_json(const Trend::Slot& slot) {
  if (!slot.tried) return "null";
  return fmt::format(R"({{"worst_ms":{},"failed":{}}})", ms_or_null(slot.worst), bool_json(slot.failed));
}

std::string target_json(const Status& s, std::size_t index) {
  const TargetStatus& t = s.targets[index];
  return fmt::format(R"({{{},"tried":{},"answered":{},"answer_ms":{},"usual_ms":{},"late_after_ms":{},"trouble":{},"recent":{}}})",
                     target_members(s.policy().targets[index], s.evidence->targets[index]), time_or_null(s, t.tried_at), time_or_null(s, t.answered_at), ms_or_null(t.took), ms_or_null(t.usual),
                     ms_json(t.late_after), text_json(t.trouble), array_json(t.trend, slot_json));
}

std::string targets_json(const Status& s) {
  std::string json;
  for (std::size_t i = 0; i < s.targets.size(); ++i) json += (i == 0 ? "" : ",") + target_json(s, i);
  return "[" + json + "]";
}

std::string verdict_members(const Status& s) {
  if (!s.verdict) return R"("verdict":null,"verdict_since":null,"exit":null,"whose":null,"sentence":"")";
  return fmt::format(R"("verdict":{},"verdict_since":{},"exit":{},"whose":{},"sentence":{})", text_json(to_string(s.verdict->verdict)), time_or_null(s, s.verdict_since),
                     watch::exit_status(s.verdict->verdict), text_json(code(s.verdict->whose)), text_json(s.verdict->sentence));
}

std::string change_json(const Status& s) {
  const auto& change = s.machine->last_change();
  if (!change || change->before == s.evidence->egress) return "null";
  return fmt::format(R"({{"at":{},"text":{}}})", time_or_null(s, change->at), text_json(describe_change(change->before, s.evidence->egress, change->reasons)));
}

std::string budget_json(const Status& s, const BudgetStatus& budget) {
  return fmt::format(R"({{"left":{},"of":{},"free":{}}})", budget.left, budget.of, time_or_null(s, budget.free_at));
}

std::string outcome_json(const std::optional<watch::Outcome>& outcome) { return outcome ? text_json(to_string(*outcome)) : "null"; }

std::string pause_json(const Status& s) {
  const auto& pause = s.machine->pause();
  if (!pause) return "null";
  return fmt::format(R"({{"who":{},"reason":{},"since":{},"until":{}}})", text_json(pause->who), text_json(pause->reason), time_or_null(s, pause->since), time_or_null(s, pause->until));
}

std::string order_json(const Status& s) {
  const auto& order = s.machine->order();
  if (!order) return "null";
  const auto applied = [](const watch::Applied& a) { return fmt::format(R"({{"remedy":{},"outcome":{},"detail":{}}})", text_json(to_string(a.remedy)), outcome_json(a.outcome), text_json(a.detail)); };
  std::string despite;
  for (const auto& word : watch::gate_words)
    if (order->despite.has(word.gate)) despite += (despite.empty() ? "" : ",") + text_json(word.name);
  return fmt::format(R"({{"number":{},"remedy":{},"who":{},"asked":{},"despite":[{}],"applied":{}}})", order->number, order->remedy ? text_json(to_string(*order->remedy)) : "null",
                     text_json(order->who), time_or_null(s, order->asked_at), despite, array_json(order->applied, applied));
}

std::string episode_json(const Status& s) {
  if (s.episode == nullptr) return "null";
  const auto tried = [&](const watch::Attempt& a) {
    return fmt::format(R"({{"at":{},"remedy":{},"outcome":{},"detail":{}}})", time_or_null(s, s.episode->began + a.after), text_json(to_string(a.remedy)), outcome_json(a.outcome), text_json(a.detail));
  };
  return fmt::format(R"({{"number":{},"began":{},"tried":{}}})", s.episode->number, time_or_null(s, s.episode->began), array_json(s.episode->attempts, tried));
}

}  // namespace

std::string status_json(const Status& s) {
  const bool observes = s.policy().mode == watch::Mode::observe;
  std::string json = fmt::format(R"({{"schema":1,"now":{},"version":{},"mode":"{}","started":{},"files":{},"state":{},"state_since":{},"because":{},"latest":{},{},"advice":{})", time_json(s.now.wall),
                                 text_json(s.version), observes ? "observe" : "act", time_or_null(s, s.started), array_json(s.files, text_json), text_json(to_string(s.state)),
                                 time_or_null(s, s.state_since), text_json(s.because), text_json(s.latest), verdict_members(s), text_json(s.advice));
  json += fmt::format(R"(,"next":{{"text":{},"at":{}}},"egress":{},"changes":{},"change":{},"targets":{},{})", text_json(s.next), time_or_null(s, s.next_at), egress_json(s.evidence->egress),
                      s.changes, change_json(s), targets_json(s), evidence_members(*s.evidence));
  json += fmt::format(R"(,"heartbeat":{{"every_ms":{},"bytes_a_day":{}}},"budget":{{"restarts":{},"up_resets":{}}},"pause":{},"order":{},"episode":{},"not_done":{},"last":{},"lacking":{}}})",
                      ms_json(s.heartbeat), s.heartbeat_bytes_a_day, budget_json(s, s.restarts), budget_json(s, s.up_resets), pause_json(s), order_json(s), episode_json(s),
                      text_json(s.left_out), text_or_null(s.last), text_or_null(s.lacking));
  return json;
}

}  // namespace tailmend
