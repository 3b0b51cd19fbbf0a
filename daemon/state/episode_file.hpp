// The texts in which episodes are kept: one line each in the index, one file each in full, and how long each target was
// watched per day. Pure; everything read is bounded, and what cannot be understood is counted and passed over.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/base/wall_time.hpp"
#include "libwatch/chronicle.hpp"

namespace tailmend {

// An episode as it is kept: its own `began` belongs to a boot and means nothing here.
struct KeptEpisode {
  WallTime began;
  watch::Episode episode;
};

// What the index holds of it.
struct Summary {
  std::uint32_t number = 0;
  WallTime began;
  watch::Duration lasted{};
  std::optional<watch::Duration> away;  // nothing: no target was configured
  watch::Verdict verdict = watch::Verdict::healthy;
  watch::Whose whose = watch::Whose::nobody;
  watch::Ending ending = watch::Ending::going_on;
  std::optional<watch::Remedy> healed_by;
  watch::Remedies remedies;  // that were applied, whatever came of it
  friend bool operator==(const Summary&, const Summary&) = default;
};
Summary summary_of(const KeptEpisode& kept);
std::vector<watch::Remedy> members(watch::Remedies set);  // mildest first

// One target on one day of the local calendar.
struct WatchedDay {
  std::uint32_t day = 0;  // 20261121
  watch::Watched watched;
};

// What was read, and what of it was not understood: "" or "line 7 is not understood (and 2 more), ignoring".
template <class T>
struct Read {
  T value{};
  std::string trouble;
};

// "tailmend episodes 1\n"; a newer or an older program writes another number.
std::string index_header();
std::string index_line(const Summary& summary);
Read<std::vector<Summary>> index_from(std::string_view text);  // in the order of the file
// Of the last line that can be read in the end of an index; 0: of none.
std::uint32_t last_number_in(std::string_view tail);

std::string episode_text(const KeptEpisode& kept);
// Nothing where not even number and beginning can be read.
Read<std::optional<KeptEpisode>> episode_from(std::string_view text);

std::string days_text(const std::vector<WatchedDay>& days);
Read<std::vector<WatchedDay>> days_from(std::string_view text);
// Adds to that day, and drops the days farthest from it and the targets that are too many.
void add_to_days(std::vector<WatchedDay>& days, std::uint32_t day, const std::vector<watch::Watched>& watched);

inline constexpr std::size_t max_episode_text = std::size_t{128} << 10U;
inline constexpr std::size_t max_index_line = 256;
inline constexpr std::size_t max_days = 31;
inline constexpr std::size_t max_day_targets = 32;  // of one day
inline constexpr std::size_t max_days_text = std::size_t{256} << 10U;

}  // namespace tailmend
