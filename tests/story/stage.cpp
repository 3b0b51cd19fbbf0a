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

Duration duration(const std::string& text) {
  std::size_t end = 0;
  const double number = std::stod(text, &end);
  const std::string unit = text.substr(end);
  const double us = unit == "ms" ? 1e3 : unit == "s" ? 1e6 : unit == "min" ? 60e6 : unit == "h" ? 3600e6 : 0;
  if (us == 0) throw std::invalid_argument("not a duration: " + text);
  return Duration(static_cast<Duration::rep>(number * us));
}

// "02:14:07" or "02:14:07.310"
Instant clock(const std::string& text) {
  if (text.size() < 8) throw std::invalid_argument("not a time: " + text);
  const Duration at = std::stoi(text) * Duration(1h) + std::stoi(text.substr(3)) * Duration(1min) + duration(text.substr(6) + "s");
  return Instant(a_day) + at;
}

Remedy remedy(const std::string& word) {
  for (std::size_t i = 0; i < remedies; ++i)
    if (to_string(static_cast<Remedy>(i)) == word) return static_cast<Remedy>(i);
  throw std::invalid_argument("not a remedy: " + word);
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
  world_->truth.fate[static_cast<std::size_t>(Remedy::conntrack)] = sim::Fate::unavailable;  // most hosts do no NAT
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

void Stage::obey(const Words& w) {
  if (w[0] == "start" && w.size() == 1) return start();
  if (w[0] == "advance" && w.size() == 2) return advance(now_ + duration(w[1]));
  if (w[0] == "until" && w.size() == 4 && w[2] == "within") {
    for (std::size_t s = 0; s < states; ++s)
      if (to_string(State(s)) == w[1]) return until(State(s), duration(w[3]));
  }
  if (w[0] == "asked" && w.size() == 1) return step(Asked{});
  if (prepare(w) || change_world(w) || change_tailnet(w) || change_host(w)) return;
  std::string text;
  for (const auto& word : w) text += word + " ";
  throw std::invalid_argument("not a command: " + text);
}

bool Stage::prepare(const Words& w) {
  const std::string argument = w.size() > 1 ? w[1] : "";
  if (w[0] == "targets") {
    policy_.targets.clear();
    for (std::size_t i = 1; i < w.size() && argument != "none"; ++i) {
      const auto equals = w[i].find('=');
      policy_.targets.push_back({.name = w[i].substr(0, equals), .address = w[i].substr(equals + 1)});
    }
  } else if (w[0] == "steps") {
    policy_.steps.clear();
    for (std::size_t i = 1; i < w.size(); ++i) policy_.steps.push_back(remedy(w[i]));
  } else if (w[0] == "mode") {
    policy_.mode = argument == "observe" ? Mode::observe : Mode::act;
  } else if (w[0] == "witnesses") {
    world_->truth.witnesses = std::stoul(argument);
  } else if (w[0] == "anchors") {
    world_->truth.anchors = argument != "none";
  } else if (w[0] == "spent" && w.size() == 4 && w[3] == "ago") {  // spent restart 10min ago
    (remedy(argument) == Remedy::restart ? remembered_.restarts : remembered_.up_resets).push_back(now_ - duration(w[2]));
  } else if (w[0] == "reload") {
    world_->configure(policy_);
    step(Configured{policy_});
  } else {
    return false;
  }
  world_->configure(policy_);
  return true;
}

bool Stage::change_world(const Words& w) {
  sim::Truth& t = world_->truth;
  const std::string argument = w.size() > 1 ? w[1] : "";
  if (w[0] == "network") {  // network wan1 via 198.51.100.1 hints route,address
    Hints hints;
    for (std::size_t i = 0; i < w.size(); ++i)
      if (w[i] == "hints")
        for (int h = 0; h <= static_cast<int>(Hint::resumed); ++h)
          if (("," + w[i + 1] + ",").find(fmt::format(",{},", to_string(static_cast<Hint>(h)))) != std::string::npos) hints.add(static_cast<Hint>(h));
    if (argument == "none") t.egress = {};
    else if (w.size() > 3)
      t.egress.v4 = Way{.interface = argument, .index = argument == "wan0" ? 2U : 3U, .gateway = parse_address(w[3]).value(),
                        .source = t.egress.v4 && t.egress.v4->interface == argument ? t.egress.v4->source : parse_address("203.0.113.77").value(), .table = 254};
    world_->announce_network(now_, hints);
  } else if (w[0] == "wan") {
    t.wan = argument == "alive";
  } else if (w[0] == "control" && argument == "stuck") {
    t.control_back = now_ + duration(w.at(2));
  } else if (w[0] == "control") {
    t.control = argument == "back";
  } else if (w[0] == "derp") {
    t.derp = argument == "back";
  } else if (w[0] == "detour") {
    t.detour = duration(argument);
  } else {
    return false;
  }
  return true;
}

bool Stage::change_tailnet(const Words& w) {
  sim::Truth& t = world_->truth;
  const std::string argument = w.size() > 1 ? w[1] : "";
  if (w[0] == "target") {
    const auto target = std::ranges::find(policy_.targets, argument, &Target::name);
    if (target == policy_.targets.end() || w.size() != 3) return false;
    const auto i = static_cast<std::size_t>(target - policy_.targets.begin());
    t.targets[i] = w[2] == "silent" ? TcpOutcome::timed_out : w[2] == "refuses" ? TcpOutcome::refused : w[2] == "resets" ? TcpOutcome::reset : TcpOutcome::held;
  } else if (w[0] == "router") {
    t.router = argument == "on";
  } else if (w[0] == "witness") {
    static constexpr std::array names{"nas", "db", "laptop"};
    for (std::size_t i = 0; i < names.size(); ++i)
      if (argument == names[i]) t.witness[i] = w.at(2) == "on";
  } else if (w[0] == "tunnel" && argument == "stuck") {
    if (w.at(2) == "deep") t.deep = true;
    else t.data_back = now_ + duration(w[2]);
  } else if (w[0] == "session" && argument == "stuck") {
    t.session_back = now_ + duration(w.at(2));
  } else if (w[0] == "route") {
    if (argument == "advertised" || argument == "withdrawn") t.advertised = argument == "advertised";
    else if (argument == "accepted" || argument == "ignored") t.accept_routes = argument == "accepted";
    else if (argument == "installed" || argument == "flushed") t.installed = argument == "installed";
    else return false;
  } else {
    return false;
  }
  return true;
}

bool Stage::change_host(const Words& w) {
  sim::Truth& t = world_->truth;
  const std::string argument = w.size() > 1 ? w[1] : "";
  if (w[0] == "tailscale") {
    world_->switch_tailscale(now_, argument == "up");
  } else if (w[0] == "systemctl" && argument == "stop") {
    world_->stop_unit(now_);
  } else if (w[0] == "systemctl" && argument == "start") {
    world_->start_unit(now_);
  } else if (w[0] == "tailscaled" && argument == "hangs") {
    t.hung = true;
  } else if (w[0] == "tailscaled" && argument == "fails") {
    t.unit = sim::Unit::failed;
    t.result = w.size() > 2 ? w[2] : "exit-code";
    world_->announce_bus(now_ + 5ms, {.hint = BusHint::lost});
  } else if (w[0] == "localapi") {
    t.api = argument == "garbled" ? sim::Api::garbled : argument == "forbidden" ? sim::Api::forbidden : argument == "hangs" ? sim::Api::hangs : sim::Api::answers;
  } else if (w[0] == "remedy" && w.size() == 3) {  // remedy kick never-answers
    static constexpr std::array words{"works", "does-nothing", "fails", "is-unavailable", "dawdles", "never-answers"};
    const auto fate = std::ranges::find(words, w[2]);
    if (fate == words.end()) return false;
    t.fate[static_cast<std::size_t>(remedy(argument))] = static_cast<sim::Fate>(fate - words.begin());
  } else if (w[0] == "bus") {
    for (int h = 0; h <= static_cast<int>(BusHint::endpoints); ++h)
      if (to_string(static_cast<BusHint>(h)) == argument) world_->announce_bus(now_, {.hint = static_cast<BusHint>(h), .backend = Backend::running});
  } else {
    return false;
  }
  return true;
}

void Stage::start() {
  machine_ = std::make_unique<Machine>(Seed{1});
  step(Configured{policy_});
  step(remembered_);
  step(NetworkSeen{.egress = world_->truth.egress});
}

// The next thing that happens, where it happens before the limit.
bool Stage::advance_once(Instant limit) {
  const Instant timer = std::max(machine_->deadline().value_or(sim::never), now_);
  const Instant next = std::min(world_->next(), timer);
  if (next > limit) return false;
  now_ = next;
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
  if (decision.from != decision.to) entered_ = decision.to;
  for (const Action& action : decision.actions) world_->act(now_, action);
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
  if (decision.because.empty() || decision.routine) return;
  line(describe(decision, *machine_));
  const bool decided = decision.event == Event::ours || decision.event == Event::not_ours || decision.event == Event::spent;
  if (const std::string skips = describe(machine_->choice().skips); decided && !skips.empty()) line("  " + skips);
  if (const std::string asks = questions(decision.actions); !asks.empty()) line("  " + asks);
}

}  // namespace story
