// Looks for targets: the subnets that this host accepts, and what answers behind them through the tailnet, asked with the
// daemon's own prober. Opens a handful of connections, each once, and changes nothing.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "daemon/base/loop.hpp"
#include "daemon/config/config.hpp"
#include "daemon/setup/setup_plan.hpp"

namespace tailmend {

struct Survey {
  std::string trouble;  // why it could not look, a sentence without a stop; then the rest is empty
  std::string advice;   // the command that mends that
  std::string tailscaled;  // "1.102.3 Running"
  std::vector<Ground> grounds;
  std::vector<Proposal> proposals;
  std::size_t asked = 0;  // addresses and ports
};

// Called once before the first connection, with how many may be opened at most.
using OnAsking = std::function<void(std::size_t)>;

// Blocks, for the command line only; at most `survey_limit`.
Survey survey(Loop& loop, const Settings& settings, const OnAsking& on_asking);
inline constexpr watch::Duration survey_limit = std::chrono::seconds(20);

}  // namespace tailmend
