#include "libwatch/episode.hpp"

namespace watch {

std::string_view to_string(Weight weight) {
  switch (weight) {
    case Weight::note: return "note";
    case Weight::step: return "step";
    case Weight::turn: return "turn";
  }
  return "?";
}

std::string_view to_string(Ending ending) {
  switch (ending) {
    case Ending::going_on: return "going-on";
    case Ending::healed: return "healed";
    case Ending::by_itself: return "by-itself";
    case Ending::by_a_person: return "by-a-person";
    case Ending::taken_over: return "taken-over";
    case Ending::reported: return "reported";
    case Ending::cut_off: return "cut-off";
    case Ending::nothing: return "nothing";
  }
  return "?";
}

bool remarkable(const Episode& episode) {
  return episode.verdict != Verdict::healthy || !episode.attempts.empty() || episode.away > Duration::zero();
}

}  // namespace watch
