#include "tests/sim/run.hpp"

#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "libwatch/describe.hpp"
#include "libwatch/machine.hpp"
#include "libwatch/sim/sim_invariants.hpp"
#include "libwatch/sim/sim_storm.hpp"
#include "libwatch/sim/sim_world.hpp"
#include "tests/sim/plants.hpp"

namespace sim {

namespace {

constexpr Duration calm_at_least = 18min;  // ten for health, fifteen for what was unstable, and some in which nothing may happen
constexpr Duration exam_limit = 2min;

bool is_hub(std::uint64_t seed) { return seed % 16 == 15; }

Policy policy_for(Dice& dice, std::uint64_t seed) {
  Policy policy;
  static constexpr std::array names{"plc", "hmi", "camera"};
  const std::size_t targets = dice.below(8);
  const bool userspace = dice.below(8) == 0;
  for (std::size_t i = 0; i < (targets == 0 ? 0 : targets < 6 ? 1 : targets - 4); ++i) {
    policy.targets.push_back({.name = names[i], .address = fmt::format("10.77.0.{}:502", 10 + i),
                              .refused = dice.below(6) == 0 ? Refusal::is_alive : Refusal::fails});
    Target& target = policy.targets.back();
    if (dice.below(4) == 0) target.send = target.expect = "hello";
    if (userspace) target.proxy = "127.0.0.1:1055";
  }
  while (is_hub(seed) && policy.targets.size() < 10)
    policy.targets.push_back({.name = fmt::format("site-{}", policy.targets.size()), .address = fmt::format("10.78.{}.10:502", policy.targets.size()), .proxy = userspace ? "127.0.0.1:1055" : ""});
  if (dice.below(10) == 0) policy.mode = Mode::observe;
  switch (dice.below(8)) {
    case 0: policy.steps = {Remedy::ping, Remedy::up_reset, Remedy::restart}; break;
    case 1: policy.steps = {Remedy::restart}; break;
    case 2: policy.steps = {Remedy::ping}; break;
    case 3: policy.steps = {Remedy::ping, Remedy::kick, Remedy::rebind, Remedy::reconnect}; break;
    default: break;
  }
  if (dice.below(4) == 0) policy.heartbeat = 30s;
  policy.restarts_per_hour = static_cast<std::uint32_t>(dice.below(4));
  policy.up_resets_per_hour = static_cast<std::uint32_t>(dice.below(4));
  policy.ssh_sessions = static_cast<Courtesy>(dice.below(8) < 6 ? 0 : dice.below(3));
  return policy;
}

class Run {
 public:
  Run(std::uint64_t seed, Plant plant, const Teller& tell)
      : plant_(plant), tell_(tell), dice_(Seed{seed}), policy_(policy_for(dice_, seed)), world_(Seed{dice_.roll()}, policy_),
        invariants_(policy_), storm_(world_, world_.dice, Weather::wild, begin, dice_.between(10min, 3h)), report_{.seed = seed} {
    world_.truth.witnesses = dice_.below(4);
    world_.truth.anchors = dice_.below(10) != 0;
    world_.truth.apart = is_hub(seed);
    world_.truth.started = begin - 1h;
    world_.truth.nat = dice_.below(4) == 0;
    world_.truth.memory_state = dice_.below(16) == 0;
    if (dice_.below(4) == 0) world_.truth.own_subnets = {{.address = {Family::v4, {10, 88, 0, 0}}, .bits = 24}};
    if (dice_.below(2) == 0 && !world_.truth.own_subnets.empty()) policy_.tailscale.advertises = {"10.88.0.0/24"};
    world_.configure(policy_);
    if (plant == Plant::acts_in_observe_mode) {
      Policy observing = policy_;
      observing.mode = Mode::observe;
      invariants_.configured(observing);
    }
  }

  Report go() {
    now_ = begin;
    start_machine();
    while (!(storm_.calm() && now_ >= storm_.end() + calm_at_least) && ok()) advance(storm_.end() + calm_at_least);
    if (ok() && plant_ == Plant::none) exams();
    report_.simulated = now_ - begin;
    report_.broken = invariants_.broken();
    report_.mild = invariants_.mild_remedies();
    report_.hard = invariants_.hard_remedies();
    return report_;
  }

 private:
  static constexpr Instant begin{std::chrono::hours(24)};

  // A planted mistake is looked for until the invariant that is meant for it finds it.
  [[nodiscard]] bool ok() const {
    if (plant_ == Plant::none) return invariants_.broken().empty();
    return std::ranges::find(invariants_.broken(), meant_for(plant_), &Broken::rule) == invariants_.broken().end();
  }

  void tell(std::string_view text) {
    if (!tell_) return;
    const auto ms = (now_ - begin).count() / 1000;
    tell_(fmt::format("{:02}:{:02}:{:02}.{:03}  {}", ms / 3600000, ms / 60000 % 60, ms / 1000 % 60, ms % 1000, text));
  }

  void start_machine() {
    machine_ = std::make_unique<Machine>(Seed{dice_.roll()});
    told_order_ = 0;
    step(Configured{policy_});
    step(plant_ == Plant::loses_the_budget ? Remembered{} : disk_);
    step(paused_);
    step(NetworkSeen{.egress = world_.truth.egress});
  }

  void kill() {
    tell("killed, and started again");
    ++report_.kills;
    world_.forget_questions();
    invariants_.killed(now_);
    disk_.episode = machine_->episode();
    start_machine();
  }

  void advance(Instant until) {
    const Instant timer = plant_ == Plant::loses_its_timer && now_ > begin + 5min ? never : machine_->deadline().value_or(never);
    const Instant next = std::min({storm_.next(), world_.next(), std::max(timer, now_), until});
    now_ = std::max(now_, next);
    world_.pass(now_);
    if (storm_.next() <= now_) {
      wish(storm_.pass(now_));
    } else if (world_.next() <= now_) {
      if (const auto seen = world_.take(now_)) step(*seen);
    } else if (timer <= now_) {
      step(Due{});
    }
    watch_health();
  }

  void wish(Storm::Wish wish) {
    if (std::string told = storm_.told(); !told.empty()) tell("* " + told);
    switch (wish) {
      case Storm::Wish::nothing: break;
      case Storm::Wish::kill: kill(); break;
      case Storm::Wish::sleep: {
        now_ += storm_.nap();
        well_since_ = never;
        invariants_.slept(now_);
        world_.pass(now_);
        Hints hints;
        hints.add(Hint::resumed);
        world_.announce_network(now_ + 1ms, hints);
        break;
      }
      case Storm::Wish::ask: step(Asked{}); break;
      case Storm::Wish::pause: step(paused_ = PauseSeen{storm_.pause()}); break;
      case Storm::Wish::resume: step(paused_ = PauseSeen{}); break;
      case Storm::Wish::mend: step(storm_.order()); break;
      case Storm::Wish::reload:
        policy_ = policy_for(dice_, report_.seed);
        world_.configure(policy_);
        invariants_.configured(policy_);
        step(Configured{policy_});
        break;
    }
  }

  void step(const Observation& seen) {
    Decision decision = plant_ == Plant::none ? machine_->step(now_, seen) : machine_->step(now_, believed(plant_, seen));
    ++report_.steps;
    if (plant_ != Plant::none) spoil(plant_, decision, *machine_);
    invariants_.check(now_, seen, decision, *machine_, world_);
    note(decision);
    for (const Action& action : decision.actions) {
      if (const auto* remember = std::get_if<Remember>(&action)) disk_ = {.restarts = remember->restarts, .up_resets = remember->up_resets};
      // The instant at which a kill hurts most: remembered, not yet applied.
      const bool applies = std::holds_alternative<Apply>(action);
      if (applies && !storm_.calm() && dice_.below(16) == 0) return kill();
      if (plant_ == Plant::never_probes && report_.mild + report_.hard > 0 && std::holds_alternative<TryTargets>(action)) continue;
      world_.act(now_, action);
      if (applies && !storm_.calm() && dice_.below(16) == 0) return kill();
    }
  }

  void note(const Decision& decision) {
    const auto mix = [&](std::uint64_t value) { report_.fingerprint = (report_.fingerprint ^ value) * 0x100000001b3U; };
    mix(static_cast<std::uint64_t>(now_.time_since_epoch().count()));
    mix(static_cast<std::uint64_t>(decision.from) << 8U | static_cast<std::uint64_t>(decision.to));
    mix(decision.event ? static_cast<std::uint64_t>(*decision.event) : 99);
    for (const Action& action : decision.actions) {
      mix(action.index());
      if (const auto* apply = std::get_if<Apply>(&action)) mix(static_cast<std::uint64_t>(apply->remedy));
    }
    if (decision.event == Event::not_ours && !machine_->judgement().enough) ++report_.puzzled;
    report_.visited |= 1U << static_cast<unsigned>(machine_->state());
    report_.verdicts |= 1U << static_cast<unsigned>(machine_->judgement().verdict);
    if (const auto& order = machine_->last_order(); order && order->ended->at == now_ && order->number != told_order_) {
      told_order_ = order->number;
      ++report_.orders;
      tell("  " + describe(*order));
    }
    if (!tell_ || decision.because.empty()) return;
    for (const Action& action : decision.actions)
      if (const auto* apply = std::get_if<Apply>(&action)) tell(fmt::format("  apply {} #{}", to_string(apply->remedy), apply->attempt));
    if (decision.event == Event::beat || (decision.from == decision.to && decision.event == Event::due)) return;
    tell("  " + describe(decision, *machine_));
    if (const std::string left_out = describe(machine_->choice().skips); decision.from == State::probing && !left_out.empty()) tell("    " + left_out);
  }

  void watch_health() {
    if (!world_.all_is_well()) well_since_ = never;
    else if (well_since_ == never) well_since_ = now_;
    if (storm_.calm() && well_since_ != never) invariants_.check_calm(now_, std::max(well_since_, storm_.end()), *machine_);
  }

  // Each of these is mended by a remedy that this policy and world allow, long before tailscaled would heal by itself.
  void exams() {
    const auto has = [&](Remedy remedy) { return std::ranges::find(policy_.steps, remedy) != policy_.steps.end(); };
    if (policy_.mode == Mode::observe || policy_.targets.empty() || !world_.truth.anchors) return;
    if (has(Remedy::kick) && world_.truth.witnesses > 0) exam("a pinned mapping", [&] { storm_.pinned(now_); });
    if (has(Remedy::reconnect)) exam("a dead connection to control", [&] { storm_.control_dies(now_); });
    if (has(Remedy::restart) && machine_->restarts_left(now_) > 0 && !world_.truth.memory_state) exam("a hung tailscaled", [&] { storm_.hangs(now_); });
  }

  void exam(std::string_view what, const std::function<void()>& fault) {
    const Instant rested = now_ + Policy::ladder_reset + 1min;
    while (now_ < rested && ok()) advance(rested);
    fault();
    world_.pass(now_);
    tell(fmt::format("* exam: {}", what));
    const Instant start = now_;
    const Duration limit = policy_.heartbeat - Policy::heartbeat_default + exam_limit;
    while (ok() && now_ < start + limit && !(world_.all_is_well() && machine_->state() == State::healthy)) advance(start + limit);
    if (world_.all_is_well() && machine_->state() == State::healthy) ++report_.mended;
    else invariants_.found(now_, Rule::mended, fmt::format("{} was not mended within {} s", what, limit.count() / 1000000));
  }

  Plant plant_;
  const Teller& tell_;
  Dice dice_;
  Policy policy_;
  World world_;
  Invariants invariants_;
  Storm storm_;
  std::unique_ptr<Machine> machine_;
  Remembered disk_;
  PauseSeen paused_;  // on disk too
  std::uint32_t told_order_ = 0;
  Instant now_{};
  Instant well_since_ = never;
  Report report_;
};

}  // namespace

Report run(std::uint64_t seed, Plant plant, const Teller& tell) { return Run(seed, plant, tell).go(); }

}  // namespace sim
