// The connection to systemd behind SystemdBus and TransientUnits, and the question for one unit's state. Never changes a unit.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/systemd/bus_link.hpp"
#include "daemon/systemd/unit_state.hpp"

namespace tailmend {

using SystemdBusOptions = BusPlace;

class SystemdLink : public std::enable_shared_from_this<SystemdLink> {
 public:
  static constexpr const char* manager_path = "/org/freedesktop/systemd1";
  static constexpr const char* manager_interface = "org.freedesktop.systemd1.Manager";

  using OnConnected = std::function<void()>;
  using OnLost = std::function<void()>;
  using OnChanged = std::function<void()>;
  struct Events {
    OnConnected connected;  // and systemd will tell; again when systemd itself has begun anew
    OnLost lost;
    OnChanged changed;    // some property of the unit
  };

  // "" = no unit is watched.
  SystemdLink(Loop& loop, std::string unit, SystemdBusOptions options, Events events);
  void connect() { link_->connect(); }
  void close();  // for good; no events afterwards

  [[nodiscard]] Loop& loop() const noexcept { return loop_; }
  [[nodiscard]] const std::string& unit() const noexcept { return unit_; }
  [[nodiscard]] sd_bus* bus() const noexcept { return link_->bus(); }  // null: there is none
  [[nodiscard]] const char* destination() const noexcept;
  [[nodiscard]] const std::string& trouble() const noexcept { return link_->trouble(); }  // why there is none
  [[nodiscard]] Leaving& leaving() { return leaving_; }  // of the unit, since there is a bus
  // Calls a method of systemd's manager; the answer comes to `handler` unless the slot goes first.
  template <class... Arguments>
  Expected<SlotHandle> call(const char* method, sd_bus_message_handler_t handler, void* data, const char* types,
                            Arguments... arguments) {
    sd_bus_slot* slot = nullptr;
    const int r = bus() == nullptr ? -ENOTCONN
                                   : sd_bus_call_method_async(bus(), &slot, destination(), manager_path, manager_interface,
                                                              method, handler, data, types, arguments...);
    if (r < 0) return std::unexpected(fault(std::string("call systemd's ") + method, -r));
    return SlotHandle(slot);
  }
  // The same with a message of the caller's making, which begins here.
  [[nodiscard]] Expected<MessageHandle> compose(const char* method) const;
  Expected<SlotHandle> send(const MessageHandle& call, sd_bus_message_handler_t handler, void* data);
  // PropertiesChanged of a unit by its name. Signals are systemd's own, whoever else on the bus sends the like.
  Expected<SlotHandle> listen_to_unit(const std::string& unit, sd_bus_message_handler_t handler, void* data);
  // Every job that ends, of whatever unit: only to be listened to while one of ours is open. (sd-bus cannot match a
  // signal by an argument behind one that is no text, so the unit's name cannot be in the rule.)
  Expected<SlotHandle> listen_for_jobs(sd_bus_message_handler_t handler, void* data);

 private:
  Expected<void> listen();
  Expected<void> listen_to_owner();
  Expected<void> subscribe();
  void lost();
  static int on_message(sd_bus_message* message, void* link, sd_bus_error* error);
  static int on_owner(sd_bus_message* message, void* link, sd_bus_error* error);
  static int on_subscribed(sd_bus_message* message, void* link, sd_bus_error* error);
  static int on_properties(sd_bus_message* message, void* link, sd_bus_error* error);

  Loop& loop_;
  std::string unit_;
  Events events_;
  std::shared_ptr<BusLink> link_;
  std::vector<SlotHandle> slots_;
  SlotHandle subscribing_;
  std::string owner_;  // systemd's unique name on the bus, whose signals are heard; "" = not known yet, or none
  UnitState heard_;    // what the signals brought of it
  Leaving leaving_;
};

// One question for the unit's state, answered once, within the limit, and never from within ask().
class UnitQuery : public std::enable_shared_from_this<UnitQuery> {
 public:
  using OnState = std::function<void(UnitState)>;

  UnitQuery(std::shared_ptr<SystemdLink> link, OnState on_state) : link_(std::move(link)), on_state_(std::move(on_state)) {}
  void ask(watch::Duration limit);

 private:
  void fail(std::string trouble);
  void answer();
  Expected<void> get_all(const char* interface, sd_bus_message_handler_t handler);
  static int on_loaded(sd_bus_message* reply, void* query, sd_bus_error* error);
  static int on_unit(sd_bus_message* reply, void* query, sd_bus_error* error);
  static int on_service(sd_bus_message* reply, void* query, sd_bus_error* error);

  std::shared_ptr<SystemdLink> link_;
  OnState on_state_;
  SlotHandle slot_;
  Source timer_;
  std::string path_;
  UnitState state_;
};

}  // namespace tailmend
