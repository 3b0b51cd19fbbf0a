#include "daemon/control/control_bus_calls.hpp"

#include <algorithm>
#include <cstring>
#include <string>

#include <fmt/format.h>

#include "daemon/control/caller.hpp"

namespace tailmend {

namespace {

constexpr const char* failed_error = "org.tailmend.Tailmend1.Error.Failed";
constexpr const char* too_slow = "the bus takes the answers too slowly; try again";
constexpr const char* too_many = "too many calls wait for an answer; try again";
constexpr std::uint32_t ask_a_person = 1;  // AllowUserInteraction of polkit's CheckAuthorizationFlags

// "tailmend: no such remedy\n" as the message of an error.
std::string_view bare(std::string_view text) {
  constexpr std::string_view name = "tailmend: ";
  if (text.starts_with(name)) text.remove_prefix(name.size());
  while (text.ends_with('\n')) text.remove_suffix(1);
  return text;
}

void refuse(sd_bus_message* call, const char* error, std::string_view why) {
  (void)sd_bus_reply_method_errorf(call, error, "%.*s", static_cast<int>(why.size()), why.data());
}

void send(sd_bus_message* call, const ControlReply& raw, Returns returns) {
  const ControlReply reply = presentable(raw);
  if (returns == Returns::command) {
    (void)sd_bus_reply_method_return(call, "isb", reply.exit_code, reply.text.c_str(), static_cast<int>(reply.to_stderr));
  } else if (reply.lacks != Right::look) {
    refuse(call, SD_BUS_ERROR_ACCESS_DENIED, bare(reply.text));
  } else if (reply.to_stderr) {
    refuse(call, failed_error, bare(reply.text));
  } else if (returns == Returns::text) {
    (void)sd_bus_reply_method_return(call, "s", reply.text.c_str());
  } else {
    (void)sd_bus_reply_method_return(call, nullptr);
  }
}

std::uint64_t unsent_on(sd_bus* bus) {
  std::uint64_t messages = 0;
  return sd_bus_get_n_queued_write(bus, &messages) < 0 ? 0 : messages;
}

// The numbers of a connection's credentials, a{sv}.
struct Who {
  std::uint32_t uid = Caller::unknown;
  std::uint32_t pid = 0;
};

int read_who(sd_bus_message* reply, Who& who) {
  int r = sd_bus_message_enter_container(reply, 'a', "{sv}");
  while (r >= 0 && (r = sd_bus_message_enter_container(reply, 'e', "sv")) > 0) {
    const char* name = nullptr;
    r = sd_bus_message_read(reply, "s", &name);
    std::uint32_t* number = nullptr;
    if (r >= 0 && std::strcmp(name, "UnixUserID") == 0) number = &who.uid;
    if (r >= 0 && std::strcmp(name, "ProcessID") == 0) number = &who.pid;
    if (r >= 0) r = number == nullptr ? sd_bus_message_skip(reply, "v") : sd_bus_message_read(reply, "v", "u", number);
    if (r >= 0) r = sd_bus_message_exit_container(reply);
  }
  return r;
}

}  // namespace

struct ControlCalls::Call {
  ControlCalls* calls = nullptr;
  MessageHandle message;
  ControlRequest request;
  ControlReply refusal;  // what it gets where it may not
  Returns returns = Returns::command;
  SlotHandle slot;
  Source limit;
};

ControlCalls::ControlCalls(Loop& loop, Answerer answerer) : ControlCalls(loop, std::move(answerer), Limits{}) {}
ControlCalls::ControlCalls(Loop& loop, Answerer answerer, Limits limits) : loop_(loop), answerer_(std::move(answerer)), limits_(limits) {}
ControlCalls::~ControlCalls() = default;

void ControlCalls::forget() { calls_.clear(); }

// What anybody may ask is answered without a question about the caller, so that calls of those who may not act do not
// keep those who look waiting.
void ControlCalls::answer(sd_bus_message* call, ControlRequest request, Returns returns) {
  const std::uint64_t unsent = unsent_on(sd_bus_message_get_bus(call));
  if (unsent > limits_.unsent) return refuse(call, SD_BUS_ERROR_LIMITS_EXCEEDED, too_slow);
  if (const std::string trouble = trouble_in(request.words); !trouble.empty()) return refuse(call, SD_BUS_ERROR_INVALID_ARGS, trouble);
  ControlReply reply = answerer_(request);
  // Long answers that somebody asks for and does not fetch must not keep the short ones from others.
  if (unsent > limits_.unsent_long && reply.text.size() > limits_.screen) return refuse(call, SD_BUS_ERROR_LIMITS_EXCEEDED, too_slow);
  if (reply.lacks == Right::look) return send(call, reply, returns);
  if (!has_room_for(call)) return refuse(call, SD_BUS_ERROR_LIMITS_EXCEEDED, too_many);
  auto waiting = std::make_unique<Call>();
  waiting->calls = this;
  waiting->message.reset(sd_bus_message_ref(call));
  waiting->request = std::move(request);
  waiting->refusal = std::move(reply);
  waiting->returns = returns;
  calls_.push_back(std::move(waiting));
  ask_who(*calls_.back());
}

bool ControlCalls::has_room_for(sd_bus_message* call) const {
  const std::string sender = sd_bus_message_get_sender(call);
  const auto own = std::count_if(calls_.begin(), calls_.end(), [&](const auto& one) { return sender == sd_bus_message_get_sender(one->message.get()); });
  return calls_.size() < limits_.open && static_cast<std::size_t>(own) < limits_.per_sender;
}

// Polkit may ask a person, for minutes: nobody may have all the room meanwhile. `uid` is in one of the calls already.
bool ControlCalls::has_room_for(uid_t uid) const {
  const auto own = std::count_if(calls_.begin(), calls_.end(), [&](const auto& one) { return one->request.caller.uid == uid; });
  return static_cast<std::size_t>(own) <= limits_.per_user;
}

Source ControlCalls::limit(Call& call, watch::Duration most, const char* why) {
  auto timer = loop_.at(loop_.now() + most, [this, &call, why] { end(call, SD_BUS_ERROR_TIMEOUT, why); });
  return timer ? std::move(*timer) : Source();
}

// sd_bus_query_sender_creds would ask the same, and wait.
void ControlCalls::ask_who(Call& call) {
  call.limit = limit(call, limits_.who, "the bus does not say who is calling");
  sd_bus_message* message = call.message.get();
  sd_bus_slot* slot = nullptr;
  const int r = sd_bus_call_method_async(sd_bus_message_get_bus(message), &slot, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                         "org.freedesktop.DBus", "GetConnectionCredentials", on_who, &call, "s",
                                         sd_bus_message_get_sender(message));
  call.slot.reset(slot);
  if (r < 0) end(call, SD_BUS_ERROR_FAILED, "cannot ask the bus who is calling");
}

int ControlCalls::on_who(sd_bus_message* reply, void* data, sd_bus_error*) {
  Call& call = *static_cast<Call*>(data);
  Who who;
  const bool known = sd_bus_message_get_error(reply) == nullptr && read_who(reply, who) >= 0 && who.uid != Caller::unknown;
  if (!known) return call.calls->end(call, SD_BUS_ERROR_FAILED, "the bus does not say who is calling"), 0;
  call.request.caller = caller_of(who.uid, static_cast<pid_t>(who.pid));
  if (call.request.caller.may(call.refusal.lacks)) call.calls->settle(call);
  else if (!call.calls->has_room_for(who.uid)) call.calls->end(call, SD_BUS_ERROR_LIMITS_EXCEEDED, too_many);
  else call.calls->ask_polkit(call);
  return 0;
}

void ControlCalls::ask_polkit(Call& call) {
  sd_bus_message* message = call.message.get();
  sd_bus* bus = sd_bus_message_get_bus(message);
  const bool person = sd_bus_message_get_allow_interactive_authorization(message) > 0;
  call.limit = limit(call, person ? limits_.person : limits_.polkit, "polkit does not answer");
  const std::string action = fmt::format("org.tailmend.{}", to_string(call.refusal.lacks));
  sd_bus_message* made = nullptr;
  int r = sd_bus_message_new_method_call(bus, &made, "org.freedesktop.PolicyKit1", "/org/freedesktop/PolicyKit1/Authority",
                                         "org.freedesktop.PolicyKit1.Authority", "CheckAuthorization");
  const MessageHandle question(made);
  if (r >= 0)
    r = sd_bus_message_append(made, "(sa{sv})sa{ss}us", "system-bus-name", 1, "name", "s", sd_bus_message_get_sender(message),
                              action.c_str(), 0, person ? ask_a_person : 0U, "");
  sd_bus_slot* slot = nullptr;
  if (r >= 0) r = sd_bus_call_async(bus, &slot, made, on_polkit, &call, UINT64_MAX);  // the limit is ours
  call.slot.reset(slot);
  if (r < 0) end(call, call.refusal);
}

int ControlCalls::on_polkit(sd_bus_message* reply, void* data, sd_bus_error*) {
  Call& call = *static_cast<Call*>(data);
  int authorised = 0;
  int challenge = 0;
  const bool said = sd_bus_message_get_error(reply) == nullptr && sd_bus_message_enter_container(reply, 'r', "bba{ss}") > 0 &&
                    sd_bus_message_read(reply, "bb", &authorised, &challenge) >= 0;
  if (said && authorised != 0) {
    call.request.caller.granted = call.refusal.lacks;
    call.calls->settle(call);
  } else if (said && challenge != 0 && call.returns != Returns::command) {
    call.calls->end(call, SD_BUS_ERROR_INTERACTIVE_AUTHORIZATION_REQUIRED, "polkit would ask a person first");
  } else {
    call.calls->end(call, call.refusal);
  }
  return 0;
}

void ControlCalls::settle(Call& call) { end(call, answerer_(call.request)); }

void ControlCalls::end(Call& call, const ControlReply& reply) {
  send(call.message.get(), reply, call.returns);
  drop(call);
}

void ControlCalls::end(Call& call, const char* error, const char* why) {
  refuse(call.message.get(), error, why);
  drop(call);
}

void ControlCalls::drop(Call& call) {
  std::erase_if(calls_, [&](const auto& one) { return one.get() == &call; });
}

}  // namespace tailmend
