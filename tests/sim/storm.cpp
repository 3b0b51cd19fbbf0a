#include "tests/sim/storm.hpp"

#include <algorithm>
#include <utility>

namespace sim {

namespace {
constexpr Duration local_faults_end = 60s;  // into the calm: somebody else mends what we may not
}  // namespace

Storm::Storm(World& world, Instant begin, Duration length)
    : world_(world), end_(begin + length), next_strike_(begin + world.dice.between(10s, 60s)) {}

Instant Storm::next() const {
  Instant first = calm_ ? never : std::min(next_strike_, end_);
  for (const Later& l : later_) first = std::min(first, l.at);
  return first;
}

void Storm::say(std::string text) { told_ += (told_.empty() ? "" : "; ") + std::move(text); }
std::string Storm::told() { return std::exchange(told_, {}); }
void Storm::later(Instant at, std::string name, std::function<void(Instant)> what) {
  later_.push_back({at, std::move(name), std::move(what)});
}

Storm::Wish Storm::pass(Instant now) {
  wish_ = Wish::nothing;
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
  const auto kind = world_.dice.below(10);
  next_strike_ = now + some(10ms, kind < 5 ? Duration(20s) : kind < 8 ? Duration(3min) : Duration(40min));
  return wish_;
}

void Storm::strike(Instant now) {
  const auto which = world_.dice.below(wan_strikes + tailnet_strikes + host_strikes);
  if (which < wan_strikes) strike_wan(now, which);
  else if (which < wan_strikes + tailnet_strikes) strike_tailnet(now, which - wan_strikes);
  else strike_host(now, which - wan_strikes - tailnet_strikes);
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
