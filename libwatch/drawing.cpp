#include "libwatch/drawing.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "libwatch/transitions.hpp"

namespace watch {

namespace {

constexpr std::size_t drawn_apart_at_most = 5;  // a row from more states than these gets one arrow from all of them

std::vector<State> members(Set set) {
  std::vector<State> found;
  for (std::size_t s = 0; s < states; ++s)
    if (set.has(State(s))) found.push_back(State(s));
  return found;
}

// Mermaid takes no '-' in a state's name.
std::string name(State state) {
  std::string text(to_string(state));
  std::ranges::replace(text, '-', '_');
  return text;
}

std::string list(const std::vector<State>& some) {
  std::string text;
  for (const State state : some) text += fmt::format("{}{}", text.empty() ? "" : ", ", to_string(state));
  return text;
}

// "healthy, reported", or "anywhere but starting" where that is shorter.
std::string words(Set set) {
  const auto others = members(everywhere - set);
  if (others.empty()) return "anywhere";
  return others.size() < members(set).size() ? "anywhere but " + list(others) : list(members(set));
}

// One arrow per pair of states, with all its events.
std::string arrows_between(State from, State to) {
  std::string labels;
  for (const auto& row : table::transitions)
    if (row.to == to && row.from.has(from) && members(row.from).size() <= drawn_apart_at_most)
      labels += fmt::format("{}{}", labels.empty() ? "" : ", ", to_string(row.on));
  return labels.empty() ? "" : fmt::format("  {} --> {}: {}\n", name(from), name(to), labels);
}

}  // namespace

std::string mermaid() {
  std::string text = "stateDiagram-v2\n";
  for (std::size_t s = 0; s < states; ++s)
    if (name(State(s)) != to_string(State(s))) text += fmt::format("  state \"{}\" as {}\n", to_string(State(s)), name(State(s)));
  text += fmt::format("  [*] --> {}\n", name(State::starting));
  for (std::size_t from = 0; from < states; ++from)
    for (std::size_t to = 0; to < states; ++to) text += arrows_between(State(from), State(to));
  std::size_t number = 0;
  for (const auto& row : table::transitions) {
    if (members(row.from).size() <= drawn_apart_at_most) continue;
    ++number;
    text += fmt::format("  state \"{}\" as from_{}\n  from_{} --> {}: {}\n", words(row.from), number, number, name(row.to), to_string(row.on));
  }
  return text;
}

std::string cells() {
  std::string text = "| event |";
  std::string rule = "\n|---|";
  for (std::size_t s = 0; s < states; ++s) {
    text += fmt::format(" {} |", to_string(State(s)));
    rule += "---|";
  }
  text += rule + "\n";
  for (std::size_t e = 0; e < events; ++e) {
    text += fmt::format("| **{}** |", to_string(Event(e)));
    for (std::size_t s = 0; s < states; ++s) {
      const Transition* row = table::find(State(s), Event(e));
      text += row == nullptr ? "  |" : fmt::format(" {} |", to_string(row->to));
    }
    text += "\n";
  }
  return text;
}

std::string state_machine_page() {
  std::string text =
      "# The state machine\n\n"
      "Printed from the rows of `libwatch/transitions.hpp` by `state_machine_page`; a test compares. To change it, change the rows.\n\n"
      "```mermaid\n" + mermaid() + "```\n\n"
      "## Where each event leads\n\n"
      "An empty cell: nothing changes, and the last table says why.\n\n" + cells() +
      "\n## What happens, and why\n\n| from | on | to | because |\n|---|---|---|---|\n";
  for (const auto& row : table::transitions)
    text += fmt::format("| {} | {} | {} | {} |\n", words(row.from), to_string(row.on), to_string(row.to), row.because);
  text += "\n## What does not happen, and why\n\n| in | on | because |\n|---|---|---|\n";
  for (const auto& row : table::stays) text += fmt::format("| {} | {} | {} |\n", words(row.in), to_string(row.on), row.because);
  return text;
}

}  // namespace watch
