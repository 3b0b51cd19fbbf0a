// `tailmend history` and `tailmend why`: what is kept of episodes, as a reply. Reads the state directory; needs no daemon.
#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "daemon/base/wall_time.hpp"
#include "daemon/control/control.hpp"
#include "daemon/screen/screen.hpp"
#include "daemon/state/episode_file.hpp"

namespace tailmend {

struct HistoryAsk {
  std::string since;  // as typed; "" = all
  bool json = false;
};
ControlReply history_reply(const std::string& state_directory, const HistoryAsk& ask, WallTime now, Screen screen);

struct WhyAsk {
  std::optional<std::uint32_t> number;  // nothing: the one that goes on, else the newest
  bool json = false;
  std::optional<KeptEpisode> open;  // the one that goes on, where the daemon itself answers
};
ControlReply why_reply(const std::string& state_directory, const WhyAsk& ask, WallTime now, Screen screen);

}  // namespace tailmend
