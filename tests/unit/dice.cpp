#include "libwatch/dice.hpp"

#include <array>

#include "tests/support/catch.hpp"

using namespace watch;

TEST_CASE("the dice are SplitMix64, on every machine") {
  Dice dice(Seed{1234567});
  // Published with the algorithm's reference code.
  for (const std::uint64_t expected : {6457827717110365317U, 3203168211198807973U, 9817491932198370423U, 4593380528125082431U}) CHECK(dice.roll() == expected);
}

TEST_CASE("a roll stays inside its bounds, and reaches both") {
  Dice dice(Seed{7});
  std::array<int, 6> seen{};
  for (int i = 0; i < 600; ++i) ++seen.at(dice.below(6));
  for (const int count : seen) CHECK(count > 50);
  CHECK(dice.below(0) == 0);
  bool low = false;
  bool high = false;
  for (int i = 0; i < 1000; ++i) {
    const Duration at = dice.between(Duration(3), Duration(5));
    CHECK((at >= Duration(3) && at <= Duration(5)));
    low = low || at == Duration(3);
    high = high || at == Duration(5);
  }
  CHECK((low && high));
  CHECK(dice.between(2s, 1s) == 2s);
}
