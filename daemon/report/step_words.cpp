#include "daemon/report/step_words.hpp"

#include <fmt/format.h>

#include "libwatch/describe.hpp"

namespace tailmend {

std::vector<std::string> words_of(const Step& step) {
  std::vector<std::string> lines;
  if (const auto* remedy = std::get_if<watch::RemedySeen>(&step.seen))
    lines.push_back(fmt::format("{}: {}, {}", to_string(remedy->remedy), to_string(remedy->outcome), remedy->detail));
  const watch::Decision& decision = step.decision;
  if (decision.because.empty() || decision.routine) return lines;
  lines.push_back(watch::describe(decision, step.machine));
  for (const auto& action : decision.actions)
    if (const auto* apply = std::get_if<watch::Apply>(&action)) lines.push_back(fmt::format("applying {}", to_string(apply->remedy)));
  const bool judged = decision.event == watch::Event::ours || decision.event == watch::Event::not_ours || decision.event == watch::Event::spent;
  if (judged && !step.machine.choice().skips.empty()) lines.push_back(watch::describe(step.machine.choice().skips));
  return lines;
}

}  // namespace tailmend
