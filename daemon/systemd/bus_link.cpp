#include "daemon/systemd/bus_link.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

namespace tailmend {

std::string system_bus_address() {
  const char* address = std::getenv("DBUS_SYSTEM_BUS_ADDRESS");
  return address == nullptr || *address == '\0' ? "unix:path=/run/dbus/system_bus_socket" : address;
}

std::string describe_error(const sd_bus_error& error) {
  const char* name = error.name == nullptr ? "no error name" : error.name;
  return error.message == nullptr ? std::string(name) : fmt::format("{}: {}", name, error.message);
}

BusLink::BusLink(Loop& loop, std::vector<BusPlace> places, Events events)
    : loop_(loop), places_(std::move(places)), events_(std::move(events)) {}

void BusLink::connect() {
  again_.reset();
  if (const auto opened = open(); !opened) lose(to_string(opened.error()));
}

void BusLink::close() {
  events_ = {};
  disconnected_.reset();
  again_.reset();
  losing_.reset();
  bus_.reset();
}

Expected<void> BusLink::open() {
  auto opened = open(places_.front());
  for (std::size_t i = 1; i < places_.size() && !opened; ++i)
    if (open(places_[i])) opened = {};
  if (!opened) return opened;
  sd_bus_set_exit_on_disconnect(bus(), 0);
  if (const int r = sd_bus_attach_event(bus(), loop_.raw(), SD_EVENT_PRIORITY_NORMAL); r < 0)
    return std::unexpected(fault("watch the bus", -r));
  auto disconnected = match("type='signal',sender='org.freedesktop.DBus.Local',path='/org/freedesktop/DBus/Local',"
                            "interface='org.freedesktop.DBus.Local',member='Disconnected'",
                            on_disconnected, this);
  if (!disconnected) return std::unexpected(disconnected.error());
  disconnected_ = std::move(*disconnected);
  return events_.opened ? events_.opened() : Expected<void>{};
}

Expected<void> BusLink::open(const BusPlace& place) {
  direct_ = place.direct;
  const std::string address = place.address.empty() ? system_bus_address() : place.address;
  sd_bus* fresh = nullptr;
  int r = sd_bus_new(&fresh);
  bus_.reset(fresh);
  if (r >= 0) r = sd_bus_set_address(fresh, address.c_str());
  if (r >= 0) r = sd_bus_set_bus_client(fresh, place.direct ? 0 : 1);
  // Nothing here takes descriptors; whoever sends one gets an error.
  if (r >= 0) r = sd_bus_negotiate_fds(fresh, 0);
  if (r >= 0) r = sd_bus_start(fresh);
  if (r < 0) return std::unexpected(fault(place.address.empty() ? "open the system bus" : "open the bus at " + address, -r));
  return {};
}

Expected<SlotHandle> BusLink::match(const std::string& rule, sd_bus_message_handler_t handler, void* data) {
  sd_bus_slot* slot = nullptr;
  const int r = bus() == nullptr ? -ENOTCONN : sd_bus_add_match_async(bus(), &slot, rule.c_str(), handler, nullptr, data);
  if (r < 0) return std::unexpected(fault("listen to the bus", -r));
  return SlotHandle(slot);
}

// The bus is let go in a turn of its own: this may be one of its callbacks.
void BusLink::lose(std::string trouble) {
  if (losing_) return;
  trouble_ = std::move(trouble);
  auto later = loop_.soon([this] {
    const auto keep = shared_from_this();
    losing_.reset();
    disconnected_.reset();
    bus_.reset();
    retry_later();
    if (const auto tell = events_.lost) tell();
  });
  if (later) losing_ = std::move(*later);
}

void BusLink::retry_later() {
  auto later = loop_.at(loop_.now() + wait_, [this] { connect(); });
  if (later) again_ = std::move(*later);
  wait_ = std::min(wait_ * 2, longest_wait);
}

int BusLink::on_disconnected(sd_bus_message*, void* link, sd_bus_error*) {
  static_cast<BusLink*>(link)->lose("the connection to the bus was lost");
  return 0;
}

}  // namespace tailmend
