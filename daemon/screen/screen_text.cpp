#include "daemon/screen/screen_text.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "daemon/base/utf8.hpp"

namespace tailmend {

namespace {

struct Range {
  char32_t first, last;
};
// Of the blocks of Unicode that terminals draw in two columns, those that are wholly so.
constexpr auto wide = std::to_array<Range>({{0x1100, 0x115f}, {0x2e80, 0x303e}, {0x3041, 0xa4cf}, {0xac00, 0xd7a3}, {0xf900, 0xfaff}, {0xfe30, 0xfe6f},
                                            {0xff00, 0xff60}, {0xffe0, 0xffe6}, {0x1f300, 0x1f64f}, {0x1f900, 0x1f9ff}, {0x20000, 0x3fffd}});
constexpr auto none = std::to_array<Range>({{0x0300, 0x036f}, {0x200b, 0x200f}, {0x20d0, 0x20ff}, {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f}});

bool among(std::span<const Range> ranges, char32_t c) {
  return std::ranges::any_of(ranges, [c](const Range& r) { return c >= r.first && c <= r.last; });
}

// The character that begins the text, and how many bytes it has; for text that is UTF-8.
struct Character {
  char32_t code = 0;
  std::size_t size = 1;
};
Character first_of(std::string_view text) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(at < text.size() ? text[at] : 0); };
  const unsigned first = byte(0);
  const std::size_t size = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  char32_t code = size == 1 ? first : first & (0x7fU >> size);
  for (std::size_t i = 1; i < size; ++i) code = (code << 6U) | (byte(i) & 0x3fU);
  return {.code = code, .size = std::min(size, text.size())};
}

// Nearly all that is asked for lies before both tables.
std::size_t columns_of(char32_t c) {
  if (c < none.front().first) return 1;
  return among(none, c) ? 0 : among(wide, c) ? 2 : 1;
}

// How many bytes of it fit; at least one character.
std::size_t fitting(std::string_view text, std::size_t columns) {
  std::size_t size = 0, taken = 0;
  while (size < text.size()) {
    const Character next = first_of(text.substr(size));
    taken += columns_of(next.code);
    if (taken > columns && size > 0) break;
    size += next.size;
  }
  return size;
}

// How far the text goes before it may be broken: to a space, but not to that between a figure and its unit ("11 ms").
std::size_t unbroken(std::string_view text) {
  constexpr std::array<std::string_view, 6> units{"ms", "s", "min", "h", "d", "%"};
  const std::size_t space = std::min(text.find(' '), text.size());
  if (space == 0 || space == text.size() || text[space - 1] < '0' || text[space - 1] > '9') return space;
  const std::string_view rest = text.substr(space + 1);
  const std::string_view next = rest.substr(0, rest.find_first_of(" .,;:)"));
  return std::ranges::find(units, next) == units.end() ? space : space + 1 + std::min(rest.find(' '), rest.size());
}

// The first line of so many columns, the others of so many.
std::vector<std::string> broken(std::string_view text, std::size_t first, std::size_t others) {
  std::vector<std::string> lines(1);
  const auto room = [&] { return std::max<std::size_t>(lines.size() == 1 ? first : others, 1); };
  while (!text.empty()) {
    std::string_view word = text.substr(0, unbroken(text));
    text.remove_prefix(std::min(word.size() + 1, text.size()));
    const std::size_t taken = width(lines.back());
    if (!lines.back().empty() && taken + 1 + width(word) > room()) {
      while (lines.back().ends_with(' ')) lines.back().pop_back();
      lines.emplace_back();
    } else if (!lines.back().empty()) lines.back() += ' ';
    while (width(word) > room()) {
      const std::size_t size = fitting(word, room());
      lines.back() += word.substr(0, size);
      word.remove_prefix(size);
      if (!word.empty()) lines.emplace_back();
    }
    lines.back() += word;
  }
  return lines;
}

}  // namespace

std::string clean(std::string_view text) {
  std::string utf8(text), kept;
  while (const auto bad = find_bad_utf8(utf8)) utf8[*bad] = '?';
  for (std::string_view rest = utf8; !rest.empty();) {
    const Character next = first_of(rest);
    if (next.code < 0x20 || (next.code >= 0x7f && next.code < 0xa0)) kept += ' ';
    else kept += rest.substr(0, next.size);
    rest.remove_prefix(next.size);
  }
  return kept;
}

std::size_t width(std::string_view text) {
  std::size_t columns = 0;
  while (!text.empty()) {
    const Character next = first_of(text);
    columns += columns_of(next.code);
    text.remove_prefix(next.size);
  }
  return columns;
}

std::string padded(std::string_view text, std::size_t columns) {
  const std::size_t taken = width(text);
  return std::string(text).append(columns > taken ? columns - taken : 0, ' ');
}

std::string padded_left(std::string_view text, std::size_t columns) {
  const std::size_t taken = width(text);
  return std::string(columns > taken ? columns - taken : 0, ' ').append(text);
}

std::vector<std::string> wrap(std::string_view text, std::size_t columns) { return broken(text, columns, columns); }

std::string hanging(std::string_view text, std::size_t hang, std::size_t columns) {
  constexpr std::size_t least = 8;  // narrower than that nothing can be read
  if (hang + least > columns) hang = 0;
  std::string all;
  for (const auto& line : broken(text, columns, columns - hang)) all += (all.empty() ? "" : std::string(hang, ' ')) + line + "\n";
  return all;
}

std::string painted(std::string_view text, Paint paint, Colour colour) {
  if (colour == Colour::none) return std::string(text);
  std::string_view code;
  switch (paint) {
    case Paint::red: code = "\x1b[31m"; break;
    case Paint::yellow: code = "\x1b[33m"; break;
    case Paint::green: code = "\x1b[32m"; break;
  }
  return std::string(code).append(text).append("\x1b[0m");
}

}  // namespace tailmend
