// An administrator's own programs on a change of verdict: one after the other, as transient units, or as children where there
// is no systemd. Never waits for one, never runs two, never lets one change what tailmend does.
#pragma once
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "daemon/config/outputs.hpp"
#include "daemon/programs/child.hpp"
#include "daemon/programs/hook_folder.hpp"
#include "daemon/programs/hook_news.hpp"
#include "daemon/report/step.hpp"
#include "daemon/systemd/journal.hpp"
#include "daemon/systemd/transient_units.hpp"
#include "libwatch/concern.hpp"

namespace tailmend {

// Who runs them.
struct HookRunner {
  bool systemd = false;
  SystemdBusOptions bus;
};
HookRunner usual_hook_runner();  // systemd, where this machine was booted with it

class Hooks {
 public:
  static constexpr std::size_t most_output = std::size_t{1} << 20U;  // of a child; more ends it
  static constexpr std::size_t most_output_lines = 20;               // of these into the journal

  Hooks(Loop& loop, Journal& journal, HookRunner runner = usual_hook_runner());

  void configure(const HooksOutput& settings) { settings_ = settings; }
  // Notes what is news, and begins in a turn of its own.
  void take(const Step& step);
  // From the next turn on, and only where hooks have not been told it already.
  void tell(HookNews news);

 private:
  void begin_soon();
  void begin();
  void run_next();
  void run_as_unit(const Hook& hook);
  void run_as_child(const Hook& hook);
  void on_child_end(const Hook& hook, const ChildEnd& end);
  void ended(const Hook& hook, const std::string& trouble);
  void finish();
  void say_left_out(const std::vector<LeftOut>& left_out);
  [[nodiscard]] bool is_told(const HookNews& news) const;
  [[nodiscard]] bool running() const { return !left_.empty() || running_ != nullptr; }

  Loop& loop_;
  Journal& journal_;
  bool systemd_;
  HooksOutput settings_;
  Children children_;
  TransientUnits units_;
  watch::Concerns concerns_;
  std::optional<HookNews> waiting_;  // for the hooks of an older change; one at most, the newest
  std::optional<HookNews> told_;  // last, or being told
  std::vector<std::string> environment_;
  std::vector<Hook> left_;        // of the change being told, the next one last
  std::vector<std::string> ran_;  // well
  Token running_;
  Source soon_;
  std::set<std::string> said_left_out_;
};

}  // namespace tailmend
