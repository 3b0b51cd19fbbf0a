// The metrics' file on a real file system: whole, for everybody, and nothing left beside it.
#include "daemon/metrics/metrics_file.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <string>

#include "tests/edges/metrics_stage.hpp"

using namespace tailmend;
using namespace tailmend::testing;

namespace {

ino_t inode(const std::string& file) {
  struct stat about {};
  return ::stat(file.c_str(), &about) == 0 ? about.st_ino : 0;
}

// A disk on which no file can have more bytes than that.
class SmallDisk {
 public:
  explicit SmallDisk(rlim_t bytes) {
    ::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit small{.rlim_cur = bytes, .rlim_max = before_.rlim_max};
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &small) == 0);
  }
  ~SmallDisk() { ::setrlimit(RLIMIT_FSIZE, &before_); }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

 private:
  rlimit before_{};
};

}  // namespace

TEST_CASE("the file is replaced as a whole, for everybody to read") {
  const Folder folder;
  const std::string path = folder.path / "tailmend.prom";
  const auto umask_before = ::umask(0077);
  {
    MetricsFile file(path);
    REQUIRE(file.write("a 1\n"));
    const ino_t first = inode(path);
    const Descriptor reader(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    REQUIRE(file.write("a 2\n"));
    CHECK(inode(path) != first);
    char old[8] = {};
    CHECK(::read(reader.get(), old, sizeof old) == 4);
    CHECK(std::string(old) == "a 1\n");
    CHECK(read(path) == "a 2\n");
    CHECK(mode(path) == 0644U);
    CHECK(entries(folder) == 1);
  }
  ::umask(umask_before);
  CHECK(entries(folder) == 0);
}

TEST_CASE("a full disk leaves the old file, and none of ours beside it") {
  const Folder folder;
  const std::string path = folder.path / "tailmend.prom";
  MetricsFile file(path);
  REQUIRE(file.write("a 1\n"));
  {
    const SmallDisk disk(100);
    const auto written = file.write(std::string(1000, 'a'));
    REQUIRE_FALSE(written);
    CHECK(written.error().error == EFBIG);
  }
  CHECK(read(path) == "a 1\n");
  CHECK(entries(folder) == 1);
  REQUIRE(file.write("a 2\n"));
  CHECK(read(path) == "a 2\n");
}

TEST_CASE("a link that lies where the new file is made is not followed") {
  const Folder folder;
  folder.write("precious", "mine");
  MetricsFile file(folder.path / "tailmend.prom");
  REQUIRE(::symlink((folder.path / "precious").c_str(), (folder.path / ".tailmend.prom.new").c_str()) == 0);
  REQUIRE(file.write("a 1\n"));
  CHECK(read(folder.path / "precious") == "mine");
  CHECK(read(folder.path / "tailmend.prom") == "a 1\n");
}

TEST_CASE("a file that moves leaves none behind, and one that was never written none to remove") {
  const Folder folder;
  folder.write("b", "somebody's");
  MetricsFile file(folder.path / "a");
  REQUIRE(file.write("1\n"));
  file.move_to(folder.path / "b");
  CHECK(entries(folder) == 1);
  file.move_to("");
  CHECK(read(folder.path / "b") == "somebody's");
}
