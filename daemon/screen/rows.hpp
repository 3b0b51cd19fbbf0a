// The rows of a screen: a word in the first column, and beside it what belongs to it, in parts that are wrapped to the width.
// On a narrow screen the word has a line of its own. Pure; asks no terminal.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/screen/screen_text.hpp"

namespace tailmend {

struct Part {
  std::string text;
  std::optional<Paint> paint = std::nullopt;
};

// What was written with " · " in it, so that it can be wrapped there.
std::vector<Part> parts_of(std::string_view text);

class Rows {
 public:
  explicit Rows(Screen screen) : screen_(screen) {}

  // Beside the word; a word that was the last one too is not said again. Nothing for a text that is empty.
  void add(std::string_view what, std::string_view text) { add(what, std::vector<Part>{{.text = std::string(text)}}); }
  // With " · " between those that stand on one line.
  void add(std::string_view what, const std::vector<Part>& parts);
  // Parts that stand close to each other on one line, which must have room for them.
  void line(std::string_view what, const std::vector<Part>& parts);
  // For each line.
  [[nodiscard]] std::size_t room() const { return screen_.columns - indent(); }
  [[nodiscard]] bool narrow() const { return screen_.columns < narrow_below; }
  // Each line ended by a newline.
  [[nodiscard]] const std::string& text() const { return text_; }

  static constexpr std::size_t word_columns = 12;
  static constexpr std::size_t narrow_below = 48;
  static constexpr std::size_t narrow_indent = 2;

 private:
  [[nodiscard]] std::size_t indent() const { return narrow() ? narrow_indent : word_columns; }
  void begin_line(std::string_view what);

  Screen screen_;
  std::string last_word_;
  std::string text_;
};

}  // namespace tailmend
