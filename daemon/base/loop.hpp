// The one sd_event loop: descriptors, timers and deferred calls, each owned by the Source it returns. Level-triggered
// only. Never decides anything.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>

#include "daemon/base/fault.hpp"
#include "daemon/base/handles.hpp"
#include "libwatch/time.hpp"

namespace tailmend {

// A registration with the loop; destroying it (also from within its own callback) ends it.
class Source {
 public:
  Source() = default;
  Source(Source&&) noexcept = default;
  Source& operator=(Source&& other) noexcept;
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;
  ~Source() { reset(); }
  explicit operator bool() const noexcept { return state_ != nullptr; }
  // The descriptor may be closed, or watched anew, as soon as this returns.
  void reset() noexcept;

 private:
  friend class Loop;
  struct State;
  std::shared_ptr<State> state_;
};

class Loop {
 public:
  using OnReady = std::function<void(std::uint32_t events)>;  // EPOLLIN, EPOLLOUT, …
  using OnTime = std::function<void()>;

  Loop();  // throws std::system_error: start-up only
  [[nodiscard]] sd_event* raw() const noexcept { return event_.get(); }

  // CLOCK_BOOTTIME, read once per wake-up.
  [[nodiscard]] watch::Instant now() const;

  [[nodiscard]] Expected<Source> watch_descriptor(int fd, std::uint32_t events, OnReady on_ready);
  // Changes the events of a Source made by watch_descriptor; 0 keeps it silent.
  static void set_events(const Source& source, std::uint32_t events);
  // One-shot, not before `when`; the kernel may join it with others within 5 ms.
  [[nodiscard]] Expected<Source> at(watch::Instant when, OnTime on_time);
  // Once, in this turn of the loop after the callbacks that are ready now.
  [[nodiscard]] Expected<Source> soon(OnTime on_time);
  // A signal that is already blocked in every thread.
  [[nodiscard]] Expected<Source> on_signal(int signal, OnTime on_signal);
  // A child's end; `on_end` gets the siginfo's status as of waitpid.
  [[nodiscard]] Expected<Source> on_child(pid_t pid, std::function<void(int code, int status)> on_end);

  Expected<int> run();           // until exit(); its code
  Expected<bool> turn(watch::Duration longest);  // one turn; true when something was dispatched
  void exit(int code);

 private:
  EventHandle event_;
};

}  // namespace tailmend
