// Method calls on the D-Bus service and who may make them: the bus says who calls, polkit whether that one may act. All of
// it is asked without waiting; few calls are open at once. Part of the control_bus edge; nobody else uses it.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "daemon/base/loop.hpp"
#include "daemon/control/control.hpp"

namespace tailmend {

// What a method returns: exit code, text and stream of the command; the text; nothing.
enum class Returns : std::uint8_t { command, text, nothing };

class ControlCalls {
 public:
  struct Limits {
    std::size_t open = 64;        // calls that wait for the bus or polkit …
    std::size_t per_sender = 4;   // … of one connection …
    std::size_t per_user = 16;    // … and of one user who is not root, however many connections that one has
    std::uint64_t unsent = 256;     // answers that the bus has not taken; further calls get an error
    std::uint64_t unsent_long = 8;  // with more of them than this, so do calls whose answer is longer than …
    std::size_t screen = std::size_t{16} << 10U;  // … so many bytes
    watch::Duration who = std::chrono::seconds(2);
    watch::Duration polkit = std::chrono::seconds(3);
    watch::Duration person = std::chrono::minutes(2);  // polkit, where the caller lets it ask a person for a password
  };

  ControlCalls(Loop& loop, Answerer answerer);
  ControlCalls(Loop& loop, Answerer answerer, Limits limits);
  ~ControlCalls();
  ControlCalls(const ControlCalls&) = delete;
  ControlCalls& operator=(const ControlCalls&) = delete;

  // Exactly one answer to `call`, now or later, unless forget() comes first.
  void answer(sd_bus_message* call, ControlRequest request, Returns returns);
  void forget();  // the bus is gone

 private:
  struct Call;

  [[nodiscard]] bool has_room_for(sd_bus_message* call) const;
  [[nodiscard]] bool has_room_for(uid_t uid) const;
  void ask_who(Call& call);
  void ask_polkit(Call& call);
  void settle(Call& call);  // its caller is known as well as it will be
  void end(Call& call, const ControlReply& reply);
  void end(Call& call, const char* error, const char* why);
  void drop(Call& call);
  Source limit(Call& call, watch::Duration most, const char* why);
  static int on_who(sd_bus_message* reply, void* call, sd_bus_error* error);
  static int on_polkit(sd_bus_message* reply, void* call, sd_bus_error* error);

  Loop& loop_;
  Answerer answerer_;
  Limits limits_;
  std::vector<std::unique_ptr<Call>> calls_;
};

}  // namespace tailmend
