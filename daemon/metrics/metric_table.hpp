// Every metric, once, as data: the writer reads it, and so do the tests of docs/metrics.md, of the alert rules and of
// the dashboard. Holds no value.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace tailmend {

enum class MetricType : std::uint8_t { counter, gauge, histogram };
std::string_view to_string(MetricType type);

// In the order in which they are written.
enum class Figure : std::uint8_t {
  build_info,
  start_time,
  next_look,
  mode,
  state,
  verdict,
  fault,
  check_exit_status,
  target_reachable,
  probes,
  socks5_replies,
  connect_duration,
  without_data,
  rounds,
  episodes,
  remedies,
  remedy_skips,
  budget_left,
  budget_limit,
  egress_info,
  egress_changes,
  tailscale_info,
  control_answers,
  peer_reachable,
  peer_direct
};
inline constexpr std::size_t figures = 25;
inline constexpr std::size_t most_labels = 3;

struct Metric {
  Figure figure = Figure::build_info;
  std::string_view name;
  MetricType type = MetricType::gauge;
  std::array<std::string_view, most_labels> labels;  // "": no further one
  std::string_view help;                              // one line

  [[nodiscard]] constexpr std::size_t label_count() const {
    std::size_t count = 0;
    while (count < most_labels && !labels[count].empty()) ++count;
    return count;
  }
};

std::span<const Metric> metric_table();
const Metric& metric(Figure figure);

}  // namespace tailmend
