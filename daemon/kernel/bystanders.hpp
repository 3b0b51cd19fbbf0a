// Who would be hurt by a restart of tailscaled now: live ssh sessions over the tailnet, and a package manager at work.
// Told by the kernel's socket table, the process tree and file locks; never by the names of processes. Takes no lock.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "libwatch/evidence.hpp"
#include "libwatch/policy.hpp"

namespace tailmend {

struct PackageLock {
  std::string manager;
  std::string path;
};

struct BystandersQuestion {
  std::vector<std::uint16_t> ssh_ports;
  std::string interface;  // the tailnet's, "tailscale0"
  std::string socket;     // tailscaled's, "/run/tailscale/tailscaled.sock"
  std::string cgroup;     // the directory of its unit's control group; "" where there is none
  watch::Duration session_quiet = watch::Policy::session_quiet;
  std::vector<PackageLock> locks = {{"dpkg", "/var/lib/dpkg/lock-frontend"},
                                    {"dpkg", "/var/lib/dpkg/lock"},
                                    {"rpm", "/usr/lib/sysimage/rpm/.rpm.lock"},
                                    {"rpm", "/var/lib/rpm/.rpm.lock"}};
};

// What cannot be seen does not count: no rights are needed, but where there is no socket diagnosis, no systemd or no
// /proc/PID/task/TID/children, some of it is missing. Synchronous; milliseconds.
//
// An OpenSSH session is over the tailnet when one of its addresses is a tailnet one, when the kernel sends its answers
// through the tailnet's interface (it came in through a subnet router), or when tailscaled itself carries it to an ssh
// port (userspace networking). It counts while it carries bytes; what is only sent again and again does not, nor what this host
// has opened to itself.
watch::BystandersFact look_for_bystanders(const BystandersQuestion& question);

}  // namespace tailmend
