// The terminal at the other end of a descriptor: its size, and whether it wants colours and can be drawn on. Asks; never
// writes.
#pragma once
#include <cstddef>
#include <optional>

#include "daemon/screen/screen.hpp"

namespace tailmend {

struct TerminalSize {
  std::size_t rows = 24;
  std::size_t columns = 80;
};

// Nothing for what is no terminal, or for one that does not know.
std::optional<TerminalSize> terminal_size(int fd);
// Only on a terminal, not with NO_COLOR (no-color.org: set, and not empty) or TERM=dumb.
Colour colour_for(int fd);
// How text for it is to look: COLUMNS, else the terminal's own width. What is no terminal takes lines of any length, so
// that a pipe gets them whole.
Screen screen_for(int fd);
// A terminal, and one that can move its cursor.
bool can_redraw(int fd);

}  // namespace tailmend
