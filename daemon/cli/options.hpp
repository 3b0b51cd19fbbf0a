// The command line as a value, or what to answer instead of a command: help, version, a usage error. Prints nothing,
// ends nothing.
#pragma once
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "daemon/cli/command_tree.hpp"
#include "libwatch/gates.hpp"
#include "libwatch/policy.hpp"
#include "libwatch/time.hpp"

namespace tailmend {

// Of the process; tailmend(8) explains them. `check` uses 0 to 3 as monitoring plugins do.
enum class ExitCode : std::uint8_t {
  fine = 0,
  degraded = 1,  // check; any other command: it failed
  critical = 2,
  could_not_look = 3,
  usage = 64,          // EX_USAGE
  running = 75,        // EX_TEMPFAIL: mend --follow, of an order that has not ended
  configuration = 78,  // EX_CONFIG
};

enum class Command : std::uint8_t {
  check, status, history, why, mend, pause, resume, config_check, config_show, config_example, setup, replay, simulate, diagnose, completion, daemon
};
inline constexpr std::size_t commands = 16;

enum class Shell : std::uint8_t { bash, zsh, fish };

struct Options {
  Command command = Command::daemon;
  std::string config;         // the main file; its conf.d lies beside it
  bool config_named = false;  // by --config: then it has to exist
  bool json = false;
  bool quiet = false;
  watch::Duration timeout{};       // of check
  std::vector<std::string> files;  // of config check; none: the daemon's own
  std::string record;              // of replay
  bool live = false;               // of status: --watch
  std::string since;                     // of history: a time such as "30d", or a day
  std::uint32_t episode = 0;             // of why; 0: the one that goes on, or the last
  std::optional<watch::Remedy> remedy;   // of mend; nothing: the ladder
  watch::Gates despite;
  bool follow = false;  // of mend
  watch::Duration pause_for{};
  std::string reason;                 // of pause
  std::optional<std::uint64_t> seed;  // of simulate; nothing: drawn
  std::uint32_t hours = 168;
  bool tell = false;
  bool yes = false;  // of setup
  bool dry_run = false;
  std::string bundle;  // of diagnose
  bool force = false;
  Shell shell = Shell::bash;
};

struct UsageAnswer {
  std::string text;  // ends in a newline
  ExitCode exit_code = ExitCode::fine;
  bool to_stdout = true;
};

inline constexpr watch::Duration check_timeout_preset = std::chrono::seconds(10);
inline constexpr watch::Duration check_timeout_least = std::chrono::seconds(1);
inline constexpr watch::Duration check_timeout_most = std::chrono::minutes(2);
inline constexpr watch::Duration pause_least = std::chrono::minutes(1);
inline constexpr watch::Duration pause_most = watch::Policy::pause_longest;
inline constexpr std::uint32_t hours_most = 8760;
inline constexpr std::size_t longest_reason = 200;

// Without the program's own name.
std::expected<Options, UsageAnswer> parse_options(std::span<const char* const> arguments, std::string_view version);

// What may be typed.
CommandWord command_tree();

}  // namespace tailmend
