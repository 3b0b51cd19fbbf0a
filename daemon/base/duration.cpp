#include "daemon/base/duration.hpp"

#include <array>
#include <charconv>
#include <cstdint>

namespace tailmend {

namespace {
struct Unit {
  std::string_view name;
  std::int64_t ms;
};
constexpr std::array<Unit, 5> units = {{{"d", 86'400'000}, {"h", 3'600'000}, {"m", 60'000}, {"s", 1000}, {"ms", 1}}};
constexpr std::int64_t longest_ms = 366LL * 24 * 3'600'000;
}  // namespace

std::optional<watch::Duration> parse_duration(std::string_view text) {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{}) return std::nullopt;
  const std::string_view name(end, static_cast<std::size_t>(text.data() + text.size() - end));
  for (const Unit& unit : units) {
    if (unit.name != name) continue;
    const std::int64_t ms = std::int64_t{number} * unit.ms;
    if (ms > longest_ms) return std::nullopt;
    return std::chrono::milliseconds(ms);
  }
  return std::nullopt;
}

std::string duration_text(watch::Duration duration) {
  const std::int64_t ms = std::chrono::duration_cast<std::chrono::milliseconds>(duration).count();
  if (ms == 0) return "0s";
  for (const Unit& unit : units) {
    if (ms % unit.ms == 0) return std::to_string(ms / unit.ms) + std::string(unit.name);
  }
  return {};
}

}  // namespace tailmend
