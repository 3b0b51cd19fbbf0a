// systemd over sd-bus, for tailscaled's unit alone: what it is, when it changes, and a restart with the job's real end.
// No bus is no error: it is tried again with growing waits. Never touches another unit, never acts against an
// administrator's will.
#pragma once
#include <functional>
#include <memory>
#include <string>

#include "daemon/base/token.hpp"
#include "daemon/systemd/systemd_link.hpp"

namespace tailmend {

class SystemdBus {
 public:
  static constexpr watch::Duration burst = std::chrono::milliseconds(100);  // what changes together is told once

  using OnFact = std::function<void(watch::UnitFact)>;
  using OnOutcome = std::function<void(watch::Outcome, std::string detail)>;

  SystemdBus(Loop& loop, std::string unit, SystemdBusOptions options = {});
  ~SystemdBus();
  SystemdBus(const SystemdBus&) = delete;
  SystemdBus& operator=(const SystemdBus&) = delete;

  // The unit now; `known` false with its trouble where it cannot be told within the limit.
  [[nodiscard]] Token unit(watch::Duration limit, OnFact on_fact);
  // From now on, once after every burst of changes, when the bus comes (back) and when it is lost.
  void on_change(OnFact on_fact);
  // As the bus told last, "/system.slice/tailscaled.service"; "" where it did not.
  [[nodiscard]] const std::string& control_group() const noexcept;

  // TryRestartUnit, or StartUnit where it has failed or left by itself. done: the job is done and the unit runs anew.
  // contradicted: an administrator stopped, disabled or masked it, a job was there already, or somebody cancelled ours.
  // unavailable: no bus, no such unit, no rights. failed: systemd's own reason, or no end within the limit (its job then
  // goes on).
  [[nodiscard]] Token restart(Ask ask, watch::Duration limit, OnOutcome on_outcome);

 private:
  struct State;
  struct Restart;
  std::shared_ptr<State> state_;
};

}  // namespace tailmend
