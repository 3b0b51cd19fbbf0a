#include "daemon/kernel/session_tree.hpp"

#include "tests/support/catch.hpp"

using tailmend::count_sessions;
using tailmend::parse_process;
using tailmend::Process;
using watch::Instant;
using namespace std::chrono_literals;

namespace {

constexpr pid_t tailscaled = 100;
constexpr Instant now{1h};

Process child(pid_t pid, watch::Duration age, pid_t parent = tailscaled) {
  return {.pid = pid, .parent = parent, .session = tailscaled, .terminal = false, .started = now - age};
}
Process with_terminal(Process process) {
  process.session = process.pid;
  process.terminal = true;
  return process;
}

}  // namespace

TEST_CASE("a process is read past a name with brackets and blanks") {
  const auto process = parse_process("4242 (a) b (c) S 100 4242 4200 34817 4242 4194304 1 0 0 0 0 0 0 0 20 0 1 0 360050 1 1\n", 100);
  REQUIRE(process);
  CHECK(process->pid == 4242);
  CHECK(process->parent == 100);
  CHECK(process->session == 4200);
  CHECK(process->terminal);
  CHECK(process->started == Instant(1h + 500ms));
}

TEST_CASE("what is no line of a living process is none") {
  for (const auto* line : {"", "4242", "4242 (a", "4242 (a) ", "4242 (a) S 1 1 1", "x (a) S 100 1 1 0 1 1 1 0 0 0 0 0 0 0 20 0 1 0 5 1 1"}) CHECK_FALSE(parse_process(line, 100));
  CHECK_FALSE(parse_process("4242 (a) Z 100 4242 4200 34817 4242 4194304 1 0 0 0 0 0 0 0 20 0 1 0 360050 1 1", 100));
  CHECK_FALSE(parse_process("1 (a) S 100 1 1 0 1 1 1 0 0 0 0 0 0 0 20 0 1 0 5 1 1", 0));
}

TEST_CASE("a child with a terminal is a session at once, with all that runs in it") {
  const std::vector<Process> processes{child(tailscaled, 1h, 1), with_terminal(child(200, 0ms)), with_terminal(child(201, 0ms, 200)), child(202, 0ms, 201)};
  CHECK(count_sessions(processes, tailscaled, now) == 1);
}

TEST_CASE("a child that leads a session without a terminal of its own is one as well, as login does") {
  Process login = child(200, 0ms);
  login.session = login.pid;
  CHECK(count_sessions({login}, tailscaled, now) == 1);
}

TEST_CASE("a child on pipes is a session once it outlives tailscaled's helpers") {
  CHECK(count_sessions({child(200, 1s)}, tailscaled, now) == 0);
  CHECK(count_sessions({child(200, 3s)}, tailscaled, now) == 1);
  CHECK(count_sessions({child(200, 3s), child(201, 1h, 200)}, tailscaled, now) == 1);
}

TEST_CASE("tailscaled itself and Taildrive's servers are no sessions") {
  Process drive = child(200, 1h);
  drive.serves_files = true;
  CHECK(count_sessions({with_terminal(child(tailscaled, 1h, 1)), drive, with_terminal(child(201, 1h, 200))}, tailscaled, now) == 0);
}

TEST_CASE("what was left behind in the unit's group counts where it has a terminal") {
  const Process server = child(300, 1h, 1);  // tmux: its windows have the terminals
  CHECK(count_sessions({server}, tailscaled, now) == 0);
  CHECK(count_sessions({server, with_terminal(child(301, 1h, 300)), with_terminal(child(302, 1h, 300))}, tailscaled, now) == 1);
}

TEST_CASE("where tailscaled is not known only terminals count") {
  CHECK(count_sessions({child(200, 1h, 0), with_terminal(child(201, 1h, 1))}, 0, now) == 1);
}

TEST_CASE("a tree that was read while it changed does not hang") {
  CHECK(count_sessions({with_terminal(child(200, 1h, 201)), with_terminal(child(201, 1h, 200))}, tailscaled, now) <= 2);
}
