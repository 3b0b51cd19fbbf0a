#include "libwatch/words.hpp"

#include "tests/support/catch.hpp"

using namespace watch;

TEST_CASE("durations are said as a person says them") {
  CHECK(words(800us) == "0.8 ms");
  CHECK(words(11ms) == "11 ms");
  CHECK(words(999ms) == "999 ms");
  CHECK(words(999600us) == "1.0 s");
  CHECK(words(3s) == "3.0 s");
  CHECK(words(90s) == "90 s");
  CHECK(words(2min) == "2 min");
  CHECK(words(3h + 4min) == "3 h 4 min");
  CHECK(words(76h) == "3 d 4 h");
}

TEST_CASE("what is waited for is told in whole seconds") {
  CHECK(whole_words(7s) == "7 s");
  CHECK(whole_words(6600ms) == "7 s");
  CHECK(whole_words(9700ms) == "10 s");
  CHECK(whole_words(400ms) == "0 s");
  CHECK(whole_words(-3s) == "0 s");
  CHECK(whole_words(4min) == "4 min");
  CHECK(whole_words(76h) == "3 d 4 h");
}

TEST_CASE("lists end in a number where they would be long") {
  CHECK(list({}) == "nothing");
  CHECK(list({"plc"}) == "plc");
  CHECK(list({"plc", "hmi"}) == "plc and hmi");
  CHECK(list({"plc", "hmi", "nas"}) == "plc, hmi and nas");
  CHECK(list({"plc", "hmi", "nas", "db", "laptop"}) == "plc, hmi and 3 more");
}

TEST_CASE("one witness is not two") {
  CHECK(count(1, "witness", "witnesses") == "1 witness");
  CHECK(count(2, "witness", "witnesses") == "2 witnesses");
  CHECK(count(0, "witness", "witnesses") == "0 witnesses");
}
