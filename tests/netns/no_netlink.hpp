// A kernel without some of netlink, in a child of the test.
#pragma once
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <functional>

#include "tests/support/catch.hpp"

namespace netns {

// What a child ends with in which socket() fails for this protocol of netlink, as where the kernel lacks it: 0 when `holds` does.
inline int status_without(std::uint32_t protocol, const std::function<bool()>& holds) {
  const pid_t child = fork();
  if (child == 0) {
    std::array<sock_filter, 6> program{{{0x20, 0, 0, offsetof(seccomp_data, nr)},
                                        {0x15, 0, 3, SYS_socket},
                                        {0x20, 0, 0, offsetof(seccomp_data, args[2])},
                                        {0x15, 0, 1, protocol},
                                        {0x06, 0, 0, SECCOMP_RET_ERRNO | EPROTONOSUPPORT},
                                        {0x06, 0, 0, SECCOMP_RET_ALLOW}}};
    const sock_fprog filter{.len = static_cast<unsigned short>(program.size()), .filter = program.data()};
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) != 0) _exit(2);
    _exit(holds() ? 0 : 1);
  }
  int status = -1;
  REQUIRE(waitpid(child, &status, 0) == child);
  return status;
}

}  // namespace netns
