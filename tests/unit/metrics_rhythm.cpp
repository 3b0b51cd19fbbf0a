// Played hours, and when the file would be written in them.
#include "daemon/metrics/metrics_rhythm.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/played.hpp"

using namespace watch;
using tailmend::MetricsRhythm;
using watch::testing::Played;

namespace {

// A writer that obeys, and the timer that it would need.
struct Writer {
  explicit Writer(Policy policy = {}) : played(std::move(policy), [this](const Played& here, const Observation& seen) { take(here, seen); }) {}

  void take(const Played& here, const Observation& seen) {
    wake(here.now);
    if (written && told_next < here.now) most_stale = std::max(most_stale, here.now - told_next);
    const bool worth_a_line = !here.last.because.empty() && !here.last.routine;
    if (worth_a_line && !owed) owed = here.now;
    const auto due = rhythm.take({here.now, seen, here.last, here.machine});
    next = here.machine.deadline().value_or(Instant::max());
    if (!due) return;
    if (*due <= here.now) return write(here.now);
    timer = due;
  }
  void wake(Instant now) {
    if (!timer || *timer > now) return;
    ++wakes;
    write(*timer);
  }
  void write(Instant now) {
    closest = written ? std::min(closest, now - last) : closest;
    if (owed) longest_owed = std::max(longest_owed, now - *owed);
    owed.reset();
    last = now;
    told_next = next;
    timer.reset();
    written = true;
    ++writes;
    rhythm.written(now);
  }

  MetricsRhythm rhythm;
  std::optional<Instant> timer;
  bool written = false;
  Instant last{};
  Instant next = Instant::max();
  Instant told_next{};  // the next look that stands in the file
  std::optional<Instant> owed;  // since when something worth a line is not in the file
  Duration longest_owed{};
  Duration closest = 24h;
  Duration most_stale{};
  int writes = 0;
  int wakes = 0;
  Played played;
};

}  // namespace

TEST_CASE("in quiet health the file is written with every second heartbeat, and nobody wakes up for it") {
  Writer w;
  REQUIRE(w.played.advance_to(State::healthy, 1min));
  w.played.advance(1min);
  w.writes = w.wakes = 0;
  w.played.advance(5h);
  CHECK(w.wakes == 0);
  CHECK(w.writes <= 5 * 3600 / 15);
  CHECK(w.writes >= 5 * 3600 / 25);
  CHECK(w.closest >= MetricsRhythm::prompt_every);
}

TEST_CASE("on a metered line the file is written with each heartbeat and each look") {
  Policy policy;
  policy.uplinks.push_back({.match = "wan*", .heartbeat = 1h});
  Writer w(policy);
  w.played.advance(5min);
  w.writes = w.wakes = 0;
  w.played.advance(10h);
  CHECK(w.writes >= 60);
  CHECK(w.wakes <= 10);
  CHECK(w.most_stale <= MetricsRhythm::calm_patience);
}

TEST_CASE("two looks close together and then none for long: the file tells of the second") {
  Policy policy;
  policy.heartbeat = Policy::full_every - 3s;
  Writer w(policy);
  w.played.advance(5min);
  w.wakes = 0;
  w.played.advance(5h);
  CHECK(w.most_stale <= MetricsRhythm::calm_patience);
  CHECK(w.wakes > 0);
}

TEST_CASE("a heartbeat of a second is no reason to write each second") {
  Policy policy;
  policy.heartbeat = 1s;
  Writer w(policy);
  w.played.advance(1h);
  CHECK(w.writes <= 3600 / 15 + 10);
  CHECK(w.writes >= 3600 / 25);
}

TEST_CASE("what is worth a line is in the file within five seconds, and the file never lags behind") {
  Writer w;
  REQUIRE(w.played.advance_to(State::healthy, 1min));
  w.played.advance(10min);
  w.played.scene.all_silent();
  for (int second = 0; second < 1800; ++second) {
    if (second == 900) w.played.scene.target(TcpOutcome::held, 11ms);
    w.played.advance(1s);
    w.wake(w.played.now);
  }
  CHECK(w.wakes > 0);
  CHECK(w.longest_owed > Duration::zero());
  CHECK(w.longest_owed <= MetricsRhythm::prompt_every);
  CHECK(w.closest >= MetricsRhythm::prompt_every);
  CHECK(w.most_stale <= MetricsRhythm::calm_patience);
}
