// The command line as a value, or what to answer instead of a command: help, version, a usage error. Prints nothing,
// ends nothing.
#pragma once
#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libwatch/time.hpp"

namespace tailmend {

// Of the process; tailmend(8) explains them. `check` uses 0 to 3 as monitoring plugins do.
enum class ExitCode : std::uint8_t {
  fine = 0,
  degraded = 1,  // check; any other command: it failed
  critical = 2,
  could_not_look = 3,
  usage = 64,          // EX_USAGE
  configuration = 78,  // EX_CONFIG
};

enum class Command : std::uint8_t { daemon, check, config_check, replay };

struct Options {
  Command command = Command::daemon;
  std::string config;         // the main file; its conf.d lies beside it
  bool config_named = false;  // by --config: then it has to exist
  bool json = false;
  bool quiet = false;
  watch::Duration timeout{};       // of check
  std::vector<std::string> files;  // of config check; none: the daemon's own
  std::string record;              // of replay
};

struct UsageAnswer {
  std::string text;  // ends in a newline
  ExitCode exit_code = ExitCode::fine;
  bool to_stdout = true;
};

inline constexpr watch::Duration check_timeout_preset = std::chrono::seconds(10);
inline constexpr watch::Duration check_timeout_least = std::chrono::seconds(1);
inline constexpr watch::Duration check_timeout_most = std::chrono::minutes(2);

// Without the program's own name.
std::expected<Options, UsageAnswer> parse_options(std::span<const char* const> arguments, std::string_view version);

// Every option and command by its name, for the test of the manual: "check", "--json", "config check".
std::vector<std::string> option_names();

}  // namespace tailmend
