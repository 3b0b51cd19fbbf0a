#include "daemon/report/spark_line.hpp"

#include <algorithm>
#include <array>

namespace tailmend {

namespace {

constexpr std::array<std::string_view, 8> steps{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
constexpr watch::Duration least_base = std::chrono::milliseconds(1);  // below that a host's own load is all that shows

watch::Duration base_of(const Trend::Slots& trend) {
  watch::Duration best = watch::Duration::max();
  for (const auto& slot : trend)
    if (slot.tried && !slot.failed) best = std::min(best, slot.worst);
  return best == watch::Duration::max() ? least_base : std::max(best, least_base);
}

std::string_view step_for(watch::Duration worst, watch::Duration base) {
  std::size_t step = 0;
  for (watch::Duration limit = 2 * base; worst > limit && step + 1 < steps.size(); limit *= 2) ++step;
  return steps[step];
}

}  // namespace

std::vector<Part> spark_line(const Trend::Slots& trend, std::size_t columns) {
  const watch::Duration base = base_of(trend);
  std::vector<Part> parts(1);
  for (std::size_t i = trend.size() - std::min(columns, trend.size()); i < trend.size(); ++i) {
    const Trend::Slot& slot = trend[i];
    if (slot.failed != parts.back().paint.has_value())
      parts.push_back({.text = "", .paint = slot.failed ? std::optional(Paint::red) : std::nullopt});
    parts.back().text += slot.failed ? "×" : slot.tried ? step_for(slot.worst, base) : " ";
  }
  return parts;
}

}  // namespace tailmend
