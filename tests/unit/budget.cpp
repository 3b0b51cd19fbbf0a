#include "libwatch/budget.hpp"

#include "tests/support/catch.hpp"

using namespace watch;

namespace {
constexpr Instant noon{12h};
}

TEST_CASE("a budget lets so many through in any window, and no more") {
  Budget budget(3, 1h);
  for (int i = 0; i < 3; ++i) {
    CHECK(budget.left(noon + i * 1min) == static_cast<std::uint32_t>(3 - i));
    budget.spend(noon + i * 1min);
  }
  CHECK(budget.left(noon + 59min) == 0);
  CHECK(budget.free_at(noon + 59min) == noon + 1h);
  CHECK(budget.left(noon + 1h) == 1);
  CHECK(budget.left(noon + 1h + 2min) == 3);
}

TEST_CASE("what was spent before the start counts, also from before this boot") {
  const Budget budget(3, 1h, {Instant(-30min), Instant(10min), Instant(5min)});
  CHECK(budget.left(Instant(20min)) == 0);
  CHECK(budget.free_at(Instant(20min)) == Instant(30min));
}

TEST_CASE("an instant from the future is spent, not given") { CHECK(Budget(1, 1h, {noon + 2h}).left(noon) == 0); }

TEST_CASE("a budget of none is never free") {
  const Budget budget(0, 1h);
  CHECK(budget.left(noon) == 0);
  CHECK(budget.free_at(noon) == Instant::max());
}

TEST_CASE("a lowered limit counts at once, a raised one too") {
  Budget budget(3, 1h, {noon, noon});
  budget.limit(1);
  CHECK(budget.left(noon) == 0);
  budget.limit(5);
  CHECK(budget.left(noon) == 3);
}

TEST_CASE("a hostile past does not grow the budget's memory") {
  const Budget budget(3, 1h, std::vector<Instant>(100000, noon));
  CHECK(budget.spent().size() <= 64);
  CHECK(budget.left(noon) == 0);
}

TEST_CASE("spending forgets what has left the window") {
  Budget budget(3, 1h, {noon - 2h});
  budget.spend(noon);
  CHECK(budget.spent() == std::vector<Instant>{noon});
}

TEST_CASE("what was not begun is given back, and no more than that") {
  Budget budget(3, 1h, {noon - 30min});
  budget.spend(noon);
  budget.take_back();
  CHECK(budget.spent() == std::vector<Instant>{noon - 30min});
  Budget(3, 1h).take_back();
}
