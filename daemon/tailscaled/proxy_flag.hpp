// The SOCKS5 proxy of a tailscaled with userspace networking, as its command line names it: LocalAPI does not tell it.
#pragma once
#include <string>
#include <string_view>

namespace tailmend {

// Of a command line as /proc has it, its words ended by NUL: "127.0.0.1:1055", or "" where it names none.
std::string proxy_flag_in(std::string_view command_line);
// Of the tailscaled that runs on this host; "" where none is to be seen.
std::string proxy_flag_of_tailscaled();

}  // namespace tailmend
