#include "libwatch/describe.hpp"

#include <fmt/format.h>

#include "libwatch/words.hpp"

namespace watch {

namespace {

// What a person wants to know beside the row's own sentence.
std::string facts(const Decision& decision, const Machine& machine) {
  if (!decision.event) return "";
  switch (*decision.event) {
    case Event::moved:
      if (!machine.last_change()) return "configuration read anew";
      return describe_change(machine.last_change()->before, machine.evidence().egress, machine.last_change()->reasons);
    case Event::late:
      for (std::size_t i = 0; i < machine.evidence().targets.size(); ++i) {
        const TargetView& target = machine.evidence().targets[i];
        const std::string& name = machine.policy().targets[i].name;
        if (target.standing == Standing::late) return fmt::format("no answer from {} yet", name);
        if (target.standing == Standing::bad) return fmt::format("{}: {}", name, to_string(target.fact.outcome));
      }
      return std::string(machine.called_by());
    case Event::answered:
    case Event::ours:
    case Event::not_ours:
    case Event::spent:
    case Event::lost:
    case Event::yielded: return describe(machine.judgement());
    case Event::ordered: return fmt::format("{}; {}", to_string(machine.choice().remedy), describe(machine.judgement()));
    case Event::rested: return fmt::format("{}, attempt {}", to_string(machine.choice().remedy), machine.attempt());
    case Event::ready:
    case Event::calm:
    case Event::beat:
    case Event::due:
    case Event::half:
    case Event::doubtful:
    case Event::eased:
    case Event::finished:
    case Event::resumed: return "";
  }
  return "";
}

}  // namespace

std::string describe(const Judgement& judgement) {
  if (judgement.verdict == Verdict::healthy) return fmt::format("healthy: {}", judgement.sentence);
  if (judgement.whose == Whose::nobody) return fmt::format("{}: {}", to_string(judgement.verdict), judgement.sentence);
  return fmt::format("{}, {}: {}", to_string(judgement.verdict), to_string(judgement.whose), judgement.sentence);
}

std::string describe(const std::vector<Skip>& skips) {
  if (skips.empty()) return "";
  std::string text = "not done:";
  for (std::size_t i = 0; i < skips.size(); ++i)
    text += fmt::format("{} {} ({})", i == 0 ? "" : ",", to_string(skips[i].remedy), skips[i].reason);
  return text;
}

std::string describe(const Order& order) {
  std::string text = fmt::format("mend{}{}, asked for by {}", order.remedy ? " " : "", order.remedy ? to_string(*order.remedy) : "", order.who);
  if (order.applied.empty()) text += order.ended ? ": no remedy was applied" : ": no remedy yet";
  for (std::size_t i = 0; i < order.applied.size(); ++i) {
    const Applied& applied = order.applied[i];
    text += fmt::format("{} {} ({})", i == 0 ? ":" : ",", to_string(applied.remedy), applied.outcome ? to_string(*applied.outcome) : order.ended ? "no answer" : "under way");
  }
  if (!order.skips.empty()) text += "; " + describe(order.skips);
  if (!order.ended) return text;
  switch (order.ended->how) {
    case OrderEnd::rested: return fmt::format("{}; {}", text, describe(order.ended->judgement));
    case OrderEnd::refused: return text;
    case OrderEnd::handed_on: return fmt::format("{}; not mended by that: {}", text, describe(order.ended->judgement));
    case OrderEnd::replaced: return text + "; replaced by a newer order";
    case OrderEnd::overdue: return fmt::format("{}; given up after {}: {}", text, words(Policy::order_limit), describe(order.ended->judgement));
  }
  return text;
}

std::string describe(const Decision& decision, const Machine& machine) {
  if (!decision.event || decision.because.empty()) return "";
  const std::string more = facts(decision, machine);
  return fmt::format("{} → {}: {}{}", to_string(decision.from), to_string(decision.to), decision.because, more.empty() ? "" : " (" + more + ")");
}

std::string describe_next(const Machine& machine, Instant now) {
  // A wait of less than a second is none to a person.
  const auto in = [now](std::string_view what, Instant at) { return at - now <= 500ms ? fmt::format("{} now", what) : fmt::format("{} in {}", what, whole_words(at - now)); };
  const auto look = machine.next_look();
  switch (machine.state()) {
    case State::starting: return "takes the first picture";
    case State::settling: return in("lets it come to rest and looks", look.value_or(now));
    case State::probing: return look ? in("looks once more", *look) : "gathers all evidence";
    case State::remedying: return fmt::format("{} runs", to_string(machine.choice().remedy));
    case State::backing_off:
      if (const auto waiting = machine.waiting()) return in(fmt::format("applies {}", to_string(waiting->remedy)), waiting->not_before);
      break;
    case State::healthy:
    case State::reported:
    case State::wan_down:
    case State::standby:
    case State::exhausted: break;
  }
  return in("looks again", look.value_or(now));
}

std::string status_line(const Machine& machine) {
  const std::string paused = machine.pause() ? fmt::format(" (paused by {})", machine.pause()->who) : "";
  if (machine.state() == State::starting) return "starting: taking the first picture" + paused;
  if (machine.state() == State::healthy) return describe(machine.judgement()) + paused;
  if (machine.judgement().sentence.empty()) return std::string(to_string(machine.state())) + paused;
  return fmt::format("{}: {}{}", to_string(machine.state()), describe(machine.judgement()), paused);
}

}  // namespace watch
