// What a person who gives an order is told of it, as it goes on and in the end.
#include "daemon/commands/console.hpp"

#include <memory>

#include "tests/support/catch.hpp"
#include "tests/support/played.hpp"

using namespace tailmend;
using namespace std::chrono_literals;
using watch::State;
using watch::testing::Played;

namespace {

// A console before one machine after the other, as the supervisor has it.
struct World {
  std::unique_ptr<Played> played;
  int looks = 0;  // that were asked for
  Console console{{.machine = [this]() -> const watch::Machine& { return played->machine; },
                   .now = [this] { return played->now; },
                   .wall = [] { return WallTime{}; },
                   .post = [this](const watch::Observation& seen) { looks += std::holds_alternative<watch::Asked>(seen) ? 1 : 0; },
                   .keep_pause = [](const auto&) { return Expected<void>{}; },
                   .status = {},
                   .state_directory = {}}};

  World() { begin(); }
  void begin() {
    auto fresh = std::make_unique<Played>();
    if (played) fresh->now = played->now + 1s;
    fresh->told = [this](const Played& its, const watch::Observation& seen) {
      console.take({.now = its.now, .seen = seen, .decision = its.last, .machine = its.machine});
    };
    played = std::move(fresh);
    REQUIRE(played->advance_to(State::healthy, 1min));
  }
  void mend() {
    played->see(watch::MendAsked{.remedy = {}, .despite = {}, .who = "alice"});
    played->advance(10s);
    REQUIRE_FALSE(played->machine.order());
  }
  [[nodiscard]] ControlReply follow() { return console.answer({.words = {"mend", "--follow"}, .screen = {}, .caller = {}}); }
  // The text of each line by its number.
  [[nodiscard]] std::vector<std::pair<std::uint32_t, std::string>> lines() {
    std::vector<std::pair<std::uint32_t, std::string>> found;
    const std::string text = follow().text;
    for (std::size_t at = 0; at < text.size(); at = text.find('\n', at) + 1) {
      const std::string line = text.substr(at, text.find('\n', at) - at);
      const std::size_t space = line.find(' ');
      found.emplace_back(std::stoul(line.substr(0, space)), line.substr(space + 1));
    }
    return found;
  }
};

}  // namespace

TEST_CASE("without an order there is nothing to follow") {
  World world;
  const ControlReply reply = world.follow();
  CHECK(reply.exit_code == 1);
  CHECK(reply.to_stderr);
}

TEST_CASE("whom polkit lets look may not keep it looking; root may") {
  World world;
  const auto ask = [&](const Caller& caller) { return world.console.answer({.words = {"check"}, .screen = {}, .caller = caller}).exit_code; };
  const Caller other{.uid = 1000, .name = "alice", .granted = Right::check};
  for (int i = 0; i < 10; ++i) CHECK(ask(other) == 0);
  CHECK(world.looks == 1);
  world.played->now += Console::between_looks;
  CHECK(ask(other) == 0);
  CHECK(world.looks == 2);
  for (int i = 0; i < 3; ++i) CHECK(ask({.uid = 0, .name = "root"}) == 0);
  CHECK(world.looks == 5);
  CHECK(ask({.uid = 1000, .name = "alice"}) == 1);
  CHECK(world.looks == 5);
}

TEST_CASE("an order is told line by line, and its end last") {
  World world;
  world.mend();
  const auto lines = world.lines();
  REQUIRE(lines.size() >= 2);
  for (std::size_t i = 0; i < lines.size(); ++i) CHECK(lines[i].first == i + 1);
  CHECK(world.follow().exit_code == 0);
}

TEST_CASE("lines of a newer order have higher numbers than those of the order whose place it took") {
  World world;
  world.played->answers_nothing = true;
  world.played->see(watch::MendAsked{.remedy = {}, .despite = {}, .who = "alice"});
  world.played->advance(1s);
  REQUIRE(world.follow().exit_code == static_cast<int>(ExitCode::running));
  const auto before = world.lines();
  REQUIRE_FALSE(before.empty());
  world.played->answers_nothing = false;
  world.mend();
  const auto after = world.lines();
  REQUIRE_FALSE(after.empty());
  CHECK(after.front().first > before.back().first);
}

TEST_CASE("the first order of a machine begun anew does not show the lines of the last machine's first order") {
  World world;
  world.mend();
  const auto before = world.lines();
  world.begin();
  CHECK(world.follow().exit_code == 1);
  world.mend();
  const auto after = world.lines();
  REQUIRE(after.size() == before.size());
  for (std::size_t i = 0; i < after.size(); ++i) CHECK(after[i].second == before[i].second);
}
