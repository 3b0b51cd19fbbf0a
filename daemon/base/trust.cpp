#include "daemon/base/trust.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include <fmt/format.h>

#include "daemon/base/handles.hpp"

namespace tailmend {

namespace {

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.find_last_of('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

// Where it really is, past all links; itself where that cannot be told.
std::string real_path(const std::string& path) {
  const MallocedText real(::realpath(path.c_str(), nullptr));
  return real ? real.get() : path;
}

// Nobody can take another's file or folder away from a sticky one.
enum class Sticky : std::uint8_t { may_be_written, is_no_excuse };

std::optional<Distrust> distrust_folder(const std::string& folder, Sticky sticky) {
  struct stat status {};
  if (::stat(folder.c_str(), &status) != 0) return Distrust{fmt::format("is in {}, which cannot be looked at: {}", folder, std::strerror(errno)), ""};
  if (sticky == Sticky::may_be_written && (status.st_mode & S_ISVTX) != 0) status.st_mode &= ~static_cast<mode_t>(S_IWGRP | S_IWOTH);
  auto found = distrust(folder, status);
  if (found) found->why = fmt::format("is in {}, which {}", folder, found->why);
  if (found && (status.st_mode & S_ISVTX) != 0) found->mend = "move it to a folder of root's own";  // /tmp has to stay as it is
  return found;
}

}  // namespace

std::optional<Distrust> distrust(const std::string& path, const struct stat& status) {
  const uid_t self = ::geteuid();
  if (status.st_uid != 0 && status.st_uid != self)
    return Distrust{fmt::format("belongs to user {}", status.st_uid), fmt::format("chown {} {}", self == 0 ? "root" : std::to_string(self), path)};
  const mode_t others = status.st_mode & (S_IWGRP | S_IWOTH);
  if (others == 0) return std::nullopt;
  const char* who = (others & S_IWOTH) != 0 ? "everybody" : "its group";
  return Distrust{fmt::format("may be written by {} (mode {:04o})", who, status.st_mode & 07777U), fmt::format("chmod go-w {}", path)};
}

std::optional<Distrust> distrust_folder_of(const std::string& path) {
  std::string folder = real_path(folder_of(path));
  auto found = distrust_folder(folder, Sticky::is_no_excuse);
  while (!found && folder.size() > 1) {
    folder = folder_of(folder);
    found = distrust_folder(folder, Sticky::may_be_written);
  }
  return found;
}

std::optional<Distrust> distrust_open(int fd, const std::string& path) {
  struct stat opened {}, there {};
  const std::string real = real_path(path);
  if (::fstat(fd, &opened) != 0 || ::stat(real.c_str(), &there) != 0) return Distrust{fmt::format("cannot be looked at: {}", std::strerror(errno)), ""};
  auto found = distrust(path, opened);
  if (!found && (opened.st_dev != there.st_dev || opened.st_ino != there.st_ino)) found = Distrust{"was replaced while it was read", ""};
  if (!found) found = distrust_folder_of(path);
  return found ? found : distrust_folder_of(real);
}

}  // namespace tailmend
