#include "daemon/trust.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstring>

#include <fmt/format.h>

namespace tailmend {

namespace {

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.find_last_of('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
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
  const std::string folder = folder_of(path);
  struct stat status {};
  if (::stat(folder.c_str(), &status) != 0) return Distrust{fmt::format("is in {}, which cannot be looked at: {}", folder, std::strerror(errno)), ""};
  auto found = distrust(folder, status);
  if (found) found->why = fmt::format("is in {}, which {}", folder, found->why);
  return found;
}

std::optional<Distrust> distrust_file(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return Distrust{fmt::format("cannot be looked at: {}", std::strerror(errno)), ""};
  auto found = distrust(path, status);
  return found ? found : distrust_folder_of(path);
}

}  // namespace tailmend
