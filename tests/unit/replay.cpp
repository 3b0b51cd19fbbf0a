#include "daemon/commands/replay.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "daemon/screen/screen_text.hpp"
#include "daemon/state/recorder.hpp"
#include "libwatch/describe.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/folder.hpp"

using namespace tailmend;
using namespace watch;

namespace {

using tailmend::testing::Folder;

// Standard output or error into a file, for as long as it lives.
class Diverted {
 public:
  Diverted(int standard, const std::filesystem::path& file) : standard_(standard), kept_(::dup(standard)) {
    std::fflush(nullptr);
    const Descriptor into(::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    REQUIRE(::dup2(into.get(), standard_) == standard_);
  }
  ~Diverted() {
    std::fflush(nullptr);
    ::dup2(kept_.get(), standard_);
  }
  Diverted(const Diverted&) = delete;
  Diverted& operator=(const Diverted&) = delete;

 private:
  int standard_;
  Descriptor kept_;
};

std::string text_in(const std::filesystem::path& file) {
  const FileHandle stream(std::fopen(file.c_str(), "re"));
  REQUIRE(stream);
  std::string text(64 * 1024, '\0');
  text.resize(std::fread(text.data(), 1, text.size(), stream.get()));
  return text;
}

// What `tailmend replay` prints, to either stream.
std::string replayed(const Folder& folder, const std::string& record, int expected) {
  const auto file = folder.path / "printed";
  {
    const Diverted out(STDOUT_FILENO, file);
    const Diverted errors(STDERR_FILENO, folder.path / "errors");
    Options options;
    options.command = Command::replay;
    options.record = (folder.path / record).string();
    REQUIRE(run_replay(options) == expected);
  }
  return text_in(file) + text_in(folder.path / "errors");
}

// A host without a way out, and then with one: recorded as the daemon does, with the sentences it would have said.
std::vector<std::string> record_an_hour(const Folder& folder) {
  Recorder recorder(folder.path / "flight");
  REQUIRE(recorder.begin(Seed{7}).has_value());
  Machine machine(Seed{7});
  std::vector<std::string> said;
  Instant now{5s};
  const auto see = [&](const Observation& seen) {
    recorder.record(now, seen);
    const Decision decision = machine.step(now, seen);
    if (!decision.because.empty() && !decision.routine) said.push_back(describe(decision, machine));
  };
  Policy policy;
  policy.targets = {{.name = "plc", .address = "10.77.0.10:502"}};
  see(Configured{.policy = policy});
  see(Remembered{});
  see(NetworkSeen{});
  for (int turn = 0; turn < 40; ++turn) {
    if (turn == 20)
      see(NetworkSeen{.egress = {.v4 = Way{.interface = "wan0", .index = 2, .gateway = *parse_address("192.0.2.1"),
                                           .source = *parse_address("192.0.2.7"), .table = 254}}});
    const auto deadline = machine.deadline();
    now = deadline && *deadline > now ? *deadline : now + 1s;
    see(Due{});
  }
  return said;
}

}  // namespace

TEST_CASE("a replay says every sentence that was said, in the same order, and the same bytes each time") {
  const Folder folder;
  const std::vector<std::string> said = record_an_hour(folder);
  REQUIRE(said.size() >= 3);
  const std::string first = replayed(folder, "flight/current", 0);
  std::size_t at = 0;
  for (const auto& sentence : said) {
    INFO(sentence);
    at = first.find("  " + sentence + "\n", at);
    REQUIRE(at != std::string::npos);
  }
  CHECK(first.starts_with("    5.000 s  starting → "));
  CHECK(first.find("44 observations; it ends ") != std::string::npos);
  CHECK(replayed(folder, "flight/current", 0) == first);
}

TEST_CASE("a record that is no record ends a replay with one line and its place") {
  const Folder folder;
  CHECK(replayed(folder, "missing", 1).find("missing") != std::string::npos);
  record_an_hour(folder);
  const Descriptor file(::open((folder.path / "flight/current").c_str(), O_WRONLY | O_APPEND | O_CLOEXEC));
  REQUIRE(::write(file.get(), "12 Nonsense\n", 12) == 12);
  const std::string printed = replayed(folder, "flight/current", 1);
  CHECK(printed.find("tailmend: ") != std::string::npos);
  CHECK(printed.find("flight/current") != std::string::npos);
}

TEST_CASE("a record that was cut in the middle of a line is replayed up to there, and says so") {
  const Folder folder;
  record_an_hour(folder);
  const auto file = folder.path / "flight/current";
  std::filesystem::resize_file(file, std::filesystem::file_size(file) - 3);
  CHECK(replayed(folder, "flight/current", 0).find("in the middle of a line") != std::string::npos);
}

TEST_CASE("a replay keeps to the width of its screen") {
  const Folder folder;
  record_an_hour(folder);
  ::setenv("COLUMNS", "60", 1);
  const std::string narrow = replayed(folder, "flight/current", 0);
  ::unsetenv("COLUMNS");
  std::istringstream lines(narrow);
  std::size_t wrapped = 0;
  for (std::string line; std::getline(lines, line);) {
    INFO(line);
    CHECK(width(line) <= 60);
    wrapped += line.starts_with("             ") ? 1U : 0U;  // below the text of the line before
  }
  CHECK(wrapped > 0);
}
