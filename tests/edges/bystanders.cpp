// A child plays tailscaled with its ssh server's children; others hold package managers' locks.
#include "daemon/kernel/bystanders.hpp"

#include <array>
#include <csignal>
#include <cstdlib>
#include <functional>

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>

#include "daemon/base/handles.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/folder.hpp"

using tailmend::BystandersQuestion;
using tailmend::Descriptor;
using tailmend::look_for_bystanders;
using tailmend::testing::Folder;

namespace {

[[noreturn]] void wait_for_the_end() {
  for (;;) pause();
}

// A child of ours that has done `work`, until this goes away.
class Child {
 public:
  explicit Child(const std::function<bool(int line)>& work) {
    std::array<int, 2> ends{};
    REQUIRE(pipe2(ends.data(), O_CLOEXEC) == 0);
    line_.reset(ends[0]);
    child_ = fork();
    REQUIRE(child_ >= 0);
    if (child_ == 0) {
      prctl(PR_SET_PDEATHSIG, SIGKILL);
      const pid_t none = 0;
      if (work(ends[1]) && write(ends[1], &none, sizeof none) == sizeof none) wait_for_the_end();
      _exit(1);
    }
    close(ends[1]);
  }
  ~Child() { end(); }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  // The next pid that it told, 0 when it was done.
  [[nodiscard]] pid_t told() const {
    pid_t pid = -1;
    REQUIRE(read(line_.get(), &pid, sizeof pid) == sizeof pid);
    return pid;
  }
  void end() {
    if (child_ <= 0) return;
    kill(child_, SIGKILL);
    waitpid(child_, nullptr, 0);
    child_ = -1;
  }

 private:
  pid_t child_ = -1;
  Descriptor line_;
};

// A process that dies with its parent; its pid goes into the line.
bool start(int line, const std::function<void()>& become) {
  const pid_t parent = getpid();
  const pid_t child = fork();
  if (child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(1);
    become();
    wait_for_the_end();
  }
  return child > 0 && write(line, &child, sizeof child) == sizeof child;
}

// As startWithPTY does.
void take_terminal() {
  const int pty = posix_openpt(O_RDWR | O_NOCTTY);
  if (pty < 0 || grantpt(pty) != 0 || unlockpt(pty) != 0) _exit(1);
  const int tty = open(ptsname(pty), O_RDWR | O_NOCTTY);
  if (setsid() < 0 || ioctl(tty, TIOCSCTTY, 0) != 0) _exit(1);
}

bool listen_at(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  const int fd = socket(AF_UNIX, SOCK_STREAM, 0);
  return bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 && listen(fd, 4096) == 0;  // nobody accepts
}

struct World {
  Folder folder;
  std::string socket = (folder.path / "tailscaled.sock").string();

  [[nodiscard]] std::uint32_t sessions(const std::string& cgroup = "") const {
    return look_for_bystanders({.ssh_ports = {}, .interface = "tailscale0", .socket = socket, .cgroup = cgroup, .locks = {}}).tailscale_ssh;
  }
  // Processes start and grow old in their own time.
  [[nodiscard]] bool until(std::uint32_t wanted, const std::string& cgroup = "") const {
    for (int i = 0; i < 1000; ++i) {
      if (sessions(cgroup) == wanted) return true;
      poll(nullptr, 0, 10);
    }
    return false;
  }
  [[nodiscard]] std::string package_manager() const {
    return look_for_bystanders({.ssh_ports = {}, .interface = "", .socket = "", .cgroup = "", .locks = locks()}).package_manager;
  }
  [[nodiscard]] std::vector<tailmend::PackageLock> locks() const {
    return {{"dpkg", (folder.path / "lock-frontend").string()}, {"rpm", (folder.path / ".rpm.lock").string()}};
  }
};

bool lock(const std::string& path, short type) {
  const int fd = open(path.c_str(), O_RDWR);
  flock what{};
  what.l_type = type;
  what.l_whence = SEEK_SET;
  return fd >= 0 && fcntl(fd, F_SETLK, &what) == 0;
}

}  // namespace

TEST_CASE("tailscaled's children are sessions when they have a terminal or stay, and Taildrive's servers are not") {
  const World world;
  CHECK(world.sessions() == 0);  // nobody listens
  Child tailscaled([&](int line) {
    return listen_at(world.socket) && start(line, take_terminal) && start(line, [] { execl("/bin/sleep", "sleep", "600", nullptr); }) &&
           start(line, [] { execl("/bin/sleep", "sudo tailscaled serve-taildrive", "600", nullptr); });
  });
  const pid_t with_terminal = tailscaled.told();
  const pid_t on_pipes = tailscaled.told();
  CHECK(tailscaled.told() > 0);
  REQUIRE(tailscaled.told() == 0);
  CHECK(world.until(2));
  kill(with_terminal, SIGKILL);
  CHECK(world.until(1));
  kill(on_pipes, SIGKILL);
  CHECK(world.until(0));
}

TEST_CASE("a terminal left behind in the unit's control group is a session") {
  const World world;
  Child tailscaled([&](int) { return listen_at(world.socket); });
  REQUIRE(tailscaled.told() == 0);
  Child left([](int line) {
    const pid_t own = getpid();
    return write(line, &own, sizeof own) == sizeof own && start(line, take_terminal);
  });
  const pid_t multiplexer = left.told();
  const pid_t window = left.told();
  CHECK(world.sessions(world.folder.path.string()) == 0);  // no cgroup.procs at all
  world.folder.write("cgroup.procs", std::to_string(multiplexer) + "\n" + std::to_string(window) + "\n");
  CHECK(world.until(1, world.folder.path.string()));
  world.folder.write("cgroup.procs", std::to_string(multiplexer) + "\n");
  CHECK(world.sessions(world.folder.path.string()) == 0);
}

TEST_CASE("a package manager is at work while it holds its lock, and its files alone say nothing") {
  const World world;
  CHECK(world.package_manager().empty());
  world.folder.write("lock-frontend", "");
  world.folder.write(".rpm.lock", "");
  CHECK(world.package_manager().empty());
  {
    Child dpkg([&](int) { return lock((world.folder.path / "lock-frontend").string(), F_WRLCK); });
    REQUIRE(dpkg.told() == 0);
    CHECK(world.package_manager() == "dpkg");
  }
  CHECK(world.package_manager().empty());
  Child rpm([&](int) { return lock((world.folder.path / ".rpm.lock").string(), F_WRLCK); });
  REQUIRE(rpm.told() == 0);
  CHECK(world.package_manager() == "rpm");
  rpm.end();
  Child query([&](int) { return lock((world.folder.path / ".rpm.lock").string(), F_RDLCK); });
  REQUIRE(query.told() == 0);
  CHECK(world.package_manager().empty());
}

TEST_CASE("the locks that are looked at are those of dpkg and rpm") {
  std::string all;
  for (const auto& one : BystandersQuestion{}.locks) all += one.manager + " " + one.path + "\n";
  CHECK(all == "dpkg /var/lib/dpkg/lock-frontend\ndpkg /var/lib/dpkg/lock\nrpm /usr/lib/sysimage/rpm/.rpm.lock\nrpm /var/lib/rpm/.rpm.lock\n");
}
