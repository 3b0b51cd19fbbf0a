// The only randomness in the house. Seeded once per start; the seed is the first line of the flight record.
#pragma once
#include <concepts>
#include <cstdint>

#include "libwatch/time.hpp"

namespace watch {

enum class Seed : std::uint64_t {};

// SplitMix64 (Steele, Lea, Flood 2014): small, stateless but for one word, the same bytes on every machine.
class Dice {
 public:
  explicit constexpr Dice(Seed seed) : state_(static_cast<std::uint64_t>(seed)) {}

  constexpr std::uint64_t roll() {
    state_ += 0x9e3779b97f4a7c15U;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31U);
  }

  // Uniform in [0, bound), in the bound's own type: below a size it is an index. 0 for a bound of 0. The bias of the remainder
  // is below 2^-40 for every bound used here.
  template <std::integral Number>
  constexpr Number below(Number bound) {
    return bound <= 0 ? 0 : static_cast<Number>(roll() % static_cast<std::uint64_t>(bound));
  }

  // Uniform in [low, high].
  constexpr Duration between(Duration low, Duration high) {
    return high <= low ? low : low + Duration(static_cast<std::int64_t>(below(static_cast<std::uint64_t>((high - low).count()) + 1)));
  }

 private:
  std::uint64_t state_;
};

}  // namespace watch
