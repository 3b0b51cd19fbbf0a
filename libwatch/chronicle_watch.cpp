// How long each target was watched, and for how long of that it gave no answer.
#include <algorithm>
#include <utility>

#include "libwatch/chronicle.hpp"
#include "libwatch/look.hpp"

namespace watch {

namespace {

bool judged(const Decision& decision) {
  return decision.event == Event::ours || decision.event == Event::not_ours || decision.event == Event::spent || decision.event == Event::lost;
}

}  // namespace

void Chronicle::configure(Instant now, const Policy& policy) {
  std::vector<Trace> traces;
  for (const auto& target : policy.targets) {
    const auto known = std::ranges::find(traces_, target.name, [](const Trace& trace) { return trace.accrued.target; });
    traces.push_back(known == traces_.end() ? Trace{.accrued = {.target = target.name}} : std::move(*known));
  }
  traces_ = std::move(traces);
  if (!any_away_since_ || std::ranges::any_of(traces_, [](const Trace& trace) { return trace.away_since.has_value(); })) return;
  away_ += now - *any_away_since_;  // what was away is no longer a target
  any_away_since_.reset();
}

void Chronicle::watch(Instant now, const Observation& seen, const Decision& decision, const Machine& machine) {
  if (const auto* configured = std::get_if<Configured>(&seen)) configure(now, configured->policy);
  // Nobody watched while the machine slept.
  if (const auto* network = std::get_if<NetworkSeen>(&seen); network != nullptr && network->hints.has(Hint::resumed))
    for (Trace& trace : traces_) trace.known_at.reset();
  if (const auto* target = std::get_if<TargetSeen>(&seen);
      target != nullptr && target->fact.target < traces_.size() && target->fact.outcome != TcpOutcome::failed)
    note_target(now, target->fact.target, answers(target->fact, machine.policy().targets[target->fact.target]));
  // A verdict on lateness ends the look before the silent ones are given up.
  const auto& targets = machine.evidence().targets;
  for (std::size_t i = 0; judged(decision) && i < std::min(targets.size(), traces_.size()); ++i)
    if (targets[i].standing == Standing::late) note_target(now, i, false);
  if (machine.state() == State::standby || machine.state() == State::starting) stop_watching(now);
}

// The time between two answers is lost where one of them was bad.
void Chronicle::note_target(Instant now, std::size_t target, bool good) {
  Trace& trace = traces_[target];
  const Instant before = trace.known_at.value_or(good ? now : asked_at_.value_or(now));
  trace.accrued.watched += now - before;
  if (!good || (trace.known_at && !trace.good)) trace.accrued.away += now - before;
  if (!good && !trace.away_since) {
    trace.away_since = before;
    any_away_since_ = std::min(any_away_since_.value_or(before), before);
  }
  trace.known_at = now;
  trace.good = good;
  if (!good || !trace.away_since) return;
  trace.away += now - *trace.away_since;
  trace.away_since.reset();
  if (std::ranges::any_of(traces_, [](const Trace& other) { return other.away_since.has_value(); })) return;
  away_ += now - any_away_since_.value_or(now);
  any_away_since_.reset();
}

void Chronicle::stop_watching(Instant now) {
  for (Trace& trace : traces_) {
    if (trace.away_since) trace.away += now - *trace.away_since;
    trace.away_since.reset();
    trace.known_at.reset();
  }
  if (any_away_since_) away_ += now - *any_away_since_;
  any_away_since_.reset();
}

std::vector<Watched> Chronicle::take_watched() {
  std::vector<Watched> accrued;
  for (Trace& trace : traces_) {
    if (trace.accrued.watched == Duration::zero()) continue;
    accrued.push_back(trace.accrued);
    trace.accrued.watched = trace.accrued.away = Duration::zero();
  }
  return accrued;
}

// The figures of the open episode as they are now.
void Chronicle::refresh(Instant now) {
  open_->lasted = now - open_->began;
  open_->watched = !traces_.empty();
  open_->away = away_ + (any_away_since_ ? now - *any_away_since_ : Duration::zero());
  open_->absences.clear();
  for (const Trace& trace : traces_) {
    const Duration away = trace.away + (trace.away_since ? now - *trace.away_since : Duration::zero());
    if (away > Duration::zero() && open_->absences.size() < Episode::max_absences) open_->absences.push_back({.target = trace.accrued.target, .away = away});
  }
}

// A router that used to be reached directly, was relayed when an episode ended, and is direct again soon after.
void Chronicle::note_path(Instant now, const PingFact& ping, const Machine& machine, Heard& heard) {
  if (ping.outcome != PingOutcome::pong || ping.path.empty()) return;
  const auto& peers = machine.evidence().peers;
  const auto peer = std::ranges::find(peers, ping.peer, &PeerView::address);
  if (peer == peers.end() || peer->witness) return;
  if (ping.path.starts_with("DERP")) return;
  if (std::ranges::find(direct_, ping.peer) == direct_.end() && direct_.size() < Tailnet::max_routers) direct_.push_back(ping.peer);
  if (std::erase(relayed_, ping.peer) == 0 || !last_ || open_ || now - ended_at_ > afterwards) return;
  last_->lines.push_back({.after = now - last_->began, .from = machine.state(), .to = machine.state(), .weight = Weight::step,
                          .text = peer->name + " is direct again (" + ping.path + ")"});
  heard.added = true;
}

}  // namespace watch
