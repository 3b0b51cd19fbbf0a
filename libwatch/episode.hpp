// One episode: a fault from its first sign to its proof, as it is told, kept and printed. Plain values; every time in it is
// counted from its beginning, so that only that needs a clock.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "libwatch/observation.hpp"
#include "libwatch/transitions.hpp"
#include "libwatch/verdict.hpp"

namespace watch {

enum class Weight : std::uint8_t {
  note,  // belongs to the line above it: what was not done, what a person can do
  step,  // what was seen, and where it led
  turn,  // a verdict, a remedy, the end
};
std::string_view to_string(Weight weight);

struct EpisodeLine {
  Duration after{};
  State from = State::starting;  // equal to `to`: no transition to show
  State to = State::starting;
  Weight weight = Weight::step;
  std::string text;  // one sentence, evidence first, no final stop
  friend bool operator==(const EpisodeLine&, const EpisodeLine&) = default;
};

struct Attempt {
  Duration after{};
  Remedy remedy = Remedy::ping;
  std::optional<Outcome> outcome;  // nothing: it has not ended, or was given up
  std::string detail;
  friend bool operator==(const Attempt&, const Attempt&) = default;
};

// A remedy that was authorised and not applied, and why.
struct Withheld {
  Remedy remedy = Remedy::ping;
  std::string reason;
  friend bool operator==(const Withheld&, const Withheld&) = default;
};

// How long a target gave no answer: from the last good one before it failed to the first good one after.
struct Absence {
  std::string target;
  Duration away{};
  friend bool operator==(const Absence&, const Absence&) = default;
};

enum class Ending : std::uint8_t {
  going_on,
  healed,       // the look that followed a remedy found the targets answering
  by_itself,
  by_a_person,  // what had been an administrator's will, or the configuration, is so no more
  taken_over,   // somebody else restarted tailscaled
  reported,     // the targets answer; what is left is said, and not for this host to mend
  cut_off,      // the supervisor ended in the middle of it
  nothing,      // a doubt, and nothing was found
};
std::string_view to_string(Ending ending);

struct Episode {
  std::uint32_t number = 0;
  Instant began{};
  Duration lasted{};  // so far
  Ending ending = Ending::going_on;
  std::optional<Remedy> healed_by;
  // The gravest verdict; of those with one exit status, that which was acted upon.
  Verdict verdict = Verdict::healthy;
  Whose whose = Whose::nobody;
  std::string sentence;
  std::string advice;           // what a person can do, as long as it goes on
  bool watched = false;         // some target is configured: `away` means something
  Duration away{};              // while at least one target was
  std::vector<Absence> absences;
  std::vector<Attempt> attempts;
  std::vector<Withheld> withheld;
  std::vector<EpisodeLine> lines;
  std::uint32_t left_out = 0;   // lines, after the first `first_lines`
  friend bool operator==(const Episode&, const Episode&) = default;

  static constexpr std::size_t max_lines = 120;   // what is more is left out of the middle, and counted
  static constexpr std::size_t first_lines = 40;  // of these are kept from the beginning
  static constexpr std::size_t max_text = 400;    // bytes
  static constexpr std::size_t max_attempts = 64;
  static constexpr std::size_t max_withheld = 16;
  static constexpr std::size_t max_absences = 32;
};

// Worth keeping: something was found wrong, something was done, or data was away.
bool remarkable(const Episode& episode);

}  // namespace watch
