#include "libwatch/patience.hpp"

#include "tests/support/catch.hpp"

using namespace watch;

TEST_CASE("a path nobody has measured is late after a second") {
  const Patience patience;
  CHECK_FALSE(patience.learned());
  CHECK(patience.bound(3s) == Policy::late_unlearned);
  CHECK(patience.bound(500ms) == 500ms);
}

TEST_CASE("the first round trip R allows three times R") {
  Patience patience;
  patience.learn(200ms);
  CHECK(patience.learned());
  CHECK(patience.usual() == 200ms);
  CHECK(patience.bound(3s) == 600ms);
}

TEST_CASE("later round trips move the bound by the weights of RFC 6298") {
  Patience patience;
  patience.learn(400ms);
  patience.learn(800ms);
  // deviation 200 + (400 - 200) / 4 = 250, smoothed 400 + 400 / 8 = 450
  CHECK(patience.usual() == 450ms);
  CHECK(patience.bound(3s) == 1450ms);
}

TEST_CASE("a quick and steady path is late after 300 ms, not sooner") {
  Patience patience;
  for (int i = 0; i < 100; ++i) patience.learn(1ms);
  CHECK(patience.bound(3s) == Policy::late_least);
}

TEST_CASE("a slow and steady path comes to be trusted close to its usual time") {
  Patience patience;
  for (int i = 0; i < 100; ++i) patience.learn(700ms);
  CHECK(patience.usual() == 700ms);
  CHECK(patience.bound(3s) > 700ms);
  CHECK(patience.bound(3s) < 710ms);
}

TEST_CASE("a satellite path that jitters is not accused while it jitters") {
  Patience patience;
  for (int i = 0; i < 50; ++i) {
    patience.learn(600ms);
    patience.learn(900ms);
  }
  CHECK(patience.bound(3s) > 900ms);
}

TEST_CASE("the bound never exceeds what the target's timeout allows, also below 300 ms") {
  Patience patience;
  patience.learn(2s);
  CHECK(patience.bound(3s) == 3s);
  CHECK(patience.bound(100ms) == 100ms);
}

TEST_CASE("impossible times do no harm") {
  Patience patience;
  patience.learn(-5s);
  CHECK(patience.bound(3s) == Policy::late_least);
  for (int i = 0; i < 100; ++i) patience.learn(Duration::max());
  CHECK(patience.usual() <= Patience::longest);
  CHECK(patience.bound(3s) == 3s);
}
