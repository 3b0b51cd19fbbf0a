// One configuration tried in weeks of likely weather, beside the same weeks with tailscaled alone. Deterministic from its
// seed; tells each fault with what came of it, and prints nothing.
#pragma once
#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "libwatch/chronicle.hpp"
#include "libwatch/machine.hpp"
#include "libwatch/sim/sim_invariants.hpp"
#include "libwatch/sim/sim_storm.hpp"
#include "libwatch/sim/sim_world.hpp"

namespace sim {

struct Fault {
  Duration at{};  // since the beginning
  Where where = Where::wan;
  std::string what;
  Duration without{};  // data, until the next fault
  Duration alone{};    // the same without tailmend
  std::vector<Episode> episodes;  // that ended meanwhile; without their lines
};

struct Totals {
  std::array<std::uint32_t, 3> faults{};  // by Where
  std::array<std::uint32_t, remedies> applied{};
  std::array<std::uint32_t, static_cast<std::size_t>(Verdict::healthy) + 1> verdicts{};  // of episodes
  std::uint32_t starts = 0;  // of a tailscaled that had failed, among the restarts applied
  std::uint32_t kills = 0;   // of tailmend
  Duration lasted{};
  Duration without{};
  Duration alone{};
  std::uint64_t steps = 0;
};

class Trial {
 public:
  // Every transition, and what happens to the world.
  using Teller = std::function<void(Duration at, const std::string& text)>;

  Trial(Seed seed, const Policy& policy, Duration length, Teller tell = {});
  Trial(const Trial&) = delete;
  Trial& operator=(const Trial&) = delete;

  // The next fault, once the one after it strikes, or the time is over; nothing: there is none any more.
  std::optional<Fault> next();
  [[nodiscard]] const Totals& totals() const { return totals_; }
  // What must never happen; at most two of a kind are kept.
  [[nodiscard]] const std::vector<Broken>& broken() const { return invariants_.broken(); }

 private:
  // A world with its storm; the dice of both storms fall alike.
  struct Half {
    Half(Seed world_seed, Seed storm_seed, const Policy& policy, Instant begin, Duration length);
    [[nodiscard]] Instant next() const;
    void spend(Instant now, Instant then);  // counts how long no data flows
    World world;
    Dice dice;
    Storm storm;
    Duration without{};
  };

  bool advance();
  void advance_alone();
  void pass_alone();
  void advance_with();
  void wish(Storm::Wish wish);
  void start_machine();
  void step(const Observation& seen);
  void note(const Decision& decision);
  void note_episode(const Episode* episode);
  void tell(const std::string& text);
  void begin_fault(std::string what);
  void finish_fault();

  Policy policy_;
  Dice dice_;
  Seed storm_seed_;
  Half with_;
  Half alone_;
  Invariants invariants_;
  Teller teller_;
  std::unique_ptr<Machine> machine_;
  Chronicle chronicle_;
  Remembered disk_;
  Instant now_;
  Instant alone_now_;  // how far tailscaled alone has come
  Instant end_;
  Duration counted_with_{};  // before the fault that is under way
  Duration counted_alone_{};
  std::optional<Fault> under_way_;
  std::optional<Fault> finished_;
  Totals totals_;
};

}  // namespace sim
