#include "libwatch/address.hpp"

#include "tests/support/catch.hpp"

TEST_CASE("an address compares by value") {
  CHECK(watch::Address{} == watch::Address{});
}
