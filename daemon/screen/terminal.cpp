#include "daemon/screen/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <string_view>

namespace tailmend {

namespace {

std::string_view setting(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

std::optional<std::size_t> columns_asked_for() {
  const std::string_view text = setting("COLUMNS");
  std::size_t columns = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), columns);
  return error == std::errc{} && end == text.data() + text.size() && columns > 0 ? std::optional(columns) : std::nullopt;
}

}  // namespace

std::optional<TerminalSize> terminal_size(int fd) {
  winsize size{};
  if (::ioctl(fd, TIOCGWINSZ, &size) < 0 || size.ws_row == 0 || size.ws_col == 0) return std::nullopt;
  return TerminalSize{.rows = size.ws_row, .columns = size.ws_col};
}

bool can_redraw(int fd) { return ::isatty(fd) == 1 && setting("TERM") != "dumb"; }

Colour colour_for(int fd) { return can_redraw(fd) && setting("NO_COLOR").empty() ? Colour::terminal : Colour::none; }

Screen screen_for(int fd) {
  const auto size = terminal_size(fd);
  const std::size_t otherwise = size ? size->columns : ::isatty(fd) == 1 ? TerminalSize{}.columns : most_columns;
  return {.columns = std::clamp(columns_asked_for().value_or(otherwise), least_columns, most_columns), .colour = colour_for(fd)};
}

}  // namespace tailmend
