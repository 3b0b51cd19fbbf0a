// Plays another user: a child of this process that gives up root for good and ends by itself.
#pragma once
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>

#include "tests/support/catch.hpp"

namespace tailmend::testing {

constexpr uid_t other_uid = 65534;

// Whether there is somebody else to be played; says so where not.
inline bool can_play_others(const char* test) {
  if (::geteuid() == 0) return true;
  std::printf("SKIPPED: %s: only root can play another user\n", test);
  return false;
}

// Runs `act` in a child as `uid`; its int is the exit status. Ends it at the latest when destroyed.
class Player {
 public:
  template <class Act>
  Player(uid_t uid, const Act& act) : pid_(::fork()) {
    REQUIRE(pid_ >= 0);
    if (pid_ != 0) return;
    ::alarm(60);
    if (uid != ::geteuid() && ::setresuid(uid, uid, uid) != 0) std::_Exit(99);
    std::_Exit(act());
  }
  ~Player() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  Player(const Player&) = delete;
  Player& operator=(const Player&) = delete;

  // Nothing while it still plays.
  bool ended() {
    int status = 0;
    if (pid_ > 0 && ::waitpid(pid_, &status, WNOHANG) == pid_) {
      pid_ = -1;
      exit_status_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
    }
    return pid_ <= 0;
  }
  [[nodiscard]] int exit_status() const { return exit_status_; }

 private:
  pid_t pid_;
  int exit_status_ = -1;
};

}  // namespace tailmend::testing
