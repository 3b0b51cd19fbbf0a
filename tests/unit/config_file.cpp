#include "daemon/config/config_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "daemon/base/handles.hpp"
#include "daemon/base/utf8.hpp"
#include "daemon/config/config.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/config_stage.hpp"

using namespace tailmend;
using namespace tailmend::testing;

TEST_CASE("files that are no text are refused with one clear line") {
  const ConfigFolder folder;
  folder.write("conf.d/10.toml", "a = \"\xff\"\n");
  CHECK(folder.mistakes() == Lines{"10.toml:1:6 not UTF-8, which TOML has to be"});
  std::filesystem::remove(folder.path / "conf.d/10.toml");

  std::filesystem::create_directory(folder.main_file());
  CHECK(folder.mistakes() == Lines{"tailmend.toml:0:0 is a directory; expected a file"});
  std::filesystem::remove(folder.main_file());

  REQUIRE(::mkfifo(folder.main_file().c_str(), 0600) == 0);
  CHECK(folder.mistakes() == Lines{"tailmend.toml:0:0 is not a plain file"});
  std::filesystem::remove(folder.main_file());

  folder.write("tailmend.toml", "");
  std::filesystem::resize_file(folder.main_file(), 1024ULL * 1024 * 1024);  // sparse
  CHECK(folder.mistakes() ==
        Lines{"tailmend.toml:0:0 is over the limit for a configuration file: 1 GB, at most 256 KB"});
  std::filesystem::resize_file(folder.main_file(), max_config_bytes + 1);
  CHECK(folder.mistakes() ==
        Lines{"tailmend.toml:0:0 is over the limit for a configuration file: 257 KB, at most 256 KB"});
  std::filesystem::remove(folder.main_file());

  std::filesystem::remove(folder.path / "conf.d");
  folder.write("conf.d", "");
  CHECK(folder.mistakes() == Lines{"conf.d:0:0 cannot be read: Not a directory"});
}

TEST_CASE("a file that we may not read says who may") {
  const ConfigFolder folder;
  folder.write("tailmend.toml", "mode = \"act\"\n");
  std::filesystem::permissions(folder.main_file(), std::filesystem::perms::owner_read);
  std::filesystem::permissions(folder.path, std::filesystem::perms::all);
  if (::geteuid() == 0) REQUIRE(::seteuid(65534) == 0);
  const auto settings = folder.read();
  const bool as_another = ::geteuid() == 65534;
  if (as_another) REQUIRE(::seteuid(0) == 0);
  if (!as_another) return;  // the owner may always read it
  REQUIRE_FALSE(settings.has_value());
  CHECK(settings.error().front().text == "cannot be read: only root may (mode 0400)");
}

TEST_CASE("UTF-8 is checked byte by byte") {
  for (const char* good :
       {"", "plain", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80", "\xed\x9f\xbf", "\xf4\x8f\xbf\xbf"})
    CHECK_FALSE(find_bad_utf8(good).has_value());
  for (const char* bad : {"x\x80", "x\xc0\x80", "x\xc3", "x\xe0\x9f\xbf", "x\xed\xa0\x80", "x\xf0\x8f\xbf\xbf",
                          "x\xf4\x90\x80\x80", "x\xf5", "x\xe2\x82"}) {
    CHECK(find_bad_utf8(bad) == 1U);
  }
  const TextPlace place = place_of("a\n\xc3\xa9x", 4);
  CHECK(place.line == 2);
  CHECK(place.column == 2);
}

TEST_CASE("a file that others may write cannot say what is done as root, and may say all else") {
  const ConfigFolder folder;
  const std::string file = folder.main_file().string();
  folder.write("tailmend.toml", "heartbeat = \"20s\"\n[tailscale]\nunit = \"ts.service\"\ncli = \"/opt/tailscale\"\n[hooks]\nfolder = \"/srv/hooks\"\n[metrics]\nfile = \"/srv/prom\"\n");
  CHECK(folder.read().has_value());
  REQUIRE(::chmod(file.c_str(), 0666) == 0);
  const std::string why = " is for root to say, and this file may be written by everybody (mode 0666); to do: chmod go-w " + file;
  CHECK(folder.mistakes() == Lines{"tailmend.toml:3:8 'unit'" + why, "tailmend.toml:4:7 'cli'" + why, "tailmend.toml:6:10 'folder'" + why, "tailmend.toml:8:8 'file'" + why});
  CHECK(read_config_file(file).has_value());  // it is not in its place yet

  folder.write("tailmend.toml", "heartbeat = \"20s\"\n[[target]]\nname = \"plc\"\naddress = \"10.77.0.10:502\"\n");
  CHECK(folder.read().has_value());
  folder.write("conf.d/a.toml", "[tailscale]\ncli = \"/opt/tailscale\"\n");
  CHECK(folder.read().has_value());
  const std::string conf_d = (folder.path / "conf.d").string();
  REQUIRE(::chmod(conf_d.c_str(), 0770) == 0);
  CHECK(folder.mistakes() == Lines{"a.toml:2:7 'cli' is for root to say, and this file is in " + conf_d + ", which may be written by its group (mode 0770); to do: chmod go-w " + conf_d});
}

TEST_CASE("nor can a file that others may put another in the place of: from far above, or where a link leads") {
  const ConfigFolder folder;
  const std::string above = (folder.path / "above").string();
  std::filesystem::create_directories(above + "/below");
  folder.write("above/below/tailmend.toml", "[tailscale]\ncli = \"/opt/tailscale\"\n");
  const std::string file = above + "/below/tailmend.toml";
  const std::string link = (folder.path / "link.toml").string();
  REQUIRE(::symlink(file.c_str(), link.c_str()) == 0);
  const auto is_refused = [](const std::string& path) { return !read_config(path, "/nowhere", Presence::required).has_value(); };
  CHECK_FALSE(is_refused(file));
  CHECK_FALSE(is_refused(link));
  REQUIRE(::chmod(above.c_str(), 0777) == 0);
  CHECK(is_refused(file));
  CHECK(is_refused(link));
  REQUIRE(::chmod(above.c_str(), 01777) == 0);  // as /tmp: there nobody takes away what is another's
  CHECK_FALSE(is_refused(file));
  CHECK_FALSE(is_refused(link));
}

TEST_CASE("what is judged is the file that was read, wherever its path has led since") {
  const ConfigFolder folder;
  const std::string link = (folder.path / "link.toml").string();
  const auto judged = [&](const std::string& file, const std::string& later) {
    std::filesystem::remove(link);
    std::filesystem::create_symlink(folder.path / file, link);
    const Descriptor opened(::open(link.c_str(), O_RDONLY | O_CLOEXEC));
    std::filesystem::remove(link);
    std::filesystem::create_symlink(folder.path / later, link);
    return distrust_open(opened.get(), link).value_or(Distrust{}).why;
  };
  folder.write("root.toml", "");
  folder.write("open.toml", "");
  REQUIRE(::chmod((folder.path / "open.toml").c_str(), 0666) == 0);
  std::filesystem::create_directory(folder.path / "open");
  REQUIRE(::chmod((folder.path / "open").c_str(), 0777) == 0);
  folder.write("open/root.toml", "");
  CHECK(judged("root.toml", "root.toml").empty());
  CHECK(judged("open.toml", "open.toml") == "may be written by everybody (mode 0666)");
  CHECK(judged("open.toml", "root.toml") == "may be written by everybody (mode 0666)");
  CHECK(judged("open/root.toml", "open/root.toml") == "is in " + (folder.path / "open").string() + ", which may be written by everybody (mode 0777)");
  CHECK(judged("open/root.toml", "root.toml") == "was replaced while it was read");
}
