// What a person wants to see over time and the machine does not keep: how each target answered lately, since when the state
// and the verdict hold, how often the way out changed. Told of each step; decides nothing, reads no clock, grows with nothing
// but the targets.
#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/report/step.hpp"

namespace tailmend {

// The last ten minutes of one target, in slots of half a minute.
class Trend {
 public:
  static constexpr std::size_t slots = 20;
  static constexpr watch::Duration slot_length = std::chrono::seconds(30);

  struct Slot {
    bool tried = false;
    bool failed = false;      // once at least
    watch::Duration worst{};  // of the answers; zero where none came
  };
  using Slots = std::array<Slot, slots>;

  // Nothing: no answer.
  void add(watch::Instant now, std::optional<watch::Duration> took);
  // Oldest first; the last one goes on.
  [[nodiscard]] Slots at(watch::Instant now) const;

 private:
  struct Kept {
    std::int64_t number = -1;  // half minutes since the clock's beginning
    Slot slot;
  };
  std::array<Kept, slots> kept_;  // each slot at its number modulo `slots`
};

struct TargetVitals {
  std::string name;
  std::string address;
  std::optional<watch::Instant> tried_at;     // when the last try ended …
  watch::TargetFact fact;                     // … and how
  std::optional<watch::Instant> answered_at;  // the last time that it did …
  watch::Duration took{};                     // … and how long that took
  Trend trend;
};

class Vitals {
 public:
  void take(const Step& step);

  // One for each configured target, in that order.
  [[nodiscard]] const std::vector<TargetVitals>& targets() const { return targets_; }
  // As it was last told: a look that only the clock called for, and that finds nothing new, leaves it as it is.
  [[nodiscard]] watch::State state() const { return state_; }
  [[nodiscard]] watch::Instant state_since() const { return state_since_; }
  [[nodiscard]] std::string_view because() const { return because_; }  // "" while nothing has happened
  // The last one that a look ended with; nothing before the first.
  [[nodiscard]] const std::optional<watch::Judgement>& verdict() const { return verdict_; }
  [[nodiscard]] watch::Instant verdict_since() const { return verdict_since_; }
  // Remedies that it authorises and that were left out, and why: "restart (the control server does not answer)"; "" where none was.
  [[nodiscard]] const std::string& left_out() const { return left_out_; }
  // Of the way out, since the start.
  [[nodiscard]] std::uint32_t changes() const { return changes_; }
  // As the last look that was whole left it, and when; nullptr before the first. Where its policy is not that of the machine
  // it is of one that is gone.
  [[nodiscard]] const watch::Evidence* whole() const { return whole_.get(); }
  [[nodiscard]] watch::Instant whole_at() const { return whole_at_; }

 private:
  void take_targets(const watch::Policy& policy);
  void take_target(watch::Instant now, const watch::TargetFact& fact, const watch::Machine& machine);
  void take_change(const watch::Machine& machine);
  void take_transition(const Step& step);
  void take_verdict(const Step& step);

  std::vector<TargetVitals> targets_;
  watch::State state_ = watch::State::starting;
  watch::Instant state_since_{};
  bool begun_ = false;
  std::string_view because_;  // a row's own sentence: it stays
  std::optional<watch::Judgement> verdict_;
  watch::Instant verdict_since_{};
  std::string left_out_;
  std::optional<watch::Instant> changed_at_;
  std::uint32_t changes_ = 0;
  std::unique_ptr<watch::Evidence> whole_;
  watch::Instant whole_at_{};
};

}  // namespace tailmend
