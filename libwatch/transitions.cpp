#include "libwatch/transitions.hpp"

namespace watch {

std::string_view to_string(State state) {
  switch (state) {
    case State::starting: return "starting";
    case State::healthy: return "healthy";
    case State::settling: return "settling";
    case State::probing: return "probing";
    case State::backing_off: return "backing-off";
    case State::remedying: return "remedying";
    case State::reported: return "reported";
    case State::wan_down: return "wan-down";
    case State::standby: return "standby";
    case State::exhausted: return "exhausted";
  }
  return "?";
}

std::string_view to_string(Event event) {
  switch (event) {
    case Event::ready: return "ready";
    case Event::moved: return "moved";
    case Event::calm: return "calm";
    case Event::beat: return "beat";
    case Event::due: return "due";
    case Event::late: return "late";
    case Event::half: return "half";
    case Event::answered: return "answered";
    case Event::doubtful: return "doubtful";
    case Event::ours: return "ours";
    case Event::not_ours: return "not-ours";
    case Event::spent: return "spent";
    case Event::ordered: return "ordered";
    case Event::lost: return "lost";
    case Event::rested: return "rested";
    case Event::eased: return "eased";
    case Event::finished: return "finished";
    case Event::yielded: return "yielded";
    case Event::resumed: return "resumed";
  }
  return "?";
}

}  // namespace watch
