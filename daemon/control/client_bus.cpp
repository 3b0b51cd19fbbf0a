#include <string_view>

#include <fmt/format.h>

#include "daemon/base/clock.hpp"
#include "daemon/base/handles.hpp"
#include "daemon/control/client_doors.hpp"
#include "daemon/systemd/bus_link.hpp"

namespace tailmend {

namespace {

using Why = NoAnswer::Why;

int keep_reply(sd_bus_message* message, void* reply, sd_bus_error*) {
  static_cast<MessageHandle*>(reply)->reset(sd_bus_message_ref(message));
  return 0;
}

// As sd_bus_call, which has no limit on the way to the bus. An errno, ETIMEDOUT for none in time.
std::expected<MessageHandle, int> call(sd_bus* bus, sd_bus_message* message, watch::Instant until) {
  MessageHandle reply;
  sd_bus_slot* made = nullptr;
  int r = sd_bus_call_async(bus, &made, message, keep_reply, &reply, UINT64_MAX);
  const SlotHandle slot(made);
  while (r >= 0 && !reply) {
    r = sd_bus_process(bus, nullptr);
    if (r != 0) continue;
    const auto left = until - read_boot_clock();
    if (left <= watch::Duration::zero()) return std::unexpected(ETIMEDOUT);
    r = sd_bus_wait(bus, static_cast<std::uint64_t>(left.count()));
  }
  if (!reply) return std::unexpected(-r);
  return reply;
}

MessageHandle make_call(sd_bus* bus, const char* to, const char* path, const char* interface, const char* method) {
  sd_bus_message* message = nullptr;
  (void)sd_bus_message_new_method_call(bus, &message, to, path, interface, method);
  return MessageHandle(message);
}

std::expected<BusHandle, int> open(const std::string& address) {
  sd_bus* fresh = nullptr;
  int r = sd_bus_new(&fresh);
  BusHandle bus(fresh);
  if (r >= 0) r = sd_bus_set_address(fresh, (address.empty() ? system_bus_address() : address).c_str());
  if (r >= 0) r = sd_bus_set_bus_client(fresh, 1);
  if (r >= 0) r = sd_bus_start(fresh);
  if (r < 0) return std::unexpected(-r);
  return bus;
}

MessageHandle command(sd_bus* bus, const ControlRequest& request) {
  MessageHandle message = make_call(bus, control_bus_name, control_bus_path, control_bus_interface, "Run");
  int r = message == nullptr ? -ENOMEM : sd_bus_message_set_auto_start(message.get(), 0);
  if (r >= 0) r = sd_bus_message_open_container(message.get(), 'a', "s");
  for (const std::string& word : request.words)
    if (r >= 0) r = sd_bus_message_append(message.get(), "s", word.c_str());
  if (r >= 0) r = sd_bus_message_close_container(message.get());
  if (r >= 0)
    r = sd_bus_message_append(message.get(), "ub", static_cast<std::uint32_t>(request.screen.columns),
                              static_cast<int>(request.screen.colour != Colour::none));
  return r < 0 ? MessageHandle() : std::move(message);
}

// What an error says about whether the command was carried out. Where it was not, the socket may still serve.
std::unexpected<Missed> judge(const sd_bus_error& error) {
  const std::string_view name = error.name == nullptr ? "" : error.name;
  const std::string_view text = error.message == nullptr ? name : error.message;
  if (name == SD_BUS_ERROR_SERVICE_UNKNOWN || name == SD_BUS_ERROR_NAME_HAS_NO_OWNER) return missed(Why::not_running, says_not_running);
  if (name == SD_BUS_ERROR_NO_REPLY || name == SD_BUS_ERROR_DISCONNECTED)
    return missed(Why::silent, says_ended, true);
  if (name == SD_BUS_ERROR_ACCESS_DENIED) return missed(Why::forbidden, fmt::format("this user may not speak to the daemon over D-Bus: {}; try it with sudo", text));
  for (const char* unknown : {SD_BUS_ERROR_UNKNOWN_METHOD, SD_BUS_ERROR_UNKNOWN_INTERFACE, SD_BUS_ERROR_UNKNOWN_OBJECT, SD_BUS_ERROR_INVALID_SIGNATURE})
    if (name == unknown) return missed(Why::other_version, says_other_version);
  return missed(Why::failed, fmt::format("the daemon did not take the command: {}", text));
}

}  // namespace

Knocked ask_bus(const ControlRequest& request, const std::string& address, watch::Instant somebody_by, watch::Instant until) {
  const auto opened = open(address);
  if (!opened) return missed(Why::not_running, says_not_running);
  sd_bus* bus = opened->get();
  // That the bus is alive and knows the daemon is found out first: what was not sent may still go to the socket.
  const MessageHandle who = make_call(bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "GetNameOwner");
  if (!who || sd_bus_message_append(who.get(), "s", control_bus_name) < 0) return missed(Why::failed, "cannot ask the bus");
  const auto owner = call(bus, who.get(), somebody_by);
  if (!owner && owner.error() == ETIMEDOUT) return missed(Why::silent, "the system bus does not answer in time; how it is: systemctl status dbus");
  if (!owner) return missed(Why::not_running, says_not_running);
  if (const auto* error = sd_bus_message_get_error(owner->get())) return judge(*error);
  const MessageHandle asked = command(bus, request);
  if (!asked) return missed(Why::failed, "cannot put the command into a message");
  const auto reply = call(bus, asked.get(), until);
  if (!reply) return missed(Why::silent, says_silent, true);
  if (const auto* error = sd_bus_message_get_error(reply->get())) return judge(*error);
  std::int32_t exit_code = 0;
  const char* text = nullptr;
  int to_stderr = 0;
  if (sd_bus_message_read(reply->get(), "isb", &exit_code, &text, &to_stderr) < 0 || exit_code < 0 || exit_code > 255)
    return missed(Why::other_version, says_other_version, true);
  return ControlReply{.exit_code = exit_code, .text = text, .to_stderr = to_stderr != 0};
}

}  // namespace tailmend
