// Whether what stands needs a person: at once, once the budget is spent, or because it does not pass. Told of every step;
// the journal's levels and the hooks follow it. Decides nothing about remedies.
#pragma once
#include <cstdint>
#include <optional>
#include <utility>

#include "libwatch/machine.hpp"

namespace watch {

// What is news about what stands.
struct Concern {
  enum class Why : std::uint8_t {
    nobody_needed,  // it mends itself, or tailmend does
    at_once,        // only a person can
    budget_spent,   // tailmend could, and has no hard remedy left for this hour
    lasting,        // it was to pass by itself, or to be mended, and has not been
  };
  bool changed = false;  // another verdict, or another cause
  Why why = Why::nobody_needed;
  bool repeated = false;  // lasting, and said so of this very trouble before
  Duration lasting{};     // since the trouble began, of its own kind: data cut off, or not
};
constexpr bool needs_person(const Concern& concern) { return concern.why != Concern::Why::nobody_needed; }

class Concerns {
 public:
  static constexpr Duration patience = 5min;            // where a target cannot be reached
  static constexpr Duration patience_degraded = 30min;  // where data flows

  // Something where the verdict that stands is another one, or begins to need a person. Nothing while a look or a remedy
  // goes on.
  std::optional<Concern> take(Instant now, const Machine& machine);
  // The next verdict is news again.
  void forget() { said_.reset(); }

 private:
  std::optional<std::pair<Verdict, std::uint8_t>> said_;  // and its cause
  Concern::Why why_ = Concern::Why::nobody_needed;
  std::optional<Instant> critical_since_;
  std::optional<Instant> degraded_since_;  // or critical
  std::optional<Instant> said_lasting_;    // of the trouble that began then
};

}  // namespace watch
