// A seeded storm over a World: what fails, when, and for how long; then calm. Owns the order of things to come.
#pragma once
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

#include "libwatch/sim/sim_world.hpp"

namespace sim {

enum class Weather : std::uint8_t {
  wild,    // whatever there is, close upon each other, people's words to tailmend too: for tests
  likely,  // what befalls a host, hours apart; after some hours somebody mends what would never end by itself
};
enum class Where : std::uint8_t { wan, tailnet, host };

class Storm {
 public:
  enum class Wish : std::uint8_t { nothing, kill, sleep, ask, reload, pause, resume, mend };

  // The same dice give the same storm, whatever becomes of the world, as long as nobody else casts them.
  Storm(World& world, Dice& dice, Weather weather, Instant begin, Duration length);

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
  // Where something has begun, when pass() was called last.
  [[nodiscard]] std::optional<Where> struck() const { return struck_; }
  // Single faults, each of which tailmend has to mend by itself.
  void pinned(Instant now);
  void control_dies(Instant now);
  void hangs(Instant now);

 private:
  // How many kinds of each there are, those that strike twice as often twice.
  static constexpr std::uint64_t wan_strikes = 23;
  static constexpr std::uint64_t tailnet_strikes = 21;
  static constexpr std::uint64_t host_strikes = 30;
  static constexpr std::uint64_t strikes = wan_strikes + tailnet_strikes + host_strikes;
  [[nodiscard]] bool is_likely(std::uint64_t which) const;
  void strike(Instant now);
  void mend_by_hand(Instant now);
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
  [[nodiscard]] Duration some(Duration low, Duration high) { return dice_.between(low, high); }

  struct Later {
    Instant at;
    std::string name;
    std::function<void(Instant)> what;
  };
  World& world_;
  Dice& dice_;
  Weather weather_;
  Instant end_;
  Instant next_strike_;
  bool calm_ = false;
  std::vector<Later> later_;
  std::string told_;
  std::optional<Where> struck_;
  Wish wish_ = Wish::nothing;
  Duration nap_{};
  Pause pause_;
  MendAsked order_;
  std::uint8_t network_number_ = 1;
};

}  // namespace sim
