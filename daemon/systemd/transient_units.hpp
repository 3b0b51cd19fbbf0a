// Programs as transient services of systemd: outside of this program's sandbox, with limits of their own, their output in
// the journal. Connects while there is something to run, and lets go afterwards. Never waits, never touches another unit.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "daemon/base/token.hpp"
#include "daemon/systemd/systemd_link.hpp"

namespace tailmend {

struct TransientService {
  std::string unit;         // "tailmend-hook-10-mail-93127310.service", in use by nobody
  std::string description;
  std::string program;      // its path
  std::string identifier;   // of its lines in the journal, and its argv[0]
  std::vector<std::string> environment;
  watch::Duration limit{};  // after which systemd ends it
};

struct TransientEnd {
  bool well = false;
  std::string how;  // "exit code 3", "ended by systemd after 30 s"
};

class TransientUnits {
 public:
  using OnEnd = std::function<void(TransientEnd)>;

  static constexpr std::uint64_t most_memory = std::uint64_t{256} << 20U;
  static constexpr std::uint64_t most_tasks = 64;
  // journald takes lines of up to 48 KiB, and up to six times as many where the disk has room: 9 MiB a run at worst.
  static constexpr std::uint32_t most_lines = 32;
  static constexpr watch::Duration most_lines_per = std::chrono::minutes(1);
  static constexpr watch::Duration stop_patience = std::chrono::seconds(5);   // between SIGTERM and SIGKILL
  static constexpr watch::Duration word_patience = std::chrono::seconds(15);  // for systemd's own part of it

  TransientUnits(Loop& loop, SystemdBusOptions options) : loop_(loop), options_(std::move(options)) {}
  ~TransientUnits();
  TransientUnits(const TransientUnits&) = delete;
  TransientUnits& operator=(const TransientUnits&) = delete;

  // on_end is called once, from the loop, within `limit` and the patiences. Without the token the service goes on, and
  // nobody is told. What it started ends with it.
  [[nodiscard]] Token run(TransientService service, OnEnd on_end);

 private:
  struct Run;
  void connect();
  void connected();
  void lost();
  void let_go_when_idle();
  std::vector<std::shared_ptr<Run>> open_runs();

  Loop& loop_;
  SystemdBusOptions options_;
  std::shared_ptr<SystemdLink> link_;  // none while nothing runs
  bool connected_ = false;
  Source idle_;
  std::vector<std::weak_ptr<Run>> runs_;
};

}  // namespace tailmend
