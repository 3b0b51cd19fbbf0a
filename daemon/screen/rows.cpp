#include "daemon/screen/rows.hpp"

namespace tailmend {

namespace {
constexpr std::string_view between = " · ";

std::string shown(const Part& part, std::string_view text, Colour colour) {
  return part.paint ? painted(text, *part.paint, colour) : std::string(text);
}
}  // namespace

std::vector<Part> parts_of(std::string_view text) {
  std::vector<Part> parts;
  for (std::size_t end = text.find(between); end != std::string_view::npos; end = text.find(between)) {
    parts.push_back({.text = std::string(text.substr(0, end))});
    text.remove_prefix(end + between.size());
  }
  parts.push_back({.text = std::string(text)});
  return parts;
}

void Rows::begin_line(std::string_view what) {
  const bool fresh = what != last_word_;
  last_word_ = what;
  if (fresh && narrow()) text_ += std::string(what) + "\n";
  text_ += narrow() || !fresh ? std::string(indent(), ' ') : padded(what, indent());
}

void Rows::add(std::string_view what, const std::vector<Part>& parts) {
  std::size_t taken = 0;  // of the line that is open; 0: none is
  for (const Part& part : parts) {
    const std::string text = clean(part.text);
    if (text.empty()) continue;
    const std::size_t wide = width(text);
    if (taken > 0 && taken + width(between) + wide <= room()) {
      text_ += std::string(between) + shown(part, text, screen_.colour);
      taken += width(between) + wide;
      continue;
    }
    for (const std::string& line : wrap(text, room())) {
      if (taken > 0) text_ += '\n';
      begin_line(what);
      text_ += shown(part, line, screen_.colour);
      taken = width(line);
    }
  }
  if (taken > 0) text_ += '\n';
}

void Rows::line(std::string_view what, const std::vector<Part>& parts) {
  begin_line(what);
  for (const Part& part : parts) text_ += shown(part, part.text, screen_.colour);
  while (text_.ends_with(' ')) text_.pop_back();
  text_ += '\n';
}

}  // namespace tailmend
