// A person's command on its way to the daemon and the answer on its way back: the values that socket, bus and client
// share, and the limits of both. Knows no command: what the words mean is the answerer's business.
#pragma once
#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/screen/screen.hpp"

namespace tailmend {

inline constexpr std::size_t max_control_words = 256;
inline constexpr std::size_t max_request_bytes = std::size_t{16} << 10U;  // all words, each with the byte that ends it
inline constexpr std::size_t max_reply_bytes = std::size_t{1} << 20U;     // the text

// Where the daemon is to be found.
inline constexpr const char* control_socket_path = "/run/tailmend/control.sock";
inline constexpr const char* control_bus_name = "org.tailmend.Tailmend1";
inline constexpr const char* control_bus_path = "/org/tailmend/Tailmend1";
inline constexpr const char* control_bus_interface = "org.tailmend.Tailmend1";

// What a caller may do beyond looking. Root may all of it; over D-Bus, polkit may allow it to others.
enum class Right : std::uint8_t { look, check, pause, resume, mend };
std::string_view to_string(Right right);  // "pause", the last word of polkit's action

struct Caller {
  static constexpr uid_t unknown = static_cast<uid_t>(-1);

  uid_t uid = unknown;          // not asked for where anybody may do it
  std::string name;             // "alice", "alice as root", "uid 1000"
  Right granted = Right::look;  // by polkit

  [[nodiscard]] bool may(Right right) const noexcept { return right == Right::look || uid == 0 || granted == right; }
};

struct ControlRequest {
  std::vector<std::string> words;  // without the program's own name
  Screen screen;
  Caller caller;
};

struct ControlReply {
  int exit_code = 0;  // 0 to 255
  std::string text;   // ends in a newline, or is ""
  bool to_stderr = false;
  Right lacks = Right::look;  // what the caller would have to be allowed; nothing was done
};

// Answers at once, and never throws. Where the caller lacks a right it does nothing and returns lacking(): it may be asked
// again once polkit has granted it.
using Answerer = std::function<ControlReply(const ControlRequest&)>;

ControlReply lacking(Right right);
// What is wrong with the words whatever they mean: too many, too long, no UTF-8, control characters. "" = nothing.
std::string trouble_in(const std::vector<std::string>& words);
// As it can be sent: a text over the limit becomes a line that says so, a byte that is no text becomes '?'.
ControlReply presentable(ControlReply reply);

}  // namespace tailmend
