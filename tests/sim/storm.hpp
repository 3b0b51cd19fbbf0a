// A seeded storm over a World: what fails, when, and for how long; then calm. Owns the order of things to come.
#pragma once
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <string>
#include <vector>

#include "tests/sim/world.hpp"

namespace sim {

class Storm {
 public:
  enum class Wish : std::uint8_t { nothing, kill, sleep, ask, reload, pause, resume, mend };

  Storm(World& world, Instant begin, Duration length);

  [[nodiscard]] Instant next() const;
  // Lets everything happen that is due. What only the runner can do is its wish.
  Wish pass(Instant now);
  // When the calm began; before that, when it will.
  [[nodiscard]] Instant end() const { return end_; }
  [[nodiscard]] bool calm() const { return calm_; }
  [[nodiscard]] Duration nap() const { return nap_; }
  [[nodiscard]] const Pause& pause() const { return pause_; }
  [[nodiscard]] const MendAsked& order() const { return order_; }
  // What happened since the last call, for the teller.
  std::string told();
  // Single faults, each of which tailmend has to mend by itself.
  void pinned(Instant now);
  void control_dies(Instant now);
  void hangs(Instant now);

 private:
  // How many kinds of each there are, those that strike twice as often twice.
  static constexpr std::uint64_t wan_strikes = 23;
  static constexpr std::uint64_t tailnet_strikes = 21;
  static constexpr std::uint64_t host_strikes = 30;
  void strike(Instant now);
  void strike_wan(Instant now, std::uint64_t which);
  void strike_tailnet(Instant now, std::uint64_t which);
  void strike_host(Instant now, std::uint64_t which);
  void strike_path(Instant now, std::uint64_t which);
  void strike_routes(Instant now, std::uint64_t which);
  void strike_people(Instant now, std::uint64_t which);
  void strike_words(Instant now, std::uint64_t which);
  void heal_all(Instant now);
  void later(Instant at, std::string name, std::function<void(Instant)> what);
  void say(std::string text);
  void stuck(Instant now, Duration data, Duration control);
  static Hints hints_of(std::initializer_list<Hint> list);
  void move_uplink(Instant now, Hints hints);
  void lose_egress(Instant now, Duration how_long);
  [[nodiscard]] Duration some(Duration low, Duration high) { return world_.dice.between(low, high); }

  struct Later {
    Instant at;
    std::string name;
    std::function<void(Instant)> what;
  };
  World& world_;
  Instant end_;
  Instant next_strike_;
  bool calm_ = false;
  std::vector<Later> later_;
  std::string told_;
  Wish wish_ = Wish::nothing;
  Duration nap_{};
  Pause pause_;
  MendAsked order_;
  std::uint8_t network_number_ = 1;
};

}  // namespace sim
