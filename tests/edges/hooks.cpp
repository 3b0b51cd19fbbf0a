// Hooks as children: real programs in a folder of the test's own, and journald's end of the socket.
#include "daemon/programs/hooks.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <sstream>

#include "tests/support/catch.hpp"
#include "tests/support/folder.hpp"
#include "tests/support/journald.hpp"
#include "tests/support/played.hpp"

using namespace std::chrono_literals;
using namespace tailmend;
using tailmend::testing::field_in;
using tailmend::testing::Folder;
using tailmend::testing::Listener;

namespace {
constexpr watch::Duration patience = 20s;

HookNews news(watch::Verdict verdict, std::string sentence = "why") {
  return {.judgement = {.verdict = verdict, .whose = watch::Whose::wan, .enough = true, .sentence = std::move(sentence), .advice = "do"},
          .before = {},
          .state = watch::State::reported,
          .episode = 7,
          .egress = {}};
}

// A socket of journald's holds ten lines where nobody reads meanwhile, a pipe some hundreds.
enum class To : std::uint8_t { journald, pipe };

struct World {
  Loop loop;
  Listener journald;
  Descriptor out;
  Descriptor in;
  Journal journal;
  Folder folder;
  std::string hooks_d = folder.path / "hooks.d";
  std::optional<Hooks> hooks;
  std::vector<std::string> lines;  // "4 hook …"

  static Journal journal_to(To to, const Listener& journald, Descriptor& out, Descriptor& in) {
    if (to == To::journald) return journald.journal();
    std::array<int, 2> ends{};
    REQUIRE(::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) == 0);
    out.reset(ends[0]);
    in.reset(ends[1]);
    return Journal({.structured = false, .plain_fd = in.get()});
  }
  explicit World(To to = To::journald) : journal(journal_to(to, journald, out, in)) {
    REQUIRE(::mkdir(hooks_d.c_str(), 0755) == 0);
    hooks.emplace(loop, journal, HookRunner{.systemd = false, .bus = {}});
    hooks->configure({.folder = hooks_d, .timeout = 10s});
  }
  void hook(const std::string& name, const std::string& script, mode_t mode = 0755) const {
    folder.write("hooks.d/" + name, "#!/bin/sh\n" + script + "\n");
    REQUIRE(::chmod((hooks_d + "/" + name).c_str(), mode) == 0);
  }
  // What hooks write into $0.out, together.
  [[nodiscard]] std::string written() const {
    std::ifstream file(folder.path / "out");
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  }
  void listen() {
    std::array<char, 65536> piece{};
    const ssize_t got = out ? ::read(out.get(), piece.data(), piece.size()) : 0;
    std::istringstream plain(got > 0 ? std::string(piece.data(), static_cast<std::size_t>(got)) : "");
    for (std::string line; std::getline(plain, line);) lines.push_back(line);
    for (std::string line = journald.take(); !line.empty(); line = journald.take()) {
      lines.push_back(field_in(line, "PRIORITY") + " " + field_in(line, "MESSAGE"));
      const bool of_a_hook = field_in(line, "MESSAGE_ID") == message_id(MessageId::hook_output) || field_in(line, "MESSAGE_ID") == message_id(MessageId::hook_failed);
      CHECK(of_a_hook == !field_in(line, "HOOK").empty());
    }
  }
  [[nodiscard]] bool said(const std::string& line) const { return std::ranges::find(lines, line) != lines.end(); }
  template <class Done>
  bool turn_until(const Done& done) {
    const auto last = loop.now() + patience;
    while (!done() && loop.now() < last) {
      REQUIRE(loop.turn(100ms));
      listen();
    }
    return done();
  }
  bool turn_until_said(const std::string& line) {
    return turn_until([&] { return said(line); });
  }
  // A hook of its own that only marks the end of the others.
  void tell(HookNews what) {
    const std::string ran = "hooks ran for " + std::string(watch::to_string(what.judgement.verdict));
    hook("zz-end", ":");
    hooks->tell(std::move(what));
    const auto over = [&] { return std::ranges::any_of(lines, [&](const std::string& line) { return line.find(ran) <= 2 && line.ends_with("zz-end"); }); };
    REQUIRE(turn_until(over));
  }
};

bool alive(pid_t pid) { return ::kill(pid, 0) == 0; }
}  // namespace

TEST_CASE("hooks run one after the other, in the order of their names, and know what happened") {
  World world;
  const std::string out = "'" + (world.folder.path / "out").string() + "'";
  world.hook("20-second", "echo \"$TAILMEND_VERDICT_BEFORE>$TAILMEND_VERDICT $TAILMEND_EXIT $TAILMEND_EPISODE $TAILMEND_STATE $#\" >>" + out);
  world.hook("10-first", "sleep 0.2; echo \"$TAILMEND_WHOSE: $TAILMEND_SENTENCE; $TAILMEND_ADVICE\" >>" + out);
  world.tell(news(watch::Verdict::wan_down, "no way out; $(reboot) \"`x`"));
  CHECK(world.written() == "wan: no way out; $(reboot) \"`x`; do\n>wan-down 2 7 reported 0\n");
  CHECK(world.said("6 hooks ran for wan-down: 10-first, 20-second and zz-end"));
  world.tell(news(watch::Verdict::healthy));
  CHECK(world.written().ends_with("\nwan-down>healthy 0 7 reported 0\n"));
}

TEST_CASE("what hooks were told already is not told again") {
  World world;
  world.hook("10-count", "echo run >>'" + (world.folder.path / "out").string() + "'");
  world.tell(news(watch::Verdict::wan_down));
  world.hooks->tell(news(watch::Verdict::wan_down, "another sentence"));
  world.tell(news(watch::Verdict::target_down));
  CHECK(world.written() == "run\nrun\n");
  auto person = news(watch::Verdict::target_down);
  person.person = true;
  world.lines.clear();
  world.tell(person);
  CHECK(world.written() == "run\nrun\nrun\n");
}

TEST_CASE("of changes that come while hooks run the newest is told, and what was left out is said") {
  World world;
  world.hook("10-slow", "read line <'" + (world.folder.path / "gate").string() + "'; echo $TAILMEND_VERDICT_BEFORE-$TAILMEND_VERDICT >>'" + (world.folder.path / "out").string() + "'");
  REQUIRE(::mkfifo((world.folder.path / "gate").c_str(), 0600) == 0);
  const auto open_gate = [&] {
    std::optional<Descriptor> gate;
    REQUIRE(world.turn_until([&] {
      gate.emplace(::open((world.folder.path / "gate").c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC));
      return static_cast<bool>(*gate);
    }));
    REQUIRE(::write(gate->get(), "\n", 1) == 1);
  };
  world.hooks->tell(news(watch::Verdict::tunnel_broken));
  REQUIRE(world.loop.turn(1s));
  world.hooks->tell(news(watch::Verdict::wan_down));
  world.hooks->tell(news(watch::Verdict::healthy));
  world.listen();
  CHECK(world.said("6 hooks are not told of wan-down: healthy came while those for tunnel-broken still ran"));
  open_gate();
  REQUIRE(world.turn_until_said("6 hooks ran for tunnel-broken: 10-slow"));
  open_gate();
  REQUIRE(world.turn_until_said("6 hooks ran for healthy: 10-slow"));
  CHECK(world.written() == "-tunnel-broken\ntunnel-broken-healthy\n");

  // And where all is again as it was told, nothing is left to tell.
  world.hooks->tell(news(watch::Verdict::target_down));
  REQUIRE(world.loop.turn(1s));
  world.hooks->tell(news(watch::Verdict::healthy));
  world.hooks->tell(news(watch::Verdict::target_down));
  open_gate();
  REQUIRE(world.turn_until_said("6 hooks ran for target-down: 10-slow"));
  while (world.loop.turn(0s).value()) {
  }
  CHECK(world.written().ends_with("healthy-target-down\n"));
}

TEST_CASE("a hook that fails, hangs, forks, cannot be run or is killed costs a line, and the next one runs") {
  World world;
  world.hooks->configure({.folder = world.hooks_d, .timeout = 400ms});
  world.hook("10-fails", "exit 3");
  world.hook("20-hangs", "trap '' TERM; sleep 600");
  world.hook("30-forks", "sleep 600 & echo $! >'" + (world.folder.path / "out").string() + "'");
  world.hook("40-killed", "kill -9 $$");
  world.folder.write("hooks.d/50-no-interpreter", "#!/nonexistent/sh\n");
  REQUIRE(::chmod((world.hooks_d + "/50-no-interpreter").c_str(), 0755) == 0);
  world.tell(news(watch::Verdict::wan_down));
  CHECK(world.said("4 hook 10-fails failed for wan-down: exit code 3"));
  CHECK(world.said("4 hook 20-hangs failed for wan-down: ended after 400 ms"));
  CHECK(world.said("4 hook 30-forks failed for wan-down: it left something running; its process group was ended"));
  CHECK(world.said("4 hook 40-killed failed for wan-down: killed by signal 9"));
  CHECK(std::ranges::any_of(world.lines, [](const std::string& line) { return line.starts_with("4 hook 50-no-interpreter failed for wan-down: run "); }));
  CHECK(world.said("6 hooks ran for wan-down: zz-end"));
  CHECK(world.lines.size() == 6);
  const pid_t forked = std::atoi(world.written().c_str());
  REQUIRE(forked > 1);
  REQUIRE(world.turn_until([&] { return !alive(forked); }));
}

TEST_CASE("what a hook prints goes to the journal in part, and one that does not stop printing is ended") {
  World world(To::pipe);
  world.hook("10-speaks", "echo \"sent to admin\"; echo two >&2");
  world.hook("20-shouts", "yes 'all work and no play'");
  world.hook("30-lists", "seq 1000");
  world.tell(news(watch::Verdict::wan_down));
  CHECK(world.said("10-speaks: sent to admin"));
  CHECK(world.said("10-speaks: two"));
  CHECK(world.said("hook 20-shouts failed for wan-down: ended because it printed more than 1 MiB"));
  const auto printed = [&](const std::string& line) { return static_cast<std::size_t>(std::ranges::count(world.lines, line)); };
  CHECK(printed("20-shouts: all work and no play") == Hooks::most_output_lines);
  CHECK(printed("30-lists: 1") == 1);
  CHECK(printed("30-lists: " + std::to_string(Hooks::most_output_lines + 1)) == 0);
}

TEST_CASE("the loop turns while a hook shouts") {
  World world(To::pipe);
  world.hooks->configure({.folder = world.hooks_d, .timeout = 10s});
  world.hook("10-shouts", "yes");
  world.hooks->tell(news(watch::Verdict::wan_down));
  int turns = 0;
  REQUIRE(world.turn_until([&] { return ++turns, world.said("hook 10-shouts failed for wan-down: ended because it printed more than 1 MiB"); }));
  CHECK(turns >= 8);  // 128 KiB at a time
}

TEST_CASE("a hook that others may write is not run, and said once until it is mended") {
  World world;
  const std::string out = "echo run >>'" + (world.folder.path / "out").string() + "'";
  world.hook("10-open", out, 0757);
  const std::string line = "4 hook 10-open is not run: it may be written by everybody (mode 0757); to do: chmod go-w " + world.hooks_d + "/10-open";
  world.tell(news(watch::Verdict::wan_down));
  CHECK(world.said(line));
  world.lines.clear();
  world.tell(news(watch::Verdict::healthy));
  CHECK_FALSE(world.said(line));
  CHECK(world.written().empty());
  REQUIRE(::chmod((world.hooks_d + "/10-open").c_str(), 0755) == 0);
  world.tell(news(watch::Verdict::target_down));
  CHECK(world.written() == "run\n");
  REQUIRE(::chmod((world.hooks_d + "/10-open").c_str(), 0777) == 0);
  world.tell(news(watch::Verdict::path_mtu));
  CHECK(std::ranges::any_of(world.lines, [](const std::string& each) { return each.starts_with("4 hook 10-open is not run"); }));
}

TEST_CASE("without a folder, or with none configured, a change costs nothing") {
  World world;
  for (const std::string& folder : {std::string(), (world.folder.path / "nowhere").string()}) {
    world.hooks->configure({.folder = folder, .timeout = 10s});
    world.hooks->tell(news(watch::Verdict::wan_down));
    world.hooks->tell(news(watch::Verdict::healthy));
    while (world.loop.turn(0s).value()) {
    }
    world.listen();
    CHECK(world.lines.empty());
  }
}

TEST_CASE("hooks that still run end with the supervisor") {
  World world;
  world.hook("10-hangs", "echo $$ >'" + (world.folder.path / "out").string() + "'; exec sleep 600");
  world.hooks->tell(news(watch::Verdict::wan_down));
  REQUIRE(world.turn_until([&] { return world.written().ends_with("\n"); }));
  const pid_t pid = std::atoi(world.written().c_str());
  REQUIRE(pid > 1);
  CHECK(alive(pid));
  world.hooks.reset();
  CHECK_FALSE(alive(pid));
}

TEST_CASE("a verdict that stands is told, and one of a look under way is not") {
  World world;
  world.hook("10-tells", "echo $TAILMEND_VERDICT_BEFORE-$TAILMEND_VERDICT $TAILMEND_PERSON $TAILMEND_WAN4 $TAILMEND_WAN4_GATEWAY >>'" + (world.folder.path / "out").string() + "'");
  watch::testing::Played played({}, [&](const watch::testing::Played& its, const watch::Observation& seen) {
    world.hooks->take({.now = its.now, .seen = seen, .decision = its.last, .machine = its.machine});
  });
  REQUIRE(played.advance_to(watch::State::healthy, 1min));
  REQUIRE(world.turn_until_said("6 hooks ran for healthy: 10-tells"));
  played.scene.target(watch::TcpOutcome::timed_out);
  REQUIRE(played.advance_to(watch::State::reported, 1min));
  REQUIRE(world.turn_until_said("6 hooks ran for target-down: 10-tells"));
  CHECK(world.written() == "-healthy no wan0 192.0.2.1\nhealthy-target-down no wan0 192.0.2.1\n");
  played.advance(6min);
  REQUIRE(world.turn_until([&] { return std::ranges::count(world.lines, "6 hooks ran for target-down: 10-tells") == 2; }));
  CHECK(world.written().ends_with("\ntarget-down-target-down yes wan0 192.0.2.1\n"));
}
