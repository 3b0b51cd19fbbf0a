// Every .story of the folder given as TAILMEND_STORIES: played, and compared with its transcript. REWRITE=1 rewrites.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <fmt/format.h>

#include "libwatch/verdict.hpp"
#include "tests/story/story.hpp"
#include "tests/support/catch.hpp"

namespace {

std::filesystem::path folder() {
  const char* stories = std::getenv("TAILMEND_STORIES");
  return stories == nullptr ? "tests/stories" : stories;
}

std::vector<std::filesystem::path> stories() {
  std::vector<std::filesystem::path> found;
  for (const auto& entry : std::filesystem::directory_iterator(folder()))
    if (entry.path().extension() == ".story") found.push_back(entry.path());
  std::sort(found.begin(), found.end());
  return found;
}

std::string read(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace

TEST_CASE("every story ends as it is written") {
  const bool rewrite = std::getenv("REWRITE") != nullptr;
  REQUIRE(!stories().empty());
  for (const auto& path : stories()) {
    INFO("story " << path.filename().string() << "; REWRITE=1 rewrites it, if you can explain the difference");
    const std::string written = read(path);
    const std::string played = story::print(story::play(story::parse(written)));
    if (rewrite && played != written) std::ofstream(path) << played;
    else CHECK(played == written);
  }
}

TEST_CASE("every fault of the catalogue has a story, and a scenario in the lab") {
  constexpr int faults = 34;
  const auto all = stories();
  for (int fault = 1; fault <= faults; ++fault) {
    const std::string id = fmt::format("{:02}", fault);
    INFO("F" << id);
    CHECK(std::ranges::any_of(all, [&](const auto& path) { return path.filename().string().starts_with("f" + id + "-"); }));
    CHECK(std::filesystem::exists(folder().parent_path() / "lab" / "scenarios" / ("F" + id + ".toml")));
  }
}

TEST_CASE("every verdict is given in some story") {
  std::string text;
  for (const auto& path : stories()) text += read(path);
  for (unsigned v = 0; v <= static_cast<unsigned>(watch::Verdict::healthy); ++v) {
    const std::string verdict = "(" + std::string(to_string(static_cast<watch::Verdict>(v)));
    INFO(verdict);
    CHECK((text.find(verdict + ", ") != std::string::npos || text.find(verdict + ": ") != std::string::npos));
  }
}

TEST_CASE("a story with a wrong line is told apart from the truth") {
  const std::string text = "start\nadvance 10s\n----\nnothing of the kind\n";
  CHECK(story::print(story::play(story::parse(text))) != text);
}

TEST_CASE("a story with an unknown command is refused") {
  CHECK_THROWS_AS(story::play(story::parse("dance\n----\n")), std::invalid_argument);
}
