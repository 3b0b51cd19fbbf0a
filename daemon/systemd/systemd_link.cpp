#include "daemon/systemd/systemd_link.hpp"

#include <fmt/format.h>

#include <ctime>

namespace tailmend {

namespace {
constexpr const char* systemd_name = "org.freedesktop.systemd1";
const std::string private_address = "unix:path=/run/systemd/private";  // root only

std::string unit_path(const std::string& unit) {
  char* path = nullptr;
  if (sd_bus_path_encode("/org/freedesktop/systemd1/unit", unit.c_str(), &path) < 0) return {};
  return MallocedText(path).get();
}

std::uint64_t monotonic_us() {
  timespec time{};
  ::clock_gettime(CLOCK_MONOTONIC, &time);
  return static_cast<std::uint64_t>(time.tv_sec) * 1'000'000U + static_cast<std::uint64_t>(time.tv_nsec) / 1000U;
}
}  // namespace

SystemdLink::SystemdLink(Loop& loop, std::string unit, SystemdBusOptions options, Events events)
    : loop_(loop), unit_(std::move(unit)), events_(std::move(events)) {
  std::vector<BusPlace> places{std::move(options)};
  // systemctl goes this way too: systemd can be asked, and told, without a D-Bus daemon.
  if (places.front().address.empty()) places.push_back({.address = private_address, .direct = true});
  link_ = std::make_shared<BusLink>(loop, std::move(places),
                                    BusLink::Events{.opened = [this] { return listen(); }, .lost = [this] { lost(); }});
}

const char* SystemdLink::destination() const noexcept { return link_->direct() ? nullptr : systemd_name; }

void SystemdLink::close() {
  events_ = {};
  slots_.clear();
  subscribing_.reset();
  link_->close();
}

Expected<void> SystemdLink::listen() {
  if (auto heard = listen_to_owner(); !heard) return heard;
  if (!unit_.empty()) {
    auto changed = listen_to_unit(unit_, on_properties, this);
    if (!changed) return std::unexpected(changed.error());
    slots_.push_back(std::move(*changed));
  }
  return subscribe();
}

Expected<void> SystemdLink::listen_to_owner() {
  if (link_->direct()) return {};
  sd_bus_slot* slot = nullptr;
  if (const int r = sd_bus_add_filter(bus(), &slot, on_message, this); r < 0) return std::unexpected(fault("listen to the bus", -r));
  slots_.emplace_back(slot);
  auto changes = link_->match(fmt::format("type='signal',sender='org.freedesktop.DBus',path='/org/freedesktop/DBus',"
                                          "interface='org.freedesktop.DBus',member='NameOwnerChanged',arg0='{}'",
                                          systemd_name),
                              on_owner, this);
  if (!changes) return std::unexpected(changes.error());
  slots_.push_back(std::move(*changes));
  return {};
}

Expected<void> SystemdLink::subscribe() {
  auto subscribed = call("Subscribe", on_subscribed, this, nullptr);
  if (!subscribed) return std::unexpected(subscribed.error());
  subscribing_ = std::move(*subscribed);
  return {};
}

Expected<MessageHandle> SystemdLink::compose(const char* method) const {
  sd_bus_message* made = nullptr;
  const int r = bus() == nullptr ? -ENOTCONN
                                 : sd_bus_message_new_method_call(bus(), &made, destination(), manager_path, manager_interface, method);
  if (r < 0) return std::unexpected(fault(std::string("call systemd's ") + method, -r));
  return MessageHandle(made);
}

Expected<SlotHandle> SystemdLink::send(const MessageHandle& call, sd_bus_message_handler_t handler, void* data) {
  sd_bus_slot* slot = nullptr;
  const int r = bus() == nullptr ? -ENOTCONN : sd_bus_call_async(bus(), &slot, call.get(), handler, data, 0);
  if (r < 0) return std::unexpected(fault("call systemd", -r));
  return SlotHandle(slot);
}

Expected<SlotHandle> SystemdLink::listen_to_unit(const std::string& unit, sd_bus_message_handler_t handler, void* data) {
  const std::string from = link_->direct() ? "" : fmt::format("sender='{}',", systemd_name);
  return link_->match(fmt::format("type='signal',{}path='{}',interface='org.freedesktop.DBus.Properties',member='PropertiesChanged'",
                                  from, unit_path(unit)),
                      handler, data);
}

Expected<SlotHandle> SystemdLink::listen_for_jobs(sd_bus_message_handler_t handler, void* data) {
  const std::string from = link_->direct() ? "" : fmt::format("sender='{}',", systemd_name);
  return link_->match(fmt::format("type='signal',{}path='{}',interface='{}',member='JobRemoved'", from, manager_path,
                                  manager_interface),
                      handler, data);
}

void SystemdLink::lost() {
  const auto keep = shared_from_this();
  slots_.clear();
  subscribing_.reset();
  owner_.clear();
  heard_ = {};
  leaving_ = {};
  if (const auto tell = events_.lost) tell();
}

int SystemdLink::on_subscribed(sd_bus_message* message, void* link, sd_bus_error*) {
  const auto self = static_cast<SystemdLink*>(link)->shared_from_this();
  if (const auto* error = sd_bus_message_get_error(message);
      error != nullptr && sd_bus_error_has_name(error, "org.freedesktop.systemd1.AlreadySubscribed") == 0) {
    self->link_->lose(describe_error(*error));
    return 0;
  }
  if (const char* sender = sd_bus_message_get_sender(message)) self->owner_ = sender;
  self->link_->proved();
  if (const auto tell = self->events_.connected) tell();
  return 0;
}

// Everything that comes, before who listens for it. To sd-bus a match for a well-known name is one for every unique name, as
// the bus sends only what matches (systemd's bus-match.c). But a signal to one receiver needs no match, and by D-Bus's default
// policy anybody may send one. The sender is the bus's word: a unique name, or without ':' the bus itself.
int SystemdLink::on_message(sd_bus_message* message, void* link, sd_bus_error*) {
  const char* sender = sd_bus_message_get_sender(message);
  if (sender == nullptr || *sender != ':' || sd_bus_message_is_signal(message, nullptr, nullptr) <= 0) return 0;
  return static_cast<SystemdLink*>(link)->owner_ == sender ? 0 : 1;
}

// `systemctl daemon-reexec` leaves the bus and comes back under another unique name. In between it takes no job, so that how
// the unit left stays true. It remembers who has subscribed, but not where it lost the bus otherwise (systemd 8672).
int SystemdLink::on_owner(sd_bus_message* signal, void* link, sd_bus_error*) {
  const auto self = static_cast<SystemdLink*>(link)->shared_from_this();
  const char* owner = nullptr;
  if (sd_bus_message_skip(signal, "ss") < 0 || sd_bus_message_read(signal, "s", &owner) < 0) return 0;
  self->owner_ = owner;
  if (self->owner_.empty()) return 0;
  if (auto subscribed = self->subscribe(); !subscribed) self->link_->lose(to_string(subscribed.error()));
  return 0;
}

// What cannot be read in a signal is left to the question that follows it.
int SystemdLink::on_properties(sd_bus_message* signal, void* link, sd_bus_error*) {
  const auto self = static_cast<SystemdLink*>(link)->shared_from_this();
  UnitState heard = self->heard_;
  if (sd_bus_message_skip(signal, "s") >= 0 && read_properties(signal, heard)) {
    self->heard_ = std::move(heard);
    self->leaving_.note(self->heard_);
  } else {
    self->leaving_ = {};
  }
  if (const auto tell = self->events_.changed) tell();
  return 0;
}

void UnitQuery::ask(watch::Duration limit) {
  auto& loop = link_->loop();
  if (link_->bus() == nullptr) return fail("no system bus: " + link_->trouble());
  auto timer = loop.at(loop.now() + limit, [this] { fail("systemd did not answer in time"); });
  if (!timer) return fail(to_string(timer.error()));
  timer_ = std::move(*timer);
  // LoadUnit and not GetUnit: a stopped unit need not be loaded.
  auto asked = link_->call("LoadUnit", on_loaded, this, "s", link_->unit().c_str());
  if (!asked) return fail(to_string(asked.error()));
  slot_ = std::move(*asked);
}

void UnitQuery::fail(std::string trouble) {
  state_ = {};
  state_.fact.trouble = std::move(trouble);
  slot_.reset();
  auto later = link_->loop().soon([this] { answer(); });
  if (later) timer_ = std::move(*later);
}

void UnitQuery::answer() {
  const auto keep = shared_from_this();
  slot_.reset();
  timer_.reset();
  if (const auto call = std::exchange(on_state_, nullptr)) call(std::move(state_));
}

Expected<void> UnitQuery::get_all(const char* interface, sd_bus_message_handler_t handler) {
  sd_bus_slot* slot = nullptr;
  const int r = link_->bus() == nullptr
                    ? -ENOTCONN
                    : sd_bus_call_method_async(link_->bus(), &slot, link_->destination(), path_.c_str(),
                                               "org.freedesktop.DBus.Properties", "GetAll", handler, this, "s", interface);
  slot_.reset(slot);
  if (r < 0) return std::unexpected(fault("ask systemd", -r));
  return {};
}

int UnitQuery::on_loaded(sd_bus_message* reply, void* query, sd_bus_error*) {
  const auto self = static_cast<UnitQuery*>(query)->shared_from_this();
  const char* path = nullptr;
  if (const auto* error = sd_bus_message_get_error(reply)) return self->fail(describe_error(*error)), 0;
  if (sd_bus_message_read(reply, "o", &path) < 0) return self->fail("systemd's answer is not what its interface says"), 0;
  self->path_ = path;
  if (auto asked = self->get_all("org.freedesktop.systemd1.Unit", on_unit); !asked) self->fail(to_string(asked.error()));
  return 0;
}

int UnitQuery::on_unit(sd_bus_message* reply, void* query, sd_bus_error*) {
  const auto self = static_cast<UnitQuery*>(query)->shared_from_this();
  if (const auto* error = sd_bus_message_get_error(reply)) return self->fail(describe_error(*error)), 0;
  auto read = read_properties(reply, self->state_);
  if (read) self->link_->leaving().confirm(self->state_.fact.active_state);
  if (read) read = self->get_all("org.freedesktop.systemd1.Service", on_service);
  if (!read) self->fail(to_string(read.error()));
  return 0;
}

int UnitQuery::on_service(sd_bus_message* reply, void* query, sd_bus_error*) {
  const auto self = static_cast<UnitQuery*>(query)->shared_from_this();
  if (const auto* error = sd_bus_message_get_error(reply)) return self->fail(describe_error(*error)), 0;
  if (auto read = read_properties(reply, self->state_); !read) return self->fail(to_string(read.error())), 0;
  complete(self->state_, monotonic_us());
  self->state_.fact.left_by_itself = self->state_.fact.active_state == "inactive" && self->link_->leaving().by_itself();
  self->answer();
  return 0;
}

}  // namespace tailmend
