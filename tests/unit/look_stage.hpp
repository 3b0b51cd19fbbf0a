// A look at a played scene, that begins at noon.
#pragma once
#include <algorithm>
#include <cstddef>
#include <variant>
#include <vector>

#include "libwatch/look.hpp"
#include "tests/support/scene.hpp"

namespace watch::testing {

inline constexpr Instant noon{12h};

struct Looking {
  Scene scene;
  Evidence& evidence = scene.evidence;
  Look look;
  Look::Actions actions;
  std::vector<Patience> patience = std::vector<Patience>(1);

  void begin(Breadth breadth, Control control = Control::as_it_is) { look.begin(Round{7}, breadth, control, noon, patience, evidence, actions); }
  template <class Wanted>
  [[nodiscard]] std::size_t count() const {
    return static_cast<std::size_t>(std::ranges::count_if(actions, [](const Action& a) { return std::holds_alternative<Wanted>(a); }));
  }
  bool see(const Observation& seen) { return look.accept(seen, evidence, actions); }
  void pass(Duration since) { look.pass_time(noon + since, evidence, actions); }
};

}  // namespace watch::testing
