// A played machine whose figures are counted, and samples of what a scrape would find.
#pragma once
#include <chrono>
#include <cstddef>
#include <string>
#include <utility>

#include "daemon/metrics/tally.hpp"
#include "tests/support/played.hpp"

namespace tailmend::testing {

using namespace std::chrono_literals;

inline constexpr watch::Duration wall = 1'800'000'000s;  // when the clock of the played machine shows its beginning

struct Counted {
  explicit Counted(watch::Policy policy = {})
      : played(std::move(policy), [this](const watch::testing::Played& here, const watch::Observation& seen) {
          tally.take({here.now, seen, here.last, here.machine});
        }) {}

  [[nodiscard]] std::string text() { return tally.text(played.now, wall + (played.now - begun)); }
  // The value of a sample, written as it stands there; "" where there is none.
  [[nodiscard]] std::string value(const std::string& sample) {
    const std::string all = "\n" + text();
    const std::size_t at = all.find("\n" + sample + " ");
    if (at == std::string::npos) return "";
    const std::size_t start = at + sample.size() + 2;
    return all.substr(start, all.find('\n', start) - start);
  }
  // The one value of a set that is the case.
  [[nodiscard]] std::string one(const std::string& name, const std::string& label) {
    const std::string all = text();
    std::string found;
    const std::string start = "\n" + name + "{" + label + "=\"";
    for (std::size_t at = all.find(start); at != std::string::npos; at = all.find(start, at + 1)) {
      const std::size_t from = at + start.size();
      const std::size_t to = all.find('"', from);
      if (all.substr(to, 4) == "\"} 1") found += (found.empty() ? "" : " ") + all.substr(from, to - from);
    }
    return found;
  }
  void heal() {
    played.scene.target(watch::TcpOutcome::held, 11ms);
    for (auto& peer : played.scene.evidence.peers) peer.disco = peer.tsmp = watch::Standing::good;
  }

  Tally tally;
  watch::testing::Played played;
  const watch::Instant begun{24h};
};

inline std::string probes(const std::string& outcome) { return "tailmend_probes_total{target=\"plc\",outcome=\"" + outcome + "\"}"; }
inline const std::string reachable = "tailmend_target_reachable{target=\"plc\"}";
inline const std::string away = "tailmend_without_data_seconds_total{target=\"plc\"}";

}  // namespace tailmend::testing
