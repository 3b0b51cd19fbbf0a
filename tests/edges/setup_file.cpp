#include "daemon/setup/setup_file.hpp"

#include <sys/stat.h>

#include <fstream>
#include <sstream>

#include "tests/support/catch.hpp"
#include "tests/support/folder.hpp"

using namespace tailmend;

namespace {

std::string text_of(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

std::size_t entries(const std::filesystem::path& folder) {
  const std::filesystem::directory_iterator listed(folder);
  return static_cast<std::size_t>(std::distance(begin(listed), end(listed)));
}

}  // namespace

TEST_CASE("the folder is made, and the file is whole, readable by all, and alone in it") {
  const testing::Folder folder;
  const auto conf_d = folder.path / "conf.d";
  const mode_t before = ::umask(0077);
  const auto written = write_new(conf_d, "setup.toml", "# what\n");
  ::umask(before);
  REQUIRE(written);
  CHECK(text_of(conf_d / "setup.toml") == "# what\n");
  struct stat about {};
  REQUIRE(::stat((conf_d / "setup.toml").c_str(), &about) == 0);
  CHECK((about.st_mode & 0777U) == 0644);
  CHECK(entries(conf_d) == 1);
}

TEST_CASE("what is there is never replaced, and the next name is found") {
  const testing::Folder folder;
  folder.write("setup.toml", "# an administrator's\n");
  CHECK(free_name(folder.path) == "setup-2.toml");
  const auto written = write_new(folder.path, "setup.toml", "# ours\n");
  REQUIRE(!written);
  CHECK(written.error().error == EEXIST);
  CHECK(text_of(folder.path / "setup.toml") == "# an administrator's\n");
  CHECK(entries(folder.path) == 1);
  std::filesystem::create_symlink("nowhere", folder.path / "setup-2.toml");
  CHECK(free_name(folder.path) == "setup-3.toml");
  CHECK(!write_new(folder.path, "setup-2.toml", "# ours\n"));
  CHECK(!std::filesystem::exists(folder.path / "nowhere"));
}

TEST_CASE("a half of an earlier run is no hindrance and is not written into") {
  const testing::Folder folder;
  folder.write("elsewhere", "as it was");
  std::filesystem::create_symlink(folder.path / "elsewhere", folder.path / ".setup.toml.new");
  REQUIRE(write_new(folder.path, "setup.toml", "# ours\n"));
  CHECK(text_of(folder.path / "elsewhere") == "as it was");
  CHECK(text_of(folder.path / "setup.toml") == "# ours\n");
}

TEST_CASE("what cannot be written is said before, and leaves nothing") {
  const testing::Folder folder;
  folder.write("conf.d", "no folder");
  CHECK(!write_new(folder.path / "conf.d", "setup.toml", "# ours\n"));
  CHECK(!write_new(folder.path / "no" / "conf.d", "setup.toml", "# ours\n"));
  CHECK(not_writable(folder.path / "no" / "conf.d").empty());  // root, or the test's own folder
  CHECK(entries(folder.path) == 1);
}
