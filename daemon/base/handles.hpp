// Owners for C handles, from the line they are born. A descriptor closes itself; a pointer frees itself.
#pragma once
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <utility>

#include <systemd/sd-bus.h>
#include <systemd/sd-event.h>

namespace tailmend {

template <auto release>
struct Release {
  template <class T>
  void operator()(T* handle) const noexcept {
    release(handle);
  }
};

using EventHandle = std::unique_ptr<sd_event, Release<sd_event_unref>>;
using SourceHandle = std::unique_ptr<sd_event_source, Release<sd_event_source_disable_unref>>;
// Not flushed on the way out: that would wait for a bus that hangs.
using BusHandle = std::unique_ptr<sd_bus, Release<sd_bus_close_unref>>;
using SlotHandle = std::unique_ptr<sd_bus_slot, Release<sd_bus_slot_unref>>;
using MessageHandle = std::unique_ptr<sd_bus_message, Release<sd_bus_message_unref>>;
using FileHandle = std::unique_ptr<std::FILE, Release<std::fclose>>;
using MallocedText = std::unique_ptr<char, Release<std::free>>;

class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int fd) noexcept : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    if (this != &other) reset(std::exchange(other.fd_, -1));
    return *this;
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { reset(); }

  [[nodiscard]] int get() const noexcept { return fd_; }
  explicit operator bool() const noexcept { return fd_ >= 0; }
  void reset(int fd = -1) noexcept {
    if (fd_ >= 0) ::close(fd_);
    fd_ = fd;
  }

 private:
  int fd_ = -1;
};

}  // namespace tailmend
