// The daemon's answers to commands, whichever way they came: the words are parsed as the command line's own, what a person
// may do is looked at, and the order becomes an observation. Opens nothing, waits for nothing.
#pragma once
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "daemon/base/fault.hpp"
#include "daemon/base/wall_time.hpp"
#include "daemon/cli/options.hpp"
#include "daemon/control/control.hpp"
#include "daemon/report/step.hpp"
#include "libwatch/episode.hpp"

namespace tailmend {

// What the supervisor lends it.
struct Desk {
  std::function<const watch::Machine&()> machine;
  std::function<watch::Instant()> now;
  std::function<WallTime()> wall;
  std::function<void(watch::Observation)> post;
  // On the disk, before it is said to hold. Nothing: there is none any more.
  std::function<Expected<void>(const std::optional<watch::Pause>&)> keep_pause;
  std::function<ControlReply(const Options&, Screen)> status;
  std::function<const watch::Episode*()> open_episode;  // as far as it has come; nullptr: none goes on
  std::string state_directory;
};

class Console {
 public:
  explicit Console(Desk desk) : desk_(std::move(desk)) {}

  void take(const Step& step);
  ControlReply answer(const ControlRequest& request);

  static constexpr watch::Duration between_looks = std::chrono::seconds(5);  // that others than root ask for
  static constexpr std::size_t kept_lines = 64;  // of an order, for whoever follows it

 private:
  struct Line {
    std::uint32_t number = 0;
    std::string text;
  };

  ControlReply why(const Options& options, Screen screen);
  ControlReply obey(const Options& options, const ControlRequest& request);
  ControlReply check(const Caller& caller);
  ControlReply pause(const Options& options, const Caller& caller);
  ControlReply resume(const Caller& caller);
  ControlReply mend(const Options& options, const Caller& caller);
  ControlReply follow() const;

  Desk desk_;
  std::optional<watch::Instant> looked_at_;  // when somebody last asked for it
  std::deque<Line> lines_;        // of the last order
  std::uint32_t lines_told_ = 0;  // of all orders, so that whoever follows one sees those of the order that takes its place
  std::optional<std::pair<watch::Instant, std::uint32_t>> order_;  // whose lines they are: when it was asked, and its number
};

}  // namespace tailmend
