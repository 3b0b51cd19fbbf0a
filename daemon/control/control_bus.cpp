#include "daemon/control/control_bus.hpp"

#include <fmt/format.h>

#include "daemon/control/control_bus_table.hpp"
#include "daemon/systemd/bus_link.hpp"

namespace tailmend {

namespace {
// What the bus has not taken yet. Signals wait while it is more than a few; calls are left unanswered where even the
// short errors for them pile up.
constexpr std::uint64_t few_unsent = 16;
constexpr std::uint64_t many_unsent = 512;

constexpr std::uint32_t name_waits_for_another = 2;  // DBUS_REQUEST_NAME_REPLY_IN_QUEUE

std::uint64_t unsent(sd_bus* bus) {
  std::uint64_t messages = 0;
  return sd_bus_get_n_queued_write(bus, &messages) < 0 ? 0 : messages;
}
}  // namespace

struct ControlBus::State {
  Loop& loop;
  ControlObject object;
  OnTrouble on_trouble;
  std::shared_ptr<BusLink> link;
  SlotHandle filter;
  SlotHandle table;
  SlotHandle name;
  bool serving = false;
  BusFacts told;
  Source telling;
  std::string said;

  Expected<void> opened();
  void lost();
  void say(std::string trouble);
  void tell();
  static int on_call(sd_bus_message* message, void* state, sd_bus_error* error);
  static int on_name(sd_bus_message* reply, void* state, sd_bus_error* error);
};

// All of it is sent, and answered, once the connection is made.
Expected<void> ControlBus::State::opened() {
  sd_bus_slot* slot = nullptr;
  int r = sd_bus_add_filter(link->bus(), &slot, on_call, this);
  filter.reset(std::exchange(slot, nullptr));
  if (r >= 0) r = sd_bus_add_object_vtable(link->bus(), &slot, control_bus_path, control_bus_interface, control_table(), &object);
  table.reset(std::exchange(slot, nullptr));
  // Another tailmend, such as one in the foreground, may own it: then ours is the next in the queue.
  if (r >= 0) r = sd_bus_request_name_async(link->bus(), &slot, control_bus_name, SD_BUS_NAME_QUEUE, on_name, this);
  name.reset(slot);
  if (r < 0) return std::unexpected(fault("offer the D-Bus service", -r));
  return {};
}

void ControlBus::State::lost() {
  serving = false;
  telling.reset();
  object.calls.forget();
  name.reset();
  table.reset();
  filter.reset();
  say(link->trouble());
}

void ControlBus::State::say(std::string trouble) {
  if (trouble == said) return;
  said = std::move(trouble);
  if (on_trouble && !said.empty()) on_trouble(fmt::format("no D-Bus service: {}, retrying", said));
}

int ControlBus::State::on_name(sd_bus_message* reply, void* state, sd_bus_error*) {
  auto& self = *static_cast<State*>(state);
  std::uint32_t result = 0;
  if (const auto* error = sd_bus_message_get_error(reply)) {
    self.link->lose(fmt::format("the bus does not give it the name {}: {}", control_bus_name, describe_error(*error)));
    return 0;
  }
  if (sd_bus_message_read(reply, "u", &result) < 0) return 0;
  self.link->proved();
  self.say(result == name_waits_for_another ? fmt::format("another process owns the name {}", control_bus_name) : std::string());
  self.serving = true;
  self.told = self.object.facts;
  return 0;
}

// Runs before sd-bus answers a call itself, such as one for all properties.
int ControlBus::State::on_call(sd_bus_message* message, void*, sd_bus_error*) {
  std::uint8_t type = 0;
  const bool call = sd_bus_message_get_type(message, &type) >= 0 && type == SD_BUS_MESSAGE_METHOD_CALL;
  return call && unsent(sd_bus_message_get_bus(message)) > many_unsent ? 1 : 0;
}

void ControlBus::State::tell() {
  telling.reset();
  if (!serving || link->bus() == nullptr || unsent(link->bus()) > few_unsent) return;
  auto names = changed(told, object.facts);
  if (names.empty()) return;
  names.push_back(nullptr);
  told = object.facts;
  (void)sd_bus_emit_properties_changed_strv(link->bus(), control_bus_path, control_bus_interface, const_cast<char**>(names.data()));
}

ControlBus::ControlBus(Loop& loop, Answerer answerer, OnTrouble on_trouble, std::string address)
    : ControlBus(loop, std::move(answerer), std::move(on_trouble), std::move(address), ControlCalls::Limits{}) {}

ControlBus::ControlBus(Loop& loop, Answerer answerer, OnTrouble on_trouble, std::string address, ControlCalls::Limits limits)
    : state_(new State{.loop = loop, .object = {.facts = {}, .calls = {loop, std::move(answerer), limits}}, .on_trouble = std::move(on_trouble)}) {
  State* state = state_.get();
  state->link = std::make_shared<BusLink>(loop, std::vector<BusPlace>{{.address = std::move(address)}},
                                          BusLink::Events{.opened = [state] { return state->opened(); }, .lost = [state] { state->lost(); }});
  state->link->connect();
}

ControlBus::~ControlBus() {
  state_->object.calls.forget();
  state_->link->close();
}

void ControlBus::show(BusFacts facts) {
  state_->object.facts = std::move(facts);
  if (state_->telling || !state_->serving) return;
  auto later = state_->loop.soon([state = state_.get()] { state->tell(); });
  if (later) state_->telling = std::move(*later);
}

}  // namespace tailmend
