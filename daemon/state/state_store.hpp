// The state directory: small named texts, each replaced as a whole and on the disk before save() returns, so that a kill
// or a power cut leaves the old text or the new one. Never holds keys, never grows.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/base/fault.hpp"
#include "daemon/state/budget_file.hpp"
#include "daemon/state/pause_file.hpp"
#include "daemon/state/state_folder.hpp"

namespace tailmend {

class StateStore {
 public:
  static constexpr std::size_t limit = std::size_t{64} << 10U;

  explicit StateStore(std::string directory = usual_state_directory) : directory_(std::move(directory)) {}

  // The directory must exist. Mode 0600. ENOSPC, EROFS and the like leave the old text in place; EFBIG: over `limit`.
  [[nodiscard]] Expected<void> save(std::string_view name, std::string_view text) const;
  // ENOENT when there is none; EFBIG when it is longer than `most`; EINVAL when it is no regular file.
  [[nodiscard]] Expected<std::string> load(std::string_view name, std::size_t most = limit) const;
  // Gone from the disk on return; fine when there was none.
  [[nodiscard]] Expected<void> clear(std::string_view name) const;

  [[nodiscard]] Expected<void> save_budget(const std::vector<watch::Instant>& restarts,
                                           const std::vector<watch::Instant>& up_resets) const;
  // No file: nothing was spent. See budget_from() for every other trouble.
  [[nodiscard]] watch::Remembered load_budget(watch::Instant now) const;

  [[nodiscard]] Expected<void> save_pause(const watch::Pause& pause) const;
  [[nodiscard]] Expected<void> clear_pause() const;
  // No file: no pause. See pause_from() for every trouble.
  [[nodiscard]] KeptPause load_pause(watch::Instant now) const;

 private:
  [[nodiscard]] std::string path(std::string_view name) const;

  std::string directory_;
};

// CLOCK_BOOTTIME, CLOCK_REALTIME and the boot's id, read now.
Clocks read_clocks();

}  // namespace tailmend
