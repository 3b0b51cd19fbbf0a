#include "tests/sim/plants.hpp"

#include <algorithm>

namespace sim {

Observation believed(Plant plant, Observation seen) {
  if (plant == Plant::believes_control)
    if (auto* anchor = std::get_if<AnchorSeen>(&seen); anchor != nullptr && anchor->fact.kind == AnchorKind::control) anchor->fact.outcome = AnchorOutcome::answered;
  if (plant == Plant::believes_targets)
    if (auto* target = std::get_if<TargetSeen>(&seen)) target->fact.outcome = TcpOutcome::held;
  if (plant == Plant::overlooks_people)
    if (auto* bystanders = std::get_if<BystandersSeen>(&seen)) bystanders->fact = {};
  if (plant == Plant::overlooks_a_pause && std::holds_alternative<PauseSeen>(seen)) return PauseSeen{};
  if (plant == Plant::exceeds_its_orders)
    if (auto* order = std::get_if<MendAsked>(&seen))
      for (const GateWord& word : gate_words) order->despite.add(word.gate);
  return seen;
}

void spoil(Plant plant, Decision& decision, const Machine& machine) {
  auto& actions = decision.actions;
  const auto apply = std::ranges::find_if(actions, [](const Action& a) { return std::holds_alternative<Apply>(a); });
  if (plant == Plant::forgets_to_remember) std::erase_if(actions, [](const Action& a) { return std::holds_alternative<Remember>(a); });
  if (plant == Plant::applies_twice && apply != actions.end()) actions.push_back(Action(*apply));
  if (plant == Plant::acts_without_cause && decision.to == State::reported && decision.from == State::probing)
    actions.push_back(Apply{.attempt = 1000, .remedy = Remedy::kick});
  const bool blemish = decision.to == State::reported && decision.from == State::probing && is_blemish(machine.judgement().verdict);
  if (plant == Plant::mends_blemishes && blemish) actions.push_back(Apply{.attempt = 1000, .remedy = Remedy::rebind});
  if (plant == Plant::never_probes && decision.from == State::remedying)
    std::erase_if(actions, [](const Action&) { return true; });
  if (plant == Plant::never_probes && decision.to == State::probing)
    std::erase_if(actions, [](const Action& a) { return std::holds_alternative<TryTargets>(a) || std::holds_alternative<AskStatus>(a); });
}

std::string_view to_string(Plant plant) {
  switch (plant) {
    case Plant::none: return "none";
    case Plant::forgets_to_remember: return "forgets to remember";
    case Plant::applies_twice: return "applies twice";
    case Plant::acts_in_observe_mode: return "acts in observe mode";
    case Plant::acts_without_cause: return "acts without cause";
    case Plant::loses_the_budget: return "loses the budget";
    case Plant::believes_control: return "believes that control answers";
    case Plant::believes_targets: return "believes that targets answer";
    case Plant::never_probes: return "never probes";
    case Plant::loses_its_timer: return "loses its timer";
    case Plant::overlooks_people: return "overlooks people who are logged in";
    case Plant::mends_blemishes: return "mends blemishes";
    case Plant::overlooks_a_pause: return "overlooks a pause";
    case Plant::exceeds_its_orders: return "exceeds its orders";
  }
  return "?";
}

Rule meant_for(Plant plant) {
  switch (plant) {
    case Plant::none: break;
    case Plant::forgets_to_remember: return Rule::remembered;
    case Plant::applies_twice: return Rule::one_at_a_time;
    case Plant::acts_in_observe_mode: return Rule::observe;
    case Plant::acts_without_cause: return Rule::authority;
    case Plant::loses_the_budget: return Rule::budget;
    case Plant::believes_control: return Rule::control;
    case Plant::believes_targets: return Rule::proof;
    case Plant::never_probes:
    case Plant::loses_its_timer: return Rule::probed;
    case Plant::overlooks_people: return Rule::bystanders;
    case Plant::mends_blemishes: return Rule::blemish;
    case Plant::overlooks_a_pause: return Rule::pause;
    case Plant::exceeds_its_orders: return Rule::authority;
  }
  return Rule::same_bytes;
}

}  // namespace sim
