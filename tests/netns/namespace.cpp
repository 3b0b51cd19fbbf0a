#include "tests/netns/namespace.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <sched.h>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

namespace netns {

namespace {

void write_file(const std::string& path, const std::string& text) {
  std::ofstream file(path);
  file << text << std::flush;
  if (!file) throw std::runtime_error("write " + path + ": " + std::strerror(errno));
}

tailmend::Descriptor current_namespace() {
  tailmend::Descriptor fd(open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC));
  if (!fd) throw std::runtime_error("open /proc/self/ns/net");
  return fd;
}

}  // namespace

std::string become_root() {
  const uid_t uid = geteuid();
  const gid_t gid = getegid();
  if (std::system("ip -Version >/dev/null 2>&1") != 0) return "the ip command (iproute2) is not there";
  // Also as root: what the tests do to sysctls and routes cannot reach the host then, whatever goes wrong.
  if (unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0) {
    write_file("/proc/self/setgroups", "deny");
    write_file("/proc/self/uid_map", "0 " + std::to_string(uid) + " 1");
    write_file("/proc/self/gid_map", "0 " + std::to_string(gid) + " 1");
    return "";
  }
  if (unshare(CLONE_NEWNET) == 0) return "";
  return std::string("neither user nor network namespaces may be made here: ") + std::strerror(errno);
}

Namespace::Namespace() : outer_(current_namespace()) {
  if (unshare(CLONE_NEWNET) != 0) throw std::runtime_error("make a network namespace");
  inner_ = current_namespace();
  ip("link set lo up");
}

Namespace::~Namespace() { setns(outer_.get(), CLONE_NEWNET); }

std::string Namespace::path() const { return "/proc/" + std::to_string(getpid()) + "/fd/" + std::to_string(inner_.get()); }

void Namespace::enter() const {
  if (setns(inner_.get(), CLONE_NEWNET) != 0) throw std::runtime_error("enter a network namespace");
}

void ip(const std::string& arguments) {
  if (std::system(("ip " + arguments).c_str()) != 0) throw std::runtime_error("ip " + arguments);
}

void write_sysctl(const std::string& path, const std::string& value) { write_file("/proc/sys/" + path, value); }

}  // namespace netns
