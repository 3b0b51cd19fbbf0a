// Real programs as children: what they say, how they end, and that nothing of them is left.
#include "daemon/programs/child.hpp"

#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <optional>

#include "tests/support/catch.hpp"

using namespace std::chrono_literals;
using tailmend::ChildEnd;
using tailmend::Children;
using tailmend::Loop;
using tailmend::Token;

namespace {
constexpr watch::Duration patience = 20s;

std::optional<ChildEnd> end_of(Loop& loop, Children& children, std::vector<std::string> argv, watch::Duration limit) {
  std::optional<ChildEnd> end;
  int calls = 0;
  const Token token = children.run(std::move(argv), limit, [&](ChildEnd its) {
    end = std::move(its);
    ++calls;
  });
  CHECK_FALSE(end);
  const auto last = loop.now() + patience;
  while (!end && loop.now() < last) REQUIRE(loop.turn(patience));
  while (loop.turn(0s).value()) {
  }
  CHECK(calls == 1);
  return end;
}

std::vector<std::string> shell(std::string script) { return {"/bin/sh", "-c", std::move(script)}; }

// Needs CONFIG_PROC_CHILDREN, which distributions have.
pid_t only_child() {
  const auto own = std::to_string(::getpid());
  std::ifstream file("/proc/" + own + "/task/" + own + "/children");
  pid_t pid = 0;
  file >> pid;
  return pid;
}
bool alive(pid_t pid) { return ::kill(pid, 0) == 0; }
void turn_until_gone(Loop& loop, pid_t pid) {
  const auto last = loop.now() + patience;
  while (alive(pid) && loop.now() < last) REQUIRE(loop.turn(100ms));
}
}  // namespace

TEST_CASE("a program's words and its exit code come back") {
  Loop loop;
  Children children(loop);
  const auto end = end_of(loop, children, shell("echo out; echo err >&2; exit 3"), 10s);
  REQUIRE(end);
  CHECK(end->exit_code == 3);
  CHECK(end->text == "out\nerr\n");
  CHECK(end->trouble.empty());
  CHECK_FALSE(end->timed_out);
  CHECK(describe(*end) == "exit code 3");
}

TEST_CASE("no shell reads the arguments") {
  Loop loop;
  Children children(loop);
  const auto end = end_of(loop, children, {"printf", "%s|", "a b", "$(id)", ";", "--x=*"}, 10s);
  REQUIRE(end);
  CHECK(end->text == "a b|$(id)|;|--x=*|");
}

TEST_CASE("the environment is clean, stdin empty, signals and descriptors are none of ours") {
  Loop loop;
  Children children(loop);
  REQUIRE(::setenv("TAILMEND_SECRET", "x", 1) == 0);
  const auto end = end_of(loop, children, {"/usr/bin/env"}, 10s);
  REQUIRE(end);
  CHECK(end->text == "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\nLANG=C\n");
  const auto reads = end_of(loop, children, {"cat"}, 10s);
  REQUIRE(reads);
  CHECK(reads->exit_code == 0);
  const auto blocked = end_of(loop, children, {"grep", "SigBlk", "/proc/self/status"}, 10s);
  REQUIRE(blocked);
  CHECK(blocked->text == "SigBlk:\t0000000000000000\n");
  // The pipe is open as stdout and stderr and nowhere else.
  const auto open = end_of(loop, children, shell("pipe=$(readlink /proc/$$/fd/1); for fd in /proc/$$/fd/*; do "
                                                 "[ \"$(readlink $fd)\" = \"$pipe\" ] && echo ${fd##*/}; done"), 10s);
  REQUIRE(open);
  CHECK(open->text == "1\n2\n");
}

TEST_CASE("a program that says too much is read to its end and remembered in part") {
  Loop loop;
  Children children(loop);
  const auto end = end_of(loop, children, {"head", "-c", "3000000", "/dev/zero"}, 10s);
  REQUIRE(end);
  CHECK(end->exit_code == 0);
  CHECK(end->text == std::string(Children::max_text, '\0'));
}

TEST_CASE("a program that is not there, cannot be run or has no name is said, later") {
  Loop loop;
  Children children(loop);
  for (const std::vector<std::string>& argv :
       {std::vector<std::string>{"/nonexistent/tailscale"}, {"tailmend-has-no-such-program"}, {"/etc/passwd"}, {}}) {
    const auto end = end_of(loop, children, argv, 10s);
    REQUIRE(end);
    CHECK(end->exit_code == -1);
    CHECK_FALSE(end->trouble.empty());
  }
}

TEST_CASE("a killed program is said to be killed") {
  Loop loop;
  Children children(loop);
  const auto end = end_of(loop, children, shell("kill -9 $$"), 10s);
  REQUIRE(end);
  CHECK(end->exit_code == -1);
  CHECK(end->signal == SIGKILL);
  CHECK(describe(*end) == "killed by signal 9");
}

TEST_CASE("a program that does not end is ended with all that it started") {
  Loop loop;
  Children children(loop);
  const auto before = loop.now();
  const auto end = end_of(loop, children, shell("trap '' TERM; sleep 600 & echo $!; wait; sleep 600"), 300ms);
  REQUIRE(end);
  CHECK(end->timed_out);
  CHECK(describe(*end) == "given up after its time limit");
  CHECK(loop.now() - before >= 300ms + Children::term_patience);
  const pid_t grandchild = std::atoi(end->text.c_str());
  REQUIRE(grandchild > 1);
  turn_until_gone(loop, grandchild);
  CHECK_FALSE(alive(grandchild));
}

TEST_CASE("a program that listens to SIGTERM is not waited for any longer") {
  Loop loop;
  Children children(loop);
  const auto before = loop.now();
  const auto end = end_of(loop, children, {"sleep", "600"}, 200ms);
  REQUIRE(end);
  CHECK(end->timed_out);
  CHECK(loop.now() - before < 200ms + Children::term_patience);
}

TEST_CASE("a grandchild that keeps the output open does not delay the end") {
  Loop loop;
  Children children(loop);
  const auto end = end_of(loop, children, shell("sleep 600 & echo $!"), 10s);
  REQUIRE(end);
  CHECK(end->exit_code == 0);
  ::kill(std::atoi(end->text.c_str()), SIGKILL);
}

TEST_CASE("a program's terms give it an environment and end what says too much") {
  Loop loop;
  Children children(loop);
  const auto run = [&](std::vector<std::string> argv, tailmend::ChildTerms terms) {
    std::optional<ChildEnd> end;
    const Token token = children.run(std::move(argv), 10s, [&](ChildEnd its) { end = std::move(its); }, std::move(terms));
    const auto last = loop.now() + patience;
    while (!end && loop.now() < last) REQUIRE(loop.turn(patience));
    REQUIRE(end);
    return *end;
  };
  CHECK(run({"/usr/bin/env"}, {.environment = {"A=b c", "D="}}).text == "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\nLANG=C\nA=b c\nD=\n");
  const auto loud = run({"yes"}, {.most_output = 100'000});
  CHECK(loud.too_loud);
  CHECK_FALSE(loud.timed_out);
  CHECK(describe(loud) == "ended because it said too much");
  CHECK_FALSE(run({"head", "-c", "100000", "/dev/zero"}, {.most_output = 100'000}).too_loud);

  const auto quiet = run({"true"}, {.sweeps = true});
  CHECK_FALSE(quiet.left_behind);
  const auto forked = run(shell("sleep 600 & echo $!"), {.sweeps = true});
  CHECK(forked.exit_code == 0);
  CHECK(forked.left_behind);
  const pid_t grandchild = std::atoi(forked.text.c_str());
  REQUIRE(grandchild > 1);
  turn_until_gone(loop, grandchild);
  CHECK_FALSE(alive(grandchild));
}

TEST_CASE("without its token a program is ended and nobody is told") {
  Loop loop;
  Children children(loop);
  int calls = 0;
  pid_t pid = 0;
  Token token = children.run({"sleep", "600"}, 60s, [&](const ChildEnd&) { ++calls; });
  pid = only_child();
  REQUIRE(pid > 1);
  token.reset();
  turn_until_gone(loop, pid);
  CHECK_FALSE(alive(pid));
  CHECK(calls == 0);
}

TEST_CASE("a callback may drop its own token and start the next program") {
  Loop loop;
  Children children(loop);
  Token token;
  int ended = 0;
  token = children.run({"true"}, 10s, [&](const ChildEnd&) {
    token.reset();
    token = children.run({"true"}, 10s, [&](const ChildEnd&) {
      token.reset();
      ++ended;
    });
  });
  const auto last = loop.now() + patience;
  while (ended == 0 && loop.now() < last) REQUIRE(loop.turn(patience));
  CHECK(ended == 1);
}

TEST_CASE("when the edge goes its programs go, and tokens may stay") {
  Loop loop;
  Token token;
  Token never;
  pid_t pid = 0;
  {
    Children children(loop);
    token = children.run({"sleep", "600"}, 60s, [](const ChildEnd&) {});
    pid = only_child();
    REQUIRE(pid > 1);
    never = children.run({"/nonexistent"}, 60s, [](const ChildEnd&) { FAIL("the edge is gone"); });
  }
  CHECK_FALSE(alive(pid));
  REQUIRE(loop.turn(0s));
}
