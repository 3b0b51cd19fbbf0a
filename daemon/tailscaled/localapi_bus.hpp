// tailscaled's notification bus (watch-ipn-bus): each line a hint that something changed; the truth is asked afresh.
// Connects again by itself, with growing waits, for as long as it exists. Never asks anything but the bus.
#pragma once
#include <functional>
#include <memory>
#include <string>

#include "daemon/base/loop.hpp"
#include "libwatch/observation.hpp"

namespace tailmend {

class LocalapiBus {
 public:
  struct Waits {
    watch::Duration first = std::chrono::seconds(1);  // doubled after each failure …
    watch::Duration longest = std::chrono::seconds(30);
    watch::Duration proven = std::chrono::seconds(10);  // … and first again after a stream that lived this long
    watch::Duration head = std::chrono::seconds(30);    // tailscaled keeps the reply back until its backend exists
  };

  // `on_seen` gets each hint, from the loop only; `connected` and `lost` once for each change (the first of them when it is
  // known). It may destroy the bus.
  LocalapiBus(Loop& loop, std::string socket, std::function<void(watch::BusSeen)> on_seen);
  LocalapiBus(Loop& loop, std::string socket, std::function<void(watch::BusSeen)> on_seen, Waits waits);
  ~LocalapiBus();
  LocalapiBus(const LocalapiBus&) = delete;
  LocalapiBus& operator=(const LocalapiBus&) = delete;

 private:
  struct Stream;
  std::shared_ptr<Stream> stream_;
};

}  // namespace tailmend
