// One outgoing TCP socket: made, marked or bound, and asked to connect, never waiting. What its errno means is said
// here once for all who dial; what it proves is not.
#pragma once
#include <sys/socket.h>

#include <cstdint>
#include <string>

#include "daemon/base/fault.hpp"
#include "daemon/base/handles.hpp"
#include "libwatch/address.hpp"

namespace tailmend {

// An endpoint as the kernel takes it; of size 0 for an address without family.
struct SocketName {
  sockaddr_storage storage{};
  socklen_t size = 0;
};
SocketName socket_name(const watch::Endpoint& endpoint);

struct Dial {
  watch::Endpoint remote;
  std::uint32_t mark = 0;  // SO_MARK, needs CAP_NET_ADMIN (or CAP_NET_RAW since 5.17); 0 = none
  // SO_BINDTODEVICE, which the kernel has allowed without rights since 5.7. Where `mark` is set this is only what is
  // done when the mark is not permitted; "" = not bound.
  std::string interface;
};

struct Dialled {
  Descriptor socket;
  int error = 0;          // connect's errno where it failed at once; see reply_of()
  bool unmarked = false;  // a mark was asked for and not permitted; bound to the interface instead, if one was given
};

// Non-blocking, CLOEXEC, TCP_NODELAY, default linger. The connection is mostly still under way.
// Errors are this host's: the errno of socket or setsockopt; EAFNOSUPPORT for an address without family.
Expected<Dialled> dial(const Dial& what);

// The pending error of a socket whose connect has ended (SO_ERROR); 0 = connected.
int connect_error(int socket);

// What an errno of connect says about the other side.
enum class Reply : std::uint8_t { connected, refused, silent, unreachable, local };
Reply reply_of(int error);

}  // namespace tailmend
