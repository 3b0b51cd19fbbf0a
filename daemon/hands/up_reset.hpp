// The remedy up-reset as one sequence: preferences kept on disk, `tailscale up --reset` with every flag, a reconnection that
// really happens, and what --reset took put back. Its hands are given to it as functions. Never runs when the preferences
// could not be read, never undoes what a person changed meanwhile, never sets WantRunning.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/base/loop.hpp"
#include "daemon/base/token.hpp"
#include "daemon/hands/up_flags.hpp"
#include "libwatch/observation.hpp"

namespace tailmend {

// How the CLI's run ended.
struct CliEnd {
  bool well = false;   // exit code 0
  std::string how;     // "exit code 1", "given up after its time limit", …
  std::string output;
};

// Each that gives a token answers once, later, within a limit of its own.
struct UpResetHands {
  using OnText = std::function<void(watch::Answer, std::string text)>;

  std::function<Token(OnText)> status_text;  // GET status?peers=false
  std::function<Token(OnText)> prefs_text;   // GET prefs
  std::function<Token(std::string body, OnText)> patch_prefs;
  std::function<Token(std::function<void(watch::Answer)>)> start;  // POST start {}
  std::function<Token(std::vector<std::string> argv, std::function<void(CliEnd)>)> run;
  std::function<Expected<void>(std::string_view text)> save_snapshot;
  std::function<Expected<std::string>()> load_snapshot;  // ENOENT: there is none
  std::function<Expected<void>()> clear_snapshot;
};

class UpReset {
 public:
  using OnEnd = std::function<void(watch::Outcome, std::string detail)>;

  static constexpr int max_cli_runs = 4;   // again without a flag that an older CLI does not know
  static constexpr int max_readings = 5;   // of the preferences, after the run
  static constexpr watch::Duration reading_every = std::chrono::seconds(1);

  UpReset(Loop& loop, UpResetHands hands, UpCommand command);

  // on_end is called once, within `limit`. Where it is cut short after the CLI ran (limit, token dropped, death), the
  // snapshot stays on disk: see report_leftover().
  [[nodiscard]] Token run(watch::Duration limit, OnEnd on_end);
  // What an earlier run left on disk: told where something is missing, forgotten where nothing is; neither where
  // tailscaled does not answer. Never writes a preference.
  [[nodiscard]] Token look_for_leftover(std::function<void(std::string)> on_found);

 private:
  struct Run;
  Loop& loop_;
  UpResetHands hands_;
  UpCommand command_;
};

// A snapshot found on disk means that a run was cut short. What it took and still lacks, with the command that restores
// it; nothing when all is as it was.
std::optional<std::string> report_leftover(std::string_view snapshot, std::string_view prefs_now);

}  // namespace tailmend
