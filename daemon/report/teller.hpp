// The journal's words for each step: transitions, verdicts, remedies, pauses, orders, episodes and what was left out, one
// line each. Never decides, never says a thing twice in a row.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "daemon/report/step.hpp"
#include "daemon/systemd/journal.hpp"
#include "libwatch/chronicle.hpp"
#include "libwatch/concern.hpp"

namespace tailmend {

// Levels. A warning, or worse, is what needs a person, and all that does: a verdict that only a person can mend; one that
// was to be mended, or to pass, and is not (libwatch/concern); a spent budget; a hook that fails; a mistake in the
// configuration; a trouble that tailmend does not live with. A notice is what one wants to know a day later: all other
// verdicts, hard remedies, a remedy that failed, a pause, an order, the end of an episode. All else is for who follows
// step by step.
class Teller {
 public:
  static constexpr std::size_t most_moves = 3;         // of a network that does not come to rest, one by one …
  static constexpr std::size_t most_transitions = 240;  // … and of transitions, in an hour; what is more is counted
  static constexpr std::size_t most_troubles = 16;      // remembered, each said again after an hour

  explicit Teller(Journal& journal) : journal_(journal) {}

  void take(const Step& step);
  // What the step added to the episodes.
  void take_episode(const watch::Chronicle& chronicle, const watch::Heard& heard);
  // An edge to the world does not work as it should. What tailmend lives with ends in "ignoring", or says when it is
  // tried again: "…, retrying in 4 s".
  void trouble(const std::string& text);
  // A new machine begins: its first verdict is news.
  void forget_verdict() { concerns_.forget(); }

 private:
  struct Trouble {
    std::string text;
    watch::Instant at{};
  };

  void tell_transition(const Step& step);
  [[nodiscard]] bool may_tell_transition();
  void tell_verdict(const Step& step);
  void tell_skips(const Step& step);
  void tell_remedies(const Step& step);
  void tell_pause(const Step& step);
  void tell_order(const Step& step);

  Journal& journal_;
  watch::Instant now_{};  // of the last step
  watch::Concerns concerns_;
  std::string said_skips_;
  std::optional<watch::Pause> said_pause_;
  std::optional<std::pair<watch::Instant, std::uint32_t>> said_order_;  // that ended: when it was asked, and its number
  std::uint32_t said_episode_ = 0;
  std::vector<Trouble> said_troubles_;  // the oldest first
  std::size_t moves_ = 0;  // since the network last was at rest
  std::optional<watch::Instant> hour_began_;
  std::size_t told_in_hour_ = 0;
  std::size_t untold_in_hour_ = 0;
};

}  // namespace tailmend
