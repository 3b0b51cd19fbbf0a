// The two ways to the daemon, each tried once and with a limit. Part of the client; nobody else uses it.
#pragma once
#include <expected>
#include <string>
#include <utility>

#include "daemon/control/client.hpp"

namespace tailmend {

struct Missed {
  NoAnswer no;
  bool delivered = false;  // the daemon may have got the command, and done it: nobody must say it a second time
};
using Knocked = std::expected<ControlReply, Missed>;

inline std::unexpected<Missed> missed(NoAnswer::Why why, std::string text, bool delivered = false) {
  return std::unexpected(Missed{.no = {.why = why, .text = std::move(text)}, .delivered = delivered});
}

// The sentences that both doors have.
inline constexpr const char* says_not_running = "the daemon is not running; start it: sudo systemctl start tailmend";
inline constexpr const char* says_silent = "the daemon does not answer in time; what it says: journalctl -u tailmend";
inline constexpr const char* says_ended = "the daemon ended before it had answered; what it says: journalctl -u tailmend";
inline constexpr const char* says_other_version = "the daemon is of another version than this program; restart it: sudo systemctl restart tailmend";

// That somebody is there has to be known by `somebody_by`, and all of it by `until`.
Knocked ask_bus(const ControlRequest& request, const std::string& address, watch::Instant somebody_by, watch::Instant until);
Knocked ask_socket(const ControlRequest& request, const std::string& path, watch::Instant somebody_by, watch::Instant until);

}  // namespace tailmend
