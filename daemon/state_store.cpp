#include "daemon/state_store.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cassert>
#include <cstdio>
#include <ctime>

#include "daemon/handles.hpp"

namespace tailmend {

namespace {
constexpr std::string_view budget_name = "budget";
constexpr std::string_view pause_name = "pause";

Expected<Descriptor> open_at(int directory, const std::string& name, int flags, const std::string& path) {
  Descriptor file(::openat(directory, name.c_str(), flags | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY, 0600));
  if (!file) return std::unexpected(fault("open " + path));
  return file;
}

Expected<void> write_all(int file, std::string_view text, const std::string& path) {
  while (!text.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return std::unexpected(fault("write " + path));
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

// The new text under another name, safe on the disk before it takes the old one's place.
Expected<void> replace(int directory, const std::string& name, std::string_view text, const std::string& path) {
  const std::string fresh = "." + name + ".new";
  auto file = open_at(directory, fresh, O_WRONLY | O_CREAT | O_TRUNC, path);
  if (!file) return std::unexpected(file.error());
  if (auto written = write_all(file->get(), text, path); !written) return written;
  if (::fsync(file->get()) < 0) return std::unexpected(fault("flush " + path));
  if (::renameat(directory, fresh.c_str(), directory, name.c_str()) < 0) return std::unexpected(fault("replace " + path));
  if (::fsync(directory) < 0) return std::unexpected(fault("flush the directory of " + path));
  return {};
}

watch::Instant boot_time() {
  timespec time{};
  ::clock_gettime(CLOCK_BOOTTIME, &time);
  return watch::Instant(std::chrono::seconds(time.tv_sec) + watch::Duration(time.tv_nsec / 1000));
}

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
  return Clocks{.boot_id = boot_id(), .now = boot_time(), .wall_s = static_cast<std::int64_t>(std::time(nullptr))};
}

std::string StateStore::path(std::string_view name) const { return directory_ + "/" + std::string(name); }

Expected<void> StateStore::save(std::string_view name, std::string_view text) const {
  assert(!name.empty() && name.find('/') == std::string_view::npos);
  if (text.size() > limit) return std::unexpected(fault("write " + path(name), EFBIG));
  const Descriptor directory(::open(directory_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory) return std::unexpected(fault("open " + directory_));
  auto replaced = replace(directory.get(), std::string(name), text, path(name));
  // A full disk must not stay full of our halves.
  if (!replaced) ::unlinkat(directory.get(), ("." + std::string(name) + ".new").c_str(), 0);
  return replaced;
}

Expected<std::string> StateStore::load(std::string_view name, std::size_t most) const {
  // Non-blocking: a fifo in our place must not stop the daemon.
  auto file = open_at(AT_FDCWD, path(name), O_RDONLY | O_NONBLOCK, path(name));
  if (!file) return std::unexpected(file.error());
  struct stat about {};
  if (::fstat(file->get(), &about) < 0) return std::unexpected(fault("look at " + path(name)));
  if (!S_ISREG(about.st_mode)) return std::unexpected(fault("read " + path(name) + ", which is no regular file", EINVAL));
  std::string text(most + 1, '\0');
  std::size_t size = 0;
  while (size < text.size()) {
    const ssize_t got = ::read(file->get(), text.data() + size, text.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return std::unexpected(fault("read " + path(name)));
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  if (size > most) return std::unexpected(fault("read " + path(name), EFBIG));
  text.resize(size);
  text.shrink_to_fit();
  return text;
}

Expected<void> StateStore::clear(std::string_view name) const {
  const Descriptor directory(::open(directory_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory) return std::unexpected(fault("open " + directory_));
  if (::unlinkat(directory.get(), std::string(name).c_str(), 0) < 0)
    return errno == ENOENT ? Expected<void>{} : std::unexpected(fault("remove " + path(name)));
  if (::fsync(directory.get()) < 0) return std::unexpected(fault("flush " + directory_));
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
