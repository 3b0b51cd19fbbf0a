// Episodes on a real file system. The calls that write are ours here, so that they can fail or be the last thing that a
// killed daemon did.
#include "daemon/episode_store.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/support/catch.hpp"
#include "tests/support/folder.hpp"

using namespace std::chrono_literals;
using namespace tailmend;

namespace {

enum class Harm { none, fail, kill };
struct {
  Harm harm = Harm::none;
  int calls_left = 0;  // before the harm
} fate;

bool struck() { return fate.harm != Harm::none && --fate.calls_left < 0; }
template <class Result>
Result strike(Result result) {
  if (fate.harm == Harm::kill) ::kill(::getpid(), SIGKILL);
  errno = ENOSPC;
  return result;
}
ssize_t really_write(int fd, const void* data, std::size_t size) { return ::syscall(SYS_write, fd, data, size); }

}  // namespace

extern "C" {
ssize_t write(int fd, const void* data, std::size_t size) {
  if (!struck()) return really_write(fd, data, size);
  really_write(fd, data, size / 2);  // the disk took half of it
  return strike<ssize_t>(-1);
}
int renameat(int from, const char* old_name, int to, const char* new_name) noexcept {
  if (struck()) return strike(-1);
  return static_cast<int>(::syscall(SYS_renameat2, from, old_name, to, new_name, 0));
}
int unlinkat(int folder, const char* name, int flags) noexcept {
  if (struck()) return strike(-1);
  return static_cast<int>(::syscall(SYS_unlinkat, folder, name, flags));
}
int linkat(int from, const char* old_name, int to, const char* new_name, int flags) noexcept {
  if (struck()) return strike(-1);
  return static_cast<int>(::syscall(SYS_linkat, from, old_name, to, new_name, flags));
}
}

namespace {

// A state directory with a flight record in it.
class State : public tailmend::testing::Folder {
 public:
  State() {
    std::filesystem::create_directory(path / "flight");
    new_record("one");
  }
  void new_record(const std::string& text) const {
    std::filesystem::remove(path / "flight/current");
    std::ofstream(path / "flight/current") << text;
  }
  [[nodiscard]] std::string read(const std::string& name) const {
    std::ostringstream text;
    text << std::ifstream(path / name).rdbuf();
    return text.str();
  }
  [[nodiscard]] bool has(const std::string& name) const { return std::filesystem::exists(path / "episodes" / name); }
};

const Moment now{.boot = watch::Instant(1000s), .wall = WallTime(1795223647000000us)};

watch::Episode episode(std::uint32_t number, watch::Ending ending = watch::Ending::healed) {
  watch::Episode e{.number = number, .began = now.boot - 10s, .lasted = 6s, .ending = ending, .verdict = watch::Verdict::wan_down, .whose = watch::Whose::wan, .sentence = "no way out",
                   .watched = true, .away = 5s};
  e.lines = {{.after = 0s, .from = watch::State::healthy, .to = watch::State::wan_down, .weight = watch::Weight::turn, .text = "no way out: wan-down, WAN"}};
  return e;
}

std::vector<std::uint32_t> numbers(const State& state) {
  std::vector<std::uint32_t> found;
  for (const auto& summary : EpisodeReader::open(state.path)->summaries().value) found.push_back(summary.number);
  return found;
}

}  // namespace

TEST_CASE("an episode is there in full, in the index and with its flight record once it has ended") {
  const State state;
  CHECK(EpisodeReader::open(state.path).error().error == ENOENT);
  EpisodeStore store(state.path);
  CHECK(store.begin()->last == 0);
  REQUIRE(store.save_open(episode(1, watch::Ending::going_on), now));
  const auto reader = EpisodeReader::open(state.path);
  REQUIRE(reader);
  CHECK(reader->open_episode().value->episode.ending == watch::Ending::going_on);
  CHECK(reader->episode(1).value->began == now.wall - 10s);
  CHECK(numbers(state) == std::vector<std::uint32_t>{1});

  REQUIRE(store.close(episode(1), now));
  CHECK(!reader->open_episode().value);
  CHECK(reader->episode(1).value->episode.ending == watch::Ending::healed);
  CHECK(reader->summaries().value == std::vector<Summary>{summary_of(*reader->episode(1).value)});
  CHECK(reader->summaries().trouble.empty());
  CHECK(reader->flight_record(1) == (state.path / "episodes/1.flight").string());
  CHECK(std::filesystem::equivalent(state.path / "flight/current", state.path / "episodes/1.flight"));

  watch::Episode more = episode(1);
  more.lines.push_back({.after = 2min, .text = "site-router is direct again"});
  REQUIRE(store.amend(more, now));
  CHECK(reader->episode(1).value->episode.lines.size() == 2);
  CHECK(!reader->episode(2).value);
  CHECK(reader->episode(2).trouble.empty());
  struct stat about {};
  REQUIRE(::stat((state.path / "episodes").c_str(), &about) == 0);
  CHECK((about.st_mode & 0777U) == 0700U);
}

TEST_CASE("an episode that a dead daemon left open is said to be cut off, and closed by the next one") {
  const State state;
  {
    EpisodeStore store(state.path);
    REQUIRE(store.begin());
    REQUIRE(store.close(episode(6), now));
    REQUIRE(store.save_open(episode(7, watch::Ending::going_on), now));
  }
  const auto reader = EpisodeReader::open(state.path);
  CHECK(reader->open_episode().value->episode.ending == watch::Ending::cut_off);
  CHECK(reader->summaries().value.back().ending == watch::Ending::cut_off);
  EpisodeStore next(state.path);
  const auto begun = next.begin();
  REQUIRE(begun);
  CHECK(begun->last == 7);
  CHECK(begun->trouble.empty());
  CHECK(!state.has("open"));
  CHECK(reader->episode(7).value->episode.ending == watch::Ending::cut_off);
  CHECK(numbers(state) == std::vector<std::uint32_t>{6, 7});
  CHECK(state.has("7.flight"));
}

TEST_CASE("killed at any moment of keeping an episode, it is there once after the next start, and all before it") {
  bool finished = false;
  int kills = 0;
  while (!finished) {
    const State state;
    {
      EpisodeStore store(state.path);
      REQUIRE(store.begin());
      REQUIRE(store.close(episode(1), now));
    }
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      EpisodeStore store(state.path);
      const bool begun = store.begin().has_value();
      fate = {.harm = Harm::kill, .calls_left = kills};
      ::_exit(begun && store.save_open(episode(2, watch::Ending::going_on), now) && store.close(episode(2), now) ? 0 : 1);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    finished = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    CAPTURE(kills);
    EpisodeStore next(state.path);
    const auto begun = next.begin();
    REQUIRE(begun);
    CHECK(begun->trouble.empty());
    const auto kept = numbers(state);
    CHECK((kept == std::vector<std::uint32_t>{1, 2} || (kills < 2 && kept == std::vector<std::uint32_t>{1})));
    CHECK(begun->last == kept.back());
    CHECK(EpisodeReader::open(state.path)->episode(kept.back()).value);
    if (!finished) {
      REQUIRE(WIFSIGNALED(status));
      ++kills;
    }
  }
  CHECK(kills >= 7);
}

TEST_CASE("a full disk loses the newest at most, and says so; what comes later is kept") {
  for (int calls = 0; calls < 5; ++calls) {
    const State state;
    EpisodeStore store(state.path);
    REQUIRE(store.begin());
    REQUIRE(store.close(episode(1), now));
    fate = {.harm = Harm::fail, .calls_left = calls};
    const auto closed = store.close(episode(2), now);
    fate = {};
    CAPTURE(calls);
    if (!closed) CHECK(closed.error().error == ENOSPC);
    REQUIRE(store.close(episode(3), now));
    const auto kept = numbers(state);
    CHECK(kept.front() == 1);
    CHECK(kept.back() == 3);
    CHECK(EpisodeReader::open(state.path)->episode(3).value);
  }
}

TEST_CASE("the index keeps its newest lines once it is too long") {
  const State state;
  EpisodeStore store(state.path);
  REQUIRE(store.begin());
  std::string text = index_header();
  std::uint32_t number = 0;
  while (text.size() + max_index_line < EpisodeStore::max_index_bytes) text += index_line(summary_of({.began = now.wall, .episode = episode(++number)}));
  state.write("episodes/index", text);
  for (int i = 0; i < 10; ++i) REQUIRE(store.close(episode(++number), now));
  const auto read = EpisodeReader::open(state.path)->summaries();
  CHECK(read.trouble.empty());
  CHECK(read.value.size() >= 2000);
  CHECK(read.value.back().number == number);
  CHECK(std::filesystem::file_size(state.path / "episodes/index") <= EpisodeStore::max_index_bytes);
}

TEST_CASE("in full only the newest are kept, and flight records of few machines") {
  const State state;
  EpisodeStore store(state.path);
  REQUIRE(store.begin());
  for (std::uint32_t number = 1; number <= EpisodeStore::max_in_full + 5; ++number) state.write("episodes/" + std::to_string(number), "x");
  state.write("episodes/.9.new", "half");
  std::uint32_t number = EpisodeStore::max_in_full + 5;
  for (std::size_t record = 0; record < EpisodeStore::max_flight_records + 2; ++record) {
    state.new_record(std::to_string(record));
    REQUIRE(store.close(episode(++number), now));
  }
  CHECK(!state.has("10"));
  CHECK(state.has("11"));
  CHECK(!state.has(".9.new"));
  CHECK(state.has(std::to_string(number) + ".flight"));
  CHECK(state.has(std::to_string(number - EpisodeStore::max_flight_records + 1) + ".flight"));
  CHECK(!state.has(std::to_string(number - EpisodeStore::max_flight_records) + ".flight"));
  for (std::size_t i = 0; i < EpisodeStore::max_flights + 2; ++i) REQUIRE(store.close(episode(++number), now));
  CHECK(state.has(std::to_string(number - EpisodeStore::max_flights + 1) + ".flight"));
  CHECK(!state.has(std::to_string(number - EpisodeStore::max_flights) + ".flight"));
}

TEST_CASE("without a flight record an episode is kept all the same") {
  const State state;
  std::filesystem::remove_all(state.path / "flight");
  EpisodeStore store(state.path);
  REQUIRE(store.begin());
  REQUIRE(store.close(episode(1), now));
  CHECK(EpisodeReader::open(state.path)->flight_record(1).empty());
}

TEST_CASE("what another version wrote is put aside, not written to") {
  const State state;
  EpisodeStore store(state.path);
  REQUIRE(store.begin());
  state.write("episodes/index", "tailmend episodes 2\nsomething\n");
  state.write("episodes/days", "tailmend days 2\nsomething\n");
  CHECK(EpisodeReader::open(state.path)->summaries().trouble.find("another version of tailmend wrote it") != std::string::npos);
  REQUIRE(store.close(episode(1), now));
  REQUIRE(store.add_watched(20261121, {{.target = "plc", .watched = 1h, .away = 5s}}));
  CHECK(numbers(state) == std::vector<std::uint32_t>{1});
  CHECK(state.read("episodes/index.other") == "tailmend episodes 2\nsomething\n");
  CHECK(state.read("episodes/days.other") == "tailmend days 2\nsomething\n");
}

TEST_CASE("a garbled or truncated file is said to be so, and the rest is used") {
  const State state;
  EpisodeStore store(state.path);
  REQUIRE(store.begin());
  REQUIRE(store.close(episode(1), now));
  REQUIRE(store.close(episode(2), now));
  const std::string index = state.read("episodes/index");
  state.write("episodes/index", index.substr(0, index.size() - 10));
  const auto reader = EpisodeReader::open(state.path);
  CHECK(numbers(state) == std::vector<std::uint32_t>{1});
  CHECK(reader->summaries().trouble == (state.path / "episodes/index").string() + ": line 3 is not understood, ignoring it");
  REQUIRE(store.close(episode(3), now));
  CHECK(numbers(state) == std::vector<std::uint32_t>{1, 3});
  state.write("episodes/2", std::string("\x7f" "ELF\0\1", 6));
  CHECK(!reader->episode(2).value);
  CHECK(reader->episode(2).trouble.find("no such file of tailmend") != std::string::npos);
  state.write("episodes/2", std::string(max_episode_text + 1, 'x'));
  CHECK(reader->episode(2).trouble.find("File too large") != std::string::npos);
  std::filesystem::remove(state.path / "episodes/2");
  REQUIRE(::mkfifo((state.path / "episodes/2").c_str(), 0600) == 0);
  CHECK(reader->episode(2).trouble.find("no regular file") != std::string::npos);
}

TEST_CASE("a daemon that starts over a garbled open episode says so and goes on") {
  const State state;
  std::filesystem::create_directory(state.path / "episodes");
  state.write("episodes/open", "tailmend episode 1\nnumber 9\nbegan 5\nrubbish\n");
  EpisodeStore store(state.path);
  const auto begun = store.begin();
  REQUIRE(begun);
  CHECK(begun->trouble.find("is not understood") != std::string::npos);
  CHECK(!state.has("open"));
}

TEST_CASE("one folder has one daemon") {
  const State state;
  EpisodeStore store(state.path);
  REQUIRE(store.begin());
  EpisodeStore second(state.path);
  CHECK(!second.begin());
  CHECK(second.close(episode(1), now));  // writes nothing
  CHECK(numbers(state).empty());
  CHECK(!EpisodeStore(state.path / "nowhere").begin());
}

TEST_CASE("how long targets were watched adds up on disk") {
  const State state;
  EpisodeStore store(state.path);
  REQUIRE(store.begin());
  REQUIRE(store.add_watched(20261120, {{.target = "plc", .watched = 1h, .away = 0s}}));
  REQUIRE(store.add_watched(20261121, {{.target = "plc", .watched = 1h, .away = 5s}}));
  REQUIRE(store.add_watched(20261121, {{.target = "plc", .watched = 1h, .away = 5s}}));
  const auto days = EpisodeReader::open(state.path)->days();
  CHECK(days.trouble.empty());
  REQUIRE(days.value.size() == 2);
  CHECK(days.value[1].watched.watched == 2h);
  CHECK(days.value[1].watched.away == 10s);
}
