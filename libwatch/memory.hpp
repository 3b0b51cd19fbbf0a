// What the machine remembers between looks and no single look can show: whether paths used to be direct, how often the
// targets failed lately, which router hears nothing, which routes this host carries. Pure; fills its part of the Evidence.
#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "libwatch/observation.hpp"
#include "libwatch/verdict.hpp"

namespace watch {

class Memory {
 public:
  // What was learned of the routes to carry is forgotten: a new configuration is a person's word on them too.
  void configure(const Policy& policy, Evidence& evidence);

  // `asked`: when the round began that brought the answer, the same for all targets.
  void note_good(Instant asked, std::size_t target, Duration took);
  void note_bad(Instant asked);
  // What a path takes was that of another way out, and answers right after it tell nothing of the new one.
  void note_moved(Instant now);
  // The same where the targets are others.
  void forget_pace();
  // Nobody is to be named later for what was only suspected.
  void note_outage(const Judgement& judgement);
  // After a status with peers was taken into the evidence.
  void note_status(Instant now, Evidence& evidence);
  void note_prefs(Evidence& evidence);
  // A look or a heartbeat is complete and the targets answer: what their routers' paths are now.
  void note_paths(Instant now, const Evidence& evidence);
  // True when another tailscaled runs than before, and not because of us. One request of ours explains one new process.
  bool note_unit(Instant now, const UnitFact& unit, std::optional<Instant> restarted_by_us);
  void pass_time(Instant now, Evidence& evidence);

  // When a relayed path has lasted long enough to be worth a look; nothing while all are direct, or it was looked at.
  [[nodiscard]] std::optional<Instant> relayed_look_at() const { return relayed_look_at_; }
  void relayed_looked_at(Instant now) {
    if (relayed_look_at_ && now >= *relayed_look_at_) relayed_look_at_.reset();
  }

 private:
  struct Silence {
    Address peer;
    Instant since{};
    std::uint64_t rx = 0;
    std::uint64_t tx = 0;
    std::int64_t handshake = 0;
  };
  struct Slot {
    std::int64_t number = -1;  // tens of seconds since the clock's beginning
    bool failed = false;
    std::uint32_t answers = 0;
    std::uint32_t late = 0;  // of these, those that took a retransmission longer than their path needs
  };
  static constexpr std::size_t slots = 90;
  static constexpr Duration slot_length = 10s;

  Slot& slot_of(Instant asked);

  std::vector<Slot> recent_ = std::vector<Slot>(slots);
  std::int64_t counted_ = -1;  // the slot up to which the evidence has been counted; -1: anew
  Recent outage_;  // the last one's verdict, and whose
  std::vector<Duration> quickest_;  // of each target, on this way out
  Instant moved_at_ = Instant::min();
  bool lossy_ = false;
  std::vector<Silence> silences_;
  std::vector<Address> direct_;  // routers whose path was seen to be direct
  std::optional<Instant> relayed_since_;
  std::optional<Instant> relayed_look_at_;
  std::optional<Duration> unit_age_;
  std::optional<Instant> explained_;  // the request of ours whose process was seen
};

}  // namespace watch
