// Which remedy next, given the verdict, what was tried, and the gates; and what was left out, and why. Pure.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "libwatch/action.hpp"
#include "libwatch/gates.hpp"
#include "libwatch/policy.hpp"
#include "libwatch/verdict.hpp"

namespace watch {

// A set of remedies.
struct Remedies {
  std::uint8_t bits = 0;
  constexpr void add(Remedy remedy) { bits = static_cast<std::uint8_t>(bits | (1U << static_cast<unsigned>(remedy))); }
  [[nodiscard]] constexpr bool has(Remedy remedy) const { return ((bits >> static_cast<unsigned>(remedy)) & 1U) != 0; }
  [[nodiscard]] constexpr bool empty() const { return bits == 0; }
  friend constexpr Remedies operator|(Remedies a, Remedies b) { return {.bits = static_cast<std::uint8_t>(a.bits | b.bits)}; }
  friend bool operator==(Remedies, Remedies) = default;
};

constexpr bool is_hard(Remedy remedy) { return remedy == Remedy::up_reset || remedy == Remedy::restart; }

// What was done against it, what came of that, and what is left to do.
struct History {
  Remedies tried;        // in this pass through the ladder …
  Remedies past;         // … and in those before it
  Remedies unavailable;  // rights, kernel or build lack it
  std::uint32_t bad_rounds = 0;  // complete bad rounds since the last remedy, or since the episode began
  bool mild_tried = false;
  Duration dead_for{};           // since the unit was first seen failed
  bool somebody_gets_through = false;  // a peer's RxBytes grew between the last two looks
  std::uint32_t restarts_left = 0;
  std::uint32_t up_resets_left = 0;
  Duration since_restart = Duration::max();  // since the last one of ours; without end where there was none
  bool proved_since_restart = false;  // the data plane answered since that one
  Duration put_off_for{};  // since ssh sessions first put a hard remedy off in this episode
};

// A person's word now in force.
struct Leave {
  bool paused = false;
  Gates despite;         // overruled by name, for an order
  bool ordered = false;  // the ladder is gone through once, now …
  Remedies done;         // … and these were
};

// Why hard remedies wait for somebody who is logged in; the machine counts how long.
inline constexpr std::string_view for_ssh = "an ssh session over the tailnet is in use; it is given ten minutes";
inline constexpr std::string_view tried_already = "tried already";
inline constexpr std::string_view lacking_here = "unavailable on this host";

struct Skip {
  Remedy remedy;
  std::string_view reason;
  std::optional<Gate> gate{};  // by whose name a person overrules it; nothing: nobody does
  friend bool operator==(const Skip&, const Skip&) = default;
};

enum class Rung : std::uint8_t {
  chosen,
  held,           // it would be the next one, but a pause or observe mode holds every remedy back
  more_evidence,  // the next one needs further bad rounds
  spent,          // the next one has no budget left
  none,           // nothing authorised is left
};
struct Choice {
  Rung rung = Rung::none;
  Remedy remedy = Remedy::ping;  // with `chosen` and `held`
  Scope scope = Scope::dead;     // with kick
  bool start_only = false;       // with restart: the unit has failed, so start it
  bool ordered = false;          // the one remedy that a person asked for
  std::vector<Skip> skips;
};
Choice choose(const Judgement& judgement, const Evidence& evidence, const History& history, const Leave& leave = {});
// The one remedy that a person asked for: `chosen`, `more_evidence`, or `none` with everything that holds it back.
Choice choose_one(Remedy remedy, const Judgement& judgement, const Evidence& evidence, const History& history, const Leave& leave);

// How long the world may take to come to rest after a remedy, before it is judged.
Duration settling_time(Remedy remedy);

}  // namespace watch
