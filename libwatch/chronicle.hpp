// Follows the machine step by step and tells its episodes, and counts how long each target was watched and without data.
// Holds the episode that goes on and the one before it; never writes anything down, never reads a clock.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "libwatch/episode.hpp"
#include "libwatch/machine.hpp"

namespace watch {

// Since it was last taken. A target is not watched while tailscale is stopped on purpose, or the machine sleeps.
struct Watched {
  std::string target;
  Duration watched{};
  Duration away{};
};

// What a step added.
struct Heard {
  bool told = false;   // to open(): a line, or the result of a remedy
  bool ended = false;  // last() is another one now
  bool added = false;  // to last(): something that came soon after its end
};

class Chronicle {
 public:
  // After each step of the machine, with what was stepped.
  Heard take(Instant now, const Observation& seen, const Decision& decision, const Machine& machine);

  // The episode that goes on, as far as it has come; nullptr: none does. Valid until the next take().
  [[nodiscard]] const Episode* open() const { return open_ ? &*open_ : nullptr; }
  // The last one that ended since the start; nullptr: none yet.
  [[nodiscard]] const Episode* last() const { return last_ ? &*last_ : nullptr; }
  // What has accrued per target since the last call.
  std::vector<Watched> take_watched();

  static constexpr Duration afterwards = 10min;  // what comes so soon after an episode still belongs to it

 private:
  // Of one target.
  struct Trace {
    Watched accrued;
    std::optional<Instant> known_at;    // of the last answer, or of its absence …
    bool good = false;                  // … and which of them
    std::optional<Instant> away_since;
    Duration away{};                    // in the open episode
  };

  // How far the open episode has been told.
  struct Telling {
    std::optional<std::pair<Verdict, std::uint8_t>> verdict;  // the last one, and its cause
    State rests_in = State::starting;                         // where it led
    bool acted_upon = false;                                  // the episode's verdict
    Verdict acted_for = Verdict::healthy;                     // that of the last remedy
    std::uint32_t attempt = 0;                                // its number
    std::optional<Remedy> tried;                              // the last remedy, where no verdict was told since
    std::optional<Remedy> cure;                               // and no look has found anything as grave since
    bool doubted = false;                                     // a look needed another one, since a verdict was told
    std::optional<Instant> answering_since;
    std::string words;                                        // of the last line …
    State led_to = State::starting;                           // … and where it led
    std::string withheld;
    std::optional<Verdict> milder;                            // for which it was said that a milder remedy is left
    std::string advice;
  };

  void configure(Instant now, const Policy& policy);
  void watch(Instant now, const Observation& seen, const Decision& decision, const Machine& machine);
  void note_target(Instant now, std::size_t target, bool good);
  void stop_watching(Instant now);
  void note_path(Instant now, const PingFact& ping, const Machine& machine, Heard& heard);

  void begin(Instant now, const Machine& machine);
  void end(Instant now, Ending ending);
  [[nodiscard]] Ending ending_of(const Decision& decision) const;
  void tell(Instant now, const Decision& decision, const Machine& machine);
  void tell_doubt(Instant now, const Decision& decision, const Machine& machine);
  void tell_verdict(Instant now, const Decision& decision, const Machine& machine);
  void tell_withheld(Instant now, const Machine& machine);
  void tell_attempt(Instant now, const Decision& decision, const Machine& machine);
  void note_remedy(const RemedySeen& remedy);
  void note_given_up(Instant now);
  void name_attempt(std::string text);
  void forget_cure(Verdict left);
  void note_verdict(const Judgement& judgement, bool acted_upon);
  void add(Instant now, const Decision& decision, Weight weight, std::string text);
  void add_note(Instant now, std::string text);
  void append(EpisodeLine line);
  void refresh(Instant now);

  std::optional<Episode> open_;
  std::optional<Episode> last_;
  Instant ended_at_{};
  std::uint32_t number_ = 0;  // of the last one
  bool changed_ = false;      // open_, by the step being taken

  std::vector<Trace> traces_;
  std::optional<Instant> any_away_since_;
  Duration away_{};                  // in the open episode, of targets that are back
  std::optional<Instant> asked_at_;  // the targets, last

  State came_from_ = State::starting;  // to the state that the machine is in; equal to it: told already
  Telling telling_;

  std::vector<Address> direct_;   // routers whose path was seen to be direct
  std::vector<Address> relayed_;  // of these, those that were relayed when the last episode ended
};

}  // namespace watch
