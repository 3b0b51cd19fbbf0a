#include "daemon/state/state_store.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <ctime>

#include "daemon/base/clock.hpp"
#include "daemon/base/handles.hpp"

namespace tailmend {

namespace {
constexpr std::string_view budget_name = "budget";
constexpr std::string_view pause_name = "pause";

std::string boot_id() {
  const Descriptor file(::open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC));
  char id[64];
  const ssize_t size = file ? ::read(file.get(), id, sizeof id) : 0;
  std::string text(id, size > 0 ? static_cast<std::size_t>(size) : 0);
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text.empty() ? std::string(unknown_boot) : text;
}
}  // namespace

Clocks read_clocks() {
  return Clocks{.boot_id = boot_id(), .now = read_boot_clock(), .wall_s = static_cast<std::int64_t>(std::time(nullptr))};
}

std::string StateStore::path(std::string_view name) const { return directory_ + "/" + std::string(name); }

Expected<void> StateStore::save(std::string_view name, std::string_view text) const {
  if (text.size() > limit) return std::unexpected(fault("write " + path(name), EFBIG));
  const auto folder = StateFolder::open(directory_);
  return folder ? folder->replace(std::string(name), text, Sync::yes) : std::unexpected(folder.error());
}

Expected<std::string> StateStore::load(std::string_view name, std::size_t most) const {
  const auto folder = StateFolder::open(directory_);
  return folder ? folder->load(std::string(name), most) : std::unexpected(folder.error());
}

Expected<void> StateStore::clear(std::string_view name) const {
  const auto folder = StateFolder::open(directory_);
  if (!folder) return std::unexpected(folder.error());
  if (auto removed = folder->remove(std::string(name)); !removed) return removed;
  if (::fsync(folder->fd()) < 0) return std::unexpected(fault("flush " + directory_));
  return {};
}

Expected<void> StateStore::save_budget(const std::vector<watch::Instant>& restarts,
                                       const std::vector<watch::Instant>& up_resets) const {
  return save(budget_name, budget_text(restarts, up_resets, read_clocks()));
}

watch::Remembered StateStore::load_budget(watch::Instant now) const {
  const auto text = load(budget_name);
  if (!text && text.error().error == ENOENT) return {};
  if (!text) return unreadable_budget(to_string(text.error()), now);
  Clocks clocks = read_clocks();
  clocks.now = now;
  auto read = budget_from(*text, clocks);
  if (!read.trouble.empty()) read.trouble = path(budget_name) + ": " + read.trouble;
  return read;
}

Expected<void> StateStore::save_pause(const watch::Pause& pause) const { return save(pause_name, pause_text(pause, read_clocks())); }

Expected<void> StateStore::clear_pause() const { return clear(pause_name); }

KeptPause StateStore::load_pause(watch::Instant now) const {
  const auto text = load(pause_name, max_pause_file);
  if (!text && text.error().error == ENOENT) return {};
  if (!text) return {.pause = std::nullopt, .trouble = to_string(text.error())};
  Clocks clocks = read_clocks();
  clocks.now = now;
  auto kept = pause_from(*text, clocks);
  if (!kept.trouble.empty()) kept.trouble = path(pause_name) + ": " + kept.trouble;
  return kept;
}

}  // namespace tailmend
