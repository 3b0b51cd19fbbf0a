#include "daemon/commands/simulate_text.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

#include "daemon/base/json_text.hpp"
#include "daemon/report/history_text.hpp"
#include "daemon/screen/screen_text.hpp"
#include "libwatch/words.hpp"

namespace tailmend {

namespace {

constexpr std::size_t margin = 16;  // "  6 d 04:12:09  "
constexpr std::size_t label = 14;
constexpr std::size_t narrow = 50;  // columns, below which nothing stands beside anything
constexpr std::array<std::string_view, 3> places{"wan", "tailnet", "host"};

std::string since_begin(watch::Duration at) {
  const auto s = at.count() / 1000000;
  return fmt::format("{:3} d {:02}:{:02}:{:02}  ", s / 86400, s / 3600 % 24, s / 60 % 60, s % 60);
}

std::vector<std::string> remedies_of(const watch::Episode& episode) {
  std::vector<std::string> names;
  for (const watch::Attempt& attempt : episode.attempts) names.emplace_back(to_string(attempt.remedy));
  return names;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

// "tunnel-broken, ours: kick; healed by kick"
std::string episode_words(const watch::Episode& episode) {
  std::string text = episode.verdict == watch::Verdict::healthy ? "a doubt" : std::string(to_string(episode.verdict));
  if (episode.whose != watch::Whose::nobody) text += fmt::format(", {}", to_string(episode.whose));
  const std::string remedies = joined(remedies_of(episode));
  return text + fmt::format("{}; {}", remedies.empty() ? "" : ": " + remedies, ending_words(episode.ending, episode.healed_by));
}

// "6 kick, 2 rebind"; what did not happen is left out.
template <class Counts, class Name>
std::string counts(const Counts& numbers, const Name& name) {
  std::vector<std::string> words;
  for (std::size_t i = 0; i < numbers.size(); ++i)
    if (numbers[i] > 0) words.push_back(fmt::format("{} {}", numbers[i], name(i)));
  return words.empty() ? "none" : joined(words);
}
template <class Counts, class Name>
std::string counts_json(const Counts& numbers, const Name& name) {
  std::string json;
  for (std::size_t i = 0; i < numbers.size(); ++i)
    if (numbers[i] > 0) json += fmt::format(R"({}"{}":{})", json.empty() ? "" : ",", name(i), numbers[i]);
  return "{" + json + "}";
}
std::string_view verdict_name(std::size_t i) { return to_string(static_cast<watch::Verdict>(i)); }
std::string_view remedy_name(std::size_t i) { return to_string(static_cast<watch::Remedy>(i)); }

// `text` wrapped beside `head`, which is as wide as `room`; below it on a narrow screen.
std::string beside(const std::string& head, std::size_t room, const std::string& text, std::size_t columns) {
  const bool is_narrow = columns < narrow;
  const std::string margin_text(is_narrow ? std::min<std::size_t>(room, 2) : room, ' ');
  std::string lines = is_narrow && !head.empty() ? head.substr(0, head.find_last_not_of(' ') + 1) + "\n" : "";
  std::string lead = is_narrow ? margin_text : padded(head, room);
  for (const std::string& line : wrap(text, columns - margin_text.size())) {
    lines += lead + line + "\n";
    lead = margin_text;
  }
  return lines;
}

}  // namespace

std::string told_text(watch::Duration at, const std::string& text, Screen screen) { return beside(since_begin(at), margin, text, screen.columns); }

std::string fault_text(const sim::Fault& fault, Screen screen) {
  std::string text = beside(since_begin(fault.at), margin, fault.what, screen.columns);
  const auto add = [&](const std::string& line) { text += beside("", margin, line, screen.columns); };
  for (std::size_t i = 0, same = 1; i < fault.episodes.size(); i += same) {
    const std::string words = episode_words(fault.episodes[i]);
    for (same = 1; i + same < fault.episodes.size() && episode_words(fault.episodes[i + same]) == words;) ++same;
    add(same == 1 ? words : fmt::format("{} times {}", same, words));
  }
  const bool away = fault.without + fault.alone > watch::Duration::zero();
  if (away) add(fmt::format("without data {}, with tailscaled alone {}", away_words(fault.without), away_words(fault.alone)));
  else if (fault.episodes.empty()) add("data flows");
  return text;
}

std::string trial_text(std::uint64_t seed, const watch::Policy& policy, const sim::Totals& t, const std::vector<sim::Broken>& broken, Screen screen) {
  const auto hours = t.lasted / std::chrono::hours(1);
  std::string text = fmt::format("\nseed {}, {}\n", seed, watch::count(static_cast<std::size_t>(hours), "hour", "hours"));
  const auto add = [&](std::string_view name, const std::string& line) { text += beside(std::string(name), label, line, screen.columns); };
  add("faults", fmt::format("{} of the WAN, {} in the tailnet, {} on this host", t.faults[0], t.faults[1], t.faults[2]));
  add("found", counts(t.verdicts, verdict_name));
  add("remedies", counts(t.applied, remedy_name));
  const auto restarts = t.applied[static_cast<std::size_t>(watch::Remedy::restart)];
  const std::string of_them = restarts == 0 ? "none" : fmt::format("{}, {} of them of a tailscaled that had failed", restarts, t.starts);
  add("restarts", fmt::format("{}; at most {} in an hour", of_them, policy.restarts_per_hour));
  add("without data", fmt::format("{}; with tailscaled alone, and somebody who comes after 4 h, {}", away_words(t.without), away_words(t.alone)));
  add("forbidden", watch::count(broken.size(), "action", "actions"));
  for (const sim::Broken& each : broken) text += beside("", 2, fmt::format("{}: {}", to_string(each.rule), each.what), screen.columns);
  if (!broken.empty()) text += beside("", 0, "That is a mistake of tailmend's: please report it with the seed and the configuration.", screen.columns);
  return text;
}

std::string fault_json(const sim::Fault& fault) {
  const std::string episodes = array_json(fault.episodes, [](const watch::Episode& e) {
    return fmt::format(R"({{"verdict":"{}","whose":"{}","remedies":{},"ending":{},"healed_by":{},"lasted_s":{},"without_data_s":{}}})", to_string(e.verdict), code(e.whose),
                       array_json(remedies_of(e), [](const std::string& name) { return text_json(name); }), text_json(to_string(e.ending)),
                       e.healed_by ? text_json(to_string(*e.healed_by)) : "null", seconds_json(e.lasted), e.watched ? seconds_json(e.away) : "null");
  });
  return fmt::format(R"({{"at_s":{},"where":"{}","what":{},"without_data_s":{},"alone_s":{},"episodes":{}}})", seconds_json(fault.at),
                     places[static_cast<std::size_t>(fault.where)], text_json(fault.what), seconds_json(fault.without), seconds_json(fault.alone), episodes);
}

std::string trial_json(std::uint64_t seed, const sim::Totals& t, const std::vector<sim::Broken>& broken) {
  const std::string forbidden = array_json(broken, [](const sim::Broken& each) {
    return fmt::format(R"({{"rule":{},"what":{}}})", text_json(to_string(each.rule)), text_json(each.what));
  });
  return fmt::format(R"({{"seed":{},"lasted_s":{},"faults":{},"verdicts":{},"remedies":{},"starts":{},"kills":{},"without_data_s":{},"alone_s":{},"forbidden":{}}})", seed,
                     seconds_json(t.lasted), counts_json(t.faults, [](std::size_t i) { return places[i]; }), counts_json(t.verdicts, verdict_name),
                     counts_json(t.applied, remedy_name), t.starts, t.kills, seconds_json(t.without), seconds_json(t.alone), forbidden);
}

}  // namespace tailmend
