// The page for users against the table of verdicts and the ladder.
#include <string>
#include <string_view>

#include "daemon/config/config_file.hpp"
#include "libwatch/concern.hpp"
#include "libwatch/ladder.hpp"
#include "libwatch/verdict.hpp"
#include "tests/support/catch.hpp"

namespace {

std::string file(const std::string& name) {
  const auto text = tailmend::read_text(SOURCE_FOLDER "/" + name, 1024 * 1024);
  REQUIRE(text.has_value());
  REQUIRE(text->has_value());
  return **text;
}
std::string page() { return file("docs/faults.md"); }

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

TEST_CASE("docs/faults.md says of every verdict when it calls a person, and the patience is the program's") {
  const std::string text = page();
  const std::size_t start = text.find("## Which of them calls a person");
  REQUIRE(start != std::string::npos);
  const std::string section = text.substr(start, text.find("\n## ", start) - start);
  for (unsigned v = 0; v <= static_cast<unsigned>(watch::Verdict::healthy); ++v) {
    const auto verdict = static_cast<watch::Verdict>(v);
    INFO(to_string(verdict));
    CHECK(section.find(code(to_string(verdict))) != std::string::npos);
  }
  CHECK(section.find("for " + std::to_string(watch::Concerns::patience / std::chrono::minutes(1)) + " minutes") != std::string::npos);
  CHECK(section.find("for " + std::to_string(watch::Concerns::patience_degraded / std::chrono::minutes(1)) + " minutes") != std::string::npos);
}

TEST_CASE("docs/faults.md names every remedy that a verdict leads to, and every remedy there is") {
  const std::string text = page();
  for (std::size_t r = 0; r < watch::remedies; ++r) CHECK(text.find(code(to_string(static_cast<watch::Remedy>(r)))) != std::string::npos);
}

TEST_CASE("docs/faults.md explains why a remedy waits in the words of the journal") {
  const std::string text = page();
  const std::string gates = file("libwatch/ladder_gates.cpp");
  constexpr std::string_view begin = "Objection{\"";
  std::size_t reasons = 0;
  for (std::size_t at = gates.find(begin); at != std::string::npos; at = gates.find(begin, at + 1), ++reasons) {
    const std::size_t from = at + begin.size();
    const std::string reason = gates.substr(from, gates.find_first_of(",\"\\", from) - from);
    INFO(reason);
    CHECK(text.find(reason) != std::string::npos);
  }
  CHECK(reasons > 15);
  for (const std::string_view reason : {watch::for_ssh.substr(0, watch::for_ssh.find(';')), watch::tried_already})
    CHECK(text.find(reason) != std::string::npos);
}

TEST_CASE("docs/other-inits.md quotes the ladder on a restart that nobody can be asked for, and names what loses its identity") {
  const std::string gates = file("libwatch/ladder_gates.cpp");
  const std::string text = file("docs/other-inits.md");
  constexpr std::string_view reason = "systemd does not tell about the unit, and no restart_command is configured";
  CHECK(gates.find(reason) != std::string::npos);
  CHECK(text.find("*" + std::string(reason) + "*") != std::string::npos);
  CHECK(text.find("`--state=mem:`") != std::string::npos);
}
