// What `status` tells, as values: the facts of the machine, of the vitals and of the supervisor at one moment. Pure; decides
// nothing about the host.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/base/wall_time.hpp"
#include "daemon/report/vitals.hpp"
#include "daemon/screen/screen.hpp"
#include "libwatch/episode.hpp"
#include "libwatch/machine.hpp"

namespace tailmend {

// What the supervisor knows beside both.
struct StatusFacts {
  Moment now;
  std::string_view version;
  watch::Instant started{};
  std::vector<std::string> files;            // of the configuration, in the order in which they were read
  const watch::Episode* episode = nullptr;   // the one that goes on, of the chronicle
  std::string last;                          // the last one in a line: "yesterday 02:14, 11.3 s without data: …"; "" = none
  std::string lacking;                       // rights, and what cannot be done without them; "" = none
};

struct TargetStatus {
  std::string name;
  std::string address;
  bool failing = false;          // by its last try
  bool late = false;             // the present one waits longer than this path takes
  std::string trouble;           // of the last try, "no answer in 3.0 s"; "" where it answered
  std::optional<watch::Instant> tried_at;
  std::optional<watch::Instant> answered_at;
  watch::Duration took{};        // of the last answer
  watch::Duration usual{};       // learned; zero where nothing is
  watch::Duration late_after{};
  Trend::Slots trend;
};

struct BudgetStatus {
  std::uint32_t left = 0;
  std::uint32_t of = 0;
  std::optional<watch::Instant> free_at;  // the next one, where none is left; nothing: never
};

struct Status {
  Moment now;
  std::string version;
  watch::Instant started{};
  std::vector<std::string> files;
  watch::State state = watch::State::starting;
  watch::Instant state_since{};
  std::string because;           // the rule that led to it
  std::string latest;            // the last line of the episode that goes on; "" where none does
  std::optional<watch::Judgement> verdict;  // nothing: none yet
  watch::Instant verdict_since{};
  std::string advice;            // what a person can do; "" where nothing needs doing
  std::string next;              // "looks again in 7 s"
  std::optional<watch::Instant> next_at;
  std::vector<TargetStatus> targets;
  std::string left_out;          // remedies that were not applied, and why
  BudgetStatus restarts;
  BudgetStatus up_resets;
  watch::Duration heartbeat{};
  std::uint64_t heartbeat_bytes_a_day = 0;
  std::uint32_t changes = 0;     // of the way out, since the start
  std::string last;
  std::string lacking;
  // Borrowed: good until the next step.
  const watch::Machine* machine = nullptr;
  const watch::Evidence* evidence = nullptr;
  const watch::Episode* episode = nullptr;

  [[nodiscard]] const watch::Policy& policy() const { return machine->policy(); }
};

Status status_of(const watch::Machine& machine, const Vitals& vitals, StatusFacts facts);

// One screen, each line ended by a newline; right at 80 columns.
std::string status_text(const Status& status, Screen screen);
// One object, without a newline; docs/status-json.md is its schema.
std::string status_json(const Status& status);

}  // namespace tailmend
