// How long to wait before the next remedy: exponential, bounded, with jitter. Never applied to probes.
#pragma once
#include <cstdint>

#include "libwatch/dice.hpp"
#include "libwatch/time.hpp"

namespace watch {

// Attempt 0 does not wait. Attempt n waits between half of and the whole of min(first × 2^(n-1), most).
inline Duration backoff(std::uint32_t attempt, Duration first, Duration most, Dice& dice) {
  if (attempt == 0) return Duration::zero();
  Duration wait = first;
  for (std::uint32_t n = 1; n < attempt && wait < most; ++n) wait *= 2;
  if (wait > most) wait = most;
  return dice.between(wait / 2, wait);
}

}  // namespace watch
