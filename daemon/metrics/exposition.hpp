// The text format of Prometheus, version 0.0.4: samples in, text out. Families, labels and their order are those of the
// table, so that no sample can have others. Never counts anything.
#pragma once
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "daemon/metrics/histogram.hpp"
#include "daemon/metrics/metric_table.hpp"
#include "libwatch/time.hpp"

namespace tailmend {

inline constexpr std::string_view exposition_type = "text/plain; version=0.0.4; charset=utf-8";

class Exposition {
 public:
  using Labels = std::initializer_list<std::string_view>;  // one value for each label of the family

  // Figures come in the order of the table. One without samples leaves no line.
  void number(Figure figure, Labels labels, std::uint64_t value);
  void seconds(Figure figure, Labels labels, watch::Duration value);
  void histogram(Figure figure, Labels labels, const Histogram& value);

  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  void begin(const Metric& family);
  void sample(const Metric& family, std::string_view suffix, Labels labels, std::string_view bound, std::string_view value);

  std::string text_;
  std::optional<Figure> family_;
};

// Decimal, to the microsecond: "0.0025", "3", "-1.5".
std::string seconds_text(watch::Duration value);
// As it stands between quotes: \ " and line ends escaped, bytes that are not UTF-8 replaced by "?".
std::string label_text(std::string_view value);

}  // namespace tailmend
