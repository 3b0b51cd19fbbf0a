#include "libwatch/chronicle.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "libwatch/describe.hpp"
#include "libwatch/sentences.hpp"
#include "libwatch/words.hpp"

namespace watch {

namespace {

// On a character's border.
std::string cut(std::string text) {
  constexpr std::string_view ellipsis = "…";
  if (text.size() <= Episode::max_text) return text;
  std::size_t size = Episode::max_text - ellipsis.size();
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xc0U) == 0x80) --size;
  return text.substr(0, size).append(ellipsis);
}

// The worst verdict, and of those with one exit status that which was acted upon.
auto gravity(Verdict verdict, bool acted_upon) { return std::tuple(exit_status(verdict), acted_upon, -static_cast<int>(verdict)); }

}  // namespace

Heard Chronicle::take(Instant now, const Observation& seen, const Decision& decision, const Machine& machine) {
  Heard heard;
  changed_ = false;
  if (std::holds_alternative<Remembered>(seen)) number_ = machine.episode();
  if (decision.from != decision.to) came_from_ = decision.from;
  watch(now, seen, decision, machine);
  if (const auto* ping = std::get_if<PingSeen>(&seen)) note_path(now, ping->fact, machine, heard);
  if (open_ && machine.episode() != number_) {
    end(now, ending_of(Decision{}));
    heard.ended = true;
  }
  if (machine.episode() != number_) begin(now, machine);
  if (open_) {
    if (const auto* remedy = std::get_if<RemedySeen>(&seen)) note_remedy(*remedy);
    if (const auto* pause = std::get_if<PauseSeen>(&seen)) add(now, {.from = decision.from, .to = decision.from}, Weight::step, say_pause(*pause, now));
    const Ending ending = ending_of(decision);
    if (ending == Ending::healed) open_->healed_by = telling_.cure;
    if (!decision.because.empty() && !decision.routine) tell(now, decision, machine);
    refresh(now);
    if (!machine.in_episode()) {
      for (const PeerView& peer : machine.evidence().peers)
        if (!peer.witness && peer.path.starts_with("DERP") && std::ranges::find(direct_, peer.address) != direct_.end()) relayed_.push_back(peer.address);
      end(now, ending);
      heard.ended = true;
    }
  }
  heard.told = changed_ && open_;
  for (const Action& action : decision.actions)
    if (std::holds_alternative<TryTargets>(action)) asked_at_ = now;
  return heard;
}

void Chronicle::begin(Instant now, const Machine& machine) {
  number_ = machine.episode();
  open_ = Episode{.number = number_, .began = now};
  telling_ = {};
  relayed_.clear();
  away_ = Duration::zero();
  for (Trace& trace : traces_) trace.away = Duration::zero();
}

void Chronicle::end(Instant now, Ending ending) {
  refresh(now);
  open_->ending = ending;
  if (ending != Ending::healed) open_->healed_by.reset();
  if (ending != Ending::reported) open_->advice.clear();
  last_ = std::move(*open_);
  open_.reset();
  ended_at_ = now;
  // What is still away is the next episode's from here on.
  for (Trace& trace : traces_)
    if (trace.away_since) trace.away_since = now;
  if (any_away_since_) any_away_since_ = now;
}

// If it ended with this step.
Ending Chronicle::ending_of(const Decision& decision) const {
  const bool proved = decision.event == Event::answered;
  const bool for_a_person = is_will(open_->verdict) || open_->whose == Whose::admin || open_->whose == Whose::configuration;
  if (!proved && decision.event != Event::not_ours) return for_a_person ? Ending::by_a_person : Ending::taken_over;
  // What came back by itself first, and was tidied up by a remedy then, was not healed by that.
  if (telling_.cure && exit_status(telling_.acted_for) >= exit_status(open_->verdict)) return Ending::healed;
  if (open_->verdict == Verdict::healthy) return !proved ? Ending::reported : remarkable(*open_) ? Ending::by_itself : Ending::nothing;
  return for_a_person ? Ending::by_a_person : Ending::by_itself;
}

void Chronicle::tell(Instant now, const Decision& decision, const Machine& machine) {
  switch (*decision.event) {
    case Event::moved:
      return add(now, decision, Weight::step,
                 machine.last_change() ? "the way out changed: " + describe_change(machine.last_change()->before, machine.evidence().egress, machine.last_change()->reasons)
                                       : "the configuration was read anew");
    case Event::late: return tell_doubt(now, decision, machine);
    case Event::half: {
      const bool mute = control_life(machine.evidence()) == ControlLife::silent;
      if (!telling_.answering_since) telling_.answering_since = now;
      const bool told = open_->verdict == Verdict::control_stuck || open_->verdict == Verdict::control_unreachable;
      return add(now, decision, Weight::step, say_answer(machine) + (mute   ? "; tailscaled's connection to control does not answer yet"
                                                                     : told ? "; tailscaled's connection to control answers"
                                                                            : ""));
    }
    case Event::answered: return add(now, decision, Weight::turn, say_proof(machine, open_->away, now - telling_.answering_since.value_or(now)));
    case Event::doubtful:
      telling_.answering_since.reset();
      if (!machine.judgement().enough) return add(now, decision, Weight::step, machine.judgement().sentence);
      if (telling_.verdict != std::pair(machine.judgement().verdict, machine.judgement().cause)) tell_verdict(now, decision, machine);
      telling_.doubted = true;
      return add(now, decision, Weight::step, fmt::format("{}: the next remedy needs another complete look", to_string(machine.judgement().verdict)));
    case Event::ours:
    case Event::not_ours:
    case Event::spent:
    case Event::lost:
    case Event::yielded: return tell_verdict(now, decision, machine);
    case Event::ordered: return add(now, decision, Weight::turn, fmt::format("{} asked for {}", machine.order() ? machine.order()->who : "a person", to_string(machine.choice().remedy)));
    case Event::rested: return tell_attempt(now, decision, machine);
    case Event::eased:
      if (targets_answer(machine.evidence())) add(now, decision, Weight::step, fmt::format("{} before {} was applied", say_answer(machine), to_string(machine.choice().remedy)));
      return;
    case Event::finished: return note_given_up(now);
    case Event::resumed: return add(now, decision, Weight::step, "tailscale is wanted again");
    case Event::ready:
    case Event::calm:
    case Event::beat:
    case Event::due: return;
  }
}

void Chronicle::tell_doubt(Instant now, const Decision& decision, const Machine& machine) {
  std::string text = say_doubt(machine, now - asked_at_.value_or(now));
  add(now, decision, Weight::step, text.empty() ? std::string(decision.because) : std::move(text));
}

// The same finding after a remedy says that the remedy did not help; the same finding after nothing says nothing, unless it
// leads elsewhere.
void Chronicle::tell_verdict(Instant now, const Decision& decision, const Machine& machine) {
  const Judgement& judgement = machine.judgement();
  const std::pair verdict(judgement.verdict, judgement.cause);
  const auto tried = std::exchange(telling_.tried, std::nullopt);
  const bool doubted = std::exchange(telling_.doubted, false);
  forget_cure(judgement.verdict);
  telling_.answering_since.reset();
  note_verdict(judgement, telling_.acted_upon && judgement.verdict == open_->verdict);
  const std::string_view name = to_string(judgement.verdict);
  if (telling_.verdict != verdict) add(now, decision, Weight::turn, say_verdict(machine, now - asked_at_.value_or(now)));
  else if (tried) add(now, decision, Weight::turn, fmt::format("{} did not help: {} still", to_string(*tried), name));
  else if (doubted) add(now, decision, Weight::turn, fmt::format("another complete look finds the same: {}", name));
  else if (decision.to != telling_.rests_in) add(now, decision, Weight::turn, fmt::format("{} still", name));
  telling_.verdict = verdict;
  telling_.rests_in = decision.to;
  if (decision.event == Event::ours || decision.event == Event::not_ours || decision.event == Event::spent) tell_withheld(now, machine);
  const bool waits_for_us = decision.event == Event::ours || decision.event == Event::doubtful;
  open_->advice = waits_for_us ? "" : judgement.advice;
  if (open_->advice.empty() || open_->advice == telling_.advice) return;
  telling_.advice = open_->advice;
  add_note(now, "to do: " + telling_.advice);
}

void Chronicle::tell_withheld(Instant now, const Machine& machine) {
  const Choice& choice = machine.choice();
  for (const Skip& skip : choice.skips) {
    Withheld withheld{.remedy = skip.remedy, .reason = std::string(skip.reason)};
    if (skip.reason != tried_already && open_->withheld.size() < Episode::max_withheld && std::ranges::find(open_->withheld, withheld) == open_->withheld.end())
      open_->withheld.push_back(std::move(withheld));
  }
  std::string text = say_withheld(choice);
  if (!text.empty() && text != telling_.withheld) {
    telling_.withheld = text;
    add_note(now, std::move(text));
  }
  if (telling_.milder == machine.judgement().verdict) return;
  telling_.milder = machine.judgement().verdict;
  add_note(now, say_milder(choice, machine.judgement().verdict));
}

void Chronicle::tell_attempt(Instant now, const Decision& decision, const Machine& machine) {
  const Remedy remedy = machine.choice().remedy;
  note_verdict(machine.judgement(), true);
  telling_.attempt = machine.attempt();
  forget_cure(machine.judgement().verdict);
  if (!telling_.cure) telling_.acted_for = machine.judgement().verdict;
  telling_.tried = remedy;
  if (open_->attempts.size() < Episode::max_attempts) open_->attempts.push_back({.after = now - open_->began, .remedy = remedy});
  add(now, decision, Weight::turn, fmt::format("{} is applied", to_string(remedy)));
}

// Its line is finished by what became of it.
void Chronicle::note_remedy(const RemedySeen& seen) {
  if (seen.attempt != telling_.attempt || open_->attempts.empty()) return;
  if (seen.outcome == Outcome::done && !telling_.cure) telling_.cure = seen.remedy;
  if (seen.outcome == Outcome::unavailable || seen.outcome == Outcome::withheld) telling_.tried.reset();
  open_->attempts.back().outcome = seen.outcome;
  open_->attempts.back().detail = cut(seen.detail);
  name_attempt(say_remedy(seen.remedy, seen.outcome, seen.detail));
}

void Chronicle::note_given_up(Instant now) {
  if (open_->attempts.empty() || open_->attempts.back().outcome) return;
  const Duration waited = now - open_->began - open_->attempts.back().after;
  name_attempt(fmt::format("{} has not ended within {}; it is given up", to_string(open_->attempts.back().remedy), words(waited)));
}

void Chronicle::name_attempt(std::string text) {
  const auto line = std::ranges::find_if(open_->lines.rbegin(), open_->lines.rend(), [](const EpisodeLine& l) { return l.to == State::remedying && l.from != l.to; });
  if (line == open_->lines.rend()) return;
  line->text = cut(std::move(text));
  changed_ = true;
}

// Not where what is left is less grave than what was acted upon: the remedy healed that.
void Chronicle::forget_cure(Verdict left) {
  if (exit_status(left) >= exit_status(telling_.acted_for)) telling_.cure.reset();
}

void Chronicle::note_verdict(const Judgement& judgement, bool acted_upon) {
  if (!judgement.enough || judgement.verdict == Verdict::healthy) return;
  if (gravity(judgement.verdict, acted_upon) <= gravity(open_->verdict, telling_.acted_upon)) return;
  if (judgement.verdict != open_->verdict) open_->sentence = cut(judgement.sentence);
  open_->verdict = judgement.verdict;
  open_->whose = judgement.whose;
  telling_.acted_upon = acted_upon;
}

void Chronicle::add(Instant now, const Decision& decision, Weight weight, std::string text) {
  if (text == telling_.words && decision.to == telling_.led_to) return;
  telling_.words = text;
  telling_.led_to = decision.to;
  // The way here, where it has not been shown yet.
  const State from = decision.from == decision.to ? came_from_ : decision.from;
  came_from_ = decision.to;
  append({.after = now - open_->began, .from = from, .to = decision.to, .weight = weight, .text = cut(std::move(text))});
}

void Chronicle::add_note(Instant now, std::string text) {
  if (!text.empty()) append({.after = now - open_->began, .from = came_from_, .to = came_from_, .weight = Weight::note, .text = cut(std::move(text))});
}

void Chronicle::append(EpisodeLine line) {
  if (open_->lines.size() >= Episode::max_lines) {
    open_->lines.erase(open_->lines.begin() + Episode::first_lines);
    ++open_->left_out;
  }
  open_->lines.push_back(std::move(line));
  changed_ = true;
}

}  // namespace watch
