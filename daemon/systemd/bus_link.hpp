// One connection to D-Bus, or to a peer that speaks it without a bus between: made again with growing waits whenever it is
// lost, never fatal, never waited for. Knows nothing of what is said on it.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "daemon/base/loop.hpp"

namespace tailmend {

struct BusPlace {
  std::string address;  // "" = the system bus
  bool direct = false;  // the peer itself is at the other end: no Hello, no names
};

class BusLink : public std::enable_shared_from_this<BusLink> {
 public:
  static constexpr watch::Duration first_wait = std::chrono::milliseconds(500);
  static constexpr watch::Duration longest_wait = std::chrono::seconds(60);

  struct Events {
    // It is being made, and what is sent now goes out once it is; an error loses it again.
    std::function<Expected<void>()> opened;
    std::function<void()> lost;  // there is none any more, for trouble()
  };

  // Of the places the first that can be opened.
  BusLink(Loop& loop, std::vector<BusPlace> places, Events events);
  void connect();
  void close();  // for good; no events afterwards

  [[nodiscard]] sd_bus* bus() const noexcept { return losing_ ? nullptr : bus_.get(); }  // null: there is none
  [[nodiscard]] bool direct() const noexcept { return direct_; }                         // as in BusPlace, of the connection there is
  [[nodiscard]] const std::string& trouble() const noexcept { return trouble_; }         // why there is none
  void proved() noexcept { wait_ = first_wait; }  // it is of use: the next loss is followed by the shortest wait
  void lose(std::string trouble);                 // not of use: tried again later
  Expected<SlotHandle> match(const std::string& rule, sd_bus_message_handler_t handler, void* data);

 private:
  Expected<void> open();
  Expected<void> open(const BusPlace& place);
  void retry_later();
  static int on_disconnected(sd_bus_message* message, void* link, sd_bus_error* error);

  Loop& loop_;
  std::vector<BusPlace> places_;
  Events events_;
  BusHandle bus_;
  SlotHandle disconnected_;
  Source again_;
  Source losing_;
  bool direct_ = false;
  watch::Duration wait_ = first_wait;
  std::string trouble_ = "not connected yet";
};

// DBUS_SYSTEM_BUS_ADDRESS, or where D-Bus says that the system bus is.
std::string system_bus_address();

// "org.freedesktop.systemd1.NoSuchUnit: Unit x not found", or the errno's text.
std::string describe_error(const sd_bus_error& error);

}  // namespace tailmend
