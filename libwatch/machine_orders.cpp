// A person's word: the pause, in which no remedy begins, and the order, which overrules what it names and nothing else.
#include <algorithm>

#include "libwatch/machine.hpp"

namespace watch {

void Machine::take_pause(const PauseSeen& seen) {
  const bool before = pause_.has_value();
  pause_ = seen.pause;
  if (pause_) pause_->until = std::min(pause_->until, std::min(pause_->since, now_) + Policy::pause_longest);
  if (pause_ && pause_->until <= now_) pause_.reset();
  pause_over_now_ = before && !pause_;
}

// The newest order counts. A remedy in flight is waited for; what has not begun is weighed anew, on a look of its own.
void Machine::take_order(const MendAsked& asked, Actions& actions) {
  if (order_) end_order(OrderEnd::replaced);
  order_ = Order{.number = ++orders_, .remedy = asked.remedy, .despite = asked.despite, .who = asked.who, .asked_at = now_, .applied = {}, .skips = {}, .ended = {}};
  unavailable_ = {};  // rights and kernels change, and a person may just have changed them
  hinted_now_ = true;
  if (state_ == State::standby) due_at_ = now_;
  if (state_ != State::probing) return;
  again_at_.reset();
  good_rounds_ = undecided_rounds_ = 0;
  begin_look(Breadth::full, actions);
}

void Machine::note_remembered(const Remembered& seen) {
  restarts_ = Budget(policy_.restarts_per_hour, Policy::budget_window, seen.restarts);
  up_resets_ = Budget(policy_.up_resets_per_hour, Policy::budget_window, seen.up_resets);
  episode_ = std::max(episode_, seen.episode);
  // Where the one before us has just restarted it: what did not help then is not done again at once.
  const auto& spent = restarts_.spent();
  if (spent.empty() || now_ - spent.back() >= Policy::start_limit_rest) return;
  restart_asked_at_ = spent.back();
  tried_.add(Remedy::restart);
}

void Machine::note_remedy(const RemedySeen& seen) {
  if (seen.outcome == Outcome::unavailable) {
    unavailable_.add(seen.remedy);
    if (attempts_ > 0) --attempts_;  // nothing was done that would call for a distance
  }
  // Only what was begun counts: a disk that is full for a minute must not cost the budget of an hour.
  if (seen.outcome == Outcome::withheld && seen.attempt == attempt_ && in_flight_) {
    (seen.remedy == Remedy::restart ? restarts_ : up_resets_).take_back();
    if (seen.remedy == Remedy::restart) restarted_at_ = restart_asked_at_ = std::nullopt;
  }
  if (seen.attempt == attempt_) in_flight_ = false;
  for (auto* order : {&order_, &last_order_}) {
    if (!*order || (*order)->applied.empty() || (*order)->applied.back().attempt != seen.attempt) continue;
    (*order)->applied.back().outcome = seen.outcome;
    (*order)->applied.back().detail = seen.detail;
  }
}

void Machine::pass_time_of_words() {
  if (pause_ && now_ >= pause_->until) {
    pause_.reset();
    pause_over_now_ = true;
  }
  if (!order_) return;
  if (now_ >= order_->asked_at + Policy::order_limit) return end_order(OrderEnd::overdue);
  // Nobody's order overrules an administrator: in standby a look at his will is all that comes of it.
  const bool unwanted = state_ == State::standby && order_->looked && look_.complete() && look_.breadth() == Breadth::will && will(evidence_);
  if (unwanted) end_order(OrderEnd::rested);
}

void Machine::note_choice() {
  if (!order_) return;
  order_->skips.clear();
  for (const Skip& skip : choice_.skips)
    if (skip.reason != tried_already && std::ranges::find(order_->applied, skip.remedy, &Applied::remedy) == order_->applied.end()) order_->skips.push_back(skip);
}

// After the arrival in a state: where nothing more is done, the order is over.
void Machine::note_rest(Event event) {
  if (!order_) return;
  const bool rests = event == Event::answered || event == Event::not_ours || event == Event::spent || event == Event::lost || event == Event::yielded;
  if (rests) end_order(OrderEnd::rested);
}

void Machine::end_order(OrderEnd how) {
  order_->ended = Ended{.at = now_, .how = how, .state = state_, .judgement = judgement_};
  last_order_ = std::move(order_);
  order_.reset();
}

// One remedy is asked for, and has not been applied yet. Every look pings, so that `ping` asks for no more than a look.
bool Machine::names_a_rung() const { return order_ && order_->remedy && order_->remedy != Remedy::ping && order_->applied.empty(); }

Leave Machine::leave() const {
  Leave leave{.paused = pause_.has_value(), .despite = {}, .ordered = order_ && !order_->remedy, .done = {}};
  if (leave.ordered || names_a_rung()) leave.despite = order_->despite;
  if (leave.ordered)
    for (const Applied& applied : order_->applied) leave.done.add(applied.remedy);
  return leave;
}

// One remedy, on a whole look of its own; where gates hold it back the machine goes on as if nobody had asked.
std::optional<Event> Machine::weigh_order() {
  if (!look_.complete()) return std::nullopt;
  judgement_ = judge(evidence_);
  if (is_will(judgement_.verdict)) return Event::yielded;
  if (judgement_.verdict == Verdict::wan_down && judgement_.enough) return Event::lost;
  if (!judgement_.enough && undecided_rounds_ < Policy::undecided_at_most) return Event::doubtful;
  choice_ = choose_one(*order_->remedy, judgement_, evidence_, history(), leave());
  note_choice();
  if (choice_.rung == Rung::chosen) return Event::ordered;
  if (choice_.rung == Rung::more_evidence) return Event::doubtful;
  end_order(OrderEnd::refused);
  return weigh();
}

std::optional<Waiting> Machine::waiting() const {
  return state_ == State::backing_off && not_before_ ? std::optional(Waiting{.remedy = not_before_for_, .not_before = *not_before_}) : std::nullopt;
}

std::string_view to_string(OrderEnd end) {
  switch (end) {
    case OrderEnd::rested: return "rested";
    case OrderEnd::refused: return "refused";
    case OrderEnd::handed_on: return "handed-on";
    case OrderEnd::replaced: return "replaced";
    case OrderEnd::overdue: return "overdue";
  }
  return "?";
}

}  // namespace watch
