// Tells that the machine slept: CLOCK_BOOTTIME counts sleep and CLOCK_MONOTONIC does not. Pure; the caller reads both.
#pragma once
#include <chrono>
#include <optional>

namespace tailmend {

class SleepSense {
 public:
  using Reading = std::chrono::microseconds;

  // Both clocks, read at one wake-up. True when boottime ran ahead by more than `least` since the last call.
  bool slept(Reading boottime, Reading monotonic) {
    const Reading ahead = boottime - monotonic;
    const bool slept = ahead_ && ahead - *ahead_ > least;
    ahead_ = ahead;
    return slept;
  }

  static constexpr Reading least = std::chrono::seconds(2);

 private:
  std::optional<Reading> ahead_;
};

}  // namespace tailmend
