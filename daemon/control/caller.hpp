// Who is at the other end, by name, from the kernel and /etc/passwd: never through a directory service, which may hang.
#pragma once
#include <sys/types.h>

#include "daemon/control/control.hpp"

namespace tailmend {

// "alice"; "alice as root" for one who logged in as alice and became root since; "uid 1000" where /etc/passwd does not say.
// `pid` is only asked for the login; 0 = not known.
Caller caller_of(uid_t uid, pid_t pid);

}  // namespace tailmend
