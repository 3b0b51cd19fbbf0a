#include "daemon/state/last_state.hpp"

#include <charconv>
#include <chrono>

#include <fmt/format.h>

#include "daemon/base/utf8.hpp"
#include "daemon/screen/screen_text.hpp"
#include "libwatch/describe.hpp"
#include "libwatch/words.hpp"

namespace tailmend {

namespace {

constexpr std::string_view title = "tailmend-last 1";
constexpr std::string_view stopped_word = "stopped", running_word = "running";
constexpr std::size_t max_says = 1024;

// The rest of a line that begins with the word; nothing where the text goes on otherwise.
std::optional<std::string_view> take(std::string_view& text, std::string_view word) {
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos || !text.starts_with(word)) return std::nullopt;
  std::string_view rest = text.substr(word.size(), end - word.size());
  text.remove_prefix(end + 1);
  if (word == title) return rest.empty() ? std::optional(rest) : std::nullopt;
  if (!rest.starts_with(' ')) return std::nullopt;
  return rest.substr(1);
}

// Cut at a character.
std::string shortened(std::string text) {
  if (text.size() <= max_says) return text;
  text.resize(max_says);
  if (const auto bad = find_bad_utf8(text)) text.resize(*bad);
  return text;
}

}  // namespace

LastState last_state_of(const watch::Machine& machine, WallTime now, bool stopped) {
  return {.at = now, .stopped = stopped, .says = shortened(clean(watch::status_line(machine)))};
}

std::string last_state_text(const LastState& last) {
  const auto at_s = std::chrono::floor<std::chrono::seconds>(last.at).time_since_epoch().count();
  return fmt::format("{}\nat {}\nsays {}\nend {}\n", title, at_s, last.says, last.stopped ? stopped_word : running_word);
}

std::optional<LastState> parse_last_state(std::string_view text) {
  if (text.size() > max_last_state || !take(text, title)) return std::nullopt;
  const auto at = take(text, "at");
  const auto says = take(text, "says");
  const auto end = take(text, "end");
  if (!at || !says || !end || !text.empty()) return std::nullopt;
  std::uint32_t at_s = 0;
  const auto [stop, error] = std::from_chars(at->data(), at->data() + at->size(), at_s);
  if (error != std::errc{} || stop != at->data() + at->size()) return std::nullopt;
  if (*end != stopped_word && *end != running_word) return std::nullopt;
  if (says->empty() || says->size() > max_says || clean(*says) != *says) return std::nullopt;
  return LastState{.at = WallTime(std::chrono::seconds(at_s)), .stopped = *end == stopped_word, .says = std::string(*says)};
}

std::string not_running_text(const std::optional<LastState>& last, WallTime now) {
  const std::string text = "the daemon is not running (tailmend.service: start it with 'sudo systemctl start tailmend'). ";
  if (!last) return text + "Its last state is not known";
  return fmt::format("{}Last known, {} ago{}: {}", text, watch::whole_words(now - last->at), last->stopped ? ", when it was stopped" : "", last->says);
}

}  // namespace tailmend
