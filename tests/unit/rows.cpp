#include "daemon/screen/rows.hpp"

#include "tests/support/catch.hpp"

using namespace tailmend;

namespace {
Rows rows(std::size_t columns, Colour colour = Colour::none) { return Rows({.columns = columns, .colour = colour}); }
const std::vector<Part> three{{.text = "first part"}, {.text = "second part"}, {.text = "third part"}};
}  // namespace

TEST_CASE("parts stand on one line as far as they fit, and are never broken where a line of their own has room") {
  Rows wide = rows(80), middle = rows(48);
  wide.add("what", three);
  CHECK(wide.text() == "what        first part · second part · third part\n");
  middle.add("what", three);
  CHECK(middle.text() == "what        first part · second part\n            third part\n");
}

TEST_CASE("a word is said once for all its rows, and again after another") {
  Rows r = rows(80);
  r.add("a", "one");
  r.add("a", "two");
  r.add("b", "three");
  r.add("a", "four");
  CHECK(r.text() == "a           one\n            two\nb           three\na           four\n");
}

TEST_CASE("on a narrow screen the word has a line of its own") {
  Rows r = rows(20);
  CHECK(r.narrow());
  r.add("what", "a text that is longer than its line");
  r.add("what", "more");
  CHECK(r.text() == "what\n  a text that is\n  longer than its\n  line\n  more\n");
}

TEST_CASE("what is empty takes no row") {
  Rows r = rows(80);
  r.add("a", "");
  r.add("b", std::vector<Part>{{.text = ""}, {.text = "x"}, {.text = ""}});
  CHECK(r.text() == "b           x\n");
}

TEST_CASE("a colour begins and ends on each line, and takes no room") {
  Rows r = rows(48, Colour::terminal);
  r.add("what", std::vector<Part>{{.text = "123456789 123456789 123456789 123456789", .paint = Paint::red}, {.text = "x"}});
  CHECK(r.text() == "what        \x1b[31m123456789 123456789 123456789\x1b[0m\n            \x1b[31m123456789\x1b[0m · x\n");
}

TEST_CASE("what came from the network cannot steer the terminal") {
  Rows r = rows(80);
  r.add("what", "a\x1b[2Jb\xc2\x9b" "c\nd\xff");
  CHECK(r.text() == "what        a [2Jb c d?\n");
}
