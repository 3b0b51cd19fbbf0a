#include "daemon/commands/console.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "daemon/base/duration.hpp"
#include "daemon/base/version.hpp"
#include "daemon/commands/history.hpp"
#include "daemon/report/step_words.hpp"
#include "libwatch/describe.hpp"

namespace tailmend {

namespace {

ControlReply said(std::string text) { return {.exit_code = 0, .text = std::move(text)}; }

ControlReply failed(std::string text, ExitCode code = ExitCode::degraded) {
  return {.exit_code = static_cast<int>(code), .text = std::move(text), .to_stderr = true};
}

// "today 16:40", "Nov 26 16:40"
std::string until_words(WallTime until, WallTime now) {
  return fmt::format("{} {}", day_words(until, now), clock_words(until, Precision::minutes));
}

// Why not, and by whose name a person may overrule it.
std::vector<std::string> objections(const std::vector<watch::Skip>& skips) {
  std::vector<std::string> lines;
  for (const auto& skip : skips)
    lines.push_back(fmt::format("not done: {}, since {}{}", to_string(skip.remedy), skip.reason,
                                skip.gate ? fmt::format("; overrule it with --despite {}", to_string(*skip.gate)) : ""));
  return lines;
}

std::string ending(const watch::Order& order) {
  const std::string verdict = watch::describe(order.ended->judgement);
  switch (order.ended->how) {
    case watch::OrderEnd::rested: return verdict;
    case watch::OrderEnd::refused: return fmt::format("no remedy was applied; {}", verdict);
    case watch::OrderEnd::handed_on: return fmt::format("{} did not mend it; the daemon goes on: {}", order.remedy ? to_string(*order.remedy) : "", verdict);
    case watch::OrderEnd::replaced: return "a newer order took its place";
    case watch::OrderEnd::overdue: return fmt::format("it came to no end; the daemon goes on: {}", verdict);
  }
  return verdict;
}

}  // namespace

void Console::take(const Step& step) {
  const auto& running = step.machine.order();
  const auto& last = step.machine.last_order();
  const auto& order = running ? running : last;
  if (!order) return;
  // The number alone does not do: a machine that is begun anew counts from 1 again.
  const std::pair its(order->asked_at, order->number);
  if (order_ != its) {
    order_ = its;
    lines_.clear();
  } else if (order->ended && order->ended->at != step.now) {
    return;  // it is over
  }
  for (std::string& text : words_of(step)) {
    lines_.push_back({.number = ++lines_told_, .text = std::move(text)});
    if (lines_.size() > kept_lines) lines_.pop_front();
  }
}

ControlReply Console::answer(const ControlRequest& request) {
  std::vector<const char*> words;
  words.reserve(request.words.size());
  for (const std::string& word : request.words) words.push_back(word.c_str());
  const auto options = parse_options(words, version);
  if (!options) return {.exit_code = static_cast<int>(options.error().exit_code), .text = options.error().text, .to_stderr = !options.error().to_stdout};
  return obey(*options, request);
}

// One that goes on is told as it is now: on the disk it is up to a minute old.
ControlReply Console::why(const Options& options, Screen screen) {
  WhyAsk ask{.number = options.episode == 0 ? std::nullopt : std::optional(options.episode), .json = options.json};
  const watch::Episode* open = desk_.open_episode ? desk_.open_episode() : nullptr;
  const WallTime wall = desk_.wall();
  if (open != nullptr && remarkable(*open)) ask.open = KeptEpisode{.began = Moment{.boot = desk_.now(), .wall = wall}.at(open->began), .episode = *open};
  return why_reply(desk_.state_directory, ask, wall, screen);
}

ControlReply Console::obey(const Options& options, const ControlRequest& request) {
  switch (options.command) {
    case Command::check: return check(request.caller);
    case Command::status: return desk_.status(options, request.screen);
    case Command::history: return history_reply(desk_.state_directory, {.since = options.since, .json = options.json}, desk_.wall(), request.screen);
    case Command::why: return why(options, request.screen);
    case Command::mend: return options.follow ? follow() : mend(options, request.caller);
    case Command::pause: return pause(options, request.caller);
    case Command::resume: return resume(request.caller);
    case Command::config_check:
    case Command::config_show:
    case Command::config_example:
    case Command::setup:
    case Command::replay:
    case Command::simulate:
    case Command::diagnose:
    case Command::completion:
    case Command::daemon: break;
  }
  return failed("tailmend: that command needs no daemon; run it as it is\n", ExitCode::usage);
}

// What a person sees of `check` is the command's own look; over the bus it is the daemon that looks.
ControlReply Console::check(const Caller& caller) {
  if (!caller.may(Right::check)) return lacking(Right::check);
  const watch::Instant now = desk_.now();
  // Whom polkit lets look may not keep it looking.
  if (caller.uid == 0 || !looked_at_ || now - *looked_at_ >= between_looks) {
    looked_at_ = now;
    desk_.post(watch::Asked{});
  }
  return said("looking; 'tailmend status' shows what comes of it\n");
}

ControlReply Console::pause(const Options& options, const Caller& caller) {
  if (!caller.may(Right::pause)) return lacking(Right::pause);
  const watch::Instant now = desk_.now();
  const watch::Pause pause{.since = now, .until = now + options.pause_for, .who = caller.name, .reason = options.reason};
  if (auto kept = desk_.keep_pause(pause); !kept)
    return failed(fmt::format("tailmend: not paused, since a restart of the daemon would forget it: {}\n", to_string(kept.error())));
  desk_.post(watch::PauseSeen{pause});
  const WallTime wall = desk_.wall();
  const bool busy = desk_.machine().state() == watch::State::remedying;
  return said(fmt::format("paused until {}, for {}{}\n", until_words(wall + options.pause_for, wall), duration_text(options.pause_for),
                          busy ? fmt::format("; {} has begun, and ends first", to_string(desk_.machine().choice().remedy)) : ""));
}

ControlReply Console::resume(const Caller& caller) {
  if (!caller.may(Right::resume)) return lacking(Right::resume);
  const bool paused = desk_.machine().pause().has_value();
  if (auto kept = desk_.keep_pause(std::nullopt); !kept)
    return failed(fmt::format("tailmend: not resumed, since a restart of the daemon would pause it again: {}\n", to_string(kept.error())));
  desk_.post(watch::PauseSeen{});
  return said(paused ? "the pause is over\n" : "there was no pause\n");
}

ControlReply Console::mend(const Options& options, const Caller& caller) {
  if (!caller.may(Right::mend)) return lacking(Right::mend);
  desk_.post(watch::MendAsked{.remedy = options.remedy, .despite = options.despite, .who = caller.name});
  return said(options.remedy ? fmt::format("asked for {}\n", to_string(*options.remedy)) : "asked to mend what is broken\n");
}

// A line each, behind its number, so that a client prints it once.
ControlReply Console::follow() const {
  const watch::Machine& machine = desk_.machine();
  const auto& running = machine.order();
  const auto& last = machine.last_order();
  if (!running && !last) return failed("tailmend: no order to mend is known; the daemon keeps the last one until all has been well for long\n");
  std::string text;
  for (const Line& line : lines_) text += fmt::format("{} {}\n", line.number, line.text);
  if (running) return {.exit_code = static_cast<int>(ExitCode::running), .text = text};
  const bool well = last->ended->state == watch::State::healthy && last->ended->how == watch::OrderEnd::rested;
  std::vector<std::string> end{ending(*last)};
  if (!well) std::ranges::move(objections(last->skips), std::back_inserter(end));
  std::uint32_t number = lines_told_;
  for (const std::string& line : end) text += fmt::format("{} {}\n", ++number, line);
  return {.exit_code = static_cast<int>(well ? ExitCode::fine : ExitCode::degraded), .text = text};
}

}  // namespace tailmend
