#include "libwatch/patience.hpp"

#include <algorithm>

namespace watch {

void Patience::learn(Duration round_trip) {
  const Duration r = std::clamp(round_trip, Duration::zero(), longest);
  if (!learned_) {
    smoothed_ = r;
    deviation_ = r / 2;
    learned_ = true;
    return;
  }
  deviation_ += (std::chrono::abs(smoothed_ - r) - deviation_) / 4;
  smoothed_ += (r - smoothed_) / 8;
}

Duration Patience::bound(Duration most) const {
  if (!learned_) return std::min<Duration>(Policy::late_unlearned, most);
  return std::min(std::max(smoothed_ + 4 * deviation_, Policy::late_least), most);
}

}  // namespace watch
