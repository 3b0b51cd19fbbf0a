#include "daemon/state/budget_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "daemon/state/state_words.hpp"
#include "libwatch/policy.hpp"

namespace tailmend {

namespace {
using watch::Duration;
using watch::Instant;

constexpr std::string_view header = "tailmend budget 1";
constexpr std::string_view restart_word = "restart";
constexpr std::string_view up_reset_word = "up-reset";
constexpr std::string_view end_word = "end";
constexpr std::size_t max_stamps = 256;

void append(std::string& text, std::string_view word, const std::vector<Instant>& instants, const Clocks& clocks) {
  for (const Instant instant : instants) {
    const Stamp stamp = stamp_of(instant, clocks.now, clocks.wall_s);
    text += fmt::format("{} {} {}\n", word, stamp.boot_ms, stamp.wall_s);
  }
}

Instant instant_of(const Stamp& stamp, bool same_boot, const Clocks& clocks) {
  if (same_boot) return std::min(Instant(Milliseconds(stamp.boot_ms)), clocks.now);
  const Duration age = std::chrono::seconds(clocks.wall_s - stamp.wall_s);
  return clocks.now - std::clamp(age, Duration::zero(), watch::Policy::budget_window);
}

watch::Remembered troubled(watch::Remembered read, std::string trouble, Instant now) {
  read.restarts.push_back(now);
  read.trouble = std::move(trouble);
  return read;
}
}  // namespace

std::string budget_text(const std::vector<Instant>& restarts, const std::vector<Instant>& up_resets,
                        const Clocks& clocks) {
  std::string text = fmt::format("{}\nboot {}\n", header, clocks.boot_id);
  append(text, restart_word, restarts, clocks);
  append(text, up_reset_word, up_resets, clocks);
  text += fmt::format("{} {}\n", end_word, restarts.size() + up_resets.size());
  return text;
}

watch::Remembered budget_from(std::string_view text, const Clocks& clocks) {
  watch::Remembered read;
  bool same_boot = false;
  std::size_t stamps = 0;
  for (std::size_t line_number = 1; !text.empty(); ++line_number) {
    const auto end = text.find('\n');
    if (end == std::string_view::npos) return troubled(std::move(read), "it ends in the middle of a line", clocks.now);
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end + 1);
    if (line_number == 1) {
      if (line != header) return troubled(std::move(read), "it is no budget file of this version", clocks.now);
      continue;
    }
    const auto word = next_word(line);
    if (line_number == 2 && word == "boot" && !line.empty()) {
      same_boot = line == clocks.boot_id && line != unknown_boot;
      continue;
    }
    if (line_number > 2 && word == end_word && text.empty() && line == fmt::to_string(stamps)) return read;
    const auto parsed = stamp_from(line);
    const bool known = word == restart_word || word == up_reset_word;
    if (line_number == 2 || !known || !parsed || ++stamps > max_stamps)
      return troubled(std::move(read), fmt::format("line {} is not understood", line_number), clocks.now);
    (word == restart_word ? read.restarts : read.up_resets).push_back(instant_of(*parsed, same_boot, clocks));
  }
  return troubled(std::move(read), "it ends before its last line", clocks.now);
}

watch::Remembered unreadable_budget(std::string trouble, Instant now) { return troubled({}, std::move(trouble), now); }

}  // namespace tailmend
