// A sliding window of hard remedies. Spent before acting; what was done nothing gives back but time. Kept on disk by an edge.
#pragma once
#include <cstdint>
#include <vector>

#include "libwatch/time.hpp"

namespace watch {

class Budget {
 public:
  Budget() = default;
  // At most `most` in any `window`; instants of the past may be given, also of before this boot.
  Budget(std::uint32_t most, Duration window, std::vector<Instant> spent = {});

  void limit(std::uint32_t most) { most_ = most; }
  [[nodiscard]] std::uint32_t left(Instant now) const;
  // When the next one becomes free; `now` where one is left.
  [[nodiscard]] Instant free_at(Instant now) const;
  void spend(Instant now);
  void take_back();  // the last one: it was not begun
  // Those still inside the window, oldest first.
  [[nodiscard]] const std::vector<Instant>& spent() const { return spent_; }

 private:
  std::uint32_t most_ = 0;
  Duration window_{};
  std::vector<Instant> spent_;
};

}  // namespace watch
