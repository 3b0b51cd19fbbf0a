#include "daemon/report/vitals.hpp"

#include <algorithm>

#include "libwatch/look.hpp"
#include "libwatch/sentences.hpp"

namespace tailmend {

namespace {

std::int64_t number_of(watch::Instant at) { return at.time_since_epoch() / Trend::slot_length; }
std::size_t place_of(std::int64_t number) { return static_cast<std::size_t>(number) % Trend::slots; }

}  // namespace

void Trend::add(watch::Instant now, std::optional<watch::Duration> took) {
  const std::int64_t number = number_of(now);
  if (number < 0) return;
  Kept& kept = kept_[place_of(number)];
  if (kept.number != number) kept = {.number = number, .slot = {}};
  kept.slot.tried = true;
  if (took) kept.slot.worst = std::max(kept.slot.worst, *took);
  else kept.slot.failed = true;
}

Trend::Slots Trend::at(watch::Instant now) const {
  Slots slots_now;
  const std::int64_t last = number_of(now);
  for (std::size_t i = 0; i < slots; ++i) {
    const std::int64_t number = last - static_cast<std::int64_t>(slots - 1 - i);
    if (number >= 0 && kept_[place_of(number)].number == number) slots_now[i] = kept_[place_of(number)].slot;
  }
  return slots_now;
}

void Vitals::take(const Step& step) {
  if (!begun_) state_since_ = step.now;
  begun_ = true;
  if (const auto* configured = std::get_if<watch::Configured>(&step.seen)) take_targets(configured->policy);
  if (const auto* target = std::get_if<watch::TargetSeen>(&step.seen)) take_target(step.now, target->fact, step.machine);
  if (std::holds_alternative<watch::NetworkSeen>(step.seen)) take_change(step.machine);
  take_transition(step);
  take_verdict(step);
  if (!step.machine.evidence().complete || std::holds_alternative<watch::Due>(step.seen)) return;
  whole_ = std::make_unique<watch::Evidence>(step.machine.evidence());
  whole_at_ = step.now;
}

void Vitals::take_targets(const watch::Policy& policy) {
  std::vector<TargetVitals> before = std::move(targets_);
  targets_.clear();
  for (const auto& target : policy.targets) {
    const auto known = std::ranges::find_if(before, [&](const TargetVitals& t) { return t.name == target.name && t.address == target.address; });
    if (known == before.end()) targets_.push_back({.name = target.name, .address = target.address, .tried_at = {}, .fact = {}, .answered_at = {}, .trend = {}});
    else targets_.push_back(std::move(*known));
  }
}

void Vitals::take_target(watch::Instant now, const watch::TargetFact& fact, const watch::Machine& machine) {
  if (fact.target >= targets_.size() || fact.target >= machine.policy().targets.size()) return;
  TargetVitals& target = targets_[fact.target];
  const bool answered = watch::answers(fact, machine.policy().targets[fact.target]);
  target.tried_at = now;
  target.fact = fact;
  target.trend.add(now, answered ? std::optional(fact.took) : std::nullopt);
  if (!answered) return;
  target.answered_at = now;
  target.took = fact.took;
}

void Vitals::take_change(const watch::Machine& machine) {
  const auto& change = machine.last_change();
  if (!change || change->at == changed_at_) return;
  changed_at_ = change->at;
  // A picture that may only be stale is no change.
  if (change->before != machine.evidence().egress) ++changes_;
}

void Vitals::take_transition(const Step& step) {
  const watch::Decision& decision = step.decision;
  if (decision.because.empty() || decision.routine) return;
  because_ = decision.because;
  if (state_ == decision.to) return;
  state_ = decision.to;
  state_since_ = step.now;
}

// Said where a look ended, not while one goes on.
void Vitals::take_verdict(const Step& step) {
  const watch::Decision& decision = step.decision;
  const watch::Judgement& judgement = step.machine.judgement();
  const watch::State to = decision.to;
  const bool under_way = to == watch::State::starting || to == watch::State::settling || to == watch::State::probing || to == watch::State::remedying;
  if (under_way) return;
  if (!decision.because.empty() && decision.event != watch::Event::beat) {
    if (!verdict_ || verdict_->verdict != judgement.verdict) verdict_since_ = step.now;
    verdict_ = judgement;
    const bool judged = decision.event == watch::Event::ours || decision.event == watch::Event::not_ours || decision.event == watch::Event::spent;
    const bool over = decision.event == watch::Event::answered || decision.event == watch::Event::lost || decision.event == watch::Event::yielded;
    if (over || (judged && !judgement.enough)) left_out_.clear();
    else if (judged) left_out_ = watch::say_left_out(step.machine.choice());
  }
  const bool well = to == watch::State::healthy && verdict_ && verdict_->verdict == watch::Verdict::healthy;
  if (!well || !step.machine.evidence().complete || std::holds_alternative<watch::Due>(step.seen)) return;
  // A heartbeat's answer is newer than the proof's.
  watch::Judgement fresh = watch::judge(step.machine.evidence());
  if (fresh.enough && fresh.verdict == watch::Verdict::healthy) verdict_->sentence = std::move(fresh.sentence);
}

}  // namespace tailmend
