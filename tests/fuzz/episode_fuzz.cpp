// Any bytes as what is kept of episodes: what can be read is written, and read again, the same.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "daemon/report/history_text.hpp"
#include "daemon/report/why_text.hpp"
#include "daemon/state/episode_file.hpp"

namespace {
using namespace tailmend;

void judge_episode(std::string_view text) {
  const auto read = episode_from(text);
  if (!read.value) return;
  const std::string written = episode_text(*read.value);
  if (written.size() > max_episode_text) std::abort();
  const auto again = episode_from(written);
  if (!again.trouble.empty() || !again.value || episode_text(*again.value) != written) std::abort();
  for (const std::size_t columns : {20U, 80U})
    if (why_text({.kept = *read.value, .flight_record = "", .trouble = read.trouble}, read.value->began, {.columns = columns}).find('\x1b') != std::string::npos) std::abort();
  static_cast<void>(why_json({.kept = *read.value, .flight_record = "", .trouble = read.trouble}));
}

void judge_index(std::string_view text) {
  History history;
  auto read = index_from(text);
  history.episodes = std::move(read.value);
  std::string written = index_header();
  for (const auto& summary : history.episodes) written += index_line(summary);
  if (index_from(written).value != history.episodes) std::abort();
  static_cast<void>(last_number_in(text));
  if (history.episodes.size() > 50) return;
  static_cast<void>(history_text(history, WallTime(std::chrono::hours(500'000)), {.columns = 40}));
  static_cast<void>(history_json(history, WallTime()));
}

void judge_days(std::string_view text) {
  auto days = days_from(text).value;
  const std::string written = days_text(days);
  if (days_text(days_from(written).value) != written) std::abort();
  add_to_days(days, 20261121, {{.target = "plc", .watched = std::chrono::hours(1), .away = {}}});
  static_cast<void>(history_text({.episodes = {}, .days = days, .since = {}, .trouble = ""}, WallTime(std::chrono::hours(498'000)), {}));
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  judge_episode(text);
  judge_index(text);
  judge_days(text);
  return 0;
}
