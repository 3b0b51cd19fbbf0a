// The file that `tailmend diagnose` writes, in a folder of its own; and the programs it asks, real ones.
#include "daemon/commands/diagnose.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "daemon/commands/diagnose_run.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/folder.hpp"

using namespace std::chrono_literals;
using tailmend::Excerpt;
using tailmend::run_bounded;
using tailmend::testing::Folder;

namespace {
constexpr watch::Duration patience = 20s;

std::string contents(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}
void write(const std::string& path, const std::string& text) { std::ofstream(path) << text; }
std::size_t files_in(const std::string& folder) {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), std::filesystem::directory_iterator()));
}

struct Said {
  int code = 0;
  std::string out;
  std::string error;
};
Said diagnose(const tailmend::Options& options, const std::string& folder) {
  const auto swap = [](int stream, const std::string& path) {
    std::fflush(nullptr);
    const int kept = ::dup(stream);
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    ::dup2(file, stream);
    ::close(file);
    return kept;
  };
  const int out = swap(STDOUT_FILENO, folder + "/out");
  const int error = swap(STDERR_FILENO, folder + "/error");
  const int code = run_diagnose(options, [](const std::vector<std::string>& words) {
    return "{\"asked\":\"" + words.at(0) + words.at(1) + "\",\"AuthKey\":\"PLANTED\",\"of\":\"\x1b[31mred\"}\n";
  });
  std::fflush(nullptr);
  ::dup2(out, STDOUT_FILENO);
  ::dup2(error, STDERR_FILENO);
  ::close(out);
  ::close(error);
  return {.code = code, .out = contents(folder + "/out"), .error = contents(folder + "/error")};
}

std::vector<std::string> shell(std::string script) { return {"/bin/sh", "-c", std::move(script)}; }
}  // namespace

TEST_CASE("a program's lines are kept whole, and the rest is told to be left out") {
  Excerpt excerpt({.most_lines = 3});
  const auto take = [&](std::string_view bytes) { return excerpt.take(bytes); };
  CHECK(run_bounded(shell("while :; do echo a line; done"), patience, take).empty());
  CHECK(excerpt.finish() == "a line\na line\na line\n");
  CHECK(excerpt.cut().find("the rest is left out") == 0);
}

TEST_CASE("why a program failed is told") {
  const auto take = [](std::string_view) { return true; };
  CHECK(run_bounded(shell("exit 3"), patience, take) == "exit code 3");
  CHECK(run_bounded(shell("kill -9 $$"), patience, take) == "killed by signal 9");
  CHECK(run_bounded({"no-such-program"}, patience, take) == "no-such-program is not installed");
  CHECK(run_bounded(shell("sleep 600 & sleep 600"), 1s, take) == "stopped after 1 s, its time limit");
  CHECK(run_bounded(shell("exec >&- 2>&-; sleep 600"), 1s, take) == "stopped after 1 s, its time limit");
}

TEST_CASE("an excerpt keeps the last lines, whole ones, and passes over an endless line") {
  Excerpt last({.keep = Excerpt::Keep::last, .most_bytes = 1024});
  for (int line = 0; line < 5000; ++line) CHECK(last.take("line " + std::to_string(line) + "\n"));
  const auto kept = last.finish();
  CHECK(kept.size() <= 1024);
  CHECK(kept.ends_with("line 4998\nline 4999\n"));
  CHECK(kept.starts_with("line 4"));
  CHECK(last.cut().find("earlier lines") == 0);

  Excerpt endless({.most_bytes = 1024});
  for (int piece = 0; piece < 100; ++piece) CHECK(endless.take(std::string(100, 's')));
  CHECK(endless.take("\nshort"));
  CHECK(endless.finish() == "(a line of more than 1 KiB, left out)\nshort\n");
  CHECK(endless.cut().empty());
}

TEST_CASE("the file is its owner's alone, holds every section, and no planted secret") {
  const Folder folder;
  const Folder elsewhere;
  const std::string config = folder.path.string() + "/tailmend.toml";
  write(config, "proxy = \"socks5://me:PLANTED@127.0.0.1:1\"\n");
  const tailmend::Options options{.config = config, .config_named = true, .bundle = folder.path.string() + "/bundle.txt"};
  const auto said = diagnose(options, elsewhere.path.string());
  CHECK(said.code == 0);
  CHECK(said.error.empty());
  const auto text = contents(options.bundle);
  for (const auto& name : std::vector<std::string>{"versions", "tailmend check", "tailmend status", "tailmend why", "configuration " + config, "systemctl show tailscaled",
                                                   "tailscale debug prefs", "ip -6 route show table 52", "sysctl", "journal of tailscaled", "flight record"}) {
    CHECK(text.find("==== " + name + " ====\n") != std::string::npos);
    CHECK(said.out.find("  " + name) != std::string::npos);
  }
  CHECK(text.find("\"asked\":\"why--json\"") != std::string::npos);
  CHECK(text.find("PLANTED") == std::string::npos);
  CHECK(text.find('\x1b') == std::string::npos);
  struct stat about {};
  REQUIRE(::stat(options.bundle.c_str(), &about) == 0);
  CHECK((about.st_mode & 07777U) == 0600U);
  CHECK(files_in(folder.path.string()) == 2);
}

TEST_CASE("a file that is there stays, but with --force") {
  const Folder folder;
  const Folder elsewhere;
  tailmend::Options options{.config = folder.path.string() + "/none.toml", .bundle = folder.path.string() + "/bundle.txt"};
  write(options.bundle, "mine");
  const auto refused = diagnose(options, elsewhere.path.string());
  CHECK(refused.code == 1);
  CHECK(refused.error.find("is there already; name another file, or replace it with --force") != std::string::npos);
  CHECK(contents(options.bundle) == "mine");

  options.force = true;
  // The disk is full: what is there stays, and no half beside it.
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  auto* const handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit little{.rlim_cur = 512, .rlim_max = before.rlim_max};
  ::setrlimit(RLIMIT_FSIZE, &little);
  const auto full = diagnose(options, elsewhere.path.string());
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  CHECK(full.code == 1);
  CHECK(full.error.find("cannot write " + options.bundle + ": File too large") != std::string::npos);
  CHECK(contents(options.bundle) == "mine");
  CHECK(files_in(folder.path.string()) == 1);

  CHECK(diagnose(options, elsewhere.path.string()).code == 0);
  CHECK(contents(options.bundle).starts_with("What `tailmend diagnose` found"));
  CHECK(files_in(folder.path.string()) == 1);

  // On a narrow terminal the list of what is in it does not stand in columns.
  ::setenv("COLUMNS", "40", 1);
  const auto narrow = diagnose(options, elsewhere.path.string());
  ::unsetenv("COLUMNS");
  const std::size_t begin = narrow.out.find("\n\n") + 2;
  std::istringstream list(narrow.out.substr(begin, narrow.out.rfind("\n\n") - begin));
  for (std::string line; std::getline(list, line);) {
    INFO(line);
    CHECK(line.starts_with("  "));
    CHECK(line.size() <= 40);
  }
}

TEST_CASE("a place that cannot be written is told before the work is done") {
  const Folder folder;
  const Folder elsewhere;
  const auto error = [&](const std::string& bundle) {
    const auto said = diagnose({.bundle = bundle, .force = true}, elsewhere.path.string());
    CHECK(said.code == 1);
    CHECK(said.out.empty());
    return said.error;
  };
  CHECK(error(folder.path.string()).find("is a directory; name a file in it") != std::string::npos);
  CHECK(error(folder.path.string() + "/no/bundle.txt").find("No such file or directory") != std::string::npos);
  CHECK(error(folder.path.string() + "/no/").find("cannot write") != std::string::npos);
  CHECK(error("/dev/null").find("is not a regular file") != std::string::npos);
  CHECK(files_in(folder.path.string()) == 0);
}
