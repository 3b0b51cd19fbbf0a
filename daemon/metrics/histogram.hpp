// How long connections took, in fixed buckets: small enough for every target, fine enough to tell a LAN from a relay.
#pragma once
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "libwatch/time.hpp"

namespace tailmend {

struct Histogram {
  static constexpr std::array<watch::Duration, 12> bounds = {
      std::chrono::milliseconds(1),   std::chrono::microseconds(2500), std::chrono::milliseconds(5),   std::chrono::milliseconds(10),
      std::chrono::milliseconds(25),  std::chrono::milliseconds(50),   std::chrono::milliseconds(100), std::chrono::milliseconds(250),
      std::chrono::milliseconds(500), std::chrono::seconds(1),         std::chrono::seconds(2),        std::chrono::seconds(3)};

  // A bound belongs to its bucket, as Prometheus has it ("le"). Times below zero count as zero.
  void add(watch::Duration took) {
    took = std::max(took, watch::Duration::zero());
    ++counts[static_cast<std::size_t>(std::ranges::lower_bound(bounds, took) - bounds.begin())];
    sum += took;
  }

  std::array<std::uint64_t, bounds.size() + 1> counts{};  // each for itself, not cumulative; the last is beyond all bounds
  watch::Duration sum{};
};

}  // namespace tailmend
