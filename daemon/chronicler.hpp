// Keeps what the chronicle tells: is told of each step, and has the episode store write what is worth keeping. Decides
// nothing about the host; what it cannot write is said and lost.
#pragma once
#include <functional>
#include <optional>
#include <string>

#include "daemon/base/clock.hpp"
#include "daemon/report/step.hpp"
#include "daemon/state/episode_store.hpp"
#include "libwatch/chronicle.hpp"

namespace tailmend {

class Chronicler {
 public:
  using OnTrouble = std::function<void(const std::string&)>;
  using Clock = std::function<Moment()>;

  Chronicler(std::string state_directory, OnTrouble on_trouble, Clock clock = read_moment)
      : store_(std::move(state_directory)), on_trouble_(std::move(on_trouble)), clock_(std::move(clock)) {}

  // Before the recorder begins: the flight record of an episode that was cut off is still the current one then. The number
  // of the last episode, for watch::Remembered; 0: none yet.
  std::uint32_t begin();
  watch::Heard take(const Step& step);
  // The daemon ends.
  void stop();

  [[nodiscard]] const watch::Chronicle& chronicle() const { return chronicle_; }

  static constexpr watch::Duration saved_every = std::chrono::minutes(1);    // an episode that goes on, for its figures
  static constexpr watch::Duration watched_every = std::chrono::hours(1);    // how long targets were watched, where nothing happens
  static constexpr watch::Duration day_asked_every = std::chrono::minutes(1);

 private:
  void save_open(watch::Instant now, bool told);
  void save_watched(watch::Instant now, bool due);
  void note(const Expected<void>& done);

  watch::Chronicle chronicle_;
  EpisodeStore store_;
  OnTrouble on_trouble_;
  Clock clock_;
  std::optional<watch::Instant> saved_at_;  // the episode that goes on
  watch::Instant watched_saved_at_{};
  watch::Instant day_asked_at_{};
  std::uint32_t day_ = 0;  // of the local calendar, to which what accrues belongs
};

}  // namespace tailmend
