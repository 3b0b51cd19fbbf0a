#include <algorithm>

#include <fmt/format.h>

#include "daemon/report/evidence_text.hpp"
#include "daemon/report/status.hpp"
#include "daemon/report/status_targets.hpp"
#include "libwatch/describe.hpp"
#include "libwatch/sentences.hpp"
#include "libwatch/words.hpp"

namespace tailmend {

namespace {

using watch::State;
using watch::whole_words;

constexpr std::size_t indent = 2;            // of what is below the head
constexpr std::size_t sentence_column = 33;  // where it begins beside a short head
constexpr std::size_t most_routers = 4;
constexpr std::size_t most_tried = 4;

bool well(const Status& s) { return s.verdict && s.verdict->verdict == watch::Verdict::healthy; }

struct Head {
  std::string text;  // "healthy for 3 d 4 h"
  Paint paint = Paint::yellow;
  std::string sentence;
};

// In doubt, and at the start, what is being done says more than what was found before.
Head head_of(const Status& s) {
  const watch::Duration in_state = s.now.boot - s.state_since;
  const bool in_doubt = !s.verdict || (well(s) && s.state != State::healthy);
  if (in_doubt) return {.text = fmt::format("{} for {}", to_string(s.state), whole_words(in_state)), .sentence = s.latest.empty() ? s.because : s.latest};
  const std::string whose = s.verdict->whose == watch::Whose::nobody ? "" : fmt::format(", {},", to_string(s.verdict->whose));
  return {.text = fmt::format("{}{} for {}", to_string(s.verdict->verdict), whose, whole_words(s.now.boot - s.verdict_since)),
          .paint = paint_of(watch::exit_status(s.verdict->verdict)),
          .sentence = s.verdict->sentence};
}

std::string head_lines(const Status& s, Screen screen) {
  const Head head = head_of(s);
  const std::string sentence = clean(head.sentence);
  std::string text;
  const auto lines = wrap(head.text, screen.columns - indent);
  for (const auto& line : lines) text += text.empty() ? painted("● " + line, head.paint, screen.colour) : "\n  " + painted(line, head.paint, screen.colour);
  const std::size_t taken = indent + width(lines.back());
  for (const std::size_t gap : {std::max(sentence_column, taken + 2) - taken, std::size_t{2}})
    if (lines.size() == 1 && taken + gap + width(sentence) <= screen.columns) return text + std::string(gap, ' ') + sentence + "\n";
  text += '\n';
  for (const auto& line : wrap(sentence, screen.columns - indent)) text += "  " + line + "\n";
  return text;
}

void add_person(Rows& rows, const Status& s) {
  if (const auto& pause = s.machine->pause()) {
    const WallTime until = s.now.at(pause->until);
    const std::string day = day_words(until, s.now.wall);
    rows.add("paused", {{.text = fmt::format("by {} until {}{}", pause->who, day == "today" ? "" : day + " ", clock_words(until, Precision::minutes)), .paint = Paint::yellow},
                        {.text = fmt::format("{} more", whole_words(pause->until - s.now.boot))},
                        {.text = pause->reason.empty() ? "" : "\"" + pause->reason + "\""}});
  }
  if (s.policy().mode == watch::Mode::observe)
    rows.add("mode", {{.text = "observe", .paint = Paint::yellow}, {.text = "it says what it would do, and does nothing"}});
  if (const auto& order = s.machine->order()) rows.add("order", watch::describe(*order));
}

void add_egress(Rows& rows, const Status& s) {
  rows.add("egress", parts_of(to_string(s.evidence->egress)));
  const auto& change = s.machine->last_change();
  if (!change || s.changes == 0 || change->before == s.evidence->egress) return;
  rows.add("egress", {{.text = fmt::format("changed {} ago: {}", whole_words(s.now.boot - change->at), describe_change(change->before, s.evidence->egress, change->reasons))},
                      {.text = s.changes < 2 ? "" : fmt::format("{} changes since the start", s.changes)}});
}

void add_tailscaled(Rows& rows, const Status& s) {
  std::vector<Part> parts = tailscaled_parts(*s.evidence);
  std::size_t routers = 0;
  std::size_t more = 0;
  for (const auto& peer : s.evidence->peers) {
    if (peer.witness) continue;
    const bool silent = peer.disco == watch::Standing::bad && peer.tsmp == watch::Standing::bad;
    if (++routers > most_routers && !silent) {
      ++more;
      continue;
    }
    const std::string path = silent ? "silent" : path_text(peer);
    if (!path.empty()) parts.push_back({.text = peer.name + " " + path, .paint = silent ? std::optional(Paint::red) : std::nullopt});
  }
  if (more > 0) parts.push_back({.text = fmt::format("and {} more routers", more)});
  rows.add("tailscaled", parts);
}

void add_targets(Rows& rows, const Status& s) {
  if (!s.targets.empty()) return add_target_rows(rows, s);
  rows.add("targets", no_target_text);
}

std::string attempt_text(const Status& s, const watch::Attempt& attempt, bool last) {
  const std::string ago = whole_words(s.now.boot - s.episode->began - attempt.after);
  if (attempt.outcome) return fmt::format("{}, {} ago", watch::say_remedy(attempt.remedy, *attempt.outcome, attempt.detail), ago);
  return fmt::format("{}{}, begun {} ago", to_string(attempt.remedy), last && s.state == State::remedying ? "" : " was given up", ago);
}

// Where the machine stands on its ladder.
void add_ladder(Rows& rows, const Status& s) {
  if (s.state == State::healthy) return;
  if (!well(s) && s.verdict) rows.add("state", fmt::format("{} for {}: {}", to_string(s.state), whole_words(s.now.boot - s.state_since), s.because));
  if (s.episode != nullptr) {
    const auto& attempts = s.episode->attempts;
    const std::size_t first = attempts.size() - std::min(attempts.size(), most_tried);
    if (first > 0) rows.add("tried", watch::count(first, "remedy", "remedies") + " before");
    for (std::size_t i = first; i < attempts.size(); ++i) rows.add("tried", attempt_text(s, attempts[i], i + 1 == attempts.size()));
  }
  rows.add("not done", s.left_out);
}

Part budget_part(const BudgetStatus& budget, std::string_view what, watch::Instant now) {
  const std::string free = budget.free_at ? fmt::format(", the next in {}", whole_words(*budget.free_at - now)) : "";
  return {.text = fmt::format("budget {} of {} {} this hour{}", budget.left, budget.of, what, free),
          .paint = budget.left == 0 && budget.of > 0 ? std::optional(Paint::yellow) : std::nullopt};
}

void add_next(Rows& rows, const Status& s) {
  std::vector<Part> parts{{.text = s.next}, budget_part(s.restarts, "restarts", s.now.boot)};
  if (s.up_resets.left < s.up_resets.of) parts.push_back(budget_part(s.up_resets, "up-resets", s.now.boot));
  if (s.heartbeat_bytes_a_day > 0) parts.push_back({.text = fmt::format("heartbeats cost {} a day", bytes_words(s.heartbeat_bytes_a_day))});
  rows.add("next", parts);
}

}  // namespace

std::string status_text(const Status& s, Screen screen) {
  screen.columns = std::clamp(screen.columns, least_columns, most_columns);
  Rows rows(screen);
  add_person(rows, s);
  add_egress(rows, s);
  if (s.verdict && watch::exit_status(s.verdict->verdict) != 0) rows.add("wan", anchor_parts(*s.evidence));
  add_tailscaled(rows, s);
  add_targets(rows, s);
  add_ladder(rows, s);
  add_next(rows, s);
  rows.add("do", s.advice);
  rows.add("last", s.last);
  rows.add("lacking", s.lacking);
  rows.add("tailmend", {{.text = fmt::format("{} for {}", s.version, whole_words(s.now.boot - s.started))},
                        {.text = s.files.empty() ? "no configuration file" : watch::list(s.files)}});
  return head_lines(s, screen) + "\n" + rows.text();
}

}  // namespace tailmend
