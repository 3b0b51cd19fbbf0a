#include "daemon/setup/setup_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "daemon/base/handles.hpp"
#include "daemon/base/write_all.hpp"

namespace tailmend {

namespace {

constexpr mode_t folder_mode = 0755;
constexpr mode_t file_mode = 0644;

std::string path_in(const std::string& folder, const std::string& name) { return folder + "/" + name; }

Expected<void> fill(const Descriptor& file, std::string_view text, const std::string& path) {
  if (auto done = write_all(file.get(), text, "write " + path); !done) return done;
  // Whatever the umask of whoever calls: the daemon is not the only one who reads it.
  if (::fchmod(file.get(), file_mode) < 0 || ::fsync(file.get()) < 0) return std::unexpected(fault("write " + path));
  return {};
}

}  // namespace

std::string free_name(const std::string& folder) {
  std::string name = "setup.toml";
  struct stat there {};
  for (unsigned number = 2; ::lstat(path_in(folder, name).c_str(), &there) == 0; ++number) name = "setup-" + std::to_string(number) + ".toml";
  return name;
}

Expected<void> write_new(const std::string& folder, const std::string& name, std::string_view text) {
  if (::mkdir(folder.c_str(), folder_mode) < 0 && errno != EEXIST) return std::unexpected(fault("make " + folder));
  const Descriptor directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory) return std::unexpected(fault("open " + folder));
  const std::string path = path_in(folder, name);
  const std::string fresh = "." + name + ".new";
  ::unlinkat(directory.get(), fresh.c_str(), 0);  // a half of ours, from a host that lost its power
  const Descriptor file(::openat(directory.get(), fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, file_mode));
  if (!file) return std::unexpected(fault("create " + path));
  auto done = fill(file, text, path);
  // A link, unlike a rename, takes nobody's place.
  if (done && ::linkat(directory.get(), fresh.c_str(), directory.get(), name.c_str(), 0) < 0) done = std::unexpected(fault("create " + path));
  ::unlinkat(directory.get(), fresh.c_str(), 0);
  if (done && ::fsync(directory.get()) < 0) done = std::unexpected(fault("write " + path));
  return done;
}

std::string not_writable(const std::string& folder) {
  std::filesystem::path nearest = folder;
  while (::access(nearest.c_str(), F_OK) < 0 && nearest.has_relative_path() && nearest != nearest.parent_path()) nearest = nearest.parent_path();
  if (nearest.empty()) nearest = ".";
  if (::access(nearest.c_str(), W_OK) == 0) return "";
  return to_string(fault("write in " + nearest.string()));
}

}  // namespace tailmend
