#include "libwatch/tailnet.hpp"

#include <array>
#include <utility>

namespace watch {

std::string_view to_string(Answer answer) {
  switch (answer) {
    case Answer::answered: return "answered";
    case Answer::forbidden: return "forbidden";
    case Answer::not_found: return "not found";
    case Answer::not_built: return "not built in";
    case Answer::not_ready: return "not ready";
    case Answer::rejected: return "rejected";
    case Answer::absent: return "no socket";
    case Answer::refused: return "nobody listens";
    case Answer::denied: return "no right to connect";
    case Answer::timed_out: return "no answer in time";
    case Answer::lost: return "cut off";
    case Answer::garbled: return "garbled";
    case Answer::too_large: return "too large";
  }
  return "?";
}

namespace {
using Word = std::pair<Backend, std::string_view>;
// The words of ipn.State.String(), which are BackendState on the wire.
constexpr std::array words = {
    Word{Backend::no_state, "NoState"},
    Word{Backend::in_use_other_user, "InUseOtherUser"},
    Word{Backend::needs_login, "NeedsLogin"},
    Word{Backend::needs_machine_auth, "NeedsMachineAuth"},
    Word{Backend::stopped, "Stopped"},
    Word{Backend::starting, "Starting"},
    Word{Backend::running, "Running"},
};
}  // namespace

std::string_view to_string(Backend backend) {
  for (const auto& [value, word] : words) {
    if (value == backend) return word;
  }
  return "unknown";
}

Backend parse_backend(std::string_view text) {
  for (const auto& [value, word] : words) {
    if (word == text) return value;
  }
  return Backend::unknown;
}

}  // namespace watch
