#include "daemon/programs/hook_news.hpp"

#include <algorithm>
#include <set>

#include "tests/support/catch.hpp"
#include "tests/support/scene.hpp"

using namespace tailmend;

namespace {

HookNews news() {
  watch::testing::Scene scene;
  return {.judgement = {.verdict = watch::Verdict::dns_broken, .whose = watch::Whose::dns, .enough = true, .sentence = "names do not resolve", .advice = "look at 192.0.2.53"},
          .before = "wan-down",
          .state = watch::State::reported,
          .episode = 12,
          .person = true,
          .egress = scene.evidence.egress};
}

std::string value_in(const std::vector<std::string>& environment, const std::string& name) {
  for (const auto& variable : environment)
    if (variable.starts_with(name + "=")) return variable.substr(name.size() + 1);
  return "not there";
}

}  // namespace

TEST_CASE("a hook is told what there is to say, under names that are each used once") {
  const auto environment = hook_environment(news());
  CHECK(environment == std::vector<std::string>{"TAILMEND_VERDICT=dns-broken", "TAILMEND_VERDICT_BEFORE=wan-down", "TAILMEND_WHOSE=dns",
                                                "TAILMEND_SENTENCE=names do not resolve", "TAILMEND_ADVICE=look at 192.0.2.53", "TAILMEND_EXIT=1",
                                                "TAILMEND_PERSON=yes", "TAILMEND_STATE=reported", "TAILMEND_EPISODE=12", "TAILMEND_WAN4=wan0",
                                                "TAILMEND_WAN4_GATEWAY=192.0.2.1", "TAILMEND_WAN6=", "TAILMEND_WAN6_GATEWAY="});
  std::set<std::string_view> names;
  for (const HookVariable& variable : hook_variables()) {
    CHECK(variable.name.starts_with("TAILMEND_"));
    CHECK(names.insert(variable.name).second);
  }
}

TEST_CASE("a line of its own, a wrong byte or a long text does not get into a hook's environment") {
  auto wrong = news();
  wrong.judgement.sentence = "one\nTAILMEND_VERDICT=healthy\x1b[31m\x7f";
  wrong.egress.v4->interface = "w\xffn\xc3";
  wrong.judgement.advice = "x";
  for (std::size_t i = 0; i < max_hook_value; ++i) wrong.judgement.advice += "é";
  const auto environment = hook_environment(wrong);
  CHECK(value_in(environment, "TAILMEND_SENTENCE") == "one TAILMEND_VERDICT=healthy [31m ");
  CHECK(value_in(environment, "TAILMEND_WAN4") == "w?n?");
  CHECK(value_in(environment, "TAILMEND_ADVICE").size() == max_hook_value - 1);
  CHECK(value_in(environment, "TAILMEND_ADVICE").ends_with("éé"));
}
