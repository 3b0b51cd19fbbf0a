// The words and numbers of the small texts in the state directory. Pure; trusts nothing.
#pragma once
#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "libwatch/time.hpp"

namespace tailmend {

using Milliseconds = std::chrono::duration<std::int64_t, std::milli>;

// 200 years: far enough for any stamp, near enough that no sum of two overflows.
inline constexpr std::int64_t max_stamp_s = 200LL * 366 * 24 * 3600;

inline std::string_view next_word(std::string_view& line) {
  const auto space = std::min(line.find(' '), line.size());
  const auto word = line.substr(0, space);
  line.remove_prefix(std::min(space + 1, line.size()));
  return word;
}

inline std::optional<std::int64_t> state_number(std::string_view word, std::int64_t most) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error != std::errc() || end != word.data() + word.size() || value > most || value < -most) return std::nullopt;
  return value;
}

// One instant by both clocks.
struct Stamp {
  std::int64_t boot_ms = 0;
  std::int64_t wall_s = 0;
};

inline std::optional<Stamp> stamp_from(std::string_view rest) {
  const auto boot_ms = state_number(next_word(rest), max_stamp_s * 1000);
  const auto wall_s = state_number(next_word(rest), max_stamp_s);
  if (!boot_ms || !wall_s || !rest.empty()) return std::nullopt;
  return Stamp{.boot_ms = *boot_ms, .wall_s = *wall_s};
}

// `now` and `wall_s` are one moment.
inline Stamp stamp_of(watch::Instant instant, watch::Instant now, std::int64_t wall_s) {
  const auto age = std::chrono::floor<std::chrono::seconds>(now - instant);
  return {.boot_ms = std::chrono::floor<Milliseconds>(instant.time_since_epoch()).count(), .wall_s = wall_s - age.count()};
}

}  // namespace tailmend
