#include "daemon/report/status_targets.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "daemon/report/spark_line.hpp"
#include "libwatch/words.hpp"

namespace tailmend {

namespace {

constexpr std::string_view word = "targets";
constexpr std::size_t gap = 2;
constexpr std::size_t least_spark = 10;
constexpr std::size_t widest_name = 24;  // a longer one has a line of its own

struct Columns {
  std::size_t name = 0;
  std::size_t address = 0;
  std::size_t latency = 0;
  std::size_t spark = Trend::slots;
  [[nodiscard]] std::size_t before_spark() const { return name + gap + address + gap + latency + gap; }
};

std::string latency_of(const TargetStatus& target) { return target.failing || !target.answered_at ? "–" : watch::words(target.took); }

std::string remark_on(const TargetStatus& target, watch::Instant now) {
  const std::string before = target.answered_at ? fmt::format("answered {} ago", watch::whole_words(now - *target.answered_at)) : std::string("has not answered yet");
  if (target.failing) return fmt::format("{}; {}", target.trouble, before);
  if (target.late) return fmt::format("no answer yet; {}", before);
  return target.tried_at ? "" : "not tried yet";
}

Columns columns_of(const std::vector<TargetStatus>& targets, std::size_t room) {
  Columns columns;
  for (const auto& target : targets) {
    if (const std::size_t name = width(clean(target.name)); name <= widest_name) columns.name = std::max(columns.name, name);
    columns.address = std::max(columns.address, width(clean(target.address)));
    columns.latency = std::max(columns.latency, width(latency_of(target)));
  }
  if (columns.before_spark() + columns.spark > room) columns.spark = room > columns.before_spark() ? room - columns.before_spark() : 0;
  return columns;
}

std::optional<Paint> paint_of(const TargetStatus& target) {
  if (target.failing) return Paint::red;
  return target.late ? std::optional(Paint::yellow) : std::nullopt;
}

void append(std::vector<Part>& cells, std::vector<Part> more) { std::ranges::move(more, std::back_inserter(cells)); }

// Below the address, in as many lines as it needs.
void add_remark(Rows& rows, const std::string& remark, std::size_t hang, std::optional<Paint> paint) {
  for (const auto& line : wrap(remark, rows.room() - hang)) rows.line(word, {{.text = std::string(hang, ' ')}, {.text = line, .paint = paint}});
}

void add_table(Rows& rows, const Status& status, const Columns& columns) {
  bool first = true;
  for (const auto& target : status.targets) {
    const std::string name = clean(target.name);
    std::vector<Part> cells;
    if (width(name) > columns.name) {
      rows.add(word, name);
      cells.push_back({.text = std::string(columns.name + gap, ' ')});
    } else {
      cells.push_back({.text = padded(name, columns.name + gap)});
    }
    cells.push_back({.text = padded(clean(target.address), columns.address + gap)});
    cells.push_back({.text = padded_left(latency_of(target), columns.latency) + std::string(gap, ' '), .paint = paint_of(target)});
    append(cells, spark_line(target.trend, columns.spark));
    std::string remark = clean(remark_on(target, status.now.boot));
    const bool trouble = !remark.empty();
    if (first && !trouble && columns.spark == Trend::slots) remark = "last 10 min";
    first = false;
    const std::size_t taken = columns.before_spark() + columns.spark;
    const bool beside = taken + gap + width(remark) <= rows.room();
    if (beside && !remark.empty()) append(cells, {{.text = std::string(gap, ' ')}, {.text = remark, .paint = trouble ? paint_of(target) : std::nullopt}});
    rows.line(word, cells);
    if (!beside && trouble) add_remark(rows, remark, columns.name + gap, paint_of(target));
  }
}

void add_stack(Rows& rows, const Status& status) {
  for (const auto& target : status.targets) {
    rows.add(word, {{.text = target.name}, {.text = latency_of(target), .paint = paint_of(target)}});
    const std::string address = clean(target.address);
    const bool beside = width(address) + gap + Trend::slots <= rows.room();
    std::vector<Part> cells = spark_line(target.trend, rows.room());
    if (beside) cells.insert(cells.begin(), {.text = address + std::string(gap, ' ')});
    else rows.add(word, address);
    rows.line(word, cells);
    rows.add(word, {{.text = remark_on(target, status.now.boot), .paint = paint_of(target)}});
  }
}

}  // namespace

void add_target_rows(Rows& rows, const Status& status) {
  const Columns columns = columns_of(status.targets, rows.room());
  if (columns.spark >= least_spark) add_table(rows, status, columns);
  else add_stack(rows, status);
}

}  // namespace tailmend
