// The stage of a story: a steady world, a machine, a clock that commands move. Throws std::invalid_argument for a command
// that it does not know.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libwatch/machine.hpp"
#include "libwatch/sim/sim_world.hpp"

namespace story {

watch::Duration duration(const std::string& text);  // "300ms", "2min"

class Stage {
 public:
  Stage();
  void command(const std::string& line);
  // What a person says to the daemon, as it was understood there.
  void hear(const watch::Observation& seen);
  // What happened since the last call.
  std::string transcript();

  [[nodiscard]] watch::Instant now() const { return now_; }
  // Nothing before `start`.
  [[nodiscard]] const watch::Machine* machine() const { return machine_.get(); }
  // Called after each step, with what was stepped.
  using OnStep = std::function<void(const watch::Observation&, const watch::Decision&)>;
  void on_step(OnStep call) { on_step_ = std::move(call); }

 private:
  using Words = std::vector<std::string>;
  void obey(const Words& words);
  bool say(const Words& words);
  bool prepare(const Words& words);
  bool person(const Words& words);
  bool change_world(const Words& words);
  bool change_peer(const Words& words);
  bool change_host(const Words& words);
  void change_way(const Words& words);
  void start();
  void advance(watch::Instant until);
  bool advance_once(watch::Instant limit);
  // Until the state is entered anew.
  void until(watch::State state, watch::Duration limit);
  void step(const watch::Observation& seen);
  void tell_paths();
  void tell(const watch::Decision& decision, const watch::Observation& seen);
  void tell_verdict(const watch::Decision& decision);
  void line(std::string_view text);

  watch::Policy policy_;
  watch::Remembered disk_;  // what a supervisor finds that starts
  watch::PauseSeen paused_;
  std::unique_ptr<sim::World> world_;
  std::unique_ptr<watch::Machine> machine_;
  OnStep on_step_;
  watch::Instant now_;
  std::string transcript_;
  std::uint32_t told_order_ = 0;
  std::pair<watch::Verdict, std::uint8_t> said_{watch::Verdict::healthy, 0};  // and its cause
  std::string said_skips_;
  std::optional<watch::State> entered_;  // by the last step, from another state
};

}  // namespace story
