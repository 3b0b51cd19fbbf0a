// How long one path may take before its answer is late, learned from the path's own round-trip times. One value per
// path (target, or peer and kind of ping). Being late is a suspicion; what it means is the machine's matter.
#pragma once
#include "libwatch/policy.hpp"
#include "libwatch/time.hpp"

namespace watch {

// As RFC 6298 section 2 does for retransmission, without its clock granularity. With R the time measured:
//   first:  smoothed = R                            deviation = R / 2
//   later:  deviation += (|smoothed - R| - deviation) / 4, then smoothed += (R - smoothed) / 8
//   late after smoothed + 4 · deviation, at least Policy::late_least and at most what the caller allows;
//   Policy::late_unlearned, at most what the caller allows, where nothing was learned.
class Patience {
 public:
  // Times below zero count as zero, those above `longest` as `longest`.
  void learn(Duration round_trip);
  [[nodiscard]] Duration bound(Duration most) const;
  [[nodiscard]] bool learned() const { return learned_; }
  // The time this path usually takes; zero where nothing was learned.
  [[nodiscard]] Duration usual() const { return smoothed_; }
  [[nodiscard]] Duration deviation() const { return deviation_; }
  friend bool operator==(const Patience&, const Patience&) = default;

  static constexpr Duration longest = 1h;

 private:
  Duration smoothed_{};
  Duration deviation_{};
  bool learned_ = false;
};

}  // namespace watch
