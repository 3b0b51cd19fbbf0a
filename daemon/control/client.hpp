// A command's way to the running daemon: over D-Bus, or over its socket. Blocks its caller, with a limit; for the command
// line only. Prints nothing.
#pragma once
#include <cstdint>
#include <expected>
#include <string>

#include "daemon/control/control.hpp"
#include "libwatch/time.hpp"

namespace tailmend {

struct NoAnswer {
  enum class Why : std::uint8_t {
    not_running,    // no daemon at either door
    forbidden,      // there is one, and this user may not speak to it
    silent,         // one that does not answer in time, or ended before it did; what was asked may have been done
    other_version,  // one that does not speak as this program does
    failed,         // the trouble is on this side
  };
  Why why = Why::not_running;
  std::string text;  // a sentence with what to do, no final stop: "the daemon is not running; start it: …"
};

// Where to knock.
struct Doors {
  enum class First : std::uint8_t { bus, socket };
  std::string bus_address;  // "" = the system bus
  std::string socket = control_socket_path;
  // Root goes to the socket first: some of its connections are kept for root, and no third party is needed. Others go
  // over D-Bus first, where polkit may allow them more.
  First first = First::bus;
  watch::Duration limit = std::chrono::seconds(5);  // for all of it
};
Doors doors();  // as they are on this host, for this user

// The request's caller is not sent: the daemon asks the kernel or the bus who it is.
std::expected<ControlReply, NoAnswer> ask(const ControlRequest& request, const Doors& doors);

}  // namespace tailmend
