#include "daemon/commands/watch_screen.hpp"

#include <sys/epoll.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <optional>
#include <vector>

#include "daemon/base/loop.hpp"
#include "daemon/base/write_all.hpp"
#include "daemon/screen/redraw.hpp"

namespace tailmend {

namespace {

class Drawing {
 public:
  Drawing(int in, int out, AskScreen ask) : in_(in), out_(out), ask_(std::move(ask)) {}

  Expected<void> run() {
    if (auto listening = listen(); !listening) return listening;
    enter();
    draw();
    if (auto ended = loop_.run(); !ended) trouble_ = ended.error();
    leave();
    write(last_);
    if (trouble_) return std::unexpected(*trouble_);
    return {};
  }

 private:
  Expected<void> listen() {
    const auto on = [this](int signal, Loop::OnTime call) -> Expected<void> {
      sigset_t one;
      sigemptyset(&one);
      sigaddset(&one, signal);
      ::sigprocmask(SIG_BLOCK, &one, nullptr);
      auto source = loop_.on_signal(signal, std::move(call));
      if (!source) return std::unexpected(source.error());
      sources_.push_back(std::move(*source));
      return {};
    };
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT})
      if (auto added = on(signal, [this] { loop_.exit(0); }); !added) return added;
    if (auto added = on(SIGWINCH, [this] { draw(); }); !added) return added;
    if (auto added = on(SIGTSTP, [this] { rest(); }); !added) return added;
    termios settings{};
    if (::tcgetattr(in_, &settings) < 0) return {};
    before_ = settings;
    auto keys = loop_.watch_descriptor(in_, EPOLLIN, [this](std::uint32_t) { read_keys(); });
    if (!keys) return std::unexpected(keys.error());
    sources_.push_back(std::move(*keys));
    return {};
  }

  void enter() {
    if (before_) {
      termios quiet = *before_;
      quiet.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
      ::tcsetattr(in_, TCSANOW, &quiet);
    }
    write(begin_drawing());
  }

  void leave() {
    if (before_) ::tcsetattr(in_, TCSANOW, &*before_);
    write(end_drawing());
  }

  // Ctrl-Z: the shell gets a terminal that it can use.
  void rest() {
    leave();
    ::raise(SIGSTOP);
    enter();
    draw();
  }

  void draw() {
    const TerminalSize size = terminal_size(out_).value_or(TerminalSize{});
    last_ = ask_({.columns = std::clamp(size.columns, least_columns, most_columns), .colour = colour_for(out_)});
    write(redraw(last_, size));
    auto timer = loop_.at(loop_.now() + ask_screen_every, [this] { draw(); });
    if (timer) timer_ = std::move(*timer);
    else stop(timer.error());
  }

  void read_keys() {
    std::array<char, 64> keys{};
    const ssize_t got = ::read(in_, keys.data(), keys.size());
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) return;
    if (got <= 0) return loop_.exit(0);
    if (std::string_view(keys.data(), static_cast<std::size_t>(got)).find_first_of("qQ") != std::string_view::npos) loop_.exit(0);
  }

  void write(std::string_view bytes) {
    if (trouble_) return;
    if (auto done = write_all(out_, bytes, "write to the terminal"); !done) stop(done.error());
  }

  void stop(const Fault& why) {
    trouble_ = why;
    loop_.exit(0);
  }

  int in_;
  int out_;
  AskScreen ask_;
  Loop loop_;
  std::vector<Source> sources_;
  Source timer_;
  std::optional<termios> before_;
  std::string last_;
  std::optional<Fault> trouble_;
};

}  // namespace

Expected<void> watch_screen(int in, int out, AskScreen ask) { return Drawing(in, out, std::move(ask)).run(); }

}  // namespace tailmend
