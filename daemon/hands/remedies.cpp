#include "daemon/hands/remedies.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "daemon/kernel/conntrack.hpp"
#include "libwatch/words.hpp"

namespace tailmend {

namespace {

constexpr watch::Duration debug_limit = std::chrono::seconds(5);
constexpr watch::Duration start_limit = std::chrono::seconds(45);    // facts-tailscale 3: may sleep under a lock
constexpr watch::Duration restart_limit = std::chrono::seconds(60);  // TimeoutStopSec is 90 s, but a stop takes 2 s
constexpr watch::Duration running_limit = std::chrono::seconds(25);
constexpr watch::Duration running_every = std::chrono::milliseconds(500);

watch::Outcome outcome_of(watch::Answer answer) {
  switch (answer) {
    case watch::Answer::answered: return watch::Outcome::done;
    case watch::Answer::forbidden:
    case watch::Answer::not_found:
    case watch::Answer::not_built:
    case watch::Answer::denied: return watch::Outcome::unavailable;
    case watch::Answer::not_ready:
    case watch::Answer::rejected:
    case watch::Answer::absent:
    case watch::Answer::refused:
    case watch::Answer::timed_out:
    case watch::Answer::lost:
    case watch::Answer::garbled:
    case watch::Answer::too_large: return watch::Outcome::failed;
  }
  return watch::Outcome::failed;
}

}  // namespace

Remedies::Remedies(Loop& loop, Localapi& localapi, SystemdBus& systemd, Children& children, const StateStore& store)
    : loop_(loop), localapi_(localapi), systemd_(systemd), children_(children), store_(store) {}

void Remedies::apply(const watch::Apply& remedy, const OwnSockets& sockets, OnEnd on_end) {
  call_.reset();
  timer_.reset();
  on_end_ = std::move(on_end);
  begun_ = loop_.now();
  switch (remedy.remedy) {
    case watch::Remedy::ping: return end_soon(watch::Outcome::done, "every round of evidence pings the router and the witnesses");
    case watch::Remedy::kick: return kick(remedy.scope, sockets);
    case watch::Remedy::rebind: return rebind();
    case watch::Remedy::reconnect: return reconnect();
    case watch::Remedy::conntrack: return conntrack(sockets);
    case watch::Remedy::up_reset: return up_reset();
    case watch::Remedy::restart: return restart(remedy.start_only);
  }
}

void Remedies::end(watch::Outcome outcome, std::string detail) {
  call_.reset();
  timer_.reset();
  if (auto on_end = std::exchange(on_end_, nullptr)) on_end(outcome, std::move(detail));
}

void Remedies::end_soon(watch::Outcome outcome, std::string detail) {
  auto timer = loop_.soon([this, outcome, text = std::move(detail)] { end(outcome, text); });
  if (timer) timer_ = std::move(*timer);
}

void Remedies::kick(watch::Scope scope, const OwnSockets& sockets) {
  const auto destroyed = sockets.destroy(scope);
  if (!destroyed) return end_soon(watch::Outcome::failed, to_string(destroyed.error()));
  switch (destroyed->sight) {
    case watch::Sight::no_rights:
      return end_soon(watch::Outcome::unavailable, "closing tailscaled's connections needs CAP_NET_ADMIN");
    case watch::Sight::no_support:
      return end_soon(watch::Outcome::unavailable, "this kernel cannot close connections (CONFIG_INET_DIAG_DESTROY)");
    case watch::Sight::seen: break;
  }
  const std::string done = destroyed->closed == 0 ? std::string("tailscaled had no connection to close")
                                                  : fmt::format("{} of tailscaled {} closed, {} of them dead", watch::count(destroyed->closed, "connection", "connections"),
                                                                destroyed->closed == 1 ? "was" : "were", destroyed->dead);
  call_ = localapi_.debug("restun", debug_limit, [this, done](watch::Answer, std::string) { end(watch::Outcome::done, done); });
}

void Remedies::rebind() {
  call_ = localapi_.debug("rebind", debug_limit, [this](watch::Answer answer, std::string) {
    if (answer != watch::Answer::answered) return end(outcome_of(answer), fmt::format("LocalAPI's rebind: {}", to_string(answer)));
    call_ = localapi_.debug("restun", debug_limit, [this](watch::Answer, std::string) { end(watch::Outcome::done, "tailscaled opened its UDP sockets anew"); });
  });
}

void Remedies::reconnect() {
  call_ = localapi_.start(start_limit, [this](watch::Answer answer) {
    if (answer != watch::Answer::answered) return end(outcome_of(answer), fmt::format("LocalAPI's start: {}", to_string(answer)));
    end(watch::Outcome::done, "tailscaled dialled control anew");
  });
}

void Remedies::conntrack(const OwnSockets& sockets) {
  const auto ports = sockets.udp_ports();
  if (!ports && ports.error().error == EPERM) return end_soon(watch::Outcome::unavailable, "deleting NAT mappings needs CAP_NET_ADMIN");
  if (!ports) return end_soon(watch::Outcome::failed, to_string(ports.error()));
  if (ports->empty()) return end_soon(watch::Outcome::unavailable, "tailscaled's UDP port is not known: no socket carries its mark");
  const auto swept = delete_stale_mappings(*ports);
  if (!swept) return end_soon(watch::Outcome::failed, to_string(swept.error()));
  if (swept->sight == watch::Sight::no_rights) return end_soon(watch::Outcome::unavailable, "deleting NAT mappings needs CAP_NET_ADMIN");
  if (swept->sight == watch::Sight::no_support) return end_soon(watch::Outcome::unavailable, "this kernel tracks no connections: this host does no NAT");
  if (swept->deleted == 0 && !swept->does_nat) return end_soon(watch::Outcome::unavailable, "this host does no NAT");
  const std::string port = fmt::format("tailscaled's port{} {}", ports->size() == 1 ? "" : "s", fmt::join(*ports, " and "));
  if (swept->deleted == 0) return end_soon(watch::Outcome::done, fmt::format("no stale mapping of {}", port));
  const std::string done = fmt::format("{} of {} deleted", watch::count(swept->deleted, "stale mapping", "stale mappings"), port);
  // The direct path is looked for again now, not after the minute that tailscaled would take.
  call_ = localapi_.debug("restun", debug_limit, [this, done](watch::Answer, std::string) { end(watch::Outcome::done, done); });
}

void Remedies::restart(bool start_only) {
  if (!tailscale_.restart_command.empty()) return restart_by_command();
  call_ = systemd_.restart(start_only ? Ask::start_only : Ask::restart, restart_limit, [this](watch::Outcome outcome, std::string detail) {
    if (outcome != watch::Outcome::done) return end(outcome, std::move(detail));
    wait_for_running(std::move(detail));
  });
}

void Remedies::restart_by_command() {
  call_ = children_.run(tailscale_.restart_command, restart_limit, [this](ChildEnd child) {
    if (child.exit_code != 0) return end(watch::Outcome::failed, fmt::format("{}: {}", tailscale_.restart_command.front(), describe(child)));
    wait_for_running(fmt::format("{} ended well", tailscale_.restart_command.front()));
  });
}

// READY=1 comes when the socket listens, not when the backend runs (facts-tailscale 5): systemd's "done" means little.
void Remedies::wait_for_running(std::string done) {
  call_ = localapi_.status(false, {}, watch::Policy::ask_limit, [this, done](const watch::StatusSeen& seen) {
    const bool running = seen.answer == watch::Answer::answered && seen.tailnet.backend == watch::Backend::running;
    const watch::Duration waited = loop_.now() - begun_;
    if (running) return end(watch::Outcome::done, fmt::format("{}; Running after {}", done, watch::words(waited)));
    if (waited > restart_limit + running_limit)
      return end(watch::Outcome::failed, fmt::format("{}, but tailscaled is not Running after {}", done, watch::words(waited)));
    auto timer = loop_.at(loop_.now() + running_every, [this, done] { wait_for_running(done); });
    if (timer) timer_ = std::move(*timer);
  });
}

}  // namespace tailmend
