// The commands of a story that change its world, its policy or its supervisor. tests/stories/README.md lists them.
#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "tests/story/stage.hpp"

namespace story {

using namespace watch;

namespace {

Remedy remedy(const std::string& word) {
  for (std::size_t i = 0; i < remedies; ++i)
    if (to_string(static_cast<Remedy>(i)) == word) return static_cast<Remedy>(i);
  throw std::invalid_argument("not a remedy: " + word);
}

}  // namespace

Duration duration(const std::string& text) {
  std::size_t end = 0;
  const double number = std::stod(text, &end);
  const std::string unit = text.substr(end);
  const double us = unit == "ms" ? 1e3 : unit == "s" ? 1e6 : unit == "min" ? 60e6 : unit == "h" ? 3600e6 : 0;
  if (us == 0) throw std::invalid_argument("not a duration: " + text);
  return Duration(static_cast<Duration::rep>(number * us));
}

bool Stage::prepare(const Words& w) {
  const std::string argument = w.size() > 1 ? w[1] : "";
  const auto target = std::ranges::find(policy_.targets, argument, &Target::name);
  if (w[0] == "targets") {
    policy_.targets.clear();
    for (std::size_t i = 1; i < w.size() && argument != "none"; ++i) {
      const auto equals = w[i].find('=');
      policy_.targets.push_back({.name = w[i].substr(0, equals), .address = w[i].substr(equals + 1)});
    }
  } else if (w[0] == "steps") {
    policy_.steps.clear();
    for (std::size_t i = 1; i < w.size(); ++i) policy_.steps.push_back(remedy(w[i]));
  } else if (w[0] == "restart-command") {
    policy_.tailscale.restart_command.assign(w.begin() + 1, w.end());
  } else if (w[0] == "mode") {
    policy_.mode = argument == "observe" ? Mode::observe : Mode::act;
  } else if (w[0] == "ssh-sessions") {
    policy_.ssh_sessions = argument == "forbid" ? Courtesy::forbid : argument == "ignore" ? Courtesy::ignore : Courtesy::defer;
  } else if (w[0] == "via-proxy" && target != policy_.targets.end()) {
    target->proxy = "127.0.0.1:1055";
  } else if (w[0] == "second-router" && argument == "carries" && w.size() == 3) {  // the targets from that one on
    world_->truth.second_from = static_cast<std::size_t>(std::ranges::find(policy_.targets, w[2], &Target::name) - policy_.targets.begin());
  } else if (w[0] == "request" && target != policy_.targets.end()) {
    target->send = target->expect = "hello";
  } else if (w[0] == "own" && argument == "subnet" && w.size() == 3) {
    world_->truth.own_subnets = {parse_prefix(w[2]).value()};
  } else if (w[0] == "witnesses") {
    world_->truth.witnesses = std::stoul(argument);
  } else if (w[0] == "anchors") {
    world_->truth.anchors = argument != "none";
  } else if (w[0] == "spent" && w.size() == 4 && w[3] == "ago") {  // spent restart 10min ago
    (remedy(argument) == Remedy::restart ? disk_.restarts : disk_.up_resets).push_back(now_ - duration(w[2]));
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
  if (w[0] == "network") {  // network wan1 via 198.51.100.1 via fe80::2 table 2 hints route,address
    Hints hints;
    for (std::size_t i = 0; i < w.size(); ++i)
      if (w[i] == "hints")
        for (int h = 0; h <= static_cast<int>(Hint::resumed); ++h)
          if (("," + w[i + 1] + ",").find(fmt::format(",{},", to_string(static_cast<Hint>(h)))) != std::string::npos) hints.add(static_cast<Hint>(h));
    if (argument == "none") t.egress = {};
    else if (w.size() > 3) change_way(w);
    world_->announce_network(now_, hints);
  } else if (w[0] == "router-of" && w.size() == 3) {  // router-of site-9 off
    const auto target = std::ranges::find(policy_.targets, argument, &Target::name) - policy_.targets.begin();
    const std::uint64_t bit = std::uint64_t{1} << static_cast<unsigned>(target);
    t.dark = w[2] == "off" ? t.dark | bit : t.dark & ~bit;
  } else if (w[0] == "control" && argument == "stuck") {
    t.control_back = now_ + duration(w.at(2));
  } else if (w[0] == "localapi" && argument == "slow" && w.size() == 3) {
    t.api_delay = duration(w[2]);
  } else if (w[0] == "wan" && argument == "loses" && w.size() == 3) {
    t.loses_one_in = w[2] == "none" ? 0 : static_cast<std::uint32_t>(std::stoul(w[2]));
  } else if (w[0] == "detour") {
    t.detour = duration(argument);
  } else if (w[0] == "tunnel" && argument == "stuck") {
    if (w.at(2) == "deep") t.deep = true;
    else t.data_back = now_ + duration(w[2]);
  } else if (w[0] == "tunnel" && argument == "heals") {
    t.deep = false;
    t.data_back = now_;
  } else if (w[0] == "session" && argument == "stuck") {
    t.session_back = now_ + duration(w.at(2));
  } else {
    return false;
  }
  return true;
}

// What a person says to tailmend: asked, pause 2h [a reason], resume, mend [kick] [despite ssh peers].
bool Stage::person(const Words& w) {
  if (w[0] == "asked" && w.size() == 1) {
    step(Asked{});
  } else if (w[0] == "pause" && w.size() >= 2) {
    hear(PauseSeen{Pause{.since = now_, .until = now_ + duration(w[1]), .who = "root", .reason = ""}});
  } else if (w[0] == "resume" && w.size() == 1) {
    hear(PauseSeen{});
  } else if (w[0] == "mend") {
    MendAsked order{.remedy = {}, .despite = {}, .who = "root"};
    for (std::size_t i = 1; i < w.size(); ++i) {
      if (w[i] != "despite") order.remedy = remedy(w[i]);
      else
        while (++i < w.size()) order.despite.add(gate_named(w[i]).value());
    }
    step(order);
  } else {
    return false;
  }
  return true;
}

// The families whose gateways are named.
void Stage::change_way(const Words& w) {
  const std::string& interface = w[1];
  const Egress before = std::exchange(world_->truth.egress, {});
  const auto table = std::ranges::find(w, "table");
  for (std::size_t i = 2; i + 1 < w.size() && w[i] == "via"; i += 2) {
    const Address gateway = parse_address(w[i + 1]).value();
    const bool six = gateway.family == Family::v6;
    const std::optional<Way>& known = six ? before.v6 : before.v4;
    const Address elsewhere = parse_address(six ? "2001:db8::77" : "203.0.113.77").value();
    (six ? world_->truth.egress.v6 : world_->truth.egress.v4) =
        Way{.interface = interface, .index = interface == "wan0" ? 2U : 3U, .gateway = gateway,
            .source = known && known->interface == interface ? known->source : elsewhere,
            .table = table == w.end() ? 254U : static_cast<std::uint32_t>(std::stoul(table[1]))};
  }
}

bool Stage::change_peer(const Words& w) {
  sim::Truth& t = world_->truth;
  if (w[0] == "target" && w.size() == 3) {
    const auto target = std::ranges::find(policy_.targets, w[1], &Target::name);
    if (target == policy_.targets.end()) return false;
    t.targets[static_cast<std::size_t>(target - policy_.targets.begin())] =
        w[2] == "silent" ? TcpOutcome::timed_out : w[2] == "refuses" ? TcpOutcome::refused : w[2] == "resets" ? TcpOutcome::reset : w[2] == "untried" ? TcpOutcome::failed
        : w[2] == "unnamed" ? TcpOutcome::unresolved : TcpOutcome::held;
  } else if (w[0] == "witness" && w.size() == 3) {
    static constexpr std::array names{"nas", "db", "laptop"};
    for (std::size_t i = 0; i < names.size(); ++i)
      if (w[1] == names[i]) t.witness[i] = w[2] == "on";
  } else if (w[0] == "proxy" && w.size() == 3 && w[1] == "replies") {
    t.proxy = sim::Proxy::replies;
    t.reply = static_cast<std::uint8_t>(std::stoul(w[2]));
  } else {
    return false;
  }
  return true;
}

bool Stage::change_host(const Words& w) {
  sim::Truth& t = world_->truth;
  const std::string argument = w.size() > 1 ? w[1] : "";
  if (w[0] == "tailscale" && (argument == "up" || argument == "down")) {
    world_->switch_tailscale(now_, argument == "up");
  } else if (w[0] == "systemctl" && (argument == "stop" || argument == "disable" || argument == "mask")) {
    world_->stop_unit(now_);
    t.disabled = argument == "disable";
    t.masked = argument == "mask";
  } else if (w[0] == "tailscale" && argument == "installed") {
    t.absent = false;
    world_->start_unit(now_);
  } else if (w[0] == "systemctl" && argument == "start") {
    world_->start_unit(now_);
  } else if ((w[0] == "systemctl" && argument == "restart") || (w[0] == "tailscaled" && argument == "killed")) {
    world_->restart_unit(now_);
  } else if (w[0] == "tailscaled" && argument == "ends") {
    world_->end_unit(now_);
  } else if (w[0] == "tailscaled" && argument == "fails") {
    t.unit = sim::Unit::failed;
    t.result = w.size() > 2 ? w[2] : "exit-code";
    world_->announce_bus(now_ + 5ms, {.hint = BusHint::lost});
  } else if (w[0] == "remedy" && w.size() >= 3) {  // remedy kick never-answers
    static constexpr std::array words{"works", "does-nothing", "fails", "is-unavailable", "dawdles", "never-answers", "is-withheld"};
    const auto fate = std::ranges::find(words, w[2]);
    if (fate == words.end()) return false;
    t.fate[static_cast<std::size_t>(remedy(argument))] = static_cast<sim::Fate>(fate - words.begin());
    if (w.size() > 3) t.dawdling = duration(w[3]);
  } else if (w[0] == "bus") {
    for (int h = 0; h <= static_cast<int>(BusHint::endpoints); ++h)
      if (to_string(static_cast<BusHint>(h)) == argument)
        world_->announce_bus(now_, {.hint = static_cast<BusHint>(h), .backend = world_->backend(), .want_running = t.want_running});
  } else if (w[0] == "killed" && w.size() == 1) {
    world_->forget_questions();
    start();
  } else if (w[0] == "sleeps" && w.size() == 2) {
    now_ += duration(argument);
    Hints hints;
    hints.add(Hint::resumed);
    world_->announce_network(now_, hints);
  } else {
    return false;
  }
  return true;
}

}  // namespace story
