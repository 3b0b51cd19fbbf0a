#include "libwatch/backoff.hpp"

#include "tests/support/catch.hpp"

using namespace watch;

TEST_CASE("the first attempt does not wait") {
  Dice dice(Seed{1});
  CHECK(backoff(0, 2s, 10min, dice) == Duration::zero());
}

TEST_CASE("each attempt waits between half and the whole of twice the last, at most the limit") {
  Dice dice(Seed{1});
  Duration whole = 2s;
  for (std::uint32_t attempt = 1; attempt < 40; ++attempt) {
    const Duration bound = std::min<Duration>(whole, 10min);
    for (int i = 0; i < 50; ++i) {
      const Duration wait = backoff(attempt, 2s, 10min, dice);
      CHECK(wait >= bound / 2);
      CHECK(wait <= bound);
    }
    if (whole < 10min) whole *= 2;
  }
}

TEST_CASE("a million attempts do not overflow") {
  Dice dice(Seed{1});
  CHECK(backoff(1000000, 2s, 10min, dice) <= 10min);
}

TEST_CASE("two hosts do not wait alike") {
  Dice one(Seed{1});
  Dice other(Seed{2});
  CHECK(backoff(5, 2s, 10min, one) != backoff(5, 2s, 10min, other));
}
