// Network namespaces of our own, made and left within one process: nothing is left behind, also when it is killed.
#pragma once
#include <string>

#include "daemon/base/handles.hpp"

namespace netns {

// Becomes root of a new user namespace unless it may do without. What hinders it, "" when nothing does.
std::string become_root();

// A new network namespace with loopback up, in which this process is from now on. The old one is returned to.
class Namespace {
 public:
  Namespace();
  Namespace(const Namespace&) = delete;
  Namespace& operator=(const Namespace&) = delete;
  ~Namespace();

  // A path that names it for `ip link set … netns`.
  [[nodiscard]] std::string path() const;
  void enter() const;

 private:
  tailmend::Descriptor outer_;
  tailmend::Descriptor inner_;
};

// `ip ARGUMENTS` in the current namespace; throws when it fails.
void ip(const std::string& arguments);
void write_sysctl(const std::string& path, const std::string& value);

}  // namespace netns
