#include "daemon/screen/redraw.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "daemon/screen/screen_text.hpp"

namespace tailmend {

namespace {

constexpr std::string_view home = "\x1b[H", clear_to_end_of_line = "\x1b[K", clear_below = "\x1b[J", plain = "\x1b[0m";

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

// How many bytes of the text one step takes: a colour's sequence, or a character.
std::size_t step_of(std::string_view text) {
  if (text[0] == '\x1b') return std::min(text.find('m'), text.size() - 1) + 1;
  std::size_t size = 1;
  while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xc0U) == 0x80) ++size;
  return size;
}

// A line of the terminal, and nothing behind it. A terminal whose last column was written stays on it, and would clear it.
std::string drawn(std::string_view line, std::size_t columns) {
  std::string shown;
  std::size_t taken = 0;
  while (!line.empty()) {
    const std::string_view next = line.substr(0, step_of(line));
    const std::size_t wide = next[0] == '\x1b' ? 0 : width(next);
    if (taken + wide > columns) break;
    shown += next;
    taken += wide;
    line.remove_prefix(next.size());
  }
  if (!line.empty() && shown.find('\x1b') != std::string::npos) shown += plain;
  return taken < columns ? shown.append(clear_to_end_of_line) : shown;
}

}  // namespace

std::string begin_drawing() { return "\x1b[?1049h\x1b[?25l"; }
std::string end_drawing() { return "\x1b[0m\x1b[?25h\x1b[?1049l"; }

std::string redraw(std::string_view text, TerminalSize size) {
  const std::vector<std::string_view> lines = lines_of(text);
  const bool all = lines.size() <= size.rows;
  const std::size_t shown = all ? lines.size() : size.rows - 1;
  std::string bytes(home);
  for (std::size_t i = 0; i < shown; ++i) {
    bytes += drawn(lines[i], size.columns);
    if (i + 1 < size.rows) bytes += "\r\n";
  }
  if (!all) bytes += drawn(fmt::format("… {} more lines", lines.size() - shown), size.columns);
  else if (shown < size.rows) bytes += clear_below;
  return bytes;
}

}  // namespace tailmend
