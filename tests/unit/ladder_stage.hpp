// What has been tried, and what a ladder chooses after that in a scene.
#pragma once
#include <string_view>

#include "libwatch/ladder.hpp"
#include "tests/support/scene.hpp"

namespace watch::testing {

inline History fresh() { return {.restarts_left = 3, .up_resets_left = 3}; }

// All mild rungs tried, and the rounds that a hard one needs.
inline History mild_done() {
  History history = fresh();
  for (const Remedy remedy : {Remedy::kick, Remedy::rebind, Remedy::reconnect, Remedy::conntrack}) history.tried.add(remedy);
  history.mild_tried = true;
  history.bad_rounds = 2;
  return history;
}

inline Choice choice_for(Scene& scene, const History& history) { return choose(judge(scene.evidence), scene.evidence, history); }

inline std::string_view reason(const Choice& choice, Remedy remedy) {
  for (const Skip& skip : choice.skips)
    if (skip.remedy == remedy) return skip.reason;
  return "";
}

}  // namespace watch::testing
