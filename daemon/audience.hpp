// Everybody who is told of each step, and the doors at which people ask: journal, chronicle, vitals, metrics, hooks,
// console, socket, D-Bus. What goes wrong with one of them is said, and touches no other, and never the machine.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "daemon/chronicler.hpp"
#include "daemon/commands/console.hpp"
#include "daemon/config/config.hpp"
#include "daemon/control/control_bus.hpp"
#include "daemon/control/control_socket.hpp"
#include "daemon/metrics/metrics.hpp"
#include "daemon/programs/hooks.hpp"
#include "daemon/report/status.hpp"
#include "daemon/report/teller.hpp"
#include "daemon/report/vitals.hpp"

namespace tailmend {

class Audience {
 public:
  // `desk` is what the console needs; its status and its open episode are ours to fill in. `run` is the folder for what others may see.
  Audience(Loop& loop, Journal& journal, Teller& teller, Desk desk, std::string run);
  Audience(const Audience&) = delete;
  Audience& operator=(const Audience&) = delete;

  // Once, before the flight record begins; the number of the last episode, 0: none yet.
  std::uint32_t begin(const std::string& state_directory);
  void open_doors();  // tried again until there is a socket
  void configure(const Settings& settings);
  void lack(std::string rights) { lacking_ = std::move(rights); }  // see StatusFacts
  void take(const Step& step);
  void stop();  // in order

 private:
  [[nodiscard]] ControlReply status(const Options& options, Screen screen) const;
  void trouble(const std::string& text) { teller_.trouble(text); }
  void keep_last_state(bool stopped);
  void keep_last_episode();
  void show(const Step& step);

  Loop& loop_;
  Teller& teller_;
  std::function<const watch::Machine&()> machine_;
  std::string run_;
  watch::Instant started_;
  std::vector<std::string> files_;  // of the configuration
  std::optional<Summary> last_;     // the last episode
  std::string lacking_;
  Chronicler chronicler_;
  Vitals vitals_;
  Metrics metrics_;
  Hooks hooks_;
  Console console_;
  ControlSocket socket_;
  Source again_;
  ControlBus bus_;
};

}  // namespace tailmend
