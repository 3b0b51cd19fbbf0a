// Episodes on a disk that is full, and of a daemon that is killed.
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <vector>

#include "daemon/state/episode_store.hpp"
#include "tests/edges/disk_harm.hpp"
#include "tests/edges/episode_store_stage.hpp"
#include "tests/support/catch.hpp"

using namespace tailmend;
using namespace tailmend::testing;

extern "C" {
int unlinkat(int folder, const char* name, int flags) noexcept {
  if (struck()) return strike(-1);
  return static_cast<int>(::syscall(SYS_unlinkat, folder, name, flags));
}
int linkat(int from, const char* old_name, int to, const char* new_name, int flags) noexcept {
  if (struck()) return strike(-1);
  return static_cast<int>(::syscall(SYS_linkat, from, old_name, to, new_name, flags));
}
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
