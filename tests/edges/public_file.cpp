#include "daemon/state/public_file.hpp"

#include <sys/stat.h>

#include "daemon/state/state_store.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/folder.hpp"

using namespace tailmend;

TEST_CASE("a public file is replaced as a whole, and everybody may read it") {
  const tailmend::testing::Folder folder;
  const std::string path = folder.path / "last";
  REQUIRE(write_public(path, "first\n"));
  REQUIRE(write_public(path, "second\n"));
  CHECK(StateStore(folder.path).load("last").value() == "second\n");
  struct stat about {};
  REQUIRE(::stat(path.c_str(), &about) == 0);
  CHECK((about.st_mode & 0777U) == 0644U);
}

TEST_CASE("what lies under the new one's name is not followed") {
  const tailmend::testing::Folder folder;
  folder.write("kept", "kept");
  std::filesystem::create_symlink(folder.path / "kept", folder.path / ".last.new");
  REQUIRE(write_public(folder.path / "last", "text"));
  CHECK(StateStore(folder.path).load("kept").value() == "kept");
}

TEST_CASE("without its folder there is an error that names it") {
  const auto written = write_public("/nonexistent/last", "text");
  REQUIRE_FALSE(written);
  CHECK(to_string(written.error()).find("/nonexistent/") != std::string::npos);
}
