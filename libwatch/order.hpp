// A person's order to mend, the ladder or one remedy, and what came of it. Facts only: the machine carries it out.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libwatch/gates.hpp"
#include "libwatch/ladder.hpp"
#include "libwatch/observation.hpp"
#include "libwatch/transitions.hpp"
#include "libwatch/verdict.hpp"

namespace watch {

struct Applied {
  std::uint32_t attempt = 0;
  Remedy remedy = Remedy::ping;
  std::optional<Outcome> outcome;  // nothing: not answered yet, or given up
  std::string detail;
};

enum class OrderEnd : std::uint8_t {
  rested,    // the machine rests again: healthy and proved, or with a verdict for which nothing is left to do
  refused,   // gates hold the one remedy back
  handed_on, // the one remedy did not mend it; the machine goes on by itself
  replaced,  // by a newer order
  overdue,   // it came to no end within Policy::order_limit
};
std::string_view to_string(OrderEnd end);

struct Ended {
  Instant at{};
  OrderEnd how = OrderEnd::rested;
  State state = State::healthy;
  Judgement judgement;
};

struct Order {
  std::uint32_t number = 0;      // of this machine's orders, from 1
  std::optional<Remedy> remedy;  // nothing: the ladder
  Gates despite;
  std::string who;
  Instant asked_at{};
  std::vector<Applied> applied;  // each remedy at most once
  std::vector<Skip> skips;       // what the last choice left out beside them, and by which gate
  bool looked = false;           // a look has begun since
  std::optional<Ended> ended;    // nothing while it runs
};

}  // namespace watch
