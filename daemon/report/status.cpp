#include "daemon/report/status.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "daemon/report/evidence_text.hpp"
#include "daemon/report/heartbeat_cost.hpp"
#include "libwatch/describe.hpp"
#include "libwatch/look.hpp"
#include "libwatch/words.hpp"

namespace tailmend {

namespace {

using watch::State;

TargetStatus target_status(std::size_t index, const watch::Machine& machine, const Vitals& vitals, watch::Instant now) {
  const watch::Target& target = machine.policy().targets[index];
  const watch::Patience& patience = machine.patience()[index];
  TargetStatus status{.name = target.name, .address = target.address, .trouble = {}, .tried_at = {}, .answered_at = {}, .trend = {}};
  status.late = machine.evidence().targets[index].standing == watch::Standing::late;
  status.usual = patience.usual();
  status.late_after = patience.bound(target.timeout);
  if (index >= vitals.targets().size()) return status;
  const TargetVitals& seen = vitals.targets()[index];
  status.tried_at = seen.tried_at;
  status.answered_at = seen.answered_at;
  status.took = seen.took;
  status.trend = seen.trend.at(now);
  status.failing = seen.tried_at && !watch::answers(seen.fact, target);
  if (status.failing) status.trouble = outcome_text(target, seen.fact, watch::Standing::bad);
  return status;
}

// The last line that is more than a remark on the one before.
std::string latest_of(const watch::Episode& episode) {
  for (auto line = episode.lines.rbegin(); line != episode.lines.rend(); ++line)
    if (line->weight != watch::Weight::note) return line->text;
  return "";
}

// The gate to overrule: one that holds back what the configuration allows comes first.
std::string held_back_text(const watch::Choice& choice) {
  std::optional<watch::Gate> gate;
  for (const watch::Skip& skip : choice.skips)
    if (skip.gate && skip.reason != watch::tried_already && (!gate || *gate == watch::Gate::steps)) gate = skip.gate;
  return gate ? fmt::format("tailmend is held back, as `not done` says. To overrule that: sudo tailmend mend --despite {}", to_string(*gate)) : "";
}

// What a person can do where the verdict itself has no advice, because this host mends it.
std::string own_advice(const Status& status, const watch::Machine& machine) {
  if (!first_remedy(machine.policy(), status.verdict->verdict)) return "";
  if (machine.pause()) return "nothing is mended while remedies are paused: sudo tailmend resume";
  if (machine.policy().mode == watch::Mode::observe) return std::string(observing_text);
  switch (status.state) {
    case State::backing_off: return fmt::format("nothing: tailmend {}. Sooner: sudo tailmend mend", status.next);
    case State::starting:
    case State::settling:
    case State::probing:
    case State::remedying: return "nothing: tailmend is at it";
    case State::exhausted: return fmt::format("nothing is left to try now. By hand: sudo systemctl restart {}", machine.policy().tailscale.unit);
    case State::reported: return held_back_text(machine.choice());
    case State::healthy:
    case State::wan_down:
    case State::standby: return "";
  }
  return "";
}

BudgetStatus budget_status(std::uint32_t left, std::uint32_t of, watch::Instant free_at) {
  const bool ever = free_at != watch::Instant::max();
  return {.left = left, .of = of, .free_at = left == 0 && ever ? std::optional(free_at) : std::nullopt};
}

// While a look goes on its questions are open again, and what the last whole one saw says more: as long as it stands.
const watch::Evidence& evidence_of(const watch::Machine& machine, const Vitals& vitals) {
  const watch::Evidence& now = machine.evidence();
  const watch::Evidence* whole = vitals.whole();
  if (now.complete || whole == nullptr || whole->policy != &machine.policy() || whole->targets.size() != now.targets.size()) return now;
  const bool rests = vitals.state() != State::starting && vitals.state() != State::settling && vitals.state() != State::probing;
  return rests && vitals.whole_at() >= vitals.verdict_since() && whole->egress == now.egress ? *whole : now;
}

}  // namespace

Status status_of(const watch::Machine& machine, const Vitals& vitals, StatusFacts facts) {
  const watch::Instant now = facts.now.boot;
  Status status{.now = facts.now, .version = std::string(facts.version), .started = facts.started, .files = std::move(facts.files)};
  status.state = vitals.state();
  status.state_since = vitals.state_since();
  status.because = vitals.state() == State::starting ? "taking the first picture of kernel and tailscaled" : vitals.because();
  if (facts.episode != nullptr) status.latest = latest_of(*facts.episode);
  status.verdict = vitals.verdict();
  status.verdict_since = vitals.verdict_since();
  status.next = watch::describe_next(machine, now);
  if (status.verdict && status.verdict->verdict != watch::Verdict::healthy)
    status.advice = status.verdict->advice.empty() ? own_advice(status, machine) : status.verdict->advice;
  const auto waiting = machine.waiting();
  status.next_at = waiting ? std::optional(waiting->not_before) : machine.next_look();
  for (std::size_t i = 0; i < machine.evidence().targets.size(); ++i) status.targets.push_back(target_status(i, machine, vitals, now));
  status.left_out = vitals.left_out();
  status.restarts = budget_status(machine.restarts_left(now), machine.policy().restarts_per_hour, machine.restart_free_at(now));
  status.up_resets = budget_status(machine.up_resets_left(now), machine.policy().up_resets_per_hour, machine.up_reset_free_at(now));
  status.heartbeat = machine.heartbeat();
  status.heartbeat_bytes_a_day = heartbeat_bytes_a_day(machine.evidence(), status.heartbeat);
  status.changes = vitals.changes();
  status.last = std::move(facts.last);
  status.lacking = std::move(facts.lacking);
  status.evidence = &evidence_of(machine, vitals);
  status.machine = &machine;
  status.episode = facts.episode;
  return status;
}

}  // namespace tailmend
