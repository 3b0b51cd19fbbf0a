#include "daemon/programs/hooks.hpp"

#include <systemd/sd-daemon.h>

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "libwatch/words.hpp"

namespace tailmend {

namespace {

std::string identifier_of(const Hook& hook) { return "tailmend-hook-" + hook.name; }
std::string verdict_of(const HookNews& news) { return std::string(watch::to_string(news.judgement.verdict)); }

// "" where nothing is wrong.
std::string trouble_of(const ChildEnd& end, watch::Duration limit) {
  if (end.too_loud) return fmt::format("ended because it printed more than {} MiB", Hooks::most_output >> 20U);
  if (end.timed_out) return fmt::format("ended after {}", watch::words(limit));
  if (end.exit_code != 0) return describe(end);
  return end.left_behind ? "it left something running; its process group was ended" : "";
}

}  // namespace

HookRunner usual_hook_runner() { return {.systemd = ::sd_booted() > 0, .bus = {}}; }

Hooks::Hooks(Loop& loop, Journal& journal, HookRunner runner)
    : loop_(loop), journal_(journal), systemd_(runner.systemd), children_(loop), units_(loop, std::move(runner.bus)) {}

void Hooks::take(const Step& step) {
  const auto concern = concerns_.take(step.now, step.machine);
  if (!concern) return;
  tell({.judgement = step.machine.judgement(),
        .before = {},
        .state = step.machine.state(),
        .episode = step.machine.episode(),
        .person = watch::needs_person(*concern),
        .egress = step.machine.evidence().egress});
}

bool Hooks::is_told(const HookNews& news) const {
  return told_ && told_->judgement.verdict == news.judgement.verdict && told_->judgement.cause == news.judgement.cause && told_->person == news.person;
}

void Hooks::tell(HookNews news) {
  if (waiting_ && running())
    journal_.say(Level::info, MessageId::hooks_overtaken,
                 fmt::format("hooks are not told of {}: {} came while those for {} still ran", verdict_of(*waiting_), verdict_of(news), verdict_of(*told_)));
  waiting_.reset();
  if (is_told(news)) return;
  waiting_ = std::move(news);
  if (!running()) begin_soon();
}

void Hooks::begin_soon() {
  auto later = loop_.soon([this] { begin(); });
  if (later) soon_ = std::move(*later);
}

void Hooks::begin() {
  soon_.reset();
  if (!waiting_ || running()) return;
  HookNews news = *std::exchange(waiting_, std::nullopt);
  news.before = told_ ? verdict_of(*told_) : "";
  told_ = std::move(news);
  HookFolder found = look_at_hooks(settings_.folder);
  say_left_out(found.left_out);
  environment_ = hook_environment(*told_);
  left_ = std::move(found.hooks);
  std::ranges::reverse(left_);
  run_next();
}

void Hooks::run_next() {
  running_.reset();
  if (left_.empty()) return finish();
  const Hook hook = std::move(left_.back());
  left_.pop_back();
  if (systemd_) run_as_unit(hook);
  else run_as_child(hook);
}

void Hooks::run_as_unit(const Hook& hook) {
  const auto number = loop_.now().time_since_epoch() / std::chrono::milliseconds(1);  // since boot: no older run of it has that one
  running_ = units_.run({.unit = fmt::format("{}-{}.service", identifier_of(hook), number),
                         .description = fmt::format("tailmend's hook {} for {}", hook.name, verdict_of(*told_)),
                         .program = hook.path,
                         .identifier = identifier_of(hook),
                         .environment = environment_,
                         .limit = settings_.timeout},
                        [this, hook](const TransientEnd& end) { ended(hook, end.well ? "" : fmt::format("{}; journalctl -t {}", end.how, identifier_of(hook))); });
}

void Hooks::run_as_child(const Hook& hook) {
  running_ = children_.run({hook.path}, settings_.timeout, [this, hook](const ChildEnd& end) { on_child_end(hook, end); },
                           {.environment = environment_, .most_output = most_output, .sweeps = true});
}

void Hooks::on_child_end(const Hook& hook, const ChildEnd& end) {
  std::string_view text = end.text;
  for (std::size_t lines = 0; !text.empty() && lines < most_output_lines; ++lines) {
    const std::size_t newline = std::min(text.find('\n'), text.size());
    journal_.say(Level::info, MessageId::hook_output, fmt::format("{}: {}", hook.name, text.substr(0, newline)), {{FieldName::hook, hook.name}});
    text.remove_prefix(std::min(newline + 1, text.size()));
  }
  ended(hook, trouble_of(end, settings_.timeout));
}

void Hooks::ended(const Hook& hook, const std::string& trouble) {
  const std::string verdict = verdict_of(*told_);
  if (trouble.empty()) ran_.push_back(hook.name);
  else
    journal_.say(Level::warning, MessageId::hook_failed, fmt::format("hook {} failed for {}: {}", hook.name, verdict, trouble),
                 {{FieldName::hook, hook.name}, {FieldName::verdict, verdict}});
  run_next();
}

void Hooks::finish() {
  if (!ran_.empty())
    journal_.say(Level::info, MessageId::hooks_ran, fmt::format("hooks ran for {}: {}", verdict_of(*told_), watch::list(ran_)), {{FieldName::verdict, verdict_of(*told_)}});
  ran_.clear();
  if (waiting_) begin_soon();
}

// Said once, and again only after it was mended.
void Hooks::say_left_out(const std::vector<LeftOut>& left_out) {
  std::set<std::string> now;
  for (const LeftOut& one : left_out) {
    if (!said_left_out_.contains(one.text))
      journal_.say(one.fault == LeftOut::Fault::wrong ? Level::warning : Level::info, MessageId::hook_left_out, one.text);
    now.insert(one.text);
  }
  said_left_out_ = std::move(now);
}

}  // namespace tailmend
