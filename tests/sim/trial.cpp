// A configuration tried in weeks of likely weather, as `tailmend simulate` does it.
#include "libwatch/sim/sim_trial.hpp"

#include <cctype>
#include <fstream>
#include <iterator>
#include <sstream>

#include "daemon/commands/simulate_text.hpp"
#include "daemon/screen/screen_text.hpp"
#include "tests/support/catch.hpp"

using namespace std::chrono_literals;
using namespace tailmend;

namespace {

constexpr Screen usual{.columns = 80};

watch::Policy with_a_target() {
  watch::Policy policy;
  policy.targets = {{.name = "plc", .address = "192.168.5.10:502"}};
  return policy;
}

struct Tried {
  std::vector<sim::Fault> faults;
  sim::Totals totals;
  std::vector<sim::Broken> broken;
  std::string story;
};

enum class Told { briefly, with_story };
Tried tried(std::uint64_t seed, const watch::Policy& policy, watch::Duration length, Told told = Told::briefly) {
  Tried result;
  sim::Trial::Teller teller;
  if (told == Told::with_story) teller = [&](watch::Duration at, const std::string& text) { result.story += told_text(at, text, usual); };
  sim::Trial trial(watch::Seed{seed}, policy, length, teller);
  while (auto fault = trial.next()) result.faults.push_back(std::move(*fault));
  result.totals = trial.totals();
  result.broken = trial.broken();
  return result;
}

std::string printed(std::uint64_t seed, const watch::Policy& policy, watch::Duration length, Screen screen) {
  const Tried result = tried(seed, policy, length, Told::with_story);
  std::string text;
  for (const auto& fault : result.faults) text += fault_text(fault, screen) + fault_json(fault);
  return text + trial_text(seed, policy, result.totals, result.broken, screen) + trial_json(seed, result.totals, result.broken) + result.story;
}

std::uint64_t applied(const sim::Totals& totals) {
  std::uint64_t sum = 0;
  for (const auto times : totals.applied) sum += times;
  return sum;
}

bool struck(const Tried& result, const std::string& words) {
  return std::ranges::any_of(result.faults, [&](const sim::Fault& fault) { return fault.what.contains(words); });
}

}  // namespace

TEST_CASE("the same seed prints the same bytes, another one others") {
  CHECK(printed(7, with_a_target(), 100h, usual) == printed(7, with_a_target(), 100h, usual));
  CHECK(printed(7, with_a_target(), 100h, usual) != printed(8, with_a_target(), 100h, usual));
}

TEST_CASE("a month has no forbidden action, and less time without data than tailscaled alone") {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    const Tried result = tried(seed, with_a_target(), 720h);
    INFO("seed " << seed);
    for (const auto& broken : result.broken) FAIL_CHECK(to_string(broken.rule) << ": " << broken.what);
    CHECK(result.totals.without < result.totals.alone);
    CHECK(applied(result.totals) > 20);
    CHECK(result.totals.lasted == 720h);
  }
}

TEST_CASE("in observe mode nothing is done, and nothing is gained") {
  watch::Policy policy = with_a_target();
  policy.mode = watch::Mode::observe;
  const Tried result = tried(4, policy, 720h);
  CHECK(applied(result.totals) == 0);
  const auto more = std::max(result.totals.without, result.totals.alone) - std::min(result.totals.without, result.totals.alone);
  CHECK(more < result.totals.alone / 50);  // a restart by somebody else takes a random time
}

TEST_CASE("faults come in order, each until the next, and add up to the whole") {
  const Tried result = tried(5, with_a_target(), 300h);
  REQUIRE(result.faults.size() > 40);
  watch::Duration last{}, without{}, alone{};
  for (const auto& fault : result.faults) {
    CHECK(fault.at > last);
    CHECK(fault.at < watch::Duration(300h));
    CHECK_FALSE(fault.what.empty());
    last = fault.at;
    without += fault.without;
    alone += fault.alone;
  }
  CHECK(without == result.totals.without);
  CHECK(alone == result.totals.alone);
  CHECK(result.totals.faults[0] + result.totals.faults[1] + result.totals.faults[2] == result.faults.size());
}

TEST_CASE("nothing strikes that the configuration has not, and what it has is struck") {
  const Tried plain = tried(6, with_a_target(), 1500h);
  CHECK_FALSE(struck(plain, "SOCKS5"));
  CHECK_FALSE(struck(plain, "own route"));
  CHECK_FALSE(struck(plain, "says mend"));
  CHECK_FALSE(struck(plain, "paused"));
  CHECK(struck(plain, "plc: "));
  watch::Policy policy = with_a_target();
  policy.targets[0].proxy = "127.0.0.1:1055";
  policy.tailscale.advertises = {"10.88.0.0/24"};
  const Tried rich = tried(6, policy, 1500h);
  CHECK(struck(rich, "SOCKS5"));
  CHECK(struck(rich, "own route"));
}

TEST_CASE("every kind of target can be tried, and none at all") {
  watch::Policy policy;
  CHECK(tried(9, policy, 200h).broken.empty());
  policy.targets = {{.name = "six", .address = "[2001:db8::10]:502"}, {.name = "named", .address = "plc.example:502"},
                    {.name = "asked", .address = "10.1.2.3:80", .refused = watch::Refusal::is_alive, .send = "a", .expect = "b"}};
  const Tried result = tried(9, policy, 200h);
  CHECK(result.broken.empty());
  CHECK(result.totals.verdicts[static_cast<std::size_t>(watch::Verdict::route_missing)] < 8);  // the world carries their subnets
}

TEST_CASE("what is printed fits on the screen") {
  for (const std::size_t columns : {80U, 40U, 20U}) {
    const Tried result = tried(7, with_a_target(), 200h);
    std::string text;
    for (const auto& fault : result.faults) text += fault_text(fault, {.columns = columns});
    std::istringstream stream(text + trial_text(7, with_a_target(), result.totals, result.broken, {.columns = columns}));
    for (std::string line; std::getline(stream, line);) {
      INFO(line);
      CHECK(width(line) <= columns);
      CHECK_FALSE(line.ends_with(' '));
    }
  }
}

TEST_CASE("a forbidden action is told as our mistake") {
  const std::vector<sim::Broken> broken{{.rule = sim::Rule::control, .what = "12.000 s: a restart"}};
  const std::string text = trial_text(7, with_a_target(), {}, broken, usual);
  CHECK(text.contains("\nforbidden     1 action\n  control: 12.000 s: a restart\nThat is a mistake of tailmend's: please report it with the seed"));
  CHECK(trial_json(7, {}, broken).contains(R"("forbidden":[{"rule":"control","what":"12.000 s: a restart"}])"));
}

TEST_CASE("docs/simulate-json.md has every member") {
  std::ifstream file(SOURCE_FOLDER "/docs/simulate-json.md");
  const std::string page{std::istreambuf_iterator<char>(file), {}};
  const Tried result = tried(7, with_a_target(), 100h);
  std::string json = trial_json(7, result.totals, {{.rule = sim::Rule::control, .what = "x"}});
  for (const auto& fault : result.faults) json += fault_json(fault);
  std::size_t members = 0;
  for (std::size_t end = json.find("\":"); end != std::string::npos; end = json.find("\":", end + 1)) {
    const std::size_t begin = json.rfind('"', end - 1) + 1;
    const std::string name = json.substr(begin, end - begin);
    const bool counted = std::isdigit(static_cast<unsigned char>(json[end + 2])) != 0 && !name.ends_with("_s") && name != "seed" && name != "starts" && name != "kills";
    INFO(name);
    if (!counted) CHECK(page.contains("`" + name + "`"));  // not the verdicts and remedies that are counted
    members += counted ? 0 : 1;
  }
  CHECK(members > 50);
}
