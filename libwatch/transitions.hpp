// The circle of states as data: every state × event cell is a row with its sentence, silence included. The proofs at the
// end run in the compiler: each cell decided once, each state reachable, each state with a way back to healthy.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace watch {

enum class State : std::uint8_t {
  starting, healthy, settling, probing, backing_off, remedying, reported, wan_down, standby, exhausted
};
enum class Event : std::uint8_t {
  ready,     // the first full picture is in
  moved,     // the way out, or the configuration, changed
  calm,      // the quiet period is over
  beat,      // time for a heartbeat
  due,       // time for a full look
  late,      // something calls for a look now: a heartbeat late or failed, a dead connection, a hint, a person's word
  half,      // one good round; the proof needs more
  answered,  // proved
  doubtful,  // not yet the evidence that the remedy in question needs
  ours, not_ours, spent,
  ordered,   // the one remedy that a person asked for may be applied
  lost,      // no way out
  rested,    // the wait before a remedy is over
  eased,     // the evidence changed while we waited, or is too old to act on
  finished,  // the remedy ran, or was given up
  yielded,   // the administrator stopped tailscale, or it waits for a person
  resumed    // it is wanted again
};
inline constexpr std::size_t states = 10;
inline constexpr std::size_t events = 19;

std::string_view to_string(State state);  // "backing-off"
std::string_view to_string(Event event);

// A set of states, so that one row can speak for several.
class Set {
 public:
  constexpr Set(State s) : bits_(1U << static_cast<unsigned>(s)) {}
  static constexpr Set all() { return Set((1U << states) - 1U); }
  friend constexpr Set operator|(Set a, Set b) { return Set(a.bits_ | b.bits_); }
  friend constexpr Set operator-(Set a, Set b) { return Set(a.bits_ & ~b.bits_); }
  friend constexpr bool operator==(Set, Set) = default;
  [[nodiscard]] constexpr bool has(State s) const { return ((bits_ >> static_cast<unsigned>(s)) & 1U) != 0; }

 private:
  explicit constexpr Set(unsigned bits) : bits_(bits) {}
  unsigned bits_;
};
constexpr Set operator|(State a, State b) { return Set(a) | Set(b); }
inline constexpr Set everywhere = Set::all();

struct Transition { Set from; Event on; State to; std::string_view because; };
struct Stay { Set in; Event on; std::string_view because; };

namespace table {
using enum State;
using enum Event;

inline constexpr Set resting = healthy | reported | wan_down | exhausted;
inline constexpr Set looking_on = resting | backing_off;

inline constexpr auto transitions = std::to_array<Transition>({
    {starting, ready, probing, "the first picture of kernel and tailscaled is in; see whether it carries data"},
    {everywhere - (starting | remedying | standby), moved, settling, "what it stands on changed; let it come to rest"},
    {settling, calm, probing, "nothing moved for the quiet period"},
    {healthy, beat, healthy, "a heartbeat"},
    {reported, beat, reported, "the targets are watched meanwhile"},
    {looking_on, due, probing, "time to look again"},
    {standby, due, standby, "see whether tailscale is wanted again"},
    {looking_on, late, probing, "something is not as it was; gather all evidence"},
    {standby, late, standby, "something changed; see whether tailscale is wanted again"},
    {probing, half, probing, "the targets answer; once more for the proof"},
    {probing, answered, healthy, "the targets answer through the tailnet"},
    {probing, doubtful, probing, "not yet the evidence that the next remedy needs; look again"},
    {probing, ours, backing_off, "a remedy is authorised; the mildest that is left comes first"},
    {probing, not_ours, reported, "nothing to mend from here now; say so and keep looking"},
    {probing, spent, exhausted, "the budget for hard remedies is spent"},
    {probing, ordered, backing_off, "a person asked for this remedy, and no gate holds it back"},
    {everywhere - (starting | remedying | wan_down | standby), lost, wan_down, "no way out; nothing here can mend that"},
    {backing_off, rested, remedying, "waited long enough; apply the mildest remedy left"},
    {backing_off, eased, probing, "what was seen has changed while we waited, or is old; look again"},
    {remedying, finished, settling, "the remedy is over; let its own churn come to rest"},
    {everywhere - (starting | standby), yielded, standby, "tailscale is not wanted, or waits for a person; hands off"},
    {standby, resumed, settling, "tailscale is wanted again"},
});

inline constexpr auto stays = std::to_array<Stay>({
    {everywhere - starting, ready, "only the first picture starts us"},
    {starting | remedying | standby, moved, "will be seen when we look"},
    {everywhere - settling, calm, "the quiet period of an older change"},
    {everywhere - (healthy | reported), beat, "a look with more evidence is on its way"},
    {everywhere - (looking_on | standby), due, "busy with something better"},
    {everywhere - (looking_on | standby), late, "all evidence is being gathered, or soon will be"},
    {everywhere - probing, half, "an answer to a question no longer asked"},
    {everywhere - probing, answered, "an answer to a question no longer asked"},
    {everywhere - probing, doubtful, "an answer to a question no longer asked"},
    {everywhere - probing, ours, "an answer to a question no longer asked"},
    {everywhere - probing, not_ours, "an answer to a question no longer asked"},
    {everywhere - probing, spent, "an answer to a question no longer asked"},
    {everywhere - probing, ordered, "an answer to a question no longer asked"},
    {starting | remedying | wan_down | standby, lost, "known, or will be seen when we look"},
    {everywhere - backing_off, rested, "the rest of an older attempt"},
    {everywhere - backing_off, eased, "nothing was waiting"},
    {everywhere - remedying, finished, "a remedy that was already given up"},
    {starting | standby, yielded, "known, or will be seen with the first picture"},
    {everywhere - standby, resumed, "it never stopped"},
});

// What is judged there stands: the look has ended, and what is done about it waits, or was given up.
constexpr bool at_rest(State s) { return (looking_on | standby).has(s); }

constexpr const Transition* find(State s, Event e) {
  for (const auto& row : transitions)
    if (row.on == e && row.from.has(s)) return &row;
  return nullptr;
}

// Every cell is decided, and decided once.
consteval bool every_cell_decided_once() {
  for (std::size_t s = 0; s < states; ++s)
    for (std::size_t e = 0; e < events; ++e) {
      int n = 0;
      for (const auto& row : transitions) n += row.on == Event(e) && row.from.has(State(s)) ? 1 : 0;
      for (const auto& row : stays) n += row.on == Event(e) && row.in.has(State(s)) ? 1 : 0;
      if (n != 1) return false;
    }
  return true;
}
consteval Set reach(Set from) {
  for (bool grew = true; grew;) {
    grew = false;
    for (const auto& row : transitions)
      for (std::size_t s = 0; s < states; ++s)
        if (from.has(State(s)) && row.from.has(State(s)) && !from.has(row.to)) {
          from = from | row.to;
          grew = true;
        }
  }
  return from;
}
consteval bool home_from_everywhere() {
  for (std::size_t s = 0; s < states; ++s)
    if (!reach(State(s)).has(healthy)) return false;
  return true;
}
static_assert(every_cell_decided_once(), "a state × event cell is undecided, or decided twice");
static_assert(reach(starting) == everywhere, "a state nobody can reach");
static_assert(home_from_everywhere(), "a state with no way back to healthy");
}  // namespace table

}  // namespace watch
