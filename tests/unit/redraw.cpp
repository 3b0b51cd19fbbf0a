#include "daemon/screen/redraw.hpp"

#include <algorithm>
#include <vector>

#include "tests/support/catch.hpp"

using namespace tailmend;

namespace {

// What a terminal shows that had an x everywhere: as many of its commands as redraw() uses.
class Glass {
 public:
  Glass(std::size_t rows, std::size_t columns) : rows_(rows, Row(columns, "x")) {}

  void take(const std::string& bytes) {
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      const std::string rest = bytes.substr(i);
      if (rest.starts_with("\x1b[H")) row_ = column_ = 0, i += 2;
      else if (rest.starts_with("\x1b[K")) erase(), i += 2;
      else if (rest.starts_with("\x1b[J")) erase_below(), i += 2;
      else if (rest.starts_with("\x1b[")) i += rest.find('m');
      else if (bytes[i] == '\r') column_ = 0;
      else if (bytes[i] == '\n') feed();
      else put(bytes[i]);
    }
  }
  [[nodiscard]] std::string text() const {
    std::string all;
    for (const auto& row : rows_) {
      for (const auto& cell : row) all += cell;
      all += "|";
    }
    return all;
  }
  std::size_t scrolled = 0;

 private:
  using Row = std::vector<std::string>;

  void put(char c) {
    if ((static_cast<unsigned char>(c) & 0xc0U) == 0x80 && column_ > 0) {
      rows_[row_][column_ - 1] += c;
      return;
    }
    if (column_ == rows_[row_].size()) return;  // the cursor stays on the last column
    rows_[row_][column_++] = c;
  }
  void erase() {
    for (std::size_t at = std::min(column_, rows_[row_].size() - 1); at < rows_[row_].size(); ++at) rows_[row_][at] = " ";
  }
  void erase_below() {
    erase();
    for (std::size_t at = row_ + 1; at < rows_.size(); ++at) rows_[at].assign(rows_[at].size(), " ");
  }
  void feed() {
    if (row_ + 1 == rows_.size()) ++scrolled;
    else ++row_;
  }

  std::vector<Row> rows_;
  std::size_t row_ = 0;
  std::size_t column_ = 0;
};

std::string shown(const std::string& text, std::size_t rows, std::size_t columns) {
  Glass glass(rows, columns);
  glass.take(redraw(text, {.rows = rows, .columns = columns}));
  CHECK(glass.scrolled == 0);
  return glass.text();
}

}  // namespace

TEST_CASE("a text stands at the top, and nothing of what was there before is left") {
  CHECK(shown("ab\ncd\n", 4, 4) == "ab  |cd  |    |    |");
  CHECK(shown("", 2, 3) == "   |   |");
}

TEST_CASE("a line as wide as the terminal keeps its last letter, a longer one is cut") {
  CHECK(shown("abcd\n", 2, 4) == "abcd|    |");
  CHECK(shown("abcdef\ngh\n", 2, 4) == "abcd|gh  |");
}

TEST_CASE("a text as high as the terminal does not scroll it, a higher one says what is missing") {
  CHECK(shown("a\nb\n", 2, 3) == "a  |b  |");
  CHECK(shown("a\nb\nc\nd\n", 3, 16) == "a               |b               |… 2 more lines  |");
}

TEST_CASE("the screen is never cleared as a whole") {
  const std::string bytes = redraw("ab\n", {.rows = 4, .columns = 4});
  CHECK(bytes.find("\x1b[2J") == std::string::npos);
  CHECK(bytes.find("ab") < bytes.find("\x1b[J"));
}

TEST_CASE("colours take no room, and end where a line is cut") {
  CHECK(shown("\x1b[31mabcd\x1b[0m\n", 1, 4) == "abcd|");
  CHECK(redraw("\x1b[31mabcdef\x1b[0m\n", {.rows = 2, .columns = 4}).find("abcd\x1b[0m") != std::string::npos);
}

TEST_CASE("a character is not cut in two") {
  CHECK(redraw("a▁▂▃\n", {.rows = 2, .columns = 3}).find("a▁▂\r\n") != std::string::npos);
}

TEST_CASE("what begins drawing is taken back at its end") {
  CHECK(begin_drawing() == "\x1b[?1049h\x1b[?25l");
  CHECK(end_drawing() == "\x1b[0m\x1b[?25h\x1b[?1049l");
}
