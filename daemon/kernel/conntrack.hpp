// The kernel's connection tracking on a host that does NAT: stale UDP mappings of tailscaled's port, which its keepalives
// would refresh for ever, are deleted, so that its next packet makes a new one. Never touches a mapping of another port,
// another host or another protocol.
#pragma once
#include <cstdint>
#include <vector>

#include "daemon/base/fault.hpp"
#include "libwatch/evidence.hpp"

namespace tailmend {

struct Swept {
  watch::Sight sight = watch::Sight::seen;
  std::uint32_t deleted = 0;
  bool does_nat = false;  // some mapping, of whomever, has its source translated
};

// A mapping of these UDP ports is stale when its original source is one of this host's own addresses, and NAT is done to
// it (it may be pinned to a way that is gone, or to a rewritten port: tailscale issue 20910), or the kernel would now
// send from another address to that destination. A translation that is still right is made again at once.
// A source that is no address of this host any more is left alone: such a mapping matches nothing that this host sends,
// and looks like one of a client behind it, whose tailscaled mostly has the same port.
//
// Synchronous: 0.3 ms for every thousand mappings of the table from Linux 5.8 on. A Fault when the kernel did not answer,
// or refused to delete.
Expected<Swept> delete_stale_mappings(const std::vector<std::uint16_t>& ports);

}  // namespace tailmend
