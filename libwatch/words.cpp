#include "libwatch/words.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace watch {

std::string words(Duration duration) {
  using std::chrono::duration_cast;
  const auto ms = static_cast<double>(duration.count()) / 1000.0;
  if (ms < 9.95) return fmt::format("{:.1f} ms", ms);
  if (ms < 999.5) return fmt::format("{:.0f} ms", ms);
  const double s = ms / 1000.0;
  if (s < 9.95) return fmt::format("{:.1f} s", s);
  if (s < 119.5) return fmt::format("{:.0f} s", s);
  const auto minutes = (duration_cast<std::chrono::seconds>(duration).count() + 30) / 60;
  if (minutes < 120) return fmt::format("{} min", minutes);
  const auto both = [](std::int64_t large, const char* large_unit, std::int64_t small, const char* small_unit) {
    return small == 0 ? fmt::format("{} {}", large, large_unit) : fmt::format("{} {} {} {}", large, large_unit, small, small_unit);
  };
  if (minutes < 48 * 60) return both(minutes / 60, "h", minutes % 60, "min");
  return both(minutes / (24 * 60), "d", minutes / 60 % 24, "h");
}

std::string whole_words(Duration duration) {
  const auto rounded = std::chrono::round<std::chrono::seconds>(std::max(duration, Duration::zero()));
  return rounded.count() < 10 ? fmt::format("{} s", rounded.count()) : words(rounded);
}

std::string list(const std::vector<std::string>& names) {
  if (names.empty()) return "nothing";
  if (names.size() == 1) return names[0];
  if (names.size() == 2) return fmt::format("{} and {}", names[0], names[1]);
  if (names.size() == 3) return fmt::format("{}, {} and {}", names[0], names[1], names[2]);
  return fmt::format("{}, {} and {} more", names[0], names[1], names.size() - 2);
}

std::string count(std::size_t number, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", number, number == 1 ? one : many);
}

}  // namespace watch
