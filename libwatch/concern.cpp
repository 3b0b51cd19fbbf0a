#include "libwatch/concern.hpp"

#include <utility>

namespace watch {

namespace {

void keep(std::optional<Instant>& since, bool lasts, Instant now) {
  if (!lasts) since.reset();
  else if (!since) since = now;
}

}  // namespace

std::optional<Concern> Concerns::take(Instant now, const Machine& machine) {
  if (!table::at_rest(machine.state())) return std::nullopt;
  const Judgement& judgement = machine.judgement();
  const Need needs = need(judgement);
  const bool critical = is_critical(judgement.verdict);
  keep(critical_since_, needs != Need::nobody && critical, now);
  keep(degraded_since_, needs != Need::nobody, now);

  Concern concern;
  const std::optional<Instant> since = critical ? critical_since_ : degraded_since_;
  if (since) concern.lasting = now - *since;
  const bool forbidden = needs == Need::remedy && machine.policy().mode == Mode::observe && machine.choice().rung == Rung::held;
  if (needs == Need::person || forbidden) concern.why = Concern::Why::at_once;
  else if (needs == Need::remedy && machine.state() == State::exhausted) concern.why = Concern::Why::budget_spent;
  else if (since && concern.lasting >= (critical ? patience : patience_degraded)) concern.why = Concern::Why::lasting;

  if (concern.why == Concern::Why::lasting) concern.repeated = std::exchange(said_lasting_, since) == since;

  const std::pair now_said(judgement.verdict, judgement.cause);
  concern.changed = std::exchange(said_, now_said) != now_said;
  const bool worse = std::exchange(why_, concern.why) != concern.why && needs_person(concern) && !concern.repeated;
  return concern.changed || worse ? std::optional(concern) : std::nullopt;
}

}  // namespace watch
