// A screen that is asked for again each second and drawn in its place, until Ctrl-C, SIGTERM, SIGHUP or the key q. Leaves the
// terminal as it was, with the last screen on it. For the command line only; knows nothing of what is shown.
#pragma once
#include <functional>
#include <string>

#include "daemon/base/fault.hpp"
#include "daemon/screen/screen.hpp"
#include "libwatch/time.hpp"

namespace tailmend {

// May take a while; the terminal is not drawn meanwhile.
using AskScreen = std::function<std::string(Screen)>;

// `out` must be a terminal that can_redraw(); keys are read from `in` where that is one too. Takes over the signals of the
// calling thread. A fault: the terminal is gone.
[[nodiscard]] Expected<void> watch_screen(int in, int out, AskScreen ask);

inline constexpr watch::Duration ask_screen_every = std::chrono::seconds(1);

}  // namespace tailmend
