#include "daemon/teller.hpp"

#include <fmt/format.h>

#include "libwatch/describe.hpp"

namespace tailmend {

namespace {

std::string text_of(std::uint32_t number) { return number == 0 ? std::string() : std::to_string(number); }

Level level_of(watch::Verdict verdict) { return watch::exit_status(verdict) == 0 ? Level::notice : Level::warning; }

}  // namespace

void Teller::take(const Step& step) {
  if (!step.decision.because.empty() && !step.decision.routine) tell_transition(step);
  if (!step.decision.because.empty()) tell_verdict(step);
  tell_remedies(step);
}

void Teller::trouble(const std::string& text) {
  if (text == said_trouble_) return;
  said_trouble_ = text;
  journal_.say(Level::warning, MessageId::trouble, text);
}

void Teller::tell_transition(const Step& step) {
  const watch::Decision& decision = step.decision;
  const watch::Machine& machine = step.machine;
  const bool moved = decision.event == watch::Event::moved && machine.last_change();
  journal_.say(Level::info, MessageId::transition, watch::describe(decision, machine),
               {{FieldName::episode, text_of(machine.episode())},
                {FieldName::state_from, watch::to_string(decision.from)},
                {FieldName::state_to, watch::to_string(decision.to)},
                {FieldName::event, decision.event ? watch::to_string(*decision.event) : ""},
                {FieldName::verdict, machine.judgement().enough ? watch::to_string(machine.judgement().verdict) : ""},
                {FieldName::wan_old, moved ? watch::to_string(machine.last_change()->before) : ""},
                {FieldName::wan_new, moved ? watch::to_string(machine.evidence().egress) : ""}});
}

// Said where a look ended, not while one goes on.
void Teller::tell_verdict(const Step& step) {
  const watch::State to = step.decision.to;
  if (to == watch::State::starting || to == watch::State::settling || to == watch::State::probing || to == watch::State::remedying) return;
  const watch::Judgement& judgement = step.machine.judgement();
  const std::pair now_said(judgement.verdict, judgement.cause);
  if (said_ != now_said) {
    said_ = now_said;
    journal_.say(level_of(judgement.verdict), MessageId::verdict_changed,
                 judgement.advice.empty() ? watch::describe(judgement) : fmt::format("{}; to do: {}", watch::describe(judgement), judgement.advice),
                 {{FieldName::episode, text_of(step.machine.episode())}, {FieldName::verdict, watch::to_string(judgement.verdict)}});
  }
  tell_skips(step);
}

void Teller::tell_skips(const Step& step) {
  const watch::Decision& decision = step.decision;
  const watch::Choice& choice = step.machine.choice();
  const bool judged = decision.event == watch::Event::ours || decision.event == watch::Event::not_ours || decision.event == watch::Event::spent;
  std::string skips = judged ? watch::describe(choice.skips) : said_skips_;
  if (judged && step.machine.policy().mode == watch::Mode::observe && choice.rung == watch::Rung::chosen)
    skips = fmt::format("not done, because mode is observe: {}", watch::to_string(choice.remedy));
  if (skips == said_skips_) return;
  said_skips_ = skips;
  if (!skips.empty())
    journal_.say(Level::info, MessageId::remedy_skipped, skips,
                 {{FieldName::episode, text_of(step.machine.episode())}, {FieldName::verdict, watch::to_string(step.machine.judgement().verdict)}});
}

void Teller::tell_remedies(const Step& step) {
  const std::string episode = text_of(step.machine.episode());
  if (const auto* remedy = std::get_if<watch::RemedySeen>(&step.seen))
    journal_.say(remedy->outcome == watch::Outcome::done ? Level::info : Level::warning, MessageId::remedy_finished,
                 fmt::format("{}: {}, {}", watch::to_string(remedy->remedy), watch::to_string(remedy->outcome), remedy->detail),
                 {{FieldName::episode, episode}, {FieldName::remedy, watch::to_string(remedy->remedy)}, {FieldName::outcome, watch::to_string(remedy->outcome)}});
  for (const auto& action : step.decision.actions)
    if (const auto* apply = std::get_if<watch::Apply>(&action))
      journal_.say(watch::is_hard(apply->remedy) ? Level::notice : Level::info, MessageId::remedy_started,
                   fmt::format("applying {}: {}", watch::to_string(apply->remedy), watch::describe(step.machine.judgement())),
                   {{FieldName::episode, episode},
                    {FieldName::remedy, watch::to_string(apply->remedy)},
                    {FieldName::verdict, watch::to_string(step.machine.judgement().verdict)}});
}

}  // namespace tailmend
