#include "daemon/state/pause_file.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "daemon/base/utf8.hpp"
#include "daemon/state/state_words.hpp"
#include "libwatch/policy.hpp"

namespace tailmend {

namespace {

constexpr std::string_view header = "tailmend pause 1";
enum Line : std::size_t { title, boot, since, until, who, reason, end, lines };
constexpr std::array<std::string_view, lines> words{"tailmend", "boot", "since", "until", "who", "reason", "end"};

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

// One line of text: cut on a character's border, without what would end the line.
std::string presentable(std::string_view text, std::size_t most) {
  std::string line(text.substr(0, most));
  if (const auto bad = find_bad_utf8(line)) line.resize(*bad);
  std::ranges::replace_if(line, is_control, ' ');
  return line;
}

bool acceptable(std::string_view text, std::size_t most) {
  return text.size() <= most && std::ranges::none_of(text, is_control) && !find_bad_utf8(text);
}

KeptPause troubled(std::string trouble) { return {.pause = std::nullopt, .trouble = std::move(trouble)}; }

KeptPause kept(const Stamp& began, const Stamp& ends, bool same_boot, const Clocks& clocks, std::array<std::string_view, lines> rest) {
  const auto length = std::clamp(watch::Duration(Milliseconds(ends.boot_ms - began.boot_ms)), watch::Duration::zero(), watch::Policy::pause_longest);
  const auto left = std::clamp(watch::Duration(std::chrono::seconds(ends.wall_s - clocks.wall_s)), watch::Duration::zero(), length);
  const watch::Instant over = same_boot ? std::min(watch::Instant(Milliseconds(ends.boot_ms)), clocks.now + length) : clocks.now + left;
  if (over <= clocks.now) return {};
  return {.pause = watch::Pause{.since = over - length, .until = over, .who = std::string(rest[who]), .reason = std::string(rest[reason])}, .trouble = ""};
}

}  // namespace

std::string pause_text(const watch::Pause& pause, const Clocks& clocks) {
  const Stamp began = stamp_of(pause.since, clocks.now, clocks.wall_s);
  const Stamp ends = stamp_of(std::min(pause.until, pause.since + watch::Policy::pause_longest), clocks.now, clocks.wall_s);
  return fmt::format("{}\nboot {}\nsince {} {}\nuntil {} {}\nwho {}\nreason {}\nend\n", header, clocks.boot_id, began.boot_ms, began.wall_s, ends.boot_ms, ends.wall_s,
                     presentable(pause.who, max_pause_who), presentable(pause.reason, max_pause_reason));
}

KeptPause pause_from(std::string_view text, const Clocks& clocks) {
  std::array<std::string_view, lines> rest;
  for (std::size_t i = 0; i < lines; ++i) {
    const auto newline = text.find('\n');
    if (newline == std::string_view::npos) return troubled("it ends before its last line");
    std::string_view line = text.substr(0, newline);
    text.remove_prefix(newline + 1);
    if (i == title && line != header) return troubled("it is no pause file of this version");
    if (next_word(line) != words[i]) return troubled(fmt::format("line {} is not understood", i + 1));
    rest[i] = line;
  }
  const auto began = stamp_from(rest[since]);
  const auto ends = stamp_from(rest[until]);
  if (!began || !ends || ends->boot_ms < began->boot_ms) return troubled("its times are not understood");
  if (!acceptable(rest[who], max_pause_who) || !acceptable(rest[reason], max_pause_reason)) return troubled("its words are not understood");
  if (rest[boot].empty() || !rest[end].empty() || !text.empty()) return troubled("there is more in it than should be");
  return kept(*began, *ends, rest[boot] == clocks.boot_id && rest[boot] != unknown_boot, clocks, rest);
}

}  // namespace tailmend
