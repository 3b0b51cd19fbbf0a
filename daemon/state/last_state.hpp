// What the daemon leaves behind for those who ask while it does not run: its last state in a small text, and the words in
// which they are told. Pure; opens nothing.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "daemon/base/wall_time.hpp"
#include "libwatch/machine.hpp"

namespace tailmend {

inline constexpr const char* last_state_path = "/run/tailmend/last";
inline constexpr std::size_t max_last_state = 2048;  // bytes of the file

struct LastState {
  WallTime at{};        // when it was written
  bool stopped = false; // in order, right after that
  std::string says;     // "healthy: plc answers through the tailnet in 11 ms"
  friend bool operator==(const LastState&, const LastState&) = default;
};

// To be written at each transition that is no routine, and once more when the daemon stops.
LastState last_state_of(const watch::Machine& machine, WallTime now, bool stopped);
std::string last_state_text(const LastState& last);
// Nothing for what is cut off, foreign, or of another version.
std::optional<LastState> parse_last_state(std::string_view text);

// Two sentences, without "tailmend: " before them: how to start the daemon, and what is known of it.
std::string not_running_text(const std::optional<LastState>& last, WallTime now);

}  // namespace tailmend
