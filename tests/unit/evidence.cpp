#include "libwatch/evidence.hpp"

#include <set>

#include "libwatch/observation.hpp"
#include "libwatch/policy.hpp"
#include "tests/support/catch.hpp"

using namespace watch;

namespace {
// Every value from the first to `last` has a word of its own, short and in the field's own spelling.
template <class Enum>
void check_words(Enum last) {
  std::set<std::string_view> words;
  const auto count = static_cast<std::size_t>(last) + 1;
  for (std::size_t i = 0; i < count; ++i) {
    const auto word = to_string(static_cast<Enum>(i));
    CHECK(word.size() > 1);
    CHECK(word.size() < 16);
    CHECK(word.find('_') == word.npos);
    words.insert(word);
  }
  CHECK(words.size() == count);
}
}  // namespace

TEST_CASE("every outcome has a word of its own") {
  check_words(TcpOutcome::failed);
  check_words(PingKind::icmp);
  check_words(PingOutcome::unasked);
  check_words(AnchorKind::configured);
  check_words(AnchorOutcome::failed);
  check_words(Life::dead);
  check_words(Sight::no_support);
  check_words(BusHint::endpoints);
  check_words(Outcome::contradicted);
  check_words(Remedy::restart);
}

TEST_CASE("remedies are called as the configuration calls them") {
  CHECK(to_string(Remedy::up_reset) == "up-reset");
  CHECK(to_string(Remedy::ping) == "ping");
  CHECK(remedies == static_cast<std::size_t>(Remedy::restart) + 1);
}

TEST_CASE("kinds of ping are called as LocalAPI calls them") {
  CHECK(to_string(PingKind::disco) == "disco");
  CHECK(to_string(PingKind::tsmp) == "TSMP");
  CHECK(to_string(PingKind::icmp) == "ICMP");
}

TEST_CASE("an anchor that refuses proves the WAN as one that answers does") {
  CHECK(wan_carried({.outcome = AnchorOutcome::answered}));
  CHECK(wan_carried({.outcome = AnchorOutcome::refused}));
  CHECK_FALSE(wan_carried({.outcome = AnchorOutcome::silent}));
  CHECK_FALSE(wan_carried({.outcome = AnchorOutcome::unreachable}));
  CHECK_FALSE(wan_carried({.outcome = AnchorOutcome::failed}));
}
