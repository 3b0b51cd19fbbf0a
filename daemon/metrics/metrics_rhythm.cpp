#include "daemon/metrics/metrics_rhythm.hpp"

#include <algorithm>

namespace tailmend {

std::optional<watch::Instant> MetricsRhythm::take(const Step& step) {
  switch (worth(step)) {
    case Worth::nothing: return due_;
    case Worth::prompt: return sooner(written_at_ + prompt_every);
    case Worth::calm: break;
  }
  const watch::Instant due = written_at_ + calm_every;
  const auto next_look = step.machine.deadline();
  const bool left_to_next_look = step.now < due && next_look && *next_look <= step.now + calm_patience;
  return left_to_next_look ? due_ : sooner(due);
}

MetricsRhythm::Worth MetricsRhythm::worth(const Step& step) {
  const bool completed = step.machine.evidence().complete && !complete_;
  complete_ = step.machine.evidence().complete;
  const watch::Decision& decision = step.decision;
  const bool moved = !decision.because.empty() && decision.event != watch::Event::beat;
  if (moved && !decision.routine) return Worth::prompt;
  const bool told = std::holds_alternative<watch::Configured>(step.seen) || std::holds_alternative<watch::PauseSeen>(step.seen);
  if (told || std::holds_alternative<watch::RemedySeen>(step.seen)) return Worth::prompt;
  // A look that goes on says more at its end.
  const bool looking = step.machine.state() == watch::State::probing;
  return (moved || completed) && !looking ? Worth::calm : Worth::nothing;
}

watch::Instant MetricsRhythm::sooner(watch::Instant due) {
  due_ = std::min(due, due_.value_or(due));
  return *due_;
}

void MetricsRhythm::written(watch::Instant now) {
  written_at_ = now;
  due_.reset();
}

}  // namespace tailmend
