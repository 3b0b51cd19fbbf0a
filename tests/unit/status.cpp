#include "daemon/report/status.hpp"

#include "daemon/screen/screen_text.hpp"
#include "libwatch/chronicle.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/played.hpp"

using namespace tailmend;
using namespace watch;
using watch::testing::Played;

namespace {

struct Shown {
  explicit Shown(Policy policy = {})
      : played(std::move(policy), [this](const Played& p, const Observation& seen) {
          vitals.take({.now = p.now, .seen = seen, .decision = p.last, .machine = p.machine});
          chronicle.take(p.now, seen, p.last, p.machine);
        }) {}
  Shown(const Shown&) = delete;
  Shown& operator=(const Shown&) = delete;

  [[nodiscard]] Status status() const { return status_of(played.machine, vitals, {.now = {.boot = played.now, .wall = {}}, .version = "1.0.0", .started = {}, .files = {}, .episode = chronicle.open(), .last = ""}); }
  [[nodiscard]] std::string text(Screen screen = {}) const { return status_text(status(), screen); }

  Vitals vitals;
  Chronicle chronicle;
  Played played;
};

bool has_row(const std::string& text, const std::string& word) { return text.find("\n" + word + " ") != std::string::npos; }

}  // namespace

TEST_CASE("a screen keeps what the last whole look saw while the next one goes on") {
  Shown shown;
  REQUIRE(shown.played.advance_to(State::healthy, 10s));
  shown.played.scene.target(TcpOutcome::refused);
  shown.played.advance(15s);
  REQUIRE(shown.vitals.verdict()->verdict == Verdict::target_down);
  REQUIRE(has_row(shown.text(), "wan"));
  shown.played.answers_nothing = true;
  shown.played.advance(10s);
  REQUIRE_FALSE(shown.played.machine.evidence().complete);
  CHECK(shown.status().evidence != &shown.played.machine.evidence());
  CHECK(has_row(shown.text(), "wan"));
  // Another way out is another matter.
  Egress elsewhere = shown.played.scene.evidence.egress;
  elsewhere.v4->gateway = watch::testing::v4(198, 51, 100, 1);
  shown.played.see(NetworkSeen{.egress = elsewhere});
  CHECK(shown.status().evidence == &shown.played.machine.evidence());
}

TEST_CASE("no line is longer than the screen is wide, whatever the names") {
  Policy policy;
  for (const char* name : {"plc", "Kühlhaus-2 \x1b[31m", "泵站泵站泵站泵站泵站泵站泵站", "a-name-that-is-longer-than-any-column-that-there-could-be-for-it"})
    policy.targets.push_back({.name = name, .address = "10.77.0.10:502"});
  Shown shown(policy);
  shown.played.scene.all_silent();
  shown.played.advance(1min);
  for (std::size_t columns = least_columns; columns <= 200; ++columns) {
    CAPTURE(columns);
    const std::string text = shown.text({.columns = columns});
    CHECK(text.find('\x1b') == std::string::npos);
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = text.find('\n', at);
      REQUIRE(end != std::string::npos);
      CHECK(width(text.substr(at, end - at)) <= columns);
      at = end + 1;
    }
  }
}

TEST_CASE("a screen without colours is the coloured one without its colours") {
  Shown shown;
  shown.played.scene.all_silent();
  shown.played.advance(1min);
  std::string coloured = shown.text({.columns = 80, .colour = Colour::terminal});
  CHECK(coloured.find("\x1b[31m") != std::string::npos);
  for (std::size_t at = coloured.find('\x1b'); at != std::string::npos; at = coloured.find('\x1b')) coloured.erase(at, coloured.find('m', at) + 1 - at);
  CHECK(coloured == shown.text());
}
