// Whatever netlink may hand us: a datagram through every reader of the codecs, as the kernel edge, the socket table
// and connection tracking read it.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "daemon/kernel/conntrack_codec.hpp"
#include "daemon/kernel/diag_codec.hpp"
#include "daemon/kernel/netlink_codec.hpp"

using namespace tailmend::netlink;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Tailscale tailscale{.interface = "tailscale0", .index = 7};
  Bytes datagram(data, size);
  std::size_t messages = 0;
  while (const auto message = next_message(datagram)) {
    // Each message takes at least its header away; a loop that does not end would show here.
    if (++messages > size) std::abort();
    const auto heard = hear(*message, tailscale);
    const auto link = parse_link(*message);
    if (link && (link->name.size() > 15 || link->index == 0)) std::abort();
    if (heard && heard->index == tailscale.index) std::abort();
    if (const auto error = error_of(*message); error && *error < 0) std::abort();
    if (const auto route = parse_route(*message)) (void)watch::to_string(route->destination);
    if (const auto socket = parse_diagnosed_socket(*message)) (void)judge(*socket);
    if (const auto mapping = parse_mapping(*message); mapping && mapping->tuple.empty()) std::abort();
  }
  return 0;
}
