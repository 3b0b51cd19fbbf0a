// The state directory on a real file system.
#include "daemon/state/state_store.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "daemon/base/handles.hpp"
#include "tests/edges/disk_harm.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/folder.hpp"

using namespace std::chrono_literals;
using namespace tailmend::testing;
using tailmend::StateStore;

extern "C" int fsync(int fd) {
  if (struck()) return strike(-1);
  return static_cast<int>(::syscall(SYS_fsync, fd));
}

namespace {
class Directory : public Folder {
 public:
  [[nodiscard]] int entries() const {
    return static_cast<int>(std::distance(std::filesystem::directory_iterator(path), std::filesystem::directory_iterator()));
  }
};

const std::string before(3000, 'a');
const std::string after(5000, 'b');
}  // namespace

TEST_CASE("a text comes back as it was saved, readable by its owner alone") {
  const Directory directory;
  const StateStore store(directory.path);
  REQUIRE(store.save("anchors", before));
  REQUIRE(store.save("anchors", after));
  CHECK(store.load("anchors").value() == after);
  CHECK(directory.entries() == 1);
  struct stat about {};
  REQUIRE(::stat((directory.path / "anchors").c_str(), &about) == 0);
  CHECK((about.st_mode & 0777U) == 0600U);
  REQUIRE(store.clear("anchors"));
  REQUIRE(store.clear("anchors"));
  CHECK(store.load("anchors").error().error == ENOENT);
}

TEST_CASE("killed at any moment of saving, the old text or the new one is there, whole") {
  const Directory directory;
  const StateStore store(directory.path);
  bool finished = false;
  int kills = 0;
  while (!finished) {
    REQUIRE(store.save("budget", before));
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      fate = {.harm = Harm::kill, .calls_left = kills};
      ::_exit(store.save("budget", after) ? 0 : 1);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    finished = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    const auto found = store.load("budget").value();
    CAPTURE(kills);
    if (finished) REQUIRE(found == after);
    if (!finished) {
      REQUIRE(WIFSIGNALED(status));
      REQUIRE((found == before || found == after));
      ++kills;
    }
  }
  CHECK(kills == 4);  // write, flush, replace, flush
}

TEST_CASE("a full or failing disk leaves the old text and says so") {
  const Directory directory;
  const StateStore store(directory.path);
  for (int calls = 0; calls < 3; ++calls) {
    REQUIRE(store.save("budget", before));
    fate = {.harm = Harm::fail, .calls_left = calls};
    const auto saved = store.save("budget", after);
    fate = {};
    REQUIRE_FALSE(saved);
    CHECK(saved.error().error == ENOSPC);
    CHECK(store.load("budget").value() == before);
    CHECK(directory.entries() == 1);
  }
}

TEST_CASE("a directory that cannot be written keeps what it has") {
  const Directory directory;
  const StateStore store(directory.path);
  REQUIRE(store.save("budget", before));
  const bool root = ::geteuid() == 0;
  if (root) REQUIRE(::chown(directory.path.c_str(), 65534, 65534) == 0);
  if (root) REQUIRE(::chown((directory.path / "budget").c_str(), 65534, 65534) == 0);
  REQUIRE(::chmod(directory.path.c_str(), 0555) == 0);
  if (root) REQUIRE(::seteuid(65534) == 0);
  const auto saved = store.save("budget", after);
  const auto found = store.load("budget");
  if (root) REQUIRE(::seteuid(0) == 0);
  REQUIRE(::chmod(directory.path.c_str(), 0755) == 0);
  REQUIRE_FALSE(saved);
  CHECK(saved.error().error == EACCES);
  CHECK(found.value() == before);
}

TEST_CASE("no directory, a text too long, and what is no file are told apart") {
  const Directory directory;
  const StateStore store(directory.path);
  CHECK(StateStore(directory.path / "none").save("budget", "x").error().error == ENOENT);
  CHECK(store.save("budget", std::string(StateStore::limit + 1, 'x')).error().error == EFBIG);
  REQUIRE(store.save("budget", std::string(StateStore::limit, 'x')));
  CHECK(store.load("budget", StateStore::limit - 1).error().error == EFBIG);
  REQUIRE(::mkfifo((directory.path / "pipe").c_str(), 0600) == 0);
  CHECK(store.load("pipe").error().error == EINVAL);
  CHECK(store.load(".").error().error == EINVAL);
  std::filesystem::create_symlink(directory.path / "budget", directory.path / "link");
  CHECK(store.load("link").error().error == ELOOP);
}

TEST_CASE("a spent budget is there again after a restart of the daemon") {
  const Directory directory;
  const StateStore store(directory.path);
  const auto now = tailmend::read_clocks().now;
  CHECK(store.load_budget(now).restarts.empty());
  CHECK(store.load_budget(now).trouble.empty());
  const auto spent = std::chrono::floor<std::chrono::milliseconds>(now - 5min);
  REQUIRE(store.save_budget({spent}, {spent, spent}));
  const auto read = store.load_budget(now);
  CHECK(read.trouble.empty());
  CHECK(read.restarts == std::vector<watch::Instant>{spent});
  CHECK(read.up_resets == std::vector<watch::Instant>{spent, spent});
}

TEST_CASE("an empty, strange or endless budget file is trouble and costs one restart") {
  const Directory directory;
  const StateStore store(directory.path);
  const auto now = tailmend::read_clocks().now;
  for (const std::string& text : {std::string(), std::string("\x7f" "ELF\0\1", 6), std::string(200'000, '7')}) {
    const tailmend::Descriptor file(::open((directory.path / "budget").c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    REQUIRE(really_write(file.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size()));
    const auto read = store.load_budget(now);
    CHECK(read.trouble.find("budget") != std::string::npos);
    CHECK(read.restarts == std::vector<watch::Instant>{now});
  }
}

TEST_CASE("a pause is there again after a restart of the daemon, until it is taken back") {
  const Directory directory;
  const StateStore store(directory.path);
  const auto now = std::chrono::floor<std::chrono::milliseconds>(tailmend::read_clocks().now);
  CHECK_FALSE(store.load_pause(now).pause);
  CHECK(store.load_pause(now).trouble.empty());
  const watch::Pause pause{.since = now - 1min, .until = now + 2h, .who = "root", .reason = "a new router"};
  REQUIRE(store.save_pause(pause));
  const auto kept = store.load_pause(now);
  CHECK(kept.trouble.empty());
  CHECK(kept.pause == pause);
  CHECK_FALSE(store.load_pause(now + 2h).pause);
  REQUIRE(store.clear_pause());
  CHECK_FALSE(store.load_pause(now).pause);
  CHECK(store.clear_pause());
}

TEST_CASE("an empty, strange or endless pause file is trouble and no pause") {
  const Directory directory;
  const StateStore store(directory.path);
  const auto now = tailmend::read_clocks().now;
  for (const std::string& text : {std::string(), std::string("\x7f" "ELF\0\1", 6), std::string(200'000, '7')}) {
    const tailmend::Descriptor file(::open((directory.path / "pause").c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    REQUIRE(really_write(file.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size()));
    const auto kept = store.load_pause(now);
    CHECK(kept.trouble.find("pause") != std::string::npos);
    CHECK_FALSE(kept.pause);
  }
}
