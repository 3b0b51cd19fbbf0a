#include "libwatch/memory.hpp"

#include <algorithm>

namespace watch {

namespace {

constexpr std::uint64_t least_handshakes = 3;
constexpr std::uint64_t handshake_size = 148;      // bytes, facts-tailscale 2.4
constexpr Duration least_silence = 15s;
constexpr Duration start_tolerance = 2s;
constexpr Duration unsettled = 30s;
constexpr std::uint32_t least_slots = 12;
constexpr std::uint32_t least_late = 6;
constexpr std::uint32_t lossy_from = 5;  // one in so many answers
constexpr std::uint32_t lossy_until = 10;

// By a SYN that was lost: Linux sends it again after one second and after two more (RFC 6298, 2.1 and 5.5), from 6.5 on
// after each second (net.ipv4.tcp_syn_linear_timeouts).
bool repeated(Duration longer) {
  constexpr Duration early = 100ms, late = 600ms;  // round trips vary
  const auto after = [&](Duration step) { return longer >= step - early && longer < step + late; };
  return after(1s) || after(2s) || after(3s);
}

void add_once(std::vector<Prefix>& prefixes, const Prefix& prefix) {
  if (prefixes.size() < Prefs::max_routes && std::ranges::find(prefixes, prefix) == prefixes.end()) prefixes.push_back(prefix);
}

}  // namespace

void Memory::configure(const Policy& policy, Evidence& e) {
  e.own_routes.clear();
  e.own_held.clear();
  for (const auto& text : policy.tailscale.advertises)
    if (const auto prefix = parse_prefix(text)) add_once(e.own_routes, *prefix);
}

Memory::Slot& Memory::slot_of(Instant asked) {
  const std::int64_t number = asked.time_since_epoch() / slot_length;
  Slot& slot = recent_[static_cast<std::size_t>(number) % slots];
  if (slot.number != number) slot = Slot{.number = number};
  counted_ = -1;
  return slot;
}

void Memory::note_good(Instant asked, std::size_t target, Duration took) {
  if (quickest_.size() <= target) quickest_.resize(target + 1, Duration::max());
  Slot& slot = slot_of(asked);
  Duration& quickest = quickest_[target];
  ++slot.answers;
  if (asked >= moved_at_ + unsettled && repeated(took - quickest)) ++slot.late;
  quickest = std::min(quickest, took);
}

void Memory::note_bad(Instant asked) { slot_of(asked).failed = true; }

void Memory::note_moved(Instant now) {
  moved_at_ = now;
  forget_pace();
}

void Memory::forget_pace() {
  quickest_.clear();
  lossy_ = false;
  counted_ = -1;
  for (Slot& slot : recent_) slot.answers = slot.late = 0;
}

void Memory::note_outage(const Judgement& judgement) {
  outage_ = {};
  if (judgement.enough) outage_ = {.last = judgement.verdict, .whose = judgement.whose};
  counted_ = -1;
}

void Memory::note_status(Instant now, Evidence& e) {
  for (const auto& router : e.tailnet.routers) {
    const auto view = std::ranges::find(e.peers, router.address, &PeerView::address);
    auto known = std::ranges::find(silences_, router.address, &Silence::peer);
    const bool moved = known == silences_.end() || known->rx != router.rx_bytes || known->handshake != router.last_handshake_s || router.tx_bytes < known->tx;
    if (moved) {
      if (known != silences_.end()) silences_.erase(known);
      if (silences_.size() >= Tailnet::max_routers) silences_.erase(silences_.begin());
      silences_.push_back(Silence{.peer = router.address, .since = now, .rx = router.rx_bytes, .tx = router.tx_bytes, .handshake = router.last_handshake_s});
      continue;
    }
    const Duration lasting = now - known->since;
    const std::uint64_t sent = router.tx_bytes - known->tx;
    const bool exempt = !router.online || router.expired || router.shared;
    if (view != e.peers.end() && !exempt && lasting >= least_silence && sent >= least_handshakes * handshake_size)
      view->zombie = Zombie{.lasting = lasting, .sent = sent};
  }
  for (const auto& route : e.own_routes) {
    const bool approved = std::ranges::find(e.tailnet.self_routes, route) != e.tailnet.self_routes.end();
    const bool shared = std::ranges::any_of(e.tailnet.carriers, [&](const Carrier& c) { return c.prefix == route && c.target >= e.targets.size(); });
    if (approved && !shared) add_once(e.own_held, route);
  }
}

void Memory::note_prefs(Evidence& e) {
  if (!e.prefs) return;
  for (const auto& route : e.prefs->advertise_routes) add_once(e.own_routes, route);
}

void Memory::note_paths(Instant now, const Evidence& e) {
  bool relayed = false;
  for (const auto& peer : e.peers) {
    if (peer.witness || peer.path.empty()) continue;
    const bool was_direct = std::ranges::find(direct_, peer.address) != direct_.end();
    if (!peer.path.starts_with("DERP")) {
      if (!was_direct && direct_.size() < Tailnet::max_routers) direct_.push_back(peer.address);
    } else {
      relayed = relayed || was_direct;
    }
  }
  if (!relayed) {
    relayed_since_.reset();
    relayed_look_at_.reset();
  } else if (!relayed_since_) {
    relayed_since_ = now;
    relayed_look_at_ = now + Policy::relayed_patience;
  }
}

bool Memory::note_unit(Instant now, const UnitFact& unit, std::optional<Instant> restarted_by_us) {
  if (!unit.known || unit.active_state != "active") return false;
  // Younger than it was: sleep, which its age does not count, makes nothing younger.
  const bool other = unit_age_ && unit.age < *unit_age_;
  unit_age_ = unit.age;
  const Instant began = now - unit.age + start_tolerance;
  const bool ours = restarted_by_us && restarted_by_us != explained_ && began >= *restarted_by_us && began <= *restarted_by_us + Policy::remedy_limit;
  if (ours) explained_ = restarted_by_us;
  return other && !ours;
}

void Memory::pass_time(Instant now, Evidence& e) {
  e.relayed_for = relayed_since_ ? now - *relayed_since_ : Duration::zero();
  const std::int64_t last = now.time_since_epoch() / slot_length;
  if (last == counted_) return;
  counted_ = last;
  e.recent = outage_;
  bool failing = false;
  std::uint32_t paced = 0;  // slots with answers on this way out
  for (std::int64_t number = last - static_cast<std::int64_t>(slots) + 1; number <= last; ++number) {
    const Slot& slot = recent_[static_cast<std::size_t>(std::max<std::int64_t>(number, 0)) % slots];
    if (slot.number != number || number < 0) continue;
    if (e.recent.slots++ == 0) e.recent.over = std::min(now - Instant(slot_length * number), Policy::recent);
    if (slot.failed) ++e.recent.failed;
    if (slot.answers > 0 && paced++ == 0) e.recent.answers_over = std::min(now - Instant(slot_length * number), Policy::recent);
    e.recent.answers += slot.answers;
    e.recent.late += slot.late;
    if (slot.failed && !failing) ++e.recent.bursts;
    failing = slot.failed;
  }
  // Entered and left at different shares, so that a link in between does not come and go. Where all are late the path is long.
  const bool enough = lossy_ || (paced >= least_slots && e.recent.late >= least_late);
  const std::uint32_t one_in = lossy_ ? lossy_until : lossy_from;
  lossy_ = e.recent.lossy = enough && e.recent.late < e.recent.answers && e.recent.late * one_in >= e.recent.answers;
}

}  // namespace watch
