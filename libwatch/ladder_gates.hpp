// The gates of remedies, each a question to the evidence. Pure; only ladder.cpp, the machine and tests look in here.
#pragma once
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "libwatch/ladder.hpp"

namespace watch {

struct Question {
  Remedy remedy;
  bool by_name;    // a person asked for this very one
  Remedies tried;  // what counts as tried in this pass
  const Judgement& judgement;
  const Evidence& e;
  const History& history;
  const Leave& leave;
};
struct Objection {
  std::string_view reason;
  std::optional<Gate> gate{};
};
using Gatekeeper = std::optional<Objection> (*)(const Question&);

inline constexpr std::string_view budget_spent = "its budget for this hour is spent";

// What the verdict authorises; and, beside whatever is reported of routes and targets, what brings a dead connection to
// control back: it interrupts nothing, and without control the report may be of yesterday. In the order of application.
std::vector<Remedy> called_for(const Judgement& judgement, const Evidence& evidence);
// In the order in which they are asked.
std::span<const Gatekeeper> gatekeepers();
// Those that hold every remedy back, asked last.
std::span<const Gatekeeper> holders();
// LocalAPI that answers rubbish gives no evidence for acting on tailscaled.
bool answers_rubbish(const Judgement& judgement, const Evidence& evidence);
bool start_limit_hit(const Evidence& evidence);
// Whether the bad rounds were seen that a hard remedy needs.
bool rounds_suffice(const Question& question);

}  // namespace watch
