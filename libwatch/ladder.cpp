#include "libwatch/ladder.hpp"

#include <algorithm>
#include <iterator>

#include "libwatch/ladder_gates.hpp"

namespace watch {

namespace {

// The first objection that is not overruled.
std::optional<Skip> objection(const Question& question, std::span<const Gatekeeper> gatekeepers) {
  for (const Gatekeeper keeper : gatekeepers) {
    const auto objection = keeper(question);
    if (objection && !(objection->gate && question.leave.despite.has(*objection->gate)))
      return Skip{.remedy = question.remedy, .reason = objection->reason, .gate = objection->gate};
  }
  return std::nullopt;
}

void complete(Choice& choice, const Judgement& judgement, const Evidence& e) {
  choice.scope = is_about_tunnel(judgement.verdict) ? Scope::all : Scope::dead;
  choice.start_only = judgement.verdict == Verdict::backend_dead && e.unit && e.unit->active_state != "active";
}

// One pass through the ladder. True where a hard remedy was left out for its budget alone.
bool go_through(Choice& choice, Remedies tried, const Judgement& judgement, const Evidence& e, const History& history, const Leave& leave) {
  bool starved = false;
  for (const Remedy remedy : called_for(judgement, e)) {
    if (remedy == Remedy::ping) continue;  // every round asks: that rung has been taken
    const Question question{.remedy = remedy, .by_name = false, .tried = tried, .judgement = judgement, .e = e, .history = history, .leave = leave};
    if (const auto skip = objection(question, gatekeepers())) {
      choice.skips.push_back(*skip);
      starved = starved || skip->reason == budget_spent;
      continue;
    }
    choice.remedy = remedy;
    const bool needs_all = is_hard(remedy) || remedy == Remedy::conntrack;
    if ((needs_all && !e.complete) || !rounds_suffice(question)) {
      choice.rung = Rung::more_evidence;
    } else if (const auto held = objection(question, holders())) {
      choice.skips.push_back(*held);
      choice.rung = Rung::held;
    } else {
      choice.rung = Rung::chosen;
    }
    return starved;
  }
  return starved;
}

}  // namespace

Choice choose(const Judgement& judgement, const Evidence& e, const History& history, const Leave& leave) {
  Choice choice;
  if (answers_rubbish(judgement, e)) return choice;
  const Remedies tried = leave.ordered ? leave.done : history.tried;
  // A milder one that did not help is not repeated before one that was never tried: a gate may have opened meanwhile.
  bool starved = go_through(choice, leave.ordered ? tried : tried | history.past, judgement, e, history, leave);
  if (choice.rung == Rung::none && !leave.ordered && !history.past.empty()) {
    choice.skips.clear();
    starved = go_through(choice, tried, judgement, e, history, leave);
  }
  const bool tried_some = std::ranges::any_of(choice.skips, [](const Skip& skip) { return skip.reason == tried_already; });
  const bool once = leave.ordered || once_only(judgement.verdict) || (judgement.verdict == Verdict::backend_dead && start_limit_hit(e));
  if (choice.rung == Rung::none && !starved && tried_some && !once) {
    // The next pass begins; what the gates hold back is still worth saying.
    std::vector<Skip> held;
    std::ranges::copy_if(choice.skips, std::back_inserter(held), [](const Skip& skip) { return is_hard(skip.remedy) && skip.reason != tried_already; });
    choice.skips.clear();
    starved = go_through(choice, Remedies{}, judgement, e, history, leave);
    for (const Skip& skip : held)
      if (std::ranges::find(choice.skips, skip) == choice.skips.end()) choice.skips.push_back(skip);
  }
  if (choice.rung == Rung::none && starved) choice.rung = Rung::spent;
  complete(choice, judgement, e);
  return choice;
}

Choice choose_one(Remedy remedy, const Judgement& judgement, const Evidence& e, const History& history, const Leave& leave) {
  Choice choice{.remedy = remedy, .ordered = true};
  const Question question{.remedy = remedy, .by_name = true, .tried = {}, .judgement = judgement, .e = e, .history = history, .leave = leave};
  for (const auto keepers : {gatekeepers(), holders()})
    for (const Gatekeeper& keeper : keepers)
      if (const auto skip = objection(question, {&keeper, 1})) choice.skips.push_back(*skip);
  if (choice.skips.empty()) choice.rung = rounds_suffice(question) ? Rung::chosen : Rung::more_evidence;
  complete(choice, judgement, e);
  return choice;
}

Duration settling_time(Remedy remedy) {
  switch (remedy) {
    case Remedy::ping: return 500ms;
    case Remedy::kick: return 500ms;
    case Remedy::rebind: return 3500ms;  // facts-tailscale 8.2: data back after 3.1 s
    case Remedy::reconnect: return 1500ms;
    case Remedy::conntrack: return 2s;  // facts-tailscale 8.2: direct again after 1.5 s
    case Remedy::up_reset: return 2s;
    case Remedy::restart: return 2s;
  }
  return 1s;
}

}  // namespace watch
