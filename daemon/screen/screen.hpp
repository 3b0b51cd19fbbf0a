// Where text for a person goes: how wide it is, and whether it shows colours. Facts only; asks no terminal.
#pragma once
#include <cstddef>
#include <cstdint>

namespace tailmend {

enum class Colour : std::uint8_t { none, terminal };

struct Screen {
  std::size_t columns = 80;
  Colour colour = Colour::none;
};

inline constexpr std::size_t least_columns = 20;
inline constexpr std::size_t most_columns = 500;

}  // namespace tailmend
