// The remedies, each to its real end: what was done, and whether it took. One at a time. Never chooses one, never decides
// whether it may be applied.
#pragma once
#include <functional>
#include <string>

#include "daemon/base/loop.hpp"
#include "daemon/hands/up_reset.hpp"
#include "daemon/kernel/own_sockets.hpp"
#include "daemon/programs/child.hpp"
#include "daemon/state/state_store.hpp"
#include "daemon/systemd/systemd_bus.hpp"
#include "daemon/tailscaled/localapi.hpp"
#include "libwatch/action.hpp"

namespace tailmend {

class Remedies {
 public:
  using OnEnd = std::function<void(watch::Outcome, std::string detail)>;

  Remedies(Loop& loop, Localapi& localapi, SystemdBus& systemd, Children& children, const StateStore& store);
  void configure(const watch::Tailscale& tailscale) { tailscale_ = tailscale; }

  // `on_end` is called once, from the loop, within Policy::remedy_limit; a remedy still under way is dropped first.
  // `sockets` are tailscaled's, for kick and conntrack.
  void apply(const watch::Apply& remedy, const OwnSockets& sockets, OnEnd on_end);
  // For the daemon's start: what an up-reset that was cut short took and nobody has restored, with the command; never put
  // back by itself. `on_found` is not called when there is nothing.
  [[nodiscard]] Token look_for_leftover(std::function<void(std::string)> on_found);

 private:
  void kick(watch::Scope scope, const OwnSockets& sockets);
  void rebind();
  void reconnect();
  void conntrack(const OwnSockets& sockets);
  void up_reset();
  [[nodiscard]] UpResetHands up_reset_hands();
  void restart(bool start_only);
  void restart_by_command();
  void wait_for_running(std::string done);
  void end(watch::Outcome outcome, std::string detail);
  void end_soon(watch::Outcome outcome, std::string detail);

  Loop& loop_;
  Localapi& localapi_;
  SystemdBus& systemd_;
  Children& children_;
  const StateStore& store_;
  watch::Tailscale tailscale_;
  OnEnd on_end_;
  Token call_;
  Source timer_;
  watch::Instant begun_{};
};

}  // namespace tailmend
