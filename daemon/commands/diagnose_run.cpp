#include "daemon/commands/diagnose_run.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstring>
#include <utility>

#include "daemon/base/handles.hpp"

namespace tailmend {

namespace {
using Clock = std::chrono::steady_clock;
constexpr auto reap_beat = std::chrono::milliseconds(5);
constexpr auto reap_patience = std::chrono::seconds(1);  // after SIGKILL; one that hangs in the kernel is left to init
constexpr std::array<const char*, 6> folders = {"/usr/local/sbin/", "/usr/local/bin/", "/usr/sbin/", "/usr/bin/", "/sbin/", "/bin/"};

std::string find_program(const std::string& name) {
  if (name.contains('/')) return name;
  for (const char* folder : folders) {
    if (::access((folder + name).c_str(), X_OK) == 0) return folder + name;
  }
  return {};
}

int spawn(pid_t& pid, const std::string& program, std::vector<std::string>& argv, int output) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO);
  ::posix_spawnattr_init(&attributes);
  ::posix_spawnattr_setpgroup(&attributes, 0);
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  std::vector<char*> arguments;
  for (auto& argument : argv) arguments.push_back(argument.data());
  arguments.push_back(nullptr);
  std::string path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  std::string language = "LANG=C";
  std::array<char*, 3> environment{path.data(), language.data(), nullptr};
  const int error = ::posix_spawn(&pid, program.c_str(), &actions, &attributes, arguments.data(), environment.data());
  ::posix_spawn_file_actions_destroy(&actions);
  ::posix_spawnattr_destroy(&attributes);
  return error;
}

enum class Reading : std::uint8_t { ended, enough, late };

Reading read_until(int output, Clock::time_point deadline, const std::function<bool(std::string_view)>& take) {
  std::array<char, 8192> piece{};
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
    if (left <= 0) return Reading::late;
    pollfd ready{.fd = output, .events = POLLIN, .revents = 0};
    if (::poll(&ready, 1, static_cast<int>(left)) <= 0) continue;
    const ssize_t got = ::read(output, piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return Reading::ended;
    if (!take({piece.data(), static_cast<std::size_t>(got)})) return Reading::enough;
  }
}

bool reap(pid_t pid, Clock::time_point deadline, int& status) {
  for (;;) {
    const pid_t ended = ::waitpid(pid, &status, WNOHANG);
    if (ended == pid || (ended < 0 && errno != EINTR)) return true;
    if (Clock::now() >= deadline) return false;
    ::poll(nullptr, 0, static_cast<int>(reap_beat.count()));
  }
}

}  // namespace

bool Excerpt::take(std::string_view bytes) {
  while (!bytes.empty()) {
    const std::size_t size = std::min(bytes.find('\n'), bytes.size());
    // Not a part of a line: half a key is no longer known as one.
    if (line_.size() + size > limits_.most_bytes) line_too_long_ = true;
    else if (!line_too_long_) line_ += bytes.substr(0, size);
    bytes.remove_prefix(size);
    if (bytes.empty()) return true;
    bytes.remove_prefix(1);
    if (!end_line()) return false;
  }
  return true;
}

bool Excerpt::end_line() {
  std::string line = std::exchange(line_, {});
  if (std::exchange(line_too_long_, false)) {
    line = fmt::format("(a line of more than {} KiB, left out)", limits_.most_bytes >> 10U);
  } else if (filter_ && !filter_(line)) {
    return true;
  }
  if (limits_.keep == Keep::first && (lines_ == limits_.most_lines || text_.size() + line.size() + 1 > limits_.most_bytes)) {
    cut_ = true;
    return false;
  }
  text_ += line;
  text_ += '\n';
  ++lines_;
  if (text_.size() > 2 * limits_.most_bytes) drop_first_lines();
  return true;
}

void Excerpt::drop_first_lines() {
  const std::size_t over = text_.size() - limits_.most_bytes;
  const auto end = text_.find('\n', over - 1);
  text_.erase(0, end == std::string::npos ? text_.size() : end + 1);
  cut_ = true;
}

std::string Excerpt::finish() {
  if (!line_.empty() || line_too_long_) end_line();
  if (text_.size() > limits_.most_bytes) drop_first_lines();
  return std::exchange(text_, {});
}

std::string Excerpt::cut() const {
  if (!cut_) return {};
  if (limits_.keep == Keep::last) return fmt::format("earlier lines are left out: {} KiB are kept", limits_.most_bytes >> 10U);
  return fmt::format("the rest is left out: {} KiB or {} lines are kept", limits_.most_bytes >> 10U, limits_.most_lines);
}

std::string run_bounded(std::vector<std::string> argv, watch::Duration limit, const std::function<bool(std::string_view)>& take) {
  const auto program = find_program(argv.at(0));
  if (program.empty()) return argv[0] + " is not installed";
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) < 0) return std::string("no pipe: ") + std::strerror(errno);
  const Descriptor output(ends[0]);
  Descriptor input(ends[1]);
  pid_t pid = 0;
  if (const int error = spawn(pid, program, argv, input.get()); error != 0) return argv[0] + " does not start: " + std::strerror(error);
  input.reset();
  const auto deadline = Clock::now() + limit;
  const Reading reading = read_until(output.get(), deadline, take);
  int status = 0;
  const bool over = reading == Reading::ended && reap(pid, deadline, status);
  if (!over) {
    ::kill(-pid, SIGKILL);
    reap(pid, Clock::now() + reap_patience, status);
  }
  if (reading == Reading::enough) return {};
  if (!over) return fmt::format("stopped after {} s, its time limit", std::chrono::duration_cast<std::chrono::seconds>(limit).count());
  if (WIFSIGNALED(status)) return fmt::format("killed by signal {}", WTERMSIG(status));
  return WEXITSTATUS(status) == 0 ? std::string() : fmt::format("exit code {}", WEXITSTATUS(status));
}

}  // namespace tailmend
