// One look: the questions of an evidence round, who has answered, who is late. Writes what it learns into the Evidence.
// Never judges, never reads a clock.
#pragma once
#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "libwatch/action.hpp"
#include "libwatch/observation.hpp"
#include "libwatch/patience.hpp"
#include "libwatch/verdict.hpp"

namespace watch {

enum class Breadth : std::uint8_t {
  pulse,  // a heartbeat: the targets and tailscaled's own connections
  full,   // all evidence
  will,   // only whether tailscale is wanted: status, preferences, unit
};
// Whether tailscaled is made to speak to control, so that its connection can be judged three seconds later.
enum class Control : std::uint8_t { as_it_is, prove };

// Nothing known yet; the targets' literal addresses are. `policy` must outlive it.
Evidence fresh_evidence(const Policy& policy);
// Whether that is an answer, as this target is configured.
bool answers(const TargetFact& fact, const Target& target);

class Look {
 public:
  using Actions = std::vector<Action>;

  // Starts afresh; what was known before stays in the evidence, what is asked now is open again.
  void begin(Round id, Breadth breadth, Control control, Instant now, const std::vector<Patience>& patience, Evidence& evidence, Actions& actions);
  // A pulse becomes a full look; its open connections to the targets are kept.
  void widen(Control control, Instant now, Evidence& evidence, Actions& actions);
  // No answer counts as late before that.
  void not_late_before(Instant at) { late_at_ = std::max(late_at_, at); }
  void ask_self(Evidence& evidence, Actions& actions);  // adds `status?peers=false` to a pulse
  void ask_paths(const Evidence& evidence, Actions& actions);  // adds a disco ping to each router: direct or relayed
  void cancel(Actions& actions);

  // True when the observation answered an open question of this look.
  bool accept(const Observation& seen, Evidence& evidence, Actions& actions);
  // Lateness, the look at connections, the end of patience.
  void pass_time(Instant now, Evidence& evidence, Actions& actions);
  [[nodiscard]] std::optional<Instant> deadline() const;

  [[nodiscard]] bool running() const { return id_ != Round::none; }
  [[nodiscard]] bool complete() const { return running() && open() == 0; }
  [[nodiscard]] bool overdue() const { return marked_late_; }
  // Far beyond its limit: the machine slept.
  [[nodiscard]] bool outlived(Instant now) const { return running() && open() > 0 && now >= limit_at_ + Policy::round_limit; }
  [[nodiscard]] bool awaits_control() const { return connections_at_.has_value(); }
  [[nodiscard]] Breadth breadth() const { return breadth_; }
  [[nodiscard]] Instant begun() const { return begun_; }

 private:
  [[nodiscard]] std::size_t open() const;
  void ask_portal(Actions& actions);
  void ask_peers(Evidence& evidence, Actions& actions);
  void ask_more_peers(Evidence& evidence, Actions& actions);
  void ask_offers(const Evidence& evidence, Actions& actions);
  bool accept_testimony(const Observation& seen, Evidence& evidence, Actions& actions);
  void ask_in_place_of_targets(Evidence& evidence, Actions& actions);
  void take_status(const StatusSeen& seen, Evidence& evidence, Actions& actions);
  void take_target(const TargetFact& fact, Evidence& evidence, Actions& actions);
  void take_ping(const PingFact& fact, Evidence& evidence);
  void give_up(Evidence& evidence);

  Round id_ = Round::none;
  Breadth breadth_ = Breadth::pulse;
  Instant begun_{};
  Instant late_at_{};
  Instant limit_at_{};
  bool marked_late_ = false;
  std::optional<Instant> connections_at_;
  std::optional<Instant> portal_at_;
  std::uint32_t targets_open_ = 0;
  std::uint32_t pings_open_ = 0;
  bool anchors_open_ = false;
  std::uint32_t statuses_open_ = 0;  // a heartbeat's short question, and a round's
  bool prefs_open_ = false;
  bool unit_open_ = false;
  bool connections_open_ = false;
  bool bystanders_open_ = false;
  bool forwarding_open_ = false;
  bool portal_open_ = false;
  bool routes_open_ = false;
  std::uint32_t nodes_open_ = 0;
};

}  // namespace watch
