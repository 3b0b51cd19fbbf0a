// Somebody sets the wall clock a year ahead, or a year back, in the middle of an episode: what was kept before is neither
// forgotten nor kept for ever, on a real file system.
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <ctime>
#include <numeric>
#include <optional>
#include <string>
#include <vector>

#include "daemon/chronicler.hpp"
#include "daemon/metrics/tally.hpp"
#include "daemon/report/history_text.hpp"
#include "daemon/state/state_store.hpp"
#include "libwatch/budget.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/folder.hpp"
#include "tests/support/played.hpp"

using namespace std::chrono_literals;
using namespace tailmend;
using tailmend::testing::Folder;
using watch::Duration;
using watch::Instant;

namespace {
constexpr std::chrono::seconds year = 365 * 24h;
std::time_t ahead_s = 0;  // of the real wall clock, for the whole process
}  // namespace

extern "C" int clock_gettime(clockid_t id, timespec* now) noexcept {
  const auto result = static_cast<int>(::syscall(SYS_clock_gettime, id, now));
  if (result == 0 && id == CLOCK_REALTIME) now->tv_sec += ahead_s;
  return result;
}
extern "C" std::time_t time(std::time_t* out) noexcept {
  timespec now{};
  ::clock_gettime(CLOCK_REALTIME, &now);
  if (out != nullptr) *out = now.tv_sec;
  return now.tv_sec;
}

namespace {

// As long as it lives the wall clock is wrong.
struct Set {
  explicit Set(std::chrono::seconds jump) { ahead_s = static_cast<std::time_t>(jump.count()); }
  Set(const Set&) = delete;
  Set& operator=(const Set&) = delete;
  ~Set() { ahead_s = 0; }
};

// A daemon that keeps its episodes, beside a machine whose time and wall clock the test moves.
class Host : public Folder {
 public:
  explicit Host(std::chrono::seconds set = 0s) : ahead(set) {
    chronicler.emplace(path.string(), [this](const std::string& text) { trouble += text; }, [this] { return Moment{.boot = at, .wall = wall()}; });
    last = chronicler->begin();
    played.emplace(watch::Policy{}, [this](const watch::testing::Played& here, const watch::Observation& seen) {
      at = here.now;
      const Step step{.now = here.now, .seen = seen, .decision = here.last, .machine = here.machine};
      chronicler->take(step);
      tally.take(step);
    });
    played->see(watch::Remembered{.episode = last});
    REQUIRE(played->advance_to(watch::State::healthy, 10s));
    played->advance(25s);
  }
  [[nodiscard]] WallTime wall() const { return WallTime(1795223647s + (at - Instant(24h))) + ahead; }
  void fall_silent() {
    played->scene.all_silent();
    REQUIRE(played->advance_to(watch::State::backing_off, 20s));
  }
  void heal() {
    played->scene.target(watch::TcpOutcome::held, 46ms);
    for (auto& peer : played->scene.evidence.peers) peer.disco = peer.tsmp = watch::Standing::good;
    REQUIRE(played->advance_to(watch::State::healthy, 1min));
  }
  void set(std::chrono::seconds jump) { ahead = jump; }
  [[nodiscard]] EpisodeReader reader() const { return EpisodeReader::open(path.string()).value(); }
  [[nodiscard]] Duration watched() const {
    const auto days = reader().days();
    CHECK(days.trouble.empty());
    return std::accumulate(days.value.begin(), days.value.end(), Duration::zero(), [](Duration sum, const WatchedDay& d) { return sum + d.watched.watched; });
  }

  std::chrono::seconds ahead;
  Instant at{24h};
  std::uint32_t last = 0;
  std::string trouble;
  std::optional<Chronicler> chronicler;
  Tally tally;
  std::optional<watch::testing::Played> played;
};

std::string sample(const std::string& text, const std::string& name) {
  const auto at = text.find("\n" + name + " ");
  return at == std::string::npos ? "" : text.substr(at + name.size() + 2, text.find('\n', at + 1) - at - name.size() - 2);
}

}  // namespace

TEST_CASE("what was spent of the budget, and a pause, are the same after the wall clock was set by a year") {
  for (const auto jump : {year, -year}) {
    const Folder folder;
    const StateStore store(folder.path);
    const Clocks clocks = read_clocks();
    const Instant now = std::chrono::floor<std::chrono::milliseconds>(clocks.now);
    const std::vector<Instant> spent{now - 40min, now - 10min};
    const watch::Pause pause{.since = now, .until = now + 2h, .who = "root", .reason = "a new router"};
    REQUIRE(store.save_budget(spent, {now - 5min}));
    REQUIRE(store.save_pause(pause));
    const auto survive = [&] {  // a kill, and the next start
      const auto kept = store.load_budget(now + 1min);
      CHECK(kept.trouble.empty());
      CHECK(kept.restarts == spent);
      CHECK(kept.up_resets == std::vector<Instant>{now - 5min});
      const watch::Budget budget(3, watch::Policy::budget_window, kept.restarts);
      CHECK(budget.left(now + 1min) == 1);
      CHECK(budget.left(now + 21min) == 2);
      CHECK(budget.left(now + 51min) == 3);
      CHECK(store.load_pause(now + 1min).pause == pause);
      CHECK_FALSE(store.load_pause(pause.until).pause);
    };
    {
      const Set set(jump);
      REQUIRE(std::abs(read_clocks().wall_s - clocks.wall_s - jump.count()) < 60);
      survive();
      REQUIRE(store.save_budget(spent, {now - 5min}));
      REQUIRE(store.save_pause(pause));
      survive();
    }
    survive();  // somebody has set it right again
  }
}

TEST_CASE("an episode in whose middle the wall clock is set by a year is told once, as long as it was, by the new clock") {
  const auto play = [](std::chrono::seconds jump) {
    Host host;
    host.fall_silent();
    CHECK(host.reader().open_episode().value.has_value());
    host.set(jump);
    host.heal();
    CHECK(host.trouble.empty());
    const auto kept = host.reader().summaries();
    CHECK(kept.trouble.empty());
    REQUIRE(kept.value.size() == 1);
    CHECK(kept.value[0].began + kept.value[0].lasted <= host.wall());
    CHECK_FALSE(host.reader().open_episode().value);
    Summary same = kept.value[0];
    same.began -= jump;
    return std::pair(same, host.watched());
  };
  const auto undisturbed = play(0s);
  CHECK(undisturbed.first.away > 0s);
  CHECK(undisturbed.second > 25s);
  CHECK(play(year) == undisturbed);
  CHECK(play(-year) == undisturbed);
}

TEST_CASE("killed after the wall clock was set by a year, the open episode is closed once and the numbers go on") {
  for (const auto jump : {year, -year}) {
    Host host;
    host.fall_silent();
    host.set(jump);
    host.played->advance(5s);
    host.chronicler.reset();  // a kill
    EpisodeStore next(host.path.string());
    const auto begun = next.begin();
    REQUIRE(begun);
    CHECK(begun->trouble.empty());
    CHECK(begun->last == 1);
    const auto kept = host.reader().summaries();
    REQUIRE(kept.value.size() == 1);
    CHECK(kept.value[0].ending == watch::Ending::cut_off);
  }
}

TEST_CASE("history has the episodes of both clocks, in the order in which they came") {
  for (const auto jump : {year, -year}) {
    Host host;
    host.fall_silent();
    host.heal();
    host.set(jump);
    host.fall_silent();
    host.heal();
    host.set(0s);
    host.fall_silent();
    host.heal();
    const auto kept = host.reader().summaries();
    REQUIRE(kept.value.size() == 3);
    for (std::uint32_t i = 0; i < 3; ++i) CHECK(kept.value[i].number == i + 1);
    const History history{.episodes = kept.value, .days = host.reader().days().value, .since = {}, .trouble = ""};
    const std::string text = history_text(history, host.wall(), {});
    CHECK(text.contains(jump > 0s ? "2027" : "2025"));
    CHECK(text.contains("3 episodes"));
    CHECK_FALSE(text.contains(" -"));  // no time below nothing
  }
}

TEST_CASE("the metrics' Unix times follow a wall clock that is set by a year, and its counters do not") {
  for (const auto jump : {year, -year}) {
    Host host;
    host.fall_silent();
    const auto text = [&] { return host.tally.text(host.at, std::chrono::duration_cast<Duration>(host.wall().time_since_epoch())); };
    const std::string before = text();
    host.set(jump);
    const std::string after = text();
    for (const std::string name : {"tailmend_start_time_seconds", "tailmend_next_look_timestamp_seconds"})
      CHECK(std::stoll(sample(after, name)) - std::stoll(sample(before, name)) == jump.count());
    const std::string away = R"(tailmend_without_data_seconds_total{target="plc"})";
    CHECK(std::stod(sample(before, away)) > 0);
    CHECK(sample(after, away) == sample(before, away));
  }
}

TEST_CASE("a month of availability outlasts a wall clock that was set by a year for an hour, and put right again") {
  for (const auto jump : {year, -year}) {
    Host host;
    host.played->advance(3h);
    const Duration before = host.watched();
    REQUIRE(before > 1h);
    host.set(jump);
    host.played->advance(3h);  // as on a router without a battery, until it has found the time
    host.set(0s);
    host.played->advance(3h);
    const auto days = host.reader().days();
    const Span month = span_of(days.value, "plc", local_day(host.wall()), 30);
    CHECK(month.watched >= before);
  }
}
