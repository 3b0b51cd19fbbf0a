// A pseudo-terminal as the terminal: its size, its colours, and a screen that is drawn on it again and again by another process.
#include "daemon/screen/terminal.hpp"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <string>

#include "daemon/base/handles.hpp"
#include "daemon/commands/watch_screen.hpp"
#include "daemon/screen/redraw.hpp"
#include "tests/support/catch.hpp"

using namespace tailmend;
using namespace std::chrono_literals;

namespace {

// Variables of the environment, as they were again at the end.
class Environment {
 public:
  Environment() {
    for (const char* name : {"COLUMNS", "NO_COLOR"}) ::unsetenv(name);
    ::setenv("TERM", "xterm", 1);
  }
};

struct Pty {
  Pty(unsigned short rows, unsigned short columns) {
    const winsize size{.ws_row = rows, .ws_col = columns, .ws_xpixel = 0, .ws_ypixel = 0};
    int master = -1, slave = -1;
    REQUIRE(::openpty(&master, &slave, nullptr, nullptr, &size) == 0);
    outside = Descriptor(master);
    inside = Descriptor(slave);
  }
  Descriptor outside;
  Descriptor inside;
};

// A process with a terminal of its own, in which the screen is watched. Each screen says how often it was asked for.
class Watcher {
 public:
  Watcher() {
    const winsize size{.ws_row = 5, .ws_col = 20, .ws_xpixel = 0, .ws_ypixel = 0};
    int master = -1;
    pid_ = ::forkpty(&master, nullptr, nullptr, &size);
    REQUIRE(pid_ >= 0);
    if (pid_ == 0) {
      ::setenv("TERM", "xterm", 1);
      int asked = 0;
      const auto ended = watch_screen(STDIN_FILENO, STDOUT_FILENO, [&](Screen screen) {
        return "asked " + std::to_string(++asked) + ", " + std::to_string(screen.columns) + " columns\n";
      });
      ::_exit(ended ? 0 : 7);
    }
    terminal_ = Descriptor(master);
  }
  ~Watcher() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  Watcher(const Watcher&) = delete;
  Watcher& operator=(const Watcher&) = delete;

  // Reads until the text has come; everything that came since the start.
  std::string await(const std::string& text) {
    while (seen_.find(text) == std::string::npos)
      if (!read()) FAIL("'" << text << "' did not come: " << seen_);
    return seen_;
  }
  void type(std::string_view keys) { REQUIRE(::write(terminal_.get(), keys.data(), keys.size()) == static_cast<ssize_t>(keys.size())); }
  void resize(unsigned short rows, unsigned short columns) {
    const winsize size{.ws_row = rows, .ws_col = columns, .ws_xpixel = 0, .ws_ypixel = 0};
    REQUIRE(::ioctl(terminal_.get(), TIOCSWINSZ, &size) == 0);
  }
  [[nodiscard]] bool echoes() const {
    termios settings{};
    REQUIRE(::tcgetattr(terminal_.get(), &settings) == 0);
    return (settings.c_lflag & ECHO) != 0;
  }
  void hang_up() { terminal_.reset(); }
  void signal(int number) const { ::kill(pid_, number); }
  void await_stop() const {
    int status = 0;
    REQUIRE(::waitpid(pid_, &status, WUNTRACED) == pid_);
    REQUIRE(WIFSTOPPED(status));
  }
  // Its exit status, -1 where a signal ended it.
  int end() {
    while (terminal_ && read()) {}
    int status = 0;
    REQUIRE(::waitpid(pid_, &status, 0) == pid_);
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  [[nodiscard]] const std::string& seen() const { return seen_; }

 private:
  bool read() {
    pollfd ready{.fd = terminal_.get(), .events = POLLIN, .revents = 0};
    if (::poll(&ready, 1, 20'000) <= 0) return false;
    char bytes[4096];
    const ssize_t got = ::read(terminal_.get(), bytes, sizeof bytes);
    if (got <= 0) return false;
    seen_.append(bytes, static_cast<std::size_t>(got));
    return true;
  }

  pid_t pid_ = -1;
  Descriptor terminal_;
  std::string seen_;
};

}  // namespace

TEST_CASE("a terminal tells its size, and text for it is as wide") {
  const Environment environment;
  const Pty pty(30, 100);
  REQUIRE(terminal_size(pty.inside.get()).has_value());
  CHECK(terminal_size(pty.inside.get())->rows == 30);
  CHECK(screen_for(pty.inside.get()).columns == 100);
  CHECK(screen_for(pty.inside.get()).colour == Colour::terminal);
}

TEST_CASE("a terminal that does not know its size has 80 columns") {
  const Environment environment;
  const Pty pty(0, 0);
  CHECK_FALSE(terminal_size(pty.inside.get()).has_value());
  CHECK(screen_for(pty.inside.get()).columns == 80);
}

TEST_CASE("a pipe gets whole lines and no colours") {
  const Environment environment;
  int ends[2];
  REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
  const Descriptor out(ends[0]), in(ends[1]);
  CHECK_FALSE(terminal_size(in.get()).has_value());
  CHECK(screen_for(in.get()).columns == most_columns);
  CHECK(screen_for(in.get()).colour == Colour::none);
  CHECK_FALSE(can_redraw(in.get()));
}

TEST_CASE("COLUMNS is a person's word, within bounds") {
  const Environment environment;
  const Pty pty(30, 100);
  const auto columns = [&](const char* text) {
    ::setenv("COLUMNS", text, 1);
    return screen_for(pty.inside.get()).columns;
  };
  CHECK(columns("60") == 60);
  CHECK(columns("3") == least_columns);
  CHECK(columns("100000") == most_columns);
  for (const char* nonsense : {"", "0", "-5", "wide", "60x", "99999999999999999999999"}) CHECK(columns(nonsense) == 100);
  ::unsetenv("COLUMNS");
}

TEST_CASE("NO_COLOR and a dumb terminal get no colours") {
  const Environment environment;
  const Pty pty(30, 100);
  ::setenv("NO_COLOR", "1", 1);
  CHECK(colour_for(pty.inside.get()) == Colour::none);
  ::setenv("NO_COLOR", "", 1);  // as if it were not there: no-color.org
  CHECK(colour_for(pty.inside.get()) == Colour::terminal);
  ::setenv("TERM", "dumb", 1);
  CHECK(colour_for(pty.inside.get()) == Colour::none);
  CHECK_FALSE(can_redraw(pty.inside.get()));
}

TEST_CASE("a watched screen is drawn again and again in its place, and q ends it with the terminal as it was") {
  Watcher watcher;
  watcher.await("asked 2");
  CHECK_FALSE(watcher.echoes());
  watcher.type("q");
  CHECK(watcher.end() == 0);
  const std::string& seen = watcher.seen();
  CHECK(seen.starts_with(begin_drawing()));
  CHECK(seen.find("\x1b[2J") == std::string::npos);
  // The last screen stays, below what was there before.
  const std::size_t left = seen.rfind(end_drawing());
  REQUIRE(left != std::string::npos);
  CHECK(seen.find("asked ", left) != std::string::npos);
}

TEST_CASE("Ctrl-C and SIGTERM give the terminal back") {
  for (const bool by_key : {true, false}) {
    Watcher watcher;
    watcher.await("asked 1");
    if (by_key) watcher.type("\x03");
    else watcher.signal(SIGTERM);
    watcher.await(end_drawing());
    CHECK(watcher.end() == 0);
  }
}

TEST_CASE("a terminal of another size is drawn on at once") {
  Watcher watcher;
  watcher.await("20 columns");
  watcher.resize(10, 60);
  watcher.await("60 columns");
  watcher.type("q");
  CHECK(watcher.end() == 0);
}

TEST_CASE("Ctrl-Z gives the terminal to the shell, and it goes on where it was") {
  Watcher watcher;
  watcher.await("asked 1");
  watcher.type("\x1a");
  watcher.await(end_drawing());
  CHECK(watcher.echoes());
  watcher.await_stop();
  watcher.signal(SIGCONT);
  watcher.await(end_drawing() + begin_drawing());
  watcher.type("q");
  CHECK(watcher.end() == 0);
}

TEST_CASE("a terminal that goes away ends it") {
  Watcher watcher;
  watcher.await("asked 1");
  watcher.hang_up();
  CHECK(watcher.end() != -1);
}
