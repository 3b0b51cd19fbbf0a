#include "libwatch/sim/sim_storm.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace sim {

namespace {
constexpr Duration local_faults_end = 60s;  // into the calm: somebody else mends what we may not
constexpr Duration somebody_comes = 4h;     // to a host on which something does not end by itself
}  // namespace

Storm::Storm(World& world, Dice& dice, Weather weather, Instant begin, Duration length)
    : world_(world), dice_(dice), weather_(weather), end_(begin + length), next_strike_(begin + dice.between(10s, weather == Weather::wild ? Duration(60s) : Duration(4h))) {}

Instant Storm::next() const {
  Instant first = calm_ ? never : std::min(next_strike_, end_);
  for (const Later& l : later_) first = std::min(first, l.at);
  return first;
}

void Storm::say(std::string text) {
  if (!text.empty()) told_ += (told_.empty() ? "" : "; ") + std::move(text);
}
std::string Storm::told() { return std::exchange(told_, {}); }
void Storm::later(Instant at, std::string name, std::function<void(Instant)> what) {
  later_.push_back({at, std::move(name), std::move(what)});
}

Storm::Wish Storm::pass(Instant now) {
  wish_ = Wish::nothing;
  struck_.reset();
  world_.pass(now);
  for (;;) {
    const auto it = std::ranges::min_element(later_, {}, &Later::at);
    if (it == later_.end() || it->at > now) break;
    const Later due = std::move(*it);
    later_.erase(it);
    say(due.name);
    due.what(now);
  }
  if (calm_) return wish_;
  if (now >= end_) {
    heal_all(now);
    return wish_;
  }
  if (now < next_strike_) return wish_;
  strike(now);
  if (weather_ == Weather::likely) {
    later(now + somebody_comes, "", [this](Instant at) { mend_by_hand(at); });
    next_strike_ = now + some(10min, 8h);
    return wish_;
  }
  const auto kind = dice_.below(10);
  next_strike_ = now + some(10ms, kind < 5 ? Duration(20s) : kind < 8 ? Duration(3min) : Duration(40min));
  return wish_;
}

void Storm::strike(Instant now) {
  auto which = dice_.below(strikes);
  while (weather_ == Weather::likely && !is_likely(which)) which = dice_.below(strikes);
  struck_ = which < wan_strikes ? Where::wan : which < wan_strikes + tailnet_strikes ? Where::tailnet : Where::host;
  if (which < wan_strikes) strike_wan(now, which);
  else if (which < wan_strikes + tailnet_strikes) strike_tailnet(now, which - wan_strikes);
  else strike_host(now, which - wan_strikes - tailnet_strikes);
}

// What is neither a fate of remedies, nor sleep, nor what people say to tailmend; nor what this configuration has not.
bool Storm::is_likely(std::uint64_t which) const {
  constexpr std::uint64_t own_routes = wan_strikes + 14;
  constexpr std::uint64_t proxy = wan_strikes + 20;
  constexpr std::uint64_t host = wan_strikes + tailnet_strikes;
  if (which >= own_routes && which < own_routes + 4 && world_.truth.own_subnets.empty()) return false;
  if (which == proxy && !world_.any_proxy()) return false;
  constexpr std::uint64_t words = host + 25;
  static constexpr std::array unlikely{host + 8, host + 10, host + 11, host + 12};
  return which < words && std::ranges::find(unlikely, which) == unlikely.end();
}

// What an administrator did on purpose stays.
void Storm::mend_by_hand(Instant now) {
  Truth& t = world_.truth;
  const bool ended = t.unit == Unit::failed || t.unit == Unit::left;
  if (!ended && !t.hung && t.installed) return;
  say("somebody comes, and starts tailscaled anew");
  if (ended) world_.start_unit(now);
  else world_.restart_unit(now);
}

Hints Storm::hints_of(std::initializer_list<Hint> list) {
  Hints hints;
  for (const Hint hint : list) hints.add(hint);
  return hints;
}

void Storm::stuck(Instant now, Duration data, Duration control) {
  Truth& t = world_.truth;
  t.data_back = std::max(t.data_back, now + data);
  t.control_back = std::max(t.control_back, now + control);
}

void Storm::heal_all(Instant now) {
  say("calm");
  calm_ = true;
  wish_ = Wish::resume;  // who paused it has gone home
  end_ = now;
  later_.clear();
  Truth& t = world_.truth;
  t.wan = t.control = t.derp = t.names = t.udp = t.large = true;
  t.portal = t.pinned = false;
  t.detour = {};
  t.router = t.router_online = t.advertised = t.approved = true;
  t.dark = 0;
  t.witness.fill(true);
  std::ranges::fill(t.targets, TcpOutcome::held);
  t.want_running = t.accept_routes = t.socket = t.bus = t.admitted = true;
  t.logged_out = t.key_expired = t.disabled = t.masked = t.shadowed = false;
  t.api = Api::answers;
  t.proxy = Proxy::works;
  t.fate.fill(Fate::works);
  t.bystanders = {};
  t.own_advertised = t.own_approved = t.forwards = true;
  t.own_taken = false;
  if (!usable(t.egress)) move_uplink(now, hints_of({Hint::carrier_back, Hint::route}));
  later(now + local_faults_end, "somebody mends tailscaled", [this](Instant at) {
    Truth& truth = world_.truth;
    truth.deep = truth.hung = false;
    truth.installed = true;
    truth.data_back = std::min(truth.data_back, at);
    truth.session_back = std::min(truth.session_back, at);
    truth.control_back = std::min(truth.control_back, at);
    world_.start_unit(at);
  });
}

}  // namespace sim
