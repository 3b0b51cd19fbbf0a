// What went wrong at an edge: errno and what was being tried. A value; never logs itself.
#pragma once
#include <cerrno>
#include <cstring>
#include <expected>
#include <string>
#include <utility>

namespace tailmend {

struct Fault {
  int error = 0;       // errno, positive; 0 where the trouble is not the kernel's
  std::string trying;  // "open /run/tailscale/tailscaled.sock"
};

inline Fault fault(std::string trying, int error = errno) { return Fault{.error = error, .trying = std::move(trying)}; }
inline std::string to_string(const Fault& fault) {
  return fault.error == 0 ? fault.trying : fault.trying + ": " + std::strerror(fault.error);
}

template <class T>
using Expected = std::expected<T, Fault>;

}  // namespace tailmend
