// One word after the other from a line of a kept episode: numbers within bounds, and the words of our enums. Each takes its
// word off the line, and says whether it was one of its kind.
#pragma once
#include <algorithm>
#include <charconv>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "daemon/base/wall_time.hpp"
#include "daemon/screen/screen_text.hpp"
#include "daemon/state/state_words.hpp"
#include "libwatch/episode.hpp"
#include "libwatch/ladder.hpp"

namespace tailmend::episode_words {

inline constexpr std::string_view nothing = "-";
inline constexpr std::size_t max_kept_lines = watch::Episode::max_lines + 8;  // and what came soon after the end
inline constexpr std::int64_t most_us = max_stamp_s * 1'000'000;

template <std::integral T>
bool take_between(std::string_view& line, T& value, T least, T most) {
  const std::string_view word = next_word(line);
  T number{};
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
  if (error != std::errc{} || end != word.data() + word.size() || number < least || number > most) return false;
  value = number;
  return true;
}
inline bool take(std::string_view& line, std::uint32_t& value) { return take_between<std::uint32_t>(line, value, 0, UINT32_MAX); }
inline bool take_day(std::string_view& line, std::uint32_t& day) {
  if (!take_between<std::uint32_t>(line, day, 19700101, 99991231)) return false;
  return std::chrono::year_month_day(std::chrono::year(static_cast<int>(day / 10000)), std::chrono::month(day / 100 % 100), std::chrono::day(day % 100)).ok();
}
inline bool take(std::string_view& line, watch::Duration& value) {
  std::int64_t us = 0;
  if (!take_between<std::int64_t>(line, us, 0, most_us)) return false;
  value = watch::Duration(us);
  return true;
}
inline bool take(std::string_view& line, WallTime& value) {
  std::int64_t us = 0;
  if (!take_between<std::int64_t>(line, us, 0, most_us)) return false;
  value = WallTime(std::chrono::microseconds(us));
  return true;
}

// The enumerators of E from 0 to `last`, by their words.
template <class E>
bool take_enum(std::string_view& line, E& value, E last, std::string_view (*word_of)(E)) {
  const std::string_view word = next_word(line);
  for (unsigned i = 0; i <= static_cast<unsigned>(last); ++i)
    if (word_of(static_cast<E>(i)) == word) {
      value = static_cast<E>(i);
      return true;
    }
  return false;
}
inline bool take(std::string_view& line, watch::Verdict& v) { return take_enum(line, v, watch::Verdict::healthy, +[](watch::Verdict e) { return to_string(e); }); }
inline bool take(std::string_view& line, watch::Whose& v) { return take_enum(line, v, watch::Whose::configuration, +[](watch::Whose e) { return code(e); }); }
inline bool take(std::string_view& line, watch::Ending& v) { return take_enum(line, v, watch::Ending::nothing, +[](watch::Ending e) { return to_string(e); }); }
inline bool take(std::string_view& line, watch::Remedy& v) { return take_enum(line, v, static_cast<watch::Remedy>(watch::remedies - 1), +[](watch::Remedy e) { return to_string(e); }); }
inline bool take(std::string_view& line, watch::Outcome& v) { return take_enum(line, v, watch::Outcome::withheld, +[](watch::Outcome e) { return to_string(e); }); }
inline bool take(std::string_view& line, watch::Weight& v) { return take_enum(line, v, watch::Weight::turn, +[](watch::Weight e) { return to_string(e); }); }
inline bool take(std::string_view& line, watch::State& v) { return take_enum(line, v, static_cast<watch::State>(watch::states - 1), +[](watch::State e) { return to_string(e); }); }

template <class T>
bool take(std::string_view& line, std::optional<T>& value) {
  value.reset();
  std::string_view ahead = line;
  if (next_word(ahead) != nothing) return take(line, value.emplace());
  line = ahead;
  return true;
}
// "kick,rebind"
inline bool take(std::string_view& line, watch::Remedies& remedies) {
  std::string_view word = next_word(line);
  remedies = {};
  if (word == nothing) return true;
  for (bool more = true; more;) {
    const std::size_t comma = std::min(word.find(','), word.size());
    std::string_view one = word.substr(0, comma);
    watch::Remedy remedy{};
    if (!take(one, remedy) || remedies.has(remedy)) return false;
    remedies.add(remedy);
    more = comma < word.size();
    word.remove_prefix(std::min(comma + 1, word.size()));
  }
  return true;
}

// The rest of the line, as it may be shown.
inline std::string text_of(std::string_view rest) { return clean(rest.substr(0, watch::Episode::max_text)); }

}  // namespace tailmend::episode_words
