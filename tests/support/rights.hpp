// Takes CAP_NET_ADMIN and CAP_NET_RAW from this thread for a while, so that root's tests see what a user's would.
#pragma once
#include <linux/capability.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

namespace tailmend::testing {

class NoNetworkRights {
 public:
  NoNetworkRights() {
    if (::syscall(SYS_capget, &header_, before_.data()) < 0) throw std::runtime_error("cannot read capabilities");
    auto less = before_;
    less[0].effective &= ~((1U << CAP_NET_ADMIN) | (1U << CAP_NET_RAW));
    if (::syscall(SYS_capset, &header_, less.data()) < 0) throw std::runtime_error("cannot drop capabilities");
  }
  ~NoNetworkRights() { ::syscall(SYS_capset, &header_, before_.data()); }
  NoNetworkRights(const NoNetworkRights&) = delete;
  NoNetworkRights& operator=(const NoNetworkRights&) = delete;

 private:
  __user_cap_header_struct header_{.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
  std::array<__user_cap_data_struct, 2> before_{};
};

}  // namespace tailmend::testing
