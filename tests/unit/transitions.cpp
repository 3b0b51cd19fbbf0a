#include "libwatch/transitions.hpp"

#include <set>

#include "libwatch/drawing.hpp"
#include "tests/support/catch.hpp"

using namespace watch;

TEST_CASE("every state and event has a name of its own") {
  std::set<std::string_view> names;
  for (std::size_t s = 0; s < states; ++s) names.insert(to_string(State(s)));
  CHECK(names.size() == states);
  names.clear();
  for (std::size_t e = 0; e < events; ++e) names.insert(to_string(Event(e)));
  CHECK(names.size() == events);
  CHECK(!names.contains("?"));
}

TEST_CASE("every row has its sentence, without a stop at its end") {
  for (const auto& row : table::transitions) {
    CHECK(!row.because.empty());
    CHECK(row.because.back() != '.');
  }
  for (const auto& row : table::stays) CHECK(!row.because.empty());
}

TEST_CASE("health is entered from probing only") {
  for (const auto& row : table::transitions)
    if (row.to == State::healthy) CHECK((row.from == Set(State::probing) || row.from == Set(State::healthy)));
}

TEST_CASE("a remedy is entered from waiting only, and followed by settling, or by hands off") {
  for (std::size_t s = 0; s < states; ++s)
    for (std::size_t e = 0; e < events; ++e) {
      const Transition* row = table::find(State(s), Event(e));
      if (row == nullptr) continue;
      if (row->to == State::remedying) CHECK(State(s) == State::backing_off);
      if (State(s) == State::remedying) CHECK((row->to == State::settling || row->to == State::standby));
    }
}

TEST_CASE("settling leads to probing alone, save what changes or forbids") {
  for (std::size_t e = 0; e < events; ++e)
    if (const Transition* row = table::find(State::settling, Event(e)))
      CHECK((row->to == State::probing || row->to == State::settling || row->to == State::wan_down || row->to == State::standby));
}

TEST_CASE("the drawing has every state, every event and every sentence") {
  const std::string page = state_machine_page();
  for (std::size_t s = 0; s < states; ++s) CHECK(page.find(to_string(State(s))) != std::string::npos);
  for (std::size_t e = 0; e < events; ++e) CHECK(cells().find("**" + std::string(to_string(Event(e))) + "**") != std::string::npos);
  for (const auto& row : table::transitions) CHECK(page.find(row.because) != std::string::npos);
  for (const auto& row : table::stays) CHECK(page.find(row.because) != std::string::npos);
  CHECK(mermaid().starts_with("stateDiagram-v2\n"));
  CHECK(mermaid().find("backing_off --> remedying: rested") != std::string::npos);
}
