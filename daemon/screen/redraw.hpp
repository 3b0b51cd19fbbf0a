// A screen that is drawn again and again in one place: the bytes for a terminal, as a value. Nothing is cleared before it is
// written over, so that nothing flickers. Writes nothing itself.
#pragma once
#include <string>
#include <string_view>

#include "daemon/screen/terminal.hpp"

namespace tailmend {

// The alternate screen, so that what was there before comes back, and no cursor.
std::string begin_drawing();
std::string end_drawing();
// The text's lines from the upper left corner on, cut to the terminal; of too many the last row says how many are missing.
std::string redraw(std::string_view text, TerminalSize size);

}  // namespace tailmend
