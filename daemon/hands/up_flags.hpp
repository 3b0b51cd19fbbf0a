// Preferences and `tailscale up --reset`: every flag rebuilt from GET /prefs, and what --reset took told from what a
// person changed (cmd/tailscale/cli/up.go, ipn/prefs.go). Pure; never holds a key.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/base/fault.hpp"

namespace tailmend {

// The preferences that `up --reset` sets, each as compact JSON.
class UpPrefs {
 public:
  // From GET /prefs, or from snapshot(). EBADMSG with the field's name when one is missing or of a shape that this
  // version does not know: then no flag can be rebuilt, and up-reset must not run.
  static Expected<UpPrefs> parse(std::string_view json);

  // To keep on disk: the same fields and the profile's node, no keys.
  [[nodiscard]] std::string snapshot() const;

  [[nodiscard]] bool want_running() const noexcept { return want_running_; }
  [[nodiscard]] const std::string& node() const noexcept { return node_; }  // Config.NodeID: which profile this is
  // The exit node is known by its id alone: its address must be asked for (status, ExitNodeStatus).
  [[nodiscard]] bool needs_exit_address() const;
  [[nodiscard]] const std::string& text(std::size_t row) const { return texts_[row]; }

  static constexpr std::size_t rows = 29;

 private:
  std::string texts_[rows];
  bool want_running_ = false;
  std::string node_;
};

// The first address of ExitNodeStatus in a status, "" when it has none.
std::string exit_address(std::string_view status_json);

struct UpCommand {
  std::string cli = "tailscale";
  std::string socket;         // "" = the CLI's own default
  std::string exit_address;   // where needs_exit_address()
};
// argv of `tailscale up --reset` with every flag. EINVAL where the preferences cannot be said in flags: with these,
// --reset would break something.
Expected<std::vector<std::string>> up_arguments(const UpPrefs& prefs, const UpCommand& command);

// An older CLI does not know every flag. The same argv without the one that it complained of in `output`, when leaving
// it out changes nothing; empty when there is no such complaint or it would.
std::vector<std::string> without_unknown_flag(const UpPrefs& prefs, std::vector<std::string> argv, std::string_view output);

struct UpComparison {
  bool same_profile = true;
  std::vector<std::string_view> taken;    // by --reset: stand at its default now and did not before
  std::vector<std::string_view> changed;  // otherwise: a person's, left alone
  std::string patch;                      // ipn.MaskedPrefs that puts back what was taken; "" when nothing was
  std::string command;                    // the same for a person: "sudo tailscale set --accept-routes=true"
};
// WantRunning and ControlURL are never put back. `exit_address` is what up_arguments() was given.
UpComparison compare(const UpPrefs& before, const UpPrefs& after, std::string_view exit_address);

}  // namespace tailmend
