// The one file that knows both sides: observations from the hands go through the mailbox into the machine, its actions
// back to the hands, its words to the journal, everything to the flight record. One loop, one timer, one remedy in flight.
#pragma once
#include <deque>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "daemon/audience.hpp"
#include "daemon/base/loop.hpp"
#include "daemon/config/config.hpp"
#include "daemon/hands/hands.hpp"
#include "daemon/kernel/sleep_sense.hpp"
#include "daemon/report/teller.hpp"
#include "daemon/state/recorder.hpp"
#include "daemon/state/state_folder.hpp"
#include "daemon/systemd/journal.hpp"
#include "libwatch/machine.hpp"

namespace tailmend {

// Where the daemon finds and keeps things.
struct Places {
  std::filesystem::path config;
  Presence config_presence = Presence::optional;
  std::string state = usual_state_directory;
  std::string run = "/run/tailmend";
};

class Supervisor {
 public:
  Supervisor(Loop& loop, Journal& journal, Places places, Settings settings);

  // SIGTERM, SIGINT, SIGHUP and SIGUSR1 must be blocked.
  [[nodiscard]] Expected<void> start();
  // conf.d beside a main file.
  static std::filesystem::path conf_d(const std::filesystem::path& main_file) { return main_file.parent_path() / "conf.d"; }

 private:
  void tell_lacking();
  void begin_machine();
  void make_hands();
  Desk desk();
  void post(watch::Observation seen);
  void drain();
  void step(const watch::Observation& seen);
  void renew();
  void arm();
  void sense_sleep();
  void stop();
  void reload();
  void take(Settings settings);
  void tell_status();
  void trouble(const std::string& text) { teller_.trouble(text); }

  Loop& loop_;
  Journal& journal_;
  Teller teller_;
  Places places_;
  Settings settings_;
  Recorder recorder_;
  Audience audience_;
  std::uint32_t episode_ = 0;  // the last one's number, of whichever machine
  std::unique_ptr<watch::Machine> machine_;
  std::unique_ptr<Hands> hands_;
  std::deque<watch::Observation> mailbox_;
  std::vector<Source> signals_;
  Source soon_;
  Source timer_;
  std::optional<watch::Instant> armed_for_;
  SleepSense sleep_;
  watch::Instant learned_at_{};
  watch::Instant record_at_{};  // not before that a new one, in a calm hour
  std::string said_status_;
  bool renew_ = false;            // a new record, and machine, when the mailbox is empty
  bool stopping_ = false;         // told to, and waits for the end of a remedy …
  std::optional<Settings> kept_;  // … as these do
};

}  // namespace tailmend
