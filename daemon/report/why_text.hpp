// What `why` prints: one episode as a timeline in sentences, evidence first. Pure; the time zone is the host's.
#pragma once
#include <string>

#include "daemon/screen/screen.hpp"
#include "daemon/state/episode_file.hpp"

namespace tailmend {

struct Why {
  KeptEpisode kept;
  std::string flight_record;  // its path, "" where there is none
  std::string trouble;        // what could not be read of it; "" when all could
};

// Each line ended by a newline; right at 80 columns.
std::string why_text(const Why& why, WallTime now, Screen screen);
// One object, without a newline; docs/history-json.md is its schema.
std::string why_json(const Why& why);

}  // namespace tailmend
