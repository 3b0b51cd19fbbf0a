// A disk that fails, or on which a process is killed: the calls that write are ours in a program that includes this, in one file
// of it, and can fail or be the last thing that the process did.
#pragma once
#include <signal.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>

namespace tailmend::testing {

enum class Harm { none, fail, kill };
struct Fate {
  Harm harm = Harm::none;
  int calls_left = 0;  // before the harm
};
inline Fate fate;

// For a call of the program's own: whether it is harmed, and its result then.
inline bool struck() { return fate.harm != Harm::none && --fate.calls_left < 0; }
template <class Result>
Result strike(Result result) {
  if (fate.harm == Harm::kill) ::kill(::getpid(), SIGKILL);
  errno = ENOSPC;
  return result;
}
inline ssize_t really_write(int fd, const void* data, std::size_t size) { return ::syscall(SYS_write, fd, data, size); }

}  // namespace tailmend::testing

extern "C" {
ssize_t write(int fd, const void* data, std::size_t size) {
  using namespace tailmend::testing;
  if (!struck()) return really_write(fd, data, size);
  really_write(fd, data, size / 2);  // the disk took half of it
  return strike<ssize_t>(-1);
}
int renameat(int from, const char* old_name, int to, const char* new_name) noexcept {
  using namespace tailmend::testing;
  if (struck()) return strike(-1);
  return static_cast<int>(::syscall(SYS_renameat2, from, old_name, to, new_name, 0));
}
}
