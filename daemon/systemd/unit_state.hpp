// What systemd says of one unit, read from its properties, and what that allows: may it be restarted, and how did a job
// end. Decides by values alone; never calls systemd.
#pragma once
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "daemon/base/fault.hpp"
#include "daemon/base/handles.hpp"
#include "libwatch/evidence.hpp"
#include "libwatch/observation.hpp"

namespace tailmend {

struct UnitState {
  watch::UnitFact fact;
  std::string load_state;  // "loaded", "not-found", "masked", …
  std::string invocation;  // InvocationID, 16 bytes; another one for every start
  std::string control_group;
  std::uint32_t main_pid = 0;
  std::uint64_t started_us = 0;  // CLOCK_MONOTONIC; 0: never
  std::uint32_t restarts = 0;    // NRestarts: by systemd itself, since somebody last started it
};

// One reply of Properties.GetAll, or the changes of a PropertiesChanged, a{sv} both, into `state`; properties that are not
// ours are passed over.
Expected<void> read_properties(sd_bus_message* reply, UnitState& state);
// The rest of the fact, once all properties are in: known, age at `now_us` of CLOCK_MONOTONIC, and whether the running
// process itself was told to keep its state in memory (FLAGS of its environment file are not in ExecStart).
void complete(UnitState& state, std::uint64_t now_us);

// Whether a unit left because systemd was asked to stop it, by a person or a program, or by itself. A job stands from the
// question until the unit is inactive, so nobody asked for a unit to go that was seen leaving without one. (`systemctl kill`
// sends a signal and asks for nothing.)
class Leaving {
 public:
  // What a PropertiesChanged of the unit brought, in their order; `changed` keeps what the ones before brought.
  void note(const UnitState& changed);
  // What the unit was when asked: one that runs has not left, whatever signals were missed.
  void confirm(std::string_view active_state);
  [[nodiscard]] bool by_itself() const { return left_ && !asked_; }

 private:
  bool going_ = false;  // seen deactivating
  bool asked_ = false;
  bool left_ = false;
};

enum class Job : std::uint8_t { try_restart, start, reset_and_start };
struct JobOutcome {
  watch::Outcome outcome = watch::Outcome::failed;
  std::string detail;  // one sentence without its full stop
};
enum class Ask : std::uint8_t { restart, start_only };

// Which job brings the unit back, or why there must be none: an administrator stopped, disabled or masked it, or somebody
// is at it already (facts-linux, systemd).
std::expected<Job, JobOutcome> choose_job(const std::string& unit, const UnitState& state, Ask ask);

// How the job ended, by JobRemoved's word and by what the unit is afterwards. An exit code or a "done" alone proves nothing.
JobOutcome judge_job(const std::string& unit, std::string_view result, const UnitState& before, const UnitState& after);

}  // namespace tailmend
