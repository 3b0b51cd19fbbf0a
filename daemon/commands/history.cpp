#include "daemon/commands/history.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "daemon/cli/options.hpp"
#include "daemon/report/history_text.hpp"
#include "daemon/report/why_text.hpp"
#include "daemon/screen/screen_text.hpp"
#include "daemon/state/episode_store.hpp"

namespace tailmend {

namespace {

ControlReply refusal(ExitCode exit_code, std::string_view text) {
  return {.exit_code = static_cast<int>(exit_code), .text = fmt::format("tailmend: {}\n", text), .to_stderr = true};
}

ControlReply unreadable(const Fault& fault, std::string_view command) {
  const bool rights = fault.error == EACCES || fault.error == EPERM;
  return refusal(ExitCode::degraded, rights ? fmt::format("{}; ask as root: sudo tailmend {}", to_string(fault), command) : to_string(fault));
}

std::string none_yet(const std::string& state_directory) { return fmt::format("no episode is kept in {}/episodes yet", state_directory); }

// What there is instead of an episode that there is not.
std::string no_such(std::uint32_t number, const std::vector<Summary>& summaries) {
  const auto known = std::ranges::find(summaries, number, &Summary::number);
  if (known != summaries.end()) return fmt::format("episode {} is no longer kept in full; its line is in: tailmend history", number);
  const auto [least, most] = std::ranges::minmax(summaries, {}, &Summary::number);
  return least.number == most.number ? fmt::format("there is no episode {}; there is only {}", number, least.number)
                                     : fmt::format("there is no episode {}; there are {} to {}", number, least.number, most.number);
}

}  // namespace

ControlReply history_reply(const std::string& state_directory, const HistoryAsk& ask, WallTime now, Screen screen) {
  History history;
  if (!ask.since.empty()) {
    history.since = parse_since(ask.since, now);
    if (!history.since)
      return refusal(ExitCode::usage, fmt::format("--since is '{}'; expected a time such as '30d' or '12h', or a day such as '2026-11-01'.\nSee 'tailmend history --help'.", clean(ask.since)));
  }
  const auto reader = EpisodeReader::open(state_directory);
  if (!reader && reader.error().error != ENOENT) return unreadable(reader.error(), "history");
  if (reader) {
    auto summaries = reader->summaries();
    auto days = reader->days();
    history.episodes = std::move(summaries.value);
    history.days = std::move(days.value);
    history.trouble = summaries.trouble.empty() ? std::move(days.trouble) : std::move(summaries.trouble);
  }
  return {.text = ask.json ? history_json(history, now) + "\n" : history_text(history, now, screen)};
}

ControlReply why_reply(const std::string& state_directory, const WhyAsk& ask, WallTime now, Screen screen) {
  const auto reader = EpisodeReader::open(state_directory);
  if (!reader && reader.error().error != ENOENT) return unreadable(reader.error(), "why");
  if (!reader) return refusal(ExitCode::degraded, none_yet(state_directory));
  std::vector<Summary> summaries;
  const bool is_open = ask.open && ask.number.value_or(ask.open->episode.number) == ask.open->episode.number;
  auto found = is_open ? Read<std::optional<KeptEpisode>>{.value = ask.open} : ask.number ? reader->episode(*ask.number) : reader->open_episode();
  if (!found.value && (!ask.number || found.trouble.empty())) {
    auto kept = reader->summaries();
    summaries = std::move(kept.value);
    if (summaries.empty() && found.trouble.empty()) found.trouble = std::move(kept.trouble);
    if (!ask.number && !summaries.empty()) found = reader->episode(summaries.back().number);
  }
  if (!found.value && !found.trouble.empty()) return refusal(ExitCode::degraded, found.trouble);
  if (!found.value && summaries.empty()) return refusal(ExitCode::degraded, none_yet(state_directory));
  if (!found.value) return refusal(ExitCode::degraded, no_such(ask.number.value_or(summaries.back().number), summaries));
  Why why{.kept = std::move(*found.value), .flight_record = "", .trouble = std::move(found.trouble)};
  why.flight_record = reader->flight_record(why.kept.episode.number);
  return {.text = ask.json ? why_json(why) + "\n" : why_text(why, now, screen)};
}

}  // namespace tailmend
