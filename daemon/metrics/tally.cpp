#include "daemon/metrics/tally.hpp"

#include <algorithm>
#include <utility>

namespace tailmend {

namespace {

// Where `took` is the time to connect.
bool connected(watch::TcpOutcome outcome) {
  switch (outcome) {
    case watch::TcpOutcome::held:
    case watch::TcpOutcome::refused:
    case watch::TcpOutcome::reset:
    case watch::TcpOutcome::unanswered:
    case watch::TcpOutcome::unexpected: return true;
    case watch::TcpOutcome::timed_out:
    case watch::TcpOutcome::unreachable:
    case watch::TcpOutcome::wrong_egress:
    case watch::TcpOutcome::unresolved:
    case watch::TcpOutcome::failed:
    case watch::TcpOutcome::proxy_refused:
    case watch::TcpOutcome::proxy_closed:
    case watch::TcpOutcome::proxy_silent:
    case watch::TcpOutcome::proxy_failed: return false;
  }
  return false;
}

// Where a look ended, and its verdict stands until the next.
bool concluded(const watch::Decision& decision) { return !decision.because.empty() && watch::table::at_rest(decision.to); }

// Nothing where the peer has not been asked yet, or has not yet had the time to answer.
std::optional<bool> answered(const watch::PeerView& peer) {
  using watch::Standing;
  if (peer.disco == Standing::good || peer.tsmp == Standing::good) return true;
  if (peer.disco == Standing::bad || peer.tsmp == Standing::bad) return false;
  return std::nullopt;
}

}  // namespace

void Tally::take(const Step& step) {
  const watch::Policy& policy = step.machine.policy();
  if (!begun_) begun_ = step.now;
  if (std::holds_alternative<watch::Configured>(step.seen)) take_targets(policy.targets);
  if (const auto* target = std::get_if<watch::TargetSeen>(&step.seen)) take_probe(step.now, target->fact, policy);
  if (const auto* network = std::get_if<watch::NetworkSeen>(&step.seen)) take_network(*network);
  if (const auto* remedy = std::get_if<watch::RemedySeen>(&step.seen))
    ++remedies_[static_cast<std::size_t>(remedy->remedy)][static_cast<std::size_t>(remedy->outcome)];
  take_decision(step);
  const watch::Evidence& evidence = step.machine.evidence();
  const bool completed = evidence.complete && !complete_;
  complete_ = evidence.complete;
  if (completed) take_control(evidence);
  if (completed || concluded(step.decision)) take_peers(evidence);
  mode_ = policy.mode;
  paused_ = step.machine.pause().has_value();
  state_ = step.machine.state();
  next_look_ = step.machine.deadline();
  tailscale_version_ = evidence.tailnet.version;
  budget_left_ = {step.machine.restarts_left(step.now), step.machine.up_resets_left(step.now)};
  budget_limit_ = {policy.restarts_per_hour, policy.up_resets_per_hour};
}

// A target that keeps its name keeps its figures.
void Tally::take_targets(const std::vector<watch::Target>& targets) {
  std::vector<Target> before = std::exchange(targets_, {});
  for (const auto& target : targets) {
    const auto known = std::ranges::find(before, target.name, &Target::name);
    targets_.push_back(known != before.end() ? std::move(*known) : Target{.name = target.name});
    targets_.back().proxied = !target.proxy.empty();
  }
}

void Tally::take_probe(watch::Instant now, const watch::TargetFact& fact, const watch::Policy& policy) {
  if (fact.target >= targets_.size() || fact.target >= policy.targets.size()) return;
  Target& target = targets_[fact.target];
  ++target.probes[static_cast<std::size_t>(fact.outcome)];
  if (fact.reply != 0) ++target.replies_seen[fact.reply < replies ? fact.reply : 0];
  if (connected(fact.outcome)) target.connects.add(fact.took);
  const bool alive = fact.outcome == watch::TcpOutcome::refused && policy.targets[fact.target].refused == watch::Refusal::is_alive;
  target.reachable = alive || fact.outcome == watch::TcpOutcome::held;
  if (!*target.reachable) {
    if (!target.away_since) target.away_since = now - fact.took;
  } else if (target.away_since) {
    target.away += now - *target.away_since;
    target.away_since.reset();
  }
}

void Tally::take_network(const watch::NetworkSeen& seen) {
  if (egress_) {
    const watch::Change change = watch::difference(*egress_, seen.egress, seen.hints);
    if (!change.reasons.empty()) ++egress_changes_[static_cast<std::size_t>(change.reasons.front())];
  }
  egress_ = seen.egress;
}

void Tally::take_decision(const Step& step) {
  // A machine begun anew is told with which number to go on.
  const std::uint32_t episode = step.machine.episode();
  const bool told = std::holds_alternative<watch::Remembered>(step.seen);
  if (episode_ && episode == *episode_ + 1 && !told) ++episodes_;
  episode_ = episode;
  if (step.decision.event == watch::Event::beat && !step.decision.because.empty()) ++heartbeats_;
  full_rounds_ += static_cast<std::uint64_t>(std::ranges::count_if(
      step.decision.actions, [](const watch::Action& action) { return std::holds_alternative<watch::AskBystanders>(action); }));
  if (concluded(step.decision)) take_verdict(step);
}

void Tally::take_verdict(const Step& step) {
  verdict_ = step.machine.judgement().verdict;
  whose_ = step.machine.judgement().whose;
  take_skips(step);
  if (step.decision.to != watch::State::standby) return;
  // Nobody asks the targets while tailscale is not wanted.
  for (Target& target : targets_) {
    if (target.away_since) target.away += step.now - *target.away_since;
    target.away_since.reset();
    target.reachable.reset();
  }
}

void Tally::take_skips(const Step& step) {
  const auto event = step.decision.event;
  if (event != watch::Event::ours && event != watch::Event::not_ours && event != watch::Event::spent) return;
  for (const watch::Skip& skipped : step.machine.choice().skips) {
    const bool held = skipped.gate == watch::Gate::pause || skipped.gate == watch::Gate::observe;
    if (skipped.reason == watch::tried_already || !(held || watch::is_hard(skipped.remedy))) continue;
    skip(skipped.remedy, skipped.gate ? watch::to_string(*skipped.gate) : skipped.reason);
  }
}

void Tally::skip(watch::Remedy remedy, std::string_view reason) {
  if (skips_.size() >= most_skips) reason = "another reason";
  auto known = std::ranges::find_if(skips_, [&](const Skipped& each) { return each.remedy == remedy && each.reason == reason; });
  if (known == skips_.end()) known = skips_.insert(skips_.end(), Skipped{.remedy = remedy, .reason = std::string(reason)});
  ++known->count;
}

void Tally::take_peers(const watch::Evidence& evidence) {
  std::vector<Peer> before = std::exchange(peers_, {});
  for (const auto& view : evidence.peers) {
    Peer peer{.name = view.name, .address = watch::to_string(view.address), .witness = view.witness, .reachable = answered(view)};
    const auto known = std::ranges::find(before, peer.address, &Peer::address);
    if (known != before.end() && !peer.reachable) peer.reachable = known->reachable;
    if (!view.witness && !view.path.empty()) peer.direct = !view.path.starts_with("DERP");
    peers_.push_back(std::move(peer));
  }
}

// Data that has lain for a moment says nothing yet.
void Tally::take_control(const watch::Evidence& evidence) {
  switch (watch::control_life(evidence)) {
    case watch::ControlLife::alive: control_answers_ = true; break;
    case watch::ControlLife::dead: control_answers_ = false; break;
    case watch::ControlLife::unknown: control_answers_.reset(); break;
    case watch::ControlLife::silent: break;
  }
}

}  // namespace tailmend
