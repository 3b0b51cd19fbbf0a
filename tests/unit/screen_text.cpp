#include "daemon/screen/screen_text.hpp"

#include "tests/support/catch.hpp"

using namespace tailmend;
using Lines = std::vector<std::string>;

TEST_CASE("a character is as wide as a terminal draws it") {
  CHECK(width("") == 0);
  CHECK(width("plc") == 3);
  CHECK(width("– → ─ ▁") == 7);
  CHECK(width("größer") == 6);
  CHECK(width("u\xcc\x88") == 1);  // a diaeresis of its own
  CHECK(width("制御盤") == 6);
}

TEST_CASE("padding counts columns, not bytes") {
  CHECK(padded("–", 3) == "–  ");
  CHECK(padded_left("4 min", 7) == "  4 min");
  CHECK(padded_left("制御", 6) == "  制御");
  CHECK(padded("longer", 3) == "longer");
}

TEST_CASE("text is broken between words") {
  CHECK(wrap("", 10) == Lines{""});
  CHECK(wrap("one two three", 7) == Lines{"one two", "three"});
  CHECK(wrap("one two three", 80) == Lines{"one two three"});
  CHECK(wrap("→ → →", 3) == Lines{"→ →", "→"});
}

TEST_CASE("a figure stays with its unit") {
  CHECK(wrap("nas answers in 11 ms", 16) == Lines{"nas answers in", "11 ms"});
  CHECK(wrap("silent for 3.0 s; and", 14) == Lines{"silent for", "3.0 s; and"});
  CHECK(wrap("in 7 rounds", 4) == Lines{"in 7", "roun", "ds"});
}

TEST_CASE("a word is broken only where it is longer than a line, and on a character") {
  CHECK(wrap("see /var/lib/tailmend", 8) == Lines{"see", "/var/lib", "/tailmen", "d"});
  CHECK(wrap("äöüäöü", 4) == Lines{"äöüä", "öü"});
  CHECK(wrap("x", 0) == Lines{"x"});
}

TEST_CASE("lines hang below their first one, where there is room") {
  CHECK(hanging("do the one thing", 4, 12) == "do the one\n    thing\n");
  CHECK(hanging("do it now", 4, 8) == "do it\nnow\n");
  for (std::size_t columns = 1; columns < 60; ++columns)
    for (const auto& line : wrap("plc has not answered for 1.0 s; site-router, nas and db answer neither disco nor TSMP", columns)) CHECK(width(line) <= columns);
}

TEST_CASE("nothing steers the terminal") {
  CHECK(clean("a\x1b[31mb\r\n\x7f") == "a [31mb   ");
  CHECK(clean("\xc2\x9b" "31m") == " 31m");  // CSI of eight bits
  CHECK(clean("cut \xc3") == "cut ?");
  CHECK(clean("größer → ok") == "größer → ok");
}

TEST_CASE("colour is there only where the screen shows it") {
  CHECK(painted("wan-down", Paint::red, Colour::none) == "wan-down");
  CHECK(painted("wan-down", Paint::red, Colour::terminal) == "\x1b[31mwan-down\x1b[0m");
}
