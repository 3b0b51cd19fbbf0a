// Unix stream sockets by their path: its name as the kernel takes it, a connection to it, and who listens there.
#pragma once
#include <sys/socket.h>
#include <sys/un.h>

#include <optional>
#include <string>

#include "daemon/base/fault.hpp"
#include "daemon/base/handles.hpp"

namespace tailmend {

// Nothing for a path that is empty or too long (107 bytes).
std::optional<sockaddr_un> unix_name(const std::string& path);
inline const sockaddr* generic(const sockaddr_un& name) { return reinterpret_cast<const sockaddr*>(&name); }

// Non-blocking. Fault::error is the errno of connect, ENAMETOOLONG where there is no such name; EAGAIN: the listener's queue
// is full, try again in a moment.
Expected<Descriptor> connect_unix(const std::string& path);
// The process that listens there, 0 where it is one of another pid namespace; asked by a connection that ends without a word.
Expected<pid_t> listener_of(const std::string& path);

}  // namespace tailmend
