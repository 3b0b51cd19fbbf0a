#include "tests/story/stage.hpp"

#include <algorithm>
#include <sstream>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "libwatch/describe.hpp"

namespace story {

using namespace watch;

namespace {

constexpr Instant opening{2h + 14min};  // on the second day, so that there is a past to remember
constexpr Duration a_day = std::chrono::hours(24);

// "02:14:07" or "02:14:07.310"
Instant clock(const std::string& text) {
  if (text.size() < 8) throw std::invalid_argument("not a time: " + text);
  const Duration at = std::stoi(text) * Duration(1h) + std::stoi(text.substr(3)) * Duration(1min) + duration(text.substr(6) + "s");
  return Instant(a_day) + at;
}

// The questions of one decision, in one line: "asks targets, status, 6 pings".
std::string questions(const std::vector<Action>& actions) {
  std::vector<std::string> words;
  std::size_t pings = 0;
  const auto add = [&](std::string_view word) { words.emplace_back(word); };
  for (const Action& action : actions) {
    if (std::holds_alternative<TryTargets>(action)) add("targets");
    if (const auto* status = std::get_if<AskStatus>(&action)) add(status->peers ? "status" : "status without peers");
    if (std::holds_alternative<AskPrefs>(action)) add("prefs");
    if (std::holds_alternative<AskUnit>(action)) add("unit");
    if (std::holds_alternative<TryAnchors>(action)) add("anchors");
    if (std::holds_alternative<LookAtConnections>(action)) add("connections");
    if (std::holds_alternative<Restun>(action)) add("restun");
    if (std::holds_alternative<PingPeer>(action)) ++pings;
  }
  if (pings > 0) words.push_back(fmt::format("{} pings", pings));
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "asks " : ", ") + word;
  return text;
}

}  // namespace

Stage::Stage() : now_(opening + a_day) {
  policy_.targets.push_back({.name = "plc", .address = "10.77.0.10:502"});
  world_ = std::make_unique<sim::World>(Seed{1}, policy_);
  world_->steady = true;
  world_->truth.started = now_ - 1h;
}

std::string Stage::transcript() { return std::exchange(transcript_, {}); }

void Stage::command(const std::string& line) {
  std::istringstream stream(line);
  Words words;
  for (std::string word; stream >> word;) words.push_back(word);
  if (words.size() > 2 && words[0] == "at") {
    advance(clock(words[1]));
    words.erase(words.begin(), words.begin() + 2);
  }
  world_->pass(now_);
  obey(words);
  world_->pass(now_);
}

// A pause is kept for the supervisor that starts next.
void Stage::hear(const Observation& seen) {
  if (const auto* pause = std::get_if<PauseSeen>(&seen)) paused_ = *pause;
  step(seen);
}

void Stage::obey(const Words& w) {
  if (w[0] == "start" && w.size() == 1) return start();
  if (w[0] == "paths" && w.size() == 1) return tell_paths();
  if (w[0] == "advance" && w.size() == 2) return advance(now_ + duration(w[1]));
  if (w[0] == "until" && w.size() == 4 && w[2] == "within") {
    for (std::size_t s = 0; s < states; ++s)
      if (to_string(State(s)) == w[1]) return until(State(s), duration(w[3]));
  }
  if (say(w) || person(w) || prepare(w) || change_world(w) || change_peer(w) || change_host(w)) return;
  std::string text;
  for (const auto& word : w) text += word + " ";
  throw std::invalid_argument("not a command: " + text);
}

void Stage::start() {
  machine_ = std::make_unique<Machine>(Seed{1});
  step(Configured{policy_});
  step(disk_);
  if (paused_.pause) step(paused_);
  told_order_ = 0;
  step(NetworkSeen{.egress = world_->truth.egress});
}

// How each router was reached when it was last asked.
void Stage::tell_paths() {
  for (const PeerView& peer : machine_->evidence().peers)
    if (!peer.witness) line(fmt::format("  ({}: {})", peer.name, peer.path.empty() ? "silent" : peer.path.starts_with("DERP") ? peer.path : "direct, " + peer.path));
}

// The next thing that happens, where it happens before the limit.
bool Stage::advance_once(Instant limit) {
  const Instant timer = std::max(machine_->deadline().value_or(sim::never), now_);
  const Instant next = std::min(world_->next(), timer);
  if (next > limit) return false;
  now_ = std::max(now_, next);
  world_->pass(now_);
  if (world_->next() > now_) step(Due{});
  else if (const auto seen = world_->take(now_)) step(*seen);
  return true;
}

void Stage::advance(Instant until) {
  while (machine_ && advance_once(until)) {}
  now_ = std::max(now_, until);
}

void Stage::until(State state, Duration limit) {
  const Instant end = now_ + limit;
  entered_.reset();
  while (entered_ != state)
    if (!advance_once(end)) return line(fmt::format("NOT {} within {} s", to_string(state), limit.count() / 1000000));
}

void Stage::step(const Observation& seen) {
  world_->pass(now_);
  const Decision decision = machine_->step(now_, seen);
  tell(decision, seen);
  disk_.episode = std::max(disk_.episode, machine_->episode());
  if (on_step_) on_step_(seen, decision);
  if (const auto& order = machine_->last_order(); order && order->number != told_order_) {
    told_order_ = order->number;
    line("  " + describe(*order));
  }
  if (decision.from != decision.to) entered_ = decision.to;
  for (const Action& action : decision.actions) {
    if (const auto* remember = std::get_if<Remember>(&action)) disk_ = {.restarts = remember->restarts, .up_resets = remember->up_resets, .episode = machine_->episode()};
    world_->act(now_, action);
  }
}

void Stage::line(std::string_view text) {
  const auto ms = (now_ - Instant(a_day)).count() / 1000;
  transcript_ += fmt::format("{:02}:{:02}:{:02}.{:03}  {}\n", ms / 3600000, ms / 60000 % 60, ms / 1000 % 60, ms % 1000, text);
}

void Stage::tell(const Decision& decision, const Observation& seen) {
  if (const auto* remedy = std::get_if<RemedySeen>(&seen)) line(fmt::format("({}: {})", to_string(remedy->remedy), to_string(remedy->outcome)));
  for (const Action& action : decision.actions) {
    if (const auto* remember = std::get_if<Remember>(&action))
      line(fmt::format("  remembers: {} restarts, {} up-resets in the last hour", remember->restarts.size(), remember->up_resets.size()));
    if (const auto* apply = std::get_if<Apply>(&action))
      line(fmt::format("  applies {}{}{}", to_string(apply->remedy), apply->remedy != Remedy::kick ? "" : apply->scope == Scope::all ? " to all connections" : " to dead connections",
                       apply->start_only ? " (start only)" : ""));
  }
  if (decision.because.empty()) return;
  if (!decision.routine) line(describe(decision, *machine_));
  tell_verdict(decision);
  if (const std::string asks = questions(decision.actions); !decision.routine && !asks.empty()) line("  " + asks);
}

// As the journal does: what changed where a look ended, also in one that is not worth a line.
void Stage::tell_verdict(const Decision& decision) {
  if (decision.to == State::starting || decision.to == State::settling || decision.to == State::probing || decision.to == State::remedying) return;
  const Judgement& judgement = machine_->judgement();
  if (const std::pair now_said(judgement.verdict, judgement.cause); said_ != now_said) {
    said_ = now_said;
    if (decision.routine) line("  now " + describe(judgement));
    if (!judgement.advice.empty()) line("  to do: " + judgement.advice);
  }
  const bool decided = decision.event == Event::ours || decision.event == Event::not_ours || decision.event == Event::spent;
  if (const std::string skips = describe(machine_->choice().skips); decided && skips != said_skips_) {
    said_skips_ = skips;
    if (!skips.empty()) line("  " + skips);
  }
}

}  // namespace story
