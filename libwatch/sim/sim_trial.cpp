#include "libwatch/sim/sim_trial.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "libwatch/describe.hpp"

namespace sim {

namespace {

constexpr Instant begin{std::chrono::hours(24)};

// An edge router: it does NAT, and carries what it is configured to.
void furnish(World& world, const Policy& policy) {
  world.truth.started = begin - 1h;
  world.truth.nat = true;
  for (const std::string& subnet : policy.tailscale.advertises)
    if (const auto prefix = parse_prefix(subnet)) world.truth.own_subnets.push_back(*prefix);
  world.configure(policy);
}

}  // namespace

Trial::Half::Half(Seed world_seed, Seed storm_seed, const Policy& policy, Instant from, Duration length)
    : world(world_seed, policy), dice(storm_seed), storm(world, dice, Weather::likely, from, length) {
  furnish(world, policy);
}

Instant Trial::Half::next() const { return std::min({storm.next(), world.next(), world.turns()}); }

void Trial::Half::spend(Instant now, Instant then) {
  if (!world.data_flows()) without += then - now;
  world.pass(then);
}

Trial::Trial(Seed seed, const Policy& policy, Duration length, Teller tell)
    : policy_(policy),
      dice_(seed),
      storm_seed_(Seed{dice_.roll()}),
      with_(Seed{dice_.roll()}, storm_seed_, policy, begin, length),
      alone_(Seed{dice_.roll()}, storm_seed_, policy, begin, length),
      invariants_(policy),
      teller_(std::move(tell)),
      now_(begin),
      alone_now_(begin),
      end_(begin + length) {
  start_machine();
}

void Trial::tell(const std::string& text) {
  if (teller_) teller_(now_ - begin, text);
}

void Trial::start_machine() {
  machine_ = std::make_unique<Machine>(Seed{dice_.roll()});
  chronicle_ = {};
  step(Configured{policy_});
  step(disk_);
  step(PauseSeen{});
  step(NetworkSeen{.egress = with_.world.truth.egress});
}

std::optional<Fault> Trial::next() {
  finished_.reset();
  while (!finished_ && advance()) {}
  return std::exchange(finished_, std::nullopt);
}

// False once the time is over and all is told.
bool Trial::advance() {
  if (now_ < end_) {
    advance_with();
    return true;
  }
  note_episode(chronicle_.open());
  chronicle_ = {};
  finish_fault();
  return false;
}

void Trial::finish_fault() {
  advance_alone();
  totals_.lasted = now_ - begin;
  totals_.without = with_.without;
  totals_.alone = alone_.without;
  if (!under_way_) return;
  under_way_->without = with_.without - std::exchange(counted_with_, with_.without);
  under_way_->alone = alone_.without - std::exchange(counted_alone_, alone_.without);
  finished_ = std::exchange(under_way_, std::nullopt);
}

void Trial::begin_fault(std::string what) {
  finish_fault();
  under_way_ = Fault{.at = now_ - begin, .where = *with_.storm.struck(), .what = std::move(what), .episodes = {}};
  ++totals_.faults[static_cast<std::size_t>(under_way_->where)];
}

// tailscaled alone, up to where the other half has come.
void Trial::advance_alone() {
  while (alone_now_ < now_) {
    const Instant then = std::clamp(alone_.next(), alone_now_, now_);
    alone_.spend(alone_now_, then);
    alone_now_ = then;
    pass_alone();
  }
  pass_alone();
}

// Whatever is due; its answers are nobody's.
void Trial::pass_alone() {
  for (;;) {
    if (alone_.storm.next() <= alone_now_) alone_.storm.pass(alone_now_);
    else if (alone_.world.next() <= alone_now_) alone_.world.take(alone_now_);
    else return;
  }
}

void Trial::advance_with() {
  const Instant timer = machine_->deadline().value_or(never);
  const Instant then = std::clamp(std::min(with_.next(), timer), now_, end_);
  with_.spend(now_, then);
  now_ = then;
  if (now_ >= end_) return;
  if (with_.storm.next() <= now_) {
    const auto wished = with_.storm.pass(now_);
    const std::string told = with_.storm.told();
    if (with_.storm.struck()) begin_fault(told);
    if (!told.empty()) tell("* " + told);
    wish(wished);
  } else if (with_.world.next() <= now_) {
    if (const auto seen = with_.world.take(now_)) step(*seen);
  } else if (timer <= now_) {
    step(Due{});
  }
}

// Of those, likely weather has a kill only.
void Trial::wish(Storm::Wish wish) {
  if (wish != Storm::Wish::kill) return;
  ++totals_.kills;
  with_.world.forget_questions();
  invariants_.killed(now_);
  disk_.episode = machine_->episode();
  start_machine();
}

void Trial::step(const Observation& seen) {
  const Decision decision = machine_->step(now_, seen);
  ++totals_.steps;
  invariants_.check(now_, seen, decision, *machine_, with_.world);
  note(decision);
  if (chronicle_.take(now_, seen, decision, *machine_).ended) note_episode(chronicle_.last());
  for (const Action& action : decision.actions) {
    if (const auto* remember = std::get_if<Remember>(&action)) disk_ = {.restarts = remember->restarts, .up_resets = remember->up_resets};
    with_.world.act(now_, action);
  }
}

void Trial::note(const Decision& decision) {
  for (const Action& action : decision.actions) {
    const auto* apply = std::get_if<Apply>(&action);
    if (apply == nullptr) continue;
    ++totals_.applied[static_cast<std::size_t>(apply->remedy)];
    if (apply->start_only) ++totals_.starts;
    tell(fmt::format("applying {}", to_string(apply->remedy)));
  }
  if (!teller_ || decision.because.empty() || decision.routine) return;
  tell(describe(decision, *machine_));
  const bool judged = decision.event == Event::ours || decision.event == Event::not_ours || decision.event == Event::spent;
  if (judged && !machine_->choice().skips.empty()) tell(describe(machine_->choice().skips));
}

void Trial::note_episode(const Episode* episode) {
  if (episode == nullptr || !remarkable(*episode)) return;
  ++totals_.verdicts[static_cast<std::size_t>(episode->verdict)];
  if (!under_way_) return;
  under_way_->episodes.push_back(*episode);
  under_way_->episodes.back().lines.clear();
}

}  // namespace sim
