// A played machine whose steps a chronicle follows, and the episodes that have ended.
#pragma once
#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

#include "libwatch/chronicle.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/played.hpp"

namespace watch::testing {

struct Kept {
  Chronicle chronicle;
  std::vector<Episode> ended;
};

struct Chronicled : Kept, Played {
  Chronicled()
      : Played({}, [this](const Played& played, const Observation& seen) {
          if (chronicle.take(played.now, seen, played.last, played.machine).ended) ended.push_back(*chronicle.last());
        }) {}
};

// Healthy for half a minute, then nothing in the tailnet answers.
struct Broken : Chronicled {
  explicit Broken(std::uint32_t episodes = 0) {
    see(Remembered{.episode = episodes});
    REQUIRE(advance_to(State::healthy, 10s));
    advance(25s);
    scene.all_silent();
  }
  void heal() {
    scene.target(TcpOutcome::held, 46ms);
    for (auto& peer : scene.evidence.peers) peer.disco = peer.tsmp = Standing::good;
  }
};

inline bool tells(const Episode& episode, std::string_view text) {
  return std::ranges::any_of(episode.lines, [&](const EpisodeLine& line) { return line.text == text; });
}

}  // namespace watch::testing
