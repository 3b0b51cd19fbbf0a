#include "daemon/commands/check.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

#include "daemon/base/handles.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/scripted_localapi.hpp"

using namespace tailmend;
using tailmend::testing::ScriptedLocalapi;
using namespace std::chrono_literals;

namespace {

// A scripted tailscaled, and what `tailmend check` prints beside it. Every verdict here comes before the table asks for a
// way out, so that a machine without one gives the same.
class Host {
 public:
  Host() {
    std::string name = (std::filesystem::temp_directory_path() / "tailmend-check-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    folder_ = name;
    localapi_ = std::make_unique<ScriptedLocalapi>((folder_ / "socket").string());
    settings_.policy.tailscale.socket = (folder_ / "socket").string();
    settings_.policy.tailscale.unit = "tailmend-check-test.service";
  }
  ~Host() {
    localapi_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;

  ScriptedLocalapi& localapi() { return *localapi_; }
  void hangs_up_for_good() { localapi_.reset(); }

  // Returns the exit status; `printed` has what came to standard output.
  int check(watch::Duration timeout = 10s) {
    std::fflush(stdout);
    const Descriptor kept(::dup(STDOUT_FILENO));
    const auto file = folder_ / "printed";
    {
      const Descriptor into(::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
      ::dup2(into.get(), STDOUT_FILENO);
    }
    Options options;
    options.command = Command::check;
    options.timeout = timeout;
    const auto began = std::chrono::steady_clock::now();
    const int status = run_check(options, settings_);
    took = std::chrono::steady_clock::now() - began;
    std::fflush(stdout);
    ::dup2(kept.get(), STDOUT_FILENO);
    const FileHandle stream(std::fopen(file.c_str(), "re"));
    printed.resize(16 * 1024);
    printed.resize(std::fread(printed.data(), 1, printed.size(), stream.get()));
    return status;
  }

  std::string printed;
  std::chrono::steady_clock::duration took{};

 private:
  std::filesystem::path folder_;
  std::unique_ptr<ScriptedLocalapi> localapi_;
  Settings settings_;
};

}  // namespace

TEST_CASE("a tailscaled that accepts and says nothing is called hung, within the time") {
  Host host;
  host.localapi().tell("fault * silent");
  CHECK(host.check(8s) == 2);
  CHECK(host.took < 8s);
  CHECK(host.printed.starts_with("TAILMEND CRITICAL - backend-hung, ours: "));
}

TEST_CASE("a LocalAPI that talks garbage is named") {
  Host host;
  host.localapi().tell("fault * garbage");
  CHECK(host.check() == 2);
  CHECK(host.printed.find("tailscaled  no status: garbled\n") != std::string::npos);
}

TEST_CASE("a tailscaled that is not there is called dead") {
  Host host;
  host.hangs_up_for_good();
  CHECK(host.check() == 2);
  CHECK(host.printed.find("backend-dead, ours: ") != std::string::npos);
  CHECK(host.printed.find("tailscaled  no status: no socket\n") != std::string::npos);
}

TEST_CASE("a person who is needed is told what to do") {
  Host host;
  host.localapi().tell("backend NeedsLogin");
  CHECK(host.check() == 2);
  CHECK(host.printed.find("needs-login, administrator: ") != std::string::npos);
  CHECK(host.printed.ends_with("do          sudo tailscale up, with the flags that this host was set up with; it names those that are missing\n"));
}

TEST_CASE("who may not ask says unknown, and who may") {
  Host host;
  host.localapi().tell("fault * 403");
  CHECK(host.check() == 3);
  CHECK(host.printed.starts_with("TAILMEND UNKNOWN - tailscaled may not be asked with these rights |"));
  CHECK(host.printed.ends_with("do          ask as root: sudo tailmend check\n"));
}

TEST_CASE("too little time ends in time, and says so") {
  Host host;
  host.localapi().tell("wait * 5000");
  CHECK(host.check(1s) == 3);
  CHECK(host.took < 3s);
  CHECK(host.printed.starts_with("TAILMEND UNKNOWN - "));
}
