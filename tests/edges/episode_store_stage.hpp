// A state directory of a test's own, and episodes to keep in it.
#pragma once
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "daemon/state/episode_store.hpp"
#include "tests/support/folder.hpp"

namespace tailmend::testing {

using namespace std::chrono_literals;

// A state directory with a flight record in it.
class State : public Folder {
 public:
  State() {
    std::filesystem::create_directory(path / "flight");
    new_record("one");
  }
  void new_record(const std::string& text) const {
    std::filesystem::remove(path / "flight/current");
    std::ofstream(path / "flight/current") << text;
  }
  [[nodiscard]] std::string read(const std::string& name) const {
    std::ostringstream text;
    text << std::ifstream(path / name).rdbuf();
    return text.str();
  }
  [[nodiscard]] bool has(const std::string& name) const { return std::filesystem::exists(path / "episodes" / name); }
};

inline const Moment now{.boot = watch::Instant(1000s), .wall = WallTime(1795223647000000us)};

inline watch::Episode episode(std::uint32_t number, watch::Ending ending = watch::Ending::healed) {
  watch::Episode e{.number = number, .began = now.boot - 10s, .lasted = 6s, .ending = ending, .verdict = watch::Verdict::wan_down, .whose = watch::Whose::wan, .sentence = "no way out",
                   .watched = true, .away = 5s};
  e.lines = {{.after = 0s, .from = watch::State::healthy, .to = watch::State::wan_down, .weight = watch::Weight::turn, .text = "no way out: wan-down, WAN"}};
  return e;
}

inline std::vector<std::uint32_t> numbers(const State& state) {
  std::vector<std::uint32_t> found;
  for (const auto& summary : EpisodeReader::open(state.path)->summaries().value) found.push_back(summary.number);
  return found;
}

}  // namespace tailmend::testing
