#include "daemon/programs/child.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <spawn.h>
#include <sys/epoll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>

namespace tailmend {

namespace {
constexpr int pieces_a_turn = 32;  // 128 KiB, more than a pipe holds: a program that never stops talking does not hold the loop
constexpr const char* search_path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

std::string find_program(const std::string& name) {
  if (name.find('/') != std::string::npos) return name;
  std::string_view left = search_path;
  while (!left.empty()) {
    const auto colon = std::min(left.find(':'), left.size());
    std::string candidate = std::string(left.substr(0, colon)) + "/" + name;
    if (::access(candidate.c_str(), X_OK) == 0) return candidate;
    left.remove_prefix(std::min(colon + 1, left.size()));
  }
  return name;
}

class SpawnSettings {
 public:
  explicit SpawnSettings(int output) {
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO);
    ::posix_spawnattr_init(&attributes);
    sigset_t none;
    sigset_t all;
    ::sigemptyset(&none);
    ::sigfillset(&all);
    ::posix_spawnattr_setsigmask(&attributes, &none);
    ::posix_spawnattr_setsigdefault(&attributes, &all);
    ::posix_spawnattr_setpgroup(&attributes, 0);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  }
  ~SpawnSettings() {
    ::posix_spawn_file_actions_destroy(&actions);
    ::posix_spawnattr_destroy(&attributes);
  }
  SpawnSettings(const SpawnSettings&) = delete;
  SpawnSettings& operator=(const SpawnSettings&) = delete;

  posix_spawn_file_actions_t actions{};
  posix_spawnattr_t attributes{};
};

// The child's pid and the end of its output that we read.
struct Spawned {
  pid_t pid = 0;
  Descriptor output;
};

Expected<Spawned> spawn(std::vector<std::string>& argv, std::vector<std::string>& more_environment) {
  if (argv.empty()) return std::unexpected(fault("run a program without a name", EINVAL));
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) < 0) return std::unexpected(fault("make a pipe for " + argv[0]));
  Descriptor output(ends[0]);
  const Descriptor input(ends[1]);
  // What the child shares is the open file, and its writes should block.
  ::fcntl(input.get(), F_SETFL, 0);
  const SpawnSettings settings(input.get());
  std::vector<char*> arguments;
  for (auto& argument : argv) arguments.push_back(argument.data());
  arguments.push_back(nullptr);
  std::string path_entry = std::string("PATH=") + search_path;
  std::string language = "LANG=C";
  std::vector<char*> environment{path_entry.data(), language.data()};
  for (auto& variable : more_environment) environment.push_back(variable.data());
  environment.push_back(nullptr);
  pid_t pid = 0;
  const auto program = find_program(argv[0]);
  const int error = ::posix_spawn(&pid, program.c_str(), &settings.actions, &settings.attributes, arguments.data(),
                                  environment.data());
  if (error != 0) return std::unexpected(fault("run " + argv[0], error));
  return Spawned{.pid = pid, .output = std::move(output)};
}
}  // namespace

struct Children::Run : std::enable_shared_from_this<Run> {
  Run(Children& its_owner, Loop& its_loop, OnEnd its_on_end, ChildTerms its_terms)
      : owner(&its_owner), loop(its_loop), on_end(std::move(its_on_end)), terms(std::move(its_terms)) {}

  Children* owner;  // null once the edge is gone
  Loop& loop;
  OnEnd on_end;  // empty once cancelled
  ChildTerms terms;
  std::size_t said = 0;  // bytes, remembered or not
  pid_t pid = 0;  // 0: never ran, or reaped
  bool stopping = false;
  ChildEnd end;
  Descriptor output;
  Source readable;
  Source ended;
  Source timer;

  void start(std::vector<std::string> argv, watch::Duration limit) {
    auto spawned = spawn(argv, terms.environment);
    if (!spawned) return fail(to_string(spawned.error()));
    pid = spawned->pid;
    output = std::move(spawned->output);
    auto child = loop.on_child(pid, [this](int code, int status) { on_child_end(code, status); });
    auto out = loop.watch_descriptor(output.get(), EPOLLIN, [this](std::uint32_t) { read(); });
    auto clock = loop.at(loop.now() + limit, [this] { on_limit(); });
    if (!child || !out || !clock) {
      kill_now();
      return fail("the event loop takes no more children");
    }
    ended = std::move(*child);
    readable = std::move(*out);
    timer = std::move(*clock);
  }

  void fail(std::string trouble) {
    end.trouble = std::move(trouble);
    auto later = loop.soon([this] { report(); });
    if (later) timer = std::move(*later);
  }

  void read() {
    std::array<char, 4096> piece{};
    for (int pieces = 0; pieces < pieces_a_turn; ++pieces) {
      const ssize_t got = ::read(output.get(), piece.data(), piece.size());
      if (got < 0 && errno == EINTR) continue;
      if (got < 0 && errno == EAGAIN) return;
      if (got <= 0) return readable.reset();
      // What is too much is still read, so that the program does not hang on a full pipe.
      end.text.append(piece.data(), std::min(static_cast<std::size_t>(got), max_text - end.text.size()));
      said += static_cast<std::size_t>(got);
      if (said > terms.most_output && !stopping) {
        end.too_loud = true;
        terminate();
      }
    }
  }

  void on_limit() {
    end.timed_out = true;
    terminate();
  }
  void terminate() {
    if (pid == 0) return;
    stopping = true;
    ::kill(-pid, SIGTERM);
    auto later = loop.at(loop.now() + term_patience, [this] { ::kill(-pid, SIGKILL); });
    if (later)
      timer = std::move(*later);
    else
      ::kill(-pid, SIGKILL);
  }
  void kill_now() {
    if (pid == 0) return;
    ::kill(-pid, SIGKILL);
    ::waitpid(pid, nullptr, 0);
    pid = 0;
  }

  void on_child_end(int code, int status) {
    const auto keep = shared_from_this();
    if (readable) read();  // a grandchild may hold the pipe open: what is there now is all that is waited for
    end.left_behind = static_cast<bool>(readable);
    if (stopping || terms.sweeps) ::kill(-pid, SIGKILL);  // and what it left behind in its group
    if (code == CLD_EXITED)
      end.exit_code = status;
    else
      end.signal = status;
    pid = 0;
    report();
  }

  void report() {
    const auto keep = shared_from_this();
    timer.reset();
    readable.reset();
    ended.reset();
    if (owner != nullptr) std::erase(owner->runs_, keep);
    if (const auto call = std::exchange(on_end, nullptr)) call(std::move(end));
  }

  void cancel() {
    on_end = nullptr;
    terminate();
  }
};

std::string describe(const ChildEnd& end) {
  if (!end.trouble.empty()) return end.trouble;
  if (end.too_loud) return "ended because it said too much";
  if (end.timed_out) return "given up after its time limit";
  if (end.signal != 0) return fmt::format("killed by signal {}", end.signal);
  return fmt::format("exit code {}", end.exit_code);
}

Children::Children(Loop& loop) : loop_(loop) {
  sigset_t child;
  ::sigemptyset(&child);
  ::sigaddset(&child, SIGCHLD);
  ::pthread_sigmask(SIG_BLOCK, &child, nullptr);
}

Children::~Children() {
  for (const auto& run : runs_) {
    run->owner = nullptr;
    run->timer.reset();
    run->ended.reset();
    run->readable.reset();
    run->kill_now();
  }
}

Token Children::run(std::vector<std::string> argv, watch::Duration limit, OnEnd on_end, ChildTerms terms) {
  auto run = std::make_shared<Run>(*this, loop_, std::move(on_end), std::move(terms));
  runs_.push_back(run);
  run->start(std::move(argv), limit);
  // The run stays with the edge until the program is reaped; the token only ends the interest in it.
  return Token(run.get(), [weak = std::weak_ptr<Run>(run)](void*) {
    if (const auto still = weak.lock()) still->cancel();
  });
}

}  // namespace tailmend
