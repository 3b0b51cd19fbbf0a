#include "daemon/state/state_folder.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cassert>
#include <memory>

#include "daemon/base/write_all.hpp"

namespace tailmend {

namespace {

using FolderHandle = std::unique_ptr<DIR, Release<::closedir>>;

// Up to so many bytes from there on.
Expected<std::string> read_from(int file, off_t offset, std::size_t most, const std::string& path) {
  std::string text(most, '\0');
  std::size_t size = 0;
  while (size < text.size()) {
    const ssize_t got = ::pread(file, text.data() + size, text.size() - size, offset + static_cast<off_t>(size));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return std::unexpected(fault("read " + path));
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  text.resize(size);
  return text;
}

Expected<struct stat> look_at(int file, const std::string& path) {
  struct stat about {};
  if (::fstat(file, &about) < 0) return std::unexpected(fault("look at " + path));
  if (!S_ISREG(about.st_mode)) return std::unexpected(fault("read " + path + ", which is no regular file", EINVAL));
  return about;
}

}  // namespace

Expected<StateFolder> StateFolder::open(const std::string& path) {
  Descriptor fd(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd) return std::unexpected(fault("open " + path));
  return StateFolder(std::move(fd), path);
}

Expected<StateFolder> StateFolder::make(const std::string& path) {
  if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) return std::unexpected(fault("make " + path));
  return open(path);
}

// Non-blocking: a fifo in our place must not stop the daemon.
Expected<Descriptor> StateFolder::open_file(const std::string& name, int flags) const {
  assert(!name.empty() && name.find('/') == std::string::npos);
  Descriptor file(::openat(fd_.get(), name.c_str(), flags | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY | O_NONBLOCK, 0600));
  if (!file) return std::unexpected(fault("open " + path(name)));
  return file;
}

Expected<void> StateFolder::replace(const std::string& name, std::string_view text, Sync sync) const {
  const std::string fresh = "." + name + ".new";
  const auto written = [&]() -> Expected<void> {
    const auto file = open_file(fresh, O_WRONLY | O_CREAT | O_TRUNC);
    if (!file) return std::unexpected(file.error());
    if (auto done = write_all(file->get(), text, "write " + path(name)); !done) return done;
    if (sync == Sync::yes && ::fsync(file->get()) < 0) return std::unexpected(fault("flush " + path(name)));
    if (::renameat(fd_.get(), fresh.c_str(), fd_.get(), name.c_str()) < 0) return std::unexpected(fault("replace " + path(name)));
    if (sync == Sync::yes && ::fsync(fd_.get()) < 0) return std::unexpected(fault("flush the directory of " + path(name)));
    return {};
  }();
  // A full disk must not stay full of our halves.
  if (!written) ::unlinkat(fd_.get(), fresh.c_str(), 0);
  return written;
}

Expected<void> StateFolder::append(const std::string& name, std::string_view text) const {
  const auto file = open_file(name, O_RDWR | O_CREAT | O_APPEND);
  if (!file) return std::unexpected(file.error());
  const auto about = look_at(file->get(), path(name));
  if (!about) return std::unexpected(about.error());
  if (about->st_size > 0) {
    const auto last = read_from(file->get(), about->st_size - 1, 1, path(name));
    if (!last) return std::unexpected(last.error());
    if (*last != "\n") return write_all(file->get(), "\n" + std::string(text), "write " + path(name));
  }
  return write_all(file->get(), text, "write " + path(name));
}

Expected<std::string> StateFolder::load(const std::string& name, std::size_t most) const {
  const auto file = open_file(name, O_RDONLY);
  if (!file) return std::unexpected(file.error());
  const auto about = look_at(file->get(), path(name));
  if (!about) return std::unexpected(about.error());
  // Where somebody writes at this moment, what is there now is enough.
  if (static_cast<std::size_t>(about->st_size) > most) return std::unexpected(fault("read " + path(name), EFBIG));
  return read_from(file->get(), 0, static_cast<std::size_t>(about->st_size), path(name));
}

Expected<std::string> StateFolder::load_begin(const std::string& name, std::size_t most) const { return load_part(name, most, false); }
Expected<std::string> StateFolder::load_end(const std::string& name, std::size_t most) const { return load_part(name, most, true); }

Expected<std::string> StateFolder::load_part(const std::string& name, std::size_t most, bool end) const {
  const auto file = open_file(name, O_RDONLY);
  if (!file) return std::unexpected(file.error());
  const auto about = look_at(file->get(), path(name));
  if (!about) return std::unexpected(about.error());
  const auto size = static_cast<std::size_t>(about->st_size);
  const std::size_t taken = std::min(size, most);
  return read_from(file->get(), end ? static_cast<off_t>(size - taken) : 0, taken, path(name));
}

Expected<std::size_t> StateFolder::size(const std::string& name) const {
  const auto file = open_file(name, O_RDONLY);
  if (!file) return std::unexpected(file.error());
  const auto about = look_at(file->get(), path(name));
  if (!about) return std::unexpected(about.error());
  return static_cast<std::size_t>(about->st_size);
}

Expected<void> StateFolder::remove(const std::string& name) const {
  if (::unlinkat(fd_.get(), name.c_str(), 0) < 0 && errno != ENOENT) return std::unexpected(fault("remove " + path(name)));
  return {};
}

Expected<std::vector<StateFolder::File>> StateFolder::files() const {
  const FolderHandle folder(::opendir(path_.c_str()));
  if (!folder) return std::unexpected(fault("open " + path_));
  std::vector<File> found;
  for (const dirent* entry = ::readdir(folder.get()); entry != nullptr && found.size() < max_files; entry = ::readdir(folder.get())) {
    struct stat about {};
    if (::fstatat(fd_.get(), entry->d_name, &about, AT_SYMLINK_NOFOLLOW) < 0 || !S_ISREG(about.st_mode)) continue;
    found.push_back({.name = entry->d_name, .size = static_cast<std::size_t>(about.st_size), .inode = about.st_ino});
  }
  return found;
}

}  // namespace tailmend
