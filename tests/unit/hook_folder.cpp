#include "daemon/programs/hook_folder.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "daemon/base/trust.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/folder.hpp"

using namespace tailmend;
using tailmend::testing::Folder;

namespace {

struct Place {
  Folder folder;
  std::string hooks_d = folder.path / "hooks.d";
  Place() { mode("hooks.d", 0755, ::mkdir(hooks_d.c_str(), 0755)); }

  void mode(const std::string& name, mode_t bits, int made = 0) const {
    REQUIRE(made == 0);
    REQUIRE(::chmod((folder.path / name).c_str(), bits) == 0);
  }
  void file(const std::string& name, mode_t bits = 0755) const {
    folder.write("hooks.d/" + name, "#!/bin/sh\n");
    mode("hooks.d/" + name, bits);
  }
  [[nodiscard]] HookFolder look() const { return look_at_hooks(hooks_d); }
};

std::vector<std::string> names(const HookFolder& found) {
  std::vector<std::string> names;
  for (const auto& hook : found.hooks) names.push_back(hook.name);
  return names;
}

// "- …" where somebody may want it so, "! …" where a person has to mend it.
std::vector<std::string> complaints(const HookFolder& found) {
  std::vector<std::string> texts;
  for (const auto& one : found.left_out) texts.push_back((one.fault == LeftOut::Fault::wrong ? "! " : "- ") + one.text);
  return texts;
}

}  // namespace

TEST_CASE("hooks come in the order of their bytes, with the names that run-parts takes") {
  const Place place;
  for (const char* name : {"20-b", "10-a", "Z", "a_b", "9", "mail.sh", "10-a~", "10-a.dpkg-old", ".hidden"}) place.file(name);
  place.file("switched-off", 0644);
  REQUIRE(::mkdir((place.hooks_d + "/lib").c_str(), 0755) == 0);
  const auto found = place.look();
  CHECK(names(found) == std::vector<std::string>{"10-a", "20-b", "9", "Z", "a_b"});
  CHECK(found.hooks.front().path == place.hooks_d + "/10-a");
  CHECK(complaints(found) == std::vector<std::string>{"- hook 10-a.dpkg-old is switched off by its name: only letters, digits, - and _ are possible",
                                                      "- hook 10-a~ is switched off by its name: only letters, digits, - and _ are possible",
                                                      "- " + place.hooks_d + "/lib is a folder, not a hook",
                                                      "- hook mail.sh is switched off by its name: only letters, digits, - and _ are possible",
                                                      "- hook switched-off is switched off: it is not executable; chmod 755 " + place.hooks_d + "/switched-off switches it on"});
}

TEST_CASE("what others may write, and what points elsewhere, is not run, and the command that mends it is said") {
  const Place place;
  place.file("by-group", 0775);
  place.file("by-all", 0757);
  REQUIRE(::symlink("/bin/true", (place.hooks_d + "/link").c_str()) == 0);
  REQUIRE(::mkfifo((place.hooks_d + "/pipe").c_str(), 0755) == 0);
  const auto found = place.look();
  CHECK(names(found).empty());
  const std::string at = place.hooks_d + "/";
  CHECK(complaints(found) == std::vector<std::string>{"! hook by-all is not run: it may be written by everybody (mode 0757); to do: chmod go-w " + at + "by-all",
                                                      "! hook by-group is not run: it may be written by its group (mode 0775); to do: chmod go-w " + at + "by-group",
                                                      "! hook link is not run: it is a symbolic link; to do: cp --remove-destination \"$(readlink -f " + at + "link)\" " + at + "link",
                                                      "! hook pipe is not run: it is not a plain file"});
}

TEST_CASE("a folder that others may write runs none of its hooks, nor does one in such a folder") {
  const Place place;
  place.file("10-a");
  place.mode("hooks.d", 0777);
  CHECK(complaints(place.look()) == std::vector<std::string>{"! no hook is run: " + place.hooks_d + " may be written by everybody (mode 0777); to do: chmod go-w " + place.hooks_d});
  place.mode("hooks.d", 0755);
  place.mode("", 0770);
  CHECK(names(place.look()).empty());
  const std::string above = place.folder.path.string();
  CHECK(complaints(place.look()) == std::vector<std::string>{"! no hook is run: " + place.hooks_d + " is in " + above + ", which may be written by its group (mode 0770); to do: chmod go-w " + above});
  place.mode("", 0700);
  CHECK(names(place.look()) == std::vector<std::string>{"10-a"});
  REQUIRE(::symlink(place.hooks_d.c_str(), (place.folder.path / "link").c_str()) == 0);
  CHECK(complaints(look_at_hooks(place.folder.path / "link")).front().find("is a symbolic link") != std::string::npos);
}

TEST_CASE("a folder that is not there has no hooks, and one that is a file is said") {
  const Place place;
  CHECK(look_at_hooks(place.folder.path / "nowhere").left_out.empty());
  place.folder.write("file", "");
  CHECK(complaints(look_at_hooks(place.folder.path / "file")) == std::vector<std::string>{"! no hook is run: " + (place.folder.path / "file").string() + " cannot be read: Not a directory"});
}

TEST_CASE("too many hooks, and names that are too long, are cut off and said") {
  const Place place;
  for (std::size_t i = 0; i < max_hooks + 2; ++i) place.file(std::to_string(100 + i));
  place.file(std::string(max_hook_name + 1, 'x'));
  const auto found = place.look();
  CHECK(found.hooks.size() == max_hooks);
  CHECK(found.hooks.back().name == std::to_string(99 + max_hooks));
  CHECK(complaints(found) == std::vector<std::string>{"! hook " + std::string(max_hook_name, 'x') + "… is not run: its name is longer than 64 bytes",
                                                      "! " + place.hooks_d + " has more than 32 hooks; those after 131 are not run"});
}

TEST_CASE("what belongs to another user is not trusted") {
  struct stat status {};
  status.st_uid = ::geteuid() + 4711;
  status.st_mode = S_IFREG | 0755;
  const auto found = distrust("/etc/x", status);
  REQUIRE(found);
  CHECK(found->why == "belongs to user " + std::to_string(status.st_uid));
  CHECK(found->mend.starts_with("chown "));
  status.st_uid = 0;
  CHECK_FALSE(distrust("/etc/x", status));
  status.st_uid = ::geteuid();
  CHECK_FALSE(distrust("/etc/x", status));
}
