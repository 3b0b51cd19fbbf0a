#include "daemon/base/nearest.hpp"

#include <array>
#include <string>

#include "tests/support/catch.hpp"

using namespace tailmend;

TEST_CASE("the distance counts insertions, deletions, substitutions and swapped neighbours") {
  CHECK(edit_distance("address", "address") == 0);
  CHECK(edit_distance("adress", "address") == 1);
  CHECK(edit_distance("addresss", "address") == 1);
  CHECK(edit_distance("addrezs", "address") == 1);
  CHECK(edit_distance("adrdess", "address") == 1);
  CHECK(edit_distance("", "abc") == 3);
  CHECK(edit_distance("kitten", "sitting") == 3);
  CHECK(edit_distance(std::string(65, 'a'), std::string(65, 'a')) == 64);
}

TEST_CASE("only a word that is near enough is suggested, and of two the nearer") {
  constexpr std::array<std::string_view, 3> words = {"timeout", "hold", "name"};
  CHECK(nearest("timout", words) == "timeout");
  CHECK(nearest("nam", words) == "name");
  CHECK(nearest("xyz", words).empty());
  CHECK(nearest("", words).empty());
  constexpr std::array<std::string_view, 2> close = {"up-reset", "restart"};
  CHECK(nearest("upreset", close) == "up-reset");
}
