// Every .screen of the folder given as TAILMEND_SCREENS, each at a desk of its own: typed, and compared with what is written
// there. REWRITE=1 rewrites. TAILMEND_PROGRAM is the built program.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/screens/desk.hpp"
#include "tests/screens/screen.hpp"
#include "tests/support/catch.hpp"

namespace {

std::string setting(const char* name, const char* otherwise) {
  const char* value = std::getenv(name);
  return value == nullptr ? otherwise : value;
}

std::vector<std::filesystem::path> written_screens() {
  std::vector<std::filesystem::path> found;
  for (const auto& entry : std::filesystem::directory_iterator(setting("TAILMEND_SCREENS", "tests/screens")))
    if (entry.path().extension() == ".screen") found.push_back(entry.path());
  std::sort(found.begin(), found.end());
  return found;
}

std::string read(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string typed(const std::string& text) {
  screens::Desk desk(setting("TAILMEND_PROGRAM", "build/test/daemon/tailmend"));
  return screens::print(screens::play(screens::parse(text), [&](const std::string& command) { return desk.type(command); }));
}

}  // namespace

TEST_CASE("every screen is as it is written") {
  const bool rewrite = std::getenv("REWRITE") != nullptr;
  REQUIRE(!written_screens().empty());
  for (const auto& path : written_screens()) {
    INFO("screen " << path.filename().string() << "; REWRITE=1 rewrites it, if you can explain the difference");
    const std::string written = read(path);
    const std::string now = typed(written);
    if (rewrite && now != written) std::ofstream(path) << now;
    else CHECK(now == written);
  }
}

TEST_CASE("a screen keeps its remarks, and a blank line inside what was printed") {
  const std::string text = "// why\n$ printf 'a\\n\\nb'\na\n\nb\n\n// and\n$ true\n$ echo c\nc\n\n$ false\nexit 1\n";
  CHECK(typed(text) == text);
}

TEST_CASE("a screen with a wrong line is told apart from the truth") {
  CHECK(typed("$ echo right\nwrong\n") == "$ echo right\nright\n");
}
