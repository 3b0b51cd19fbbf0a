// When the file with the metrics is due: soon after what is worth a line in the journal, seldom after heartbeats and other
// routine, and never so that a quiet daemon would wake up for it. Pure.
#pragma once
#include <cstdint>
#include <optional>

#include "daemon/report/step.hpp"

namespace tailmend {

class MetricsRhythm {
 public:
  // When it is due because of this step, or of an earlier one; an instant that has come means now. Nothing: it is as it
  // should be, or a step that comes anyhow will be worth it.
  std::optional<watch::Instant> take(const Step& step);
  void written(watch::Instant now);

  static constexpr watch::Duration prompt_every = std::chrono::seconds(5);
  static constexpr watch::Duration calm_every = std::chrono::seconds(15);
  static constexpr watch::Duration calm_patience = std::chrono::minutes(1);  // that routine may wait for the next look

 private:
  enum class Worth : std::uint8_t { nothing, calm, prompt };
  Worth worth(const Step& step);
  watch::Instant sooner(watch::Instant due);

  bool complete_ = false;  // the look that the last step saw
  watch::Instant written_at_{};
  std::optional<watch::Instant> due_;
};

}  // namespace tailmend
