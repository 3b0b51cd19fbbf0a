#include "daemon/report/teller.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "daemon/report/history_text.hpp"
#include "libwatch/describe.hpp"
#include "libwatch/words.hpp"

namespace tailmend {

namespace {

using std::chrono_literals::operator""h;
using std::chrono_literals::operator""s;

std::string text_of(std::uint32_t number) { return number == 0 ? std::string() : std::to_string(number); }
std::string ms_of(watch::Duration duration) { return std::to_string(duration.count() / 1000); }

bool is_lived_with(std::string_view trouble) { return trouble.ends_with("ignoring") || trouble.find("retrying in ") != std::string_view::npos; }

std::string with_advice(const watch::Judgement& judgement) {
  return judgement.advice.empty() ? watch::describe(judgement) : fmt::format("{}; to do: {}", watch::describe(judgement), judgement.advice);
}

}  // namespace

void Teller::take(const Step& step) {
  now_ = step.now;
  tell_pause(step);
  tell_order(step);
  if (!step.decision.because.empty() && !step.decision.routine) tell_transition(step);
  tell_verdict(step);
  tell_remedies(step);
}

void Teller::trouble(const std::string& text) {
  std::erase_if(said_troubles_, [&](const Trouble& said) { return now_ - said.at >= 1h; });
  if (std::ranges::find(said_troubles_, text, &Trouble::text) != said_troubles_.end()) return;
  if (said_troubles_.size() >= most_troubles) said_troubles_.erase(said_troubles_.begin());
  said_troubles_.push_back({.text = text, .at = now_});
  journal_.say(is_lived_with(text) ? Level::notice : Level::warning, MessageId::trouble, text);
}

// The flight record has all of them.
bool Teller::may_tell_transition() {
  if (!hour_began_ || now_ - *hour_began_ >= 1h) {
    if (untold_in_hour_ > 0) journal_.say(Level::info, MessageId::transition, fmt::format("{} of the last hour were not told", watch::count(untold_in_hour_, "transition", "transitions")));
    hour_began_ = now_;
    told_in_hour_ = untold_in_hour_ = 0;
  }
  if (told_in_hour_ < most_transitions) return ++told_in_hour_, true;
  if (untold_in_hour_++ == 0)
    journal_.say(Level::info, MessageId::transition,
                 fmt::format("{} transitions within {}; until the hour is over they are counted and not told", most_transitions, watch::words(now_ - *hour_began_)));
  return false;
}

// Of changes that come while the network settles the first few are told, and then how many there were.
void Teller::tell_transition(const Step& step) {
  const watch::Decision& decision = step.decision;
  const watch::Machine& machine = step.machine;
  const bool moved = decision.event == watch::Event::moved && machine.last_change();
  const std::size_t left_out = decision.from == watch::State::settling && moves_ > most_moves ? moves_ - most_moves : 0;
  if (decision.to != watch::State::settling || decision.from != watch::State::settling) moves_ = 0;
  if (moved && ++moves_ > most_moves) return;
  if (!may_tell_transition()) return;
  const std::string text = watch::describe(decision, machine);
  journal_.say(Level::info, moved ? MessageId::network_changed : MessageId::transition,
               left_out == 0 || moved ? text : fmt::format("{}, after {} more {}", text, left_out, left_out == 1 ? "change" : "changes"),
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
  if (!watch::table::at_rest(step.machine.state())) return;
  const watch::Judgement& judgement = step.machine.judgement();
  const auto say = [&](Level level, MessageId id, const std::string& text) {
    journal_.say(level, id, text, {{FieldName::episode, text_of(step.machine.episode())}, {FieldName::verdict, watch::to_string(judgement.verdict)}, {FieldName::whose, watch::code(judgement.whose)}});
  };
  if (const auto concern = concerns_.take(step.now, step.machine)) {
    using Why = watch::Concern::Why;
    const bool spent = concern->why == Why::budget_spent;
    const bool calls = concern->why == Why::at_once || (concern->why == Why::lasting && !concern->repeated);
    if (concern->changed) say(calls ? Level::warning : Level::notice, MessageId::verdict_changed, with_advice(judgement));
    else if (calls && concern->why == Why::lasting)
      say(Level::warning, MessageId::person_needed, fmt::format("for {}, and still {}", watch::words(concern->lasting), with_advice(judgement)));
    else if (calls) say(Level::warning, MessageId::person_needed, fmt::format("tailmend may not mend it: {}", with_advice(judgement)));
    if (spent) say(Level::warning, MessageId::budget_spent, fmt::format("the budget for hard remedies is spent: {}", with_advice(judgement)));
  }
  tell_skips(step);
}

void Teller::tell_skips(const Step& step) {
  const watch::Decision& decision = step.decision;
  const bool judged = decision.event == watch::Event::ours || decision.event == watch::Event::not_ours || decision.event == watch::Event::spent;
  if (!judged) return;
  std::string skips = watch::describe(step.machine.choice().skips);
  if (skips == said_skips_) return;
  said_skips_ = skips;
  if (!skips.empty())
    journal_.say(Level::info, MessageId::remedy_skipped, skips,
                 {{FieldName::episode, text_of(step.machine.episode())}, {FieldName::verdict, watch::to_string(step.machine.judgement().verdict)}});
}

void Teller::tell_remedies(const Step& step) {
  const std::string episode = text_of(step.machine.episode());
  const auto* remedy = std::get_if<watch::RemedySeen>(&step.seen);
  // Of one that is not for this host nothing is to be known but that; of one that failed, that the next one follows.
  if (remedy != nullptr)
    journal_.say(remedy->outcome == watch::Outcome::done || remedy->outcome == watch::Outcome::unavailable ? Level::info : Level::notice, MessageId::remedy_finished,
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

void Teller::tell_pause(const Step& step) {
  const std::optional<watch::Pause>& pause = step.machine.pause();
  if (pause == said_pause_) return;
  if (pause)
    journal_.say(Level::notice, MessageId::pause_begun,
                 fmt::format("paused for {} by {}{}", watch::words(pause->until - step.now), pause->who, pause->reason.empty() ? "" : ": " + pause->reason));
  else
    journal_.say(Level::notice, MessageId::pause_ended, fmt::format("the pause of {} is over, {}", said_pause_->who, step.now < said_pause_->until ? "for it was ended" : "its time is up"));
  said_pause_ = pause;
}

void Teller::tell_order(const Step& step) {
  if (const auto* asked = std::get_if<watch::MendAsked>(&step.seen))
    journal_.say(Level::notice, MessageId::mend_asked,
                 fmt::format("{} asks for {}", asked->who, asked->remedy ? watch::to_string(*asked->remedy) : std::string_view("what mends it")),
                 {{FieldName::remedy, asked->remedy ? watch::to_string(*asked->remedy) : ""}});
  const std::optional<watch::Order>& order = step.machine.last_order();
  if (!order) return;
  const std::pair now_said(order->asked_at, order->number);
  if (std::exchange(said_order_, now_said) == now_said) return;
  journal_.say(Level::notice, MessageId::mend_ended, watch::describe(*order),
               {{FieldName::remedy, order->remedy ? watch::to_string(*order->remedy) : ""}, {FieldName::outcome, order->ended ? watch::to_string(order->ended->how) : ""}});
}

// Doubts in which nothing was found are no more than their transitions.
void Teller::take_episode(const watch::Chronicle& chronicle, const watch::Heard& heard) {
  if (const watch::Episode* open = chronicle.open(); open != nullptr && open->number != said_episode_ && watch::remarkable(*open)) {
    said_episode_ = open->number;
    const std::string ago = open->lasted < 1s ? "" : fmt::format(" {} ago", watch::words(open->lasted));
    journal_.say(Level::info, MessageId::episode_began, fmt::format("episode {} began{}: {}", open->number, ago, open->lines.empty() ? open->sentence : open->lines.front().text),
                 {{FieldName::episode, text_of(open->number)}, {FieldName::verdict, watch::to_string(open->verdict)}});
  }
  const watch::Episode* last = chronicle.last();
  if (!heard.ended || last == nullptr || !watch::remarkable(*last)) return;
  const std::string away = !last->watched ? "" : last->away > watch::Duration::zero() ? fmt::format("; {} without data", watch::words(last->away)) : "; no data was lost";
  const std::string verdict = last->verdict == watch::Verdict::healthy ? "" : fmt::format("{}: ", watch::to_string(last->verdict));
  journal_.say(Level::notice, MessageId::episode_ended,
               fmt::format("episode {} ended after {}{}; {}{}", last->number, watch::words(last->lasted), away, verdict, ending_words(last->ending, last->healed_by)),
               {{FieldName::episode, text_of(last->number)},
                {FieldName::verdict, watch::to_string(last->verdict)},
                {FieldName::whose, watch::code(last->whose)},
                {FieldName::remedy, last->healed_by ? watch::to_string(*last->healed_by) : ""},
                {FieldName::outcome, watch::to_string(last->ending)},
                {FieldName::lasted_ms, ms_of(last->lasted)},
                {FieldName::away_ms, last->watched ? ms_of(last->away) : ""}});
}

}  // namespace tailmend
