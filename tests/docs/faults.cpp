// The page for users against the table of verdicts and the ladder.
#include <string>
#include <string_view>

#include "daemon/config_file.hpp"
#include "libwatch/ladder.hpp"
#include "libwatch/verdict.hpp"
#include "tests/support/catch.hpp"

namespace {

std::string page() {
  const auto text = tailmend::read_text(SOURCE_FOLDER "/docs/faults.md", 1024 * 1024);
  REQUIRE(text.has_value());
  REQUIRE(text->has_value());
  return **text;
}

std::string code(std::string_view word) { return "`" + std::string(word) + "`"; }

}  // namespace

TEST_CASE("docs/faults.md has every verdict, in the order in which they are judged") {
  const std::string text = page();
  std::size_t before = 0;
  for (unsigned v = 0; v <= static_cast<unsigned>(watch::Verdict::healthy); ++v) {
    const auto verdict = static_cast<watch::Verdict>(v);
    INFO(to_string(verdict));
    const std::size_t at = text.find("| " + code(to_string(verdict)));
    REQUIRE(at != std::string::npos);
    CHECK(at > before);
    before = at;
  }
}

TEST_CASE("docs/faults.md names every remedy that a verdict leads to, and every remedy there is") {
  const std::string text = page();
  for (std::size_t r = 0; r < watch::remedies; ++r) CHECK(text.find(code(to_string(static_cast<watch::Remedy>(r)))) != std::string::npos);
}

TEST_CASE("docs/faults.md explains why a remedy waits in the words of the journal") {
  CHECK(page().find(std::string(watch::for_ssh.substr(0, watch::for_ssh.find(';')))) != std::string::npos);
}
