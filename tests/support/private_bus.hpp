// A D-Bus daemon of a test's own, with the policy that tailmend ships. Its address stays the same however often it is
// stopped and started.
#pragma once
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include <fmt/format.h>

#include "daemon/base/handles.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/folder.hpp"

namespace tailmend::testing {

// Whether the command is there; says so where not.
inline bool has_command(const char* test, const char* command) {
  const std::string found = fmt::format("command -v {} >/dev/null", command);
  if (std::system(found.c_str()) == 0) return true;  // NOLINT(cert-env33-c)
  std::printf("SKIPPED: %s: %s is not installed\n", test, command);
  return false;
}

class PrivateBus {
 public:
  explicit PrivateBus(const std::string& policy = SOURCE_FOLDER "/units/org.tailmend.Tailmend1.conf") {
    static int number = 0;
    address = fmt::format("unix:abstract=tailmend-bus-{}-{}", ::getpid(), ++number);
    folder_.write("bus.conf", fmt::format(R"(<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN" "x">
<busconfig>
  <listen>{}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow user="*"/>
    <deny own="*"/>
    <deny send_type="method_call"/>
    <allow send_type="signal"/>
    <allow send_requested_reply="true" send_type="method_return"/>
    <allow send_requested_reply="true" send_type="error"/>
    <allow receive_type="method_call"/>
    <allow receive_type="method_return"/>
    <allow receive_type="error"/>
    <allow receive_type="signal"/>
    <allow send_destination="org.freedesktop.DBus"/>
    <allow send_destination="org.freedesktop.PolicyKit1"/>
    <allow send_destination="org.freedesktop.systemd1"/>
  </policy>
  <include ignore_missing="yes">{}</include>
  <policy user="{}">
    <allow own="org.freedesktop.PolicyKit1"/>
    <allow own="org.freedesktop.systemd1"/>
    <allow own="org.tailmend.Tailmend1"/>
  </policy>
</busconfig>
)", address, policy, ::geteuid()));
    start();
  }
  ~PrivateBus() { stop(); }
  PrivateBus(const PrivateBus&) = delete;
  PrivateBus& operator=(const PrivateBus&) = delete;

  void start() {
    std::array<int, 2> pipe{};
    REQUIRE(::pipe2(pipe.data(), O_CLOEXEC) == 0);
    const Descriptor ready(pipe[0]);
    Descriptor says(pipe[1]);
    pid_ = ::fork();
    REQUIRE(pid_ >= 0);
    if (pid_ == 0) {
      ::alarm(60);
      const std::string config = "--config-file=" + (folder_.path / "bus.conf").string();
      ::dup2(says.get(), STDOUT_FILENO);
      // A word about its descriptors at each start, where the limit is low.
      ::dup2(::open((folder_.path / "said").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600), STDERR_FILENO);
      ::execlp("dbus-daemon", "dbus-daemon", config.c_str(), "--nofork", "--nopidfile", "--print-address=1", nullptr);
      ::_exit(127);
    }
    says.reset();
    std::array<char, 256> line{};
    const bool listens = ::read(ready.get(), line.data(), line.size()) > 0;  // its address
    if (!listens) UNSCOPED_INFO(std::string(std::istreambuf_iterator<char>(std::ifstream(folder_.path / "said").rdbuf()), {}));
    REQUIRE(listens);
  }
  void stop() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    pid_ = 0;
  }
  void hang() const { REQUIRE(::kill(pid_, SIGSTOP) == 0); }
  void go_on() const { REQUIRE(::kill(pid_, SIGCONT) == 0); }

  std::string address;

 private:
  Folder folder_;
  pid_t pid_ = 0;
};

// One connection to a bus, for a peer that may wait: a test's own process must not, its service would not be served.
class Peer {
 public:
  explicit Peer(const std::string& address) {
    sd_bus* fresh = nullptr;
    open_ = sd_bus_new(&fresh);
    bus_.reset(fresh);
    if (open_ >= 0) open_ = sd_bus_set_address(fresh, address.c_str());
    if (open_ >= 0) open_ = sd_bus_set_bus_client(fresh, 1);
    if (open_ >= 0) open_ = sd_bus_start(fresh);
  }
  [[nodiscard]] sd_bus* bus() const { return bus_.get(); }
  [[nodiscard]] bool is_open() const { return open_ >= 0; }

 private:
  std::unique_ptr<sd_bus, Release<sd_bus_close_unref>> bus_;
  int open_ = 0;
};

}  // namespace tailmend::testing
