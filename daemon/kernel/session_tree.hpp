// Which of tailscaled's child processes are sessions of its ssh server: told by their place in the process tree, their
// terminal and their age, not by their names. Decides by values alone; never reads /proc.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include <sys/types.h>

#include "libwatch/time.hpp"

namespace tailmend {

struct Process {
  pid_t pid = 0;
  pid_t parent = 0;
  pid_t session = 0;        // of setsid(2)
  bool terminal = false;    // has a controlling one
  watch::Instant started{}; // CLOCK_BOOTTIME
  bool serves_files = false;  // one of Taildrive's file servers, which live as long as tailscaled
};

// A line of /proc/PID/stat; nothing for what is none, and for a process that has ended.
std::optional<Process> parse_process(std::string_view stat, long ticks_per_second);

// tailscaled has one child for each session (ssh/tailssh of 1.102): a session leader with a terminal, or, for `ssh HOST
// COMMAND`, sftp and the like, a child on pipes, which differs from tailscaled's short-lived helpers by outliving them
// only. `processes` are tailscaled's children and what else is in its unit's control group: a terminal there whose
// session's own process is gone (tmux) counts as one session as well. `main` is tailscaled, 0 when not known.
// A session that forwards ports alone has no process and is not seen.
std::uint32_t count_sessions(const std::vector<Process>& processes, pid_t main, watch::Instant now);

constexpr watch::Duration helpers_live = std::chrono::seconds(2);

}  // namespace tailmend
