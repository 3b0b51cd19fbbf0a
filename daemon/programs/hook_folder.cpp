#include "daemon/programs/hook_folder.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "daemon/base/handles.hpp"
#include "daemon/base/trust.hpp"

namespace tailmend {

namespace {

using DirectoryHandle = std::unique_ptr<DIR, Release<::closedir>>;

bool fits_name(std::string_view name) {
  return std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

LeftOut wrong(std::string text) { return {.fault = LeftOut::Fault::wrong, .text = std::move(text)}; }

std::string distrusted(const std::string& what, const Distrust& found) {
  return fmt::format("{} {}{}{}", what, found.why, found.mend.empty() ? "" : "; to do: ", found.mend);
}

// Why the folder is not looked at; nothing where it may be.
std::optional<LeftOut> unfit_folder(const std::string& folder, const struct stat& status) {
  if (S_ISLNK(status.st_mode)) return wrong(fmt::format("no hook is run: {} is a symbolic link; name the folder itself as folder in [hooks]", folder));
  auto found = distrust(folder, status);
  if (!found) found = distrust_folder_of(folder);
  if (!found) return std::nullopt;
  return wrong(distrusted("no hook is run: " + folder, *found));
}

std::optional<LeftOut> unfit_name(const std::string& name) {
  if (!fits_name(name))
    return LeftOut{.fault = LeftOut::Fault::none, .text = fmt::format("hook {} is switched off by its name: only letters, digits, - and _ are possible", name)};
  if (name.size() <= max_hook_name) return std::nullopt;
  return wrong(fmt::format("hook {}… is not run: its name is longer than {} bytes", name.substr(0, max_hook_name), max_hook_name));
}

std::optional<LeftOut> unfit_file(const Hook& hook, const struct stat& status) {
  if (S_ISLNK(status.st_mode))
    return wrong(fmt::format("hook {} is not run: it is a symbolic link; to do: cp --remove-destination \"$(readlink -f {})\" {}", hook.name, hook.path, hook.path));
  if (S_ISDIR(status.st_mode)) return LeftOut{.fault = LeftOut::Fault::none, .text = fmt::format("{} is a folder, not a hook", hook.path)};
  if (!S_ISREG(status.st_mode)) return wrong(fmt::format("hook {} is not run: it is not a plain file", hook.name));
  if (const auto found = distrust(hook.path, status)) return wrong(distrusted(fmt::format("hook {} is not run: it", hook.name), *found));
  if ((status.st_mode & (S_IXUSR | S_IXGRP | S_IXOTH)) == 0)
    return LeftOut{.fault = LeftOut::Fault::none, .text = fmt::format("hook {} is switched off: it is not executable; chmod 755 {} switches it on", hook.name, hook.path)};
  return std::nullopt;
}

void sort_out(const std::string& folder, int fd, const std::string& name, HookFolder& found) {
  if (name.starts_with('.')) return;
  if (auto unfit = unfit_name(name)) return found.left_out.push_back(std::move(*unfit));
  struct stat status {};
  if (::fstatat(fd, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) return;  // gone again
  Hook hook{.name = name, .path = folder + "/" + name};
  if (auto unfit = unfit_file(hook, status)) return found.left_out.push_back(std::move(*unfit));
  found.hooks.push_back(std::move(hook));
}

std::vector<std::string> names_in(DIR* folder) {
  std::vector<std::string> names;
  while (names.size() < max_hook_entries) {
    const dirent* entry = ::readdir(folder);
    if (entry == nullptr) break;
    names.emplace_back(entry->d_name);
  }
  std::ranges::sort(names);
  return names;
}

}  // namespace

HookFolder look_at_hooks(const std::string& folder) {
  HookFolder found;
  struct stat status {};
  if (::lstat(folder.c_str(), &status) != 0 && errno == ENOENT) return found;
  const DirectoryHandle entries(::opendir(folder.c_str()));
  if (!entries) {
    found.left_out.push_back(wrong(fmt::format("no hook is run: {} cannot be read: {}", folder, std::strerror(errno))));
  } else if (auto unfit = unfit_folder(folder, status)) {
    found.left_out.push_back(std::move(*unfit));
  } else {
    for (const auto& name : names_in(entries.get())) sort_out(folder, ::dirfd(entries.get()), name, found);
  }
  if (found.hooks.size() > max_hooks) {
    found.left_out.push_back(wrong(fmt::format("{} has more than {} hooks; those after {} are not run", folder, max_hooks, found.hooks[max_hooks - 1].name)));
    found.hooks.resize(max_hooks);
  }
  return found;
}

}  // namespace tailmend
