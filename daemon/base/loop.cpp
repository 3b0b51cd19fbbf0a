#include "daemon/base/loop.hpp"

#include <ctime>
#include <sys/wait.h>
#include <system_error>

namespace tailmend {

namespace {
constexpr std::uint64_t timer_accuracy_us = 5000;

sd_event* new_event() {
  sd_event* event = nullptr;
  if (const int r = sd_event_new(&event); r < 0) throw std::system_error(-r, std::system_category(), "make an event loop");
  return event;
}
}  // namespace

// The callback lives as long as a call of it runs, even where that call destroys its Source.
struct Source::State : std::enable_shared_from_this<Source::State> {
  std::function<void(std::uint32_t)> on_ready;
  std::function<void(int, int)> on_end;
  SourceHandle handle;

  static State* from(void* data) { return static_cast<State*>(data); }
  static int ready(sd_event_source*, int, std::uint32_t events, void* data) {
    const auto keep = from(data)->shared_from_this();
    keep->on_ready(events);
    return 0;
  }
  static int timed(sd_event_source*, std::uint64_t, void* data) { return deferred(nullptr, data); }
  static int deferred(sd_event_source*, void* data) {
    const auto keep = from(data)->shared_from_this();
    keep->on_ready(0);
    return 0;
  }
  static int signalled(sd_event_source*, const struct signalfd_siginfo*, void* data) { return deferred(nullptr, data); }
  static int ended(sd_event_source*, const siginfo_t* info, void* data) {
    const auto keep = from(data)->shared_from_this();
    keep->on_end(info->si_code, info->si_status);
    return 0;
  }
};

// Within its own callback the state lives on, so the kernel's side is let go here and not with the state.
void Source::reset() noexcept {
  if (state_) state_->handle.reset();
  state_.reset();
}

Source& Source::operator=(Source&& other) noexcept {
  if (this != &other) {
    reset();
    state_ = std::move(other.state_);
  }
  return *this;
}

namespace {
template <class State, class Add>
Expected<std::shared_ptr<State>> add(std::shared_ptr<State> state, const char* trying, const Add& add_to_loop) {
  sd_event_source* source = nullptr;
  if (const int r = add_to_loop(&source, state.get()); r < 0) return std::unexpected(fault(trying, -r));
  state->handle.reset(source);
  return state;
}
}  // namespace

Loop::Loop() : event_(new_event()) {}

watch::Instant Loop::now() const {
  std::uint64_t us = 0;
  if (sd_event_now(event_.get(), CLOCK_BOOTTIME, &us) < 0) us = 0;
  return watch::Instant(watch::Duration(static_cast<std::int64_t>(us)));
}

Expected<Source> Loop::watch_descriptor(int fd, std::uint32_t events, OnReady on_ready) {
  auto state = std::make_shared<Source::State>();
  state->on_ready = std::move(on_ready);
  auto added = add(std::move(state), "watch a descriptor", [&](sd_event_source** source, void* data) {
    return sd_event_add_io(event_.get(), source, fd, events, Source::State::ready, data);
  });
  if (!added) return std::unexpected(added.error());
  Source source;
  source.state_ = std::move(*added);
  return source;
}

void Loop::set_events(const Source& source, std::uint32_t events) {
  if (source) sd_event_source_set_io_events(source.state_->handle.get(), events);
}

Expected<Source> Loop::at(watch::Instant when, OnTime on_time) {
  auto state = std::make_shared<Source::State>();
  state->on_ready = [call = std::move(on_time)](std::uint32_t) { call(); };
  const auto us = static_cast<std::uint64_t>(std::max<std::int64_t>(when.time_since_epoch().count(), 0));
  auto added = add(std::move(state), "set a timer", [&](sd_event_source** source, void* data) {
    return sd_event_add_time(event_.get(), source, CLOCK_BOOTTIME, us, timer_accuracy_us, Source::State::timed, data);
  });
  if (!added) return std::unexpected(added.error());
  Source source;
  source.state_ = std::move(*added);
  return source;
}

Expected<Source> Loop::soon(OnTime on_time) {
  auto state = std::make_shared<Source::State>();
  state->on_ready = [call = std::move(on_time)](std::uint32_t) { call(); };
  auto added = add(std::move(state), "defer a call", [&](sd_event_source** source, void* data) {
    return sd_event_add_defer(event_.get(), source, Source::State::deferred, data);
  });
  if (!added) return std::unexpected(added.error());
  Source source;
  source.state_ = std::move(*added);
  return source;
}

Expected<Source> Loop::on_signal(int signal, OnTime on_signal) {
  auto state = std::make_shared<Source::State>();
  state->on_ready = [call = std::move(on_signal)](std::uint32_t) { call(); };
  auto added = add(std::move(state), "watch a signal", [&](sd_event_source** source, void* data) {
    return sd_event_add_signal(event_.get(), source, signal, Source::State::signalled, data);
  });
  if (!added) return std::unexpected(added.error());
  Source source;
  source.state_ = std::move(*added);
  return source;
}

Expected<Source> Loop::on_child(pid_t pid, std::function<void(int code, int status)> on_end) {
  auto state = std::make_shared<Source::State>();
  state->on_end = std::move(on_end);
  auto added = add(std::move(state), "watch a child", [&](sd_event_source** source, void* data) {
    return sd_event_add_child(event_.get(), source, pid, WEXITED, Source::State::ended, data);
  });
  if (!added) return std::unexpected(added.error());
  Source source;
  source.state_ = std::move(*added);
  return source;
}

Expected<int> Loop::run() {
  const int r = sd_event_loop(event_.get());
  if (r < 0) return std::unexpected(fault("run the event loop", -r));
  return r;
}

Expected<bool> Loop::turn(watch::Duration longest) {
  const int r = sd_event_run(event_.get(), static_cast<std::uint64_t>(longest.count()));
  if (r < 0) return std::unexpected(fault("run the event loop", -r));
  return r > 0;
}

void Loop::exit(int code) { sd_event_exit(event_.get(), code); }

}  // namespace tailmend
