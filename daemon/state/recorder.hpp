// Keeps the flight record: seed, then each observation before it is decided upon; and reads one back. Never waits for
// the disk to have it, never stops the daemon: a full disk ends the record and is said once.
#pragma once
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>

#include "daemon/base/fault.hpp"
#include "daemon/base/handles.hpp"
#include "daemon/state/flight.hpp"
#include "libwatch/dice.hpp"
#include "libwatch/observation.hpp"
#include "libwatch/time.hpp"

namespace tailmend {

// A record replays only from its beginning, with a fresh machine. So there is one per machine, and never a rotation in
// the middle: once `is_due()`, the supervisor may start a new machine in a calm hour and call begin() again. One that
// nobody ended that way stops at max_bytes with the line "end full", and becomes `previous` at once, as one does that the
// disk did not take: `current` is there only while it grows, so that no later episode is linked to it.
class Recorder {
 public:
  // `folder` is made if its parent exists; "/var/lib/tailmend/flight".
  explicit Recorder(std::filesystem::path folder) : folder_(std::move(folder)) {}
  ~Recorder();
  Recorder(const Recorder&) = delete;
  Recorder& operator=(const Recorder&) = delete;

  // `current` becomes `previous`, and a new `current` begins.
  Expected<void> begin(watch::Seed seed);
  void record(watch::Instant when, const watch::Observation& observation);
  // To the file; at each transition, so that a crash loses no decision's cause.
  void flush();

  // It is long, or there is none.
  [[nodiscard]] bool is_due() const { return !file_ || written_ >= long_bytes; }
  // What ended the record early, once: for a warning. No record is kept from then on until begin().
  std::optional<Fault> take_trouble() { return std::exchange(trouble_, std::nullopt); }

  static constexpr std::size_t max_bytes = 8 * 1024 * 1024;
  static constexpr std::size_t long_bytes = 4 * 1024 * 1024;
  static constexpr std::size_t buffer_bytes = 8 * 1024;

 private:
  void end(Fault trouble);
  Expected<void> put_away();

  std::filesystem::path folder_;
  Descriptor file_;
  std::string buffer_;
  std::size_t written_ = 0;  // buffered included
  std::optional<Fault> trouble_;
};

// Reads a record one observation after the other; holds one line, never the whole.
class FlightReader {
 public:
  static Expected<FlightReader> open(const std::filesystem::path& file);

  [[nodiscard]] watch::Seed seed() const { return seed_; }
  // The next observation; nullopt at the end. The fault names file and line.
  Expected<std::optional<std::pair<watch::Instant, watch::Observation>>> next();
  // Whether the record ended by its own limit ("end full") or in the middle of a line (the daemon was killed).
  enum class Ending : std::uint8_t { whole, full, cut };
  [[nodiscard]] Ending ending() const { return ending_; }

 private:
  FlightReader(Descriptor file, std::string name) : file_(std::move(file)), name_(std::move(name)) {}
  Expected<std::optional<std::string>> next_line();
  [[nodiscard]] std::unexpected<Fault> refuse(const std::string& why) const;

  Descriptor file_;
  std::string name_;
  std::string pending_;  // read and not yet handed out
  std::size_t taken_ = 0;
  std::size_t line_ = 0;
  bool at_end_ = false;
  watch::Seed seed_{};
  Ending ending_ = Ending::whole;
};

}  // namespace tailmend
