#include "daemon/control/caller.hpp"

#include <fcntl.h>
#include <pwd.h>
#include <unistd.h>

#include <array>
#include <charconv>

#include <fmt/format.h>

#include "daemon/base/handles.hpp"

namespace tailmend {

namespace {

constexpr std::size_t most_accounts = 10'000;

std::string name_of(uid_t uid) {
  const FileHandle file(std::fopen("/etc/passwd", "re"));
  std::array<char, 1024> line{};
  passwd entry{};
  passwd* found = nullptr;
  for (std::size_t i = 0; file && i < most_accounts; ++i) {
    if (::fgetpwent_r(file.get(), &entry, line.data(), line.size(), &found) != 0) break;
    if (entry.pw_uid == uid) return entry.pw_name;
  }
  return fmt::format("uid {}", uid);
}

// The uid that logged in, which the kernel keeps through su and sudo (loginuid of audit); `unknown` where nobody did.
uid_t login_of(pid_t pid) {
  const Descriptor file(::open(fmt::format("/proc/{}/loginuid", pid).c_str(), O_RDONLY | O_CLOEXEC));
  std::array<char, 16> text{};
  const ssize_t size = file ? ::read(file.get(), text.data(), text.size()) : 0;
  uid_t uid = Caller::unknown;
  if (size > 0) std::from_chars(text.data(), text.data() + size, uid);
  return uid;
}

}  // namespace

Caller caller_of(uid_t uid, pid_t pid) {
  Caller caller{.uid = uid, .name = name_of(uid)};
  const uid_t login = pid > 0 ? login_of(pid) : Caller::unknown;
  if (login != Caller::unknown && login != uid) caller.name = fmt::format("{} as {}", name_of(login), caller.name);
  return caller;
}

}  // namespace tailmend
