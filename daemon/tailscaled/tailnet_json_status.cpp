// ipnstate.Status: peers stream by, and only who may carry a target and who may be a witness is remembered.
#include <algorithm>
#include <array>
#include <cstdint>
#include <tuple>
#include <utility>

#include "daemon/tailscaled/json_stream.hpp"
#include "daemon/tailscaled/tailnet_json.hpp"
#include "daemon/tailscaled/tailnet_json_peers.hpp"
#include "daemon/tailscaled/tailnet_json_subnets.hpp"

namespace tailmend {

namespace {
using watch::Address;
using watch::Prefix;
using watch::Tailnet;

enum : Place {
  version = 1, tun, backend, health, self, peers, peer,
  self_dns_name, self_host_name, self_addresses, self_endpoints, self_relay, self_online,
  self_allowed, self_expired, self_key_expiry, id, node, host_name, dns_name, addresses, allowed, primary, direct, relay, rx, tx, handshake, online, exit_node, active, sharee,
  in_map, expired
};
// In the order in which Go writes them, so that the next key is found at once.
constexpr std::array members = {
    Member{peer, "ID", id, Kind::text},
    Member{peer, "NodeID", node, Kind::integer},
    Member{peer, "HostName", host_name, Kind::text},
    Member{peer, "DNSName", dns_name, Kind::text},
    Member{peer, "TailscaleIPs", addresses, Kind::texts},
    Member{peer, "AllowedIPs", allowed, Kind::texts},
    Member{peer, "PrimaryRoutes", primary, Kind::texts},
    Member{peer, "CurAddr", direct, Kind::text},
    Member{peer, "Relay", relay, Kind::text},
    Member{peer, "RxBytes", rx, Kind::integer},
    Member{peer, "TxBytes", tx, Kind::integer},
    Member{peer, "LastHandshake", handshake, Kind::text},
    Member{peer, "Online", online, Kind::boolean},
    Member{peer, "ExitNode", exit_node, Kind::boolean},
    Member{peer, "Active", active, Kind::boolean},
    Member{peer, "ShareeNode", sharee, Kind::boolean},
    Member{peer, "InNetworkMap", in_map, Kind::boolean},
    Member{peer, "Expired", expired, Kind::boolean},
    Member{peers, any_key, peer, Kind::object},
    Member{whole, "Version", version, Kind::text},
    Member{whole, "TUN", tun, Kind::boolean},
    Member{whole, "BackendState", backend, Kind::text},
    Member{whole, "Self", self, Kind::object},
    Member{whole, "Health", health, Kind::texts},
    Member{whole, "Peer", peers, Kind::object},
    Member{self, "HostName", self_host_name, Kind::text},
    Member{self, "DNSName", self_dns_name, Kind::text},
    Member{self, "TailscaleIPs", self_addresses, Kind::texts},
    Member{self, "AllowedIPs", self_allowed, Kind::texts},
    Member{self, "Addrs", self_endpoints, Kind::texts},
    Member{self, "Relay", self_relay, Kind::text},
    Member{self, "Online", self_online, Kind::boolean},
    Member{self, "Expired", self_expired, Kind::boolean},
    Member{self, "KeyExpiry", self_key_expiry, Kind::text},
};

constexpr std::size_t max_word = 100;
constexpr std::size_t max_self_addresses = 8;

std::uint64_t count(std::int64_t value) { return value < 0 ? 0 : static_cast<std::uint64_t>(value); }

// Any of the best may turn out to be a router once all peers are read.
constexpr std::size_t kept_witnesses = Tailnet::max_witnesses + StatusDecoder::max_targets;
static_assert(Tailnet::max_routers == StatusDecoder::max_targets + StatusDecoder::max_own_subnets);
}  // namespace

struct StatusDecoder::Reading : JsonSink {
  Reading(std::vector<Address> asked, std::vector<Prefix> own, std::int64_t clock_s)
      : asked_targets(asked.size()), targets(std::move(asked)), own_subnets(std::move(own)), now_s(clock_s) {
    targets.resize(std::min(targets.size(), max_targets));
    own_subnets.resize(std::min(own_subnets.size(), max_own_subnets));
    carriers.resize(targets.size() + own_subnets.size());
    offers.resize(carriers.size());
    witnesses.reserve(kept_witnesses + 1);
  }

  void text(Place place, std::string_view value) override;
  void integer(Place place, std::int64_t value) override;
  void boolean(Place place, bool value) override;
  void begin(Place place) override;
  void end(Place place) override;

  void self_text(Place place, std::string_view value);
  void route(std::string_view text, bool is_primary);
  void own_address(std::string_view text);
  void weigh_peer();
  Tailnet assemble();

  struct PeerRead {
    watch::Peer peer;
    bool active = false, in_map = false, exit_node = false;
  };

  std::size_t asked_targets;
  std::vector<Address> targets;
  std::vector<Prefix> own_subnets;
  std::int64_t now_s;
  std::vector<Candidate> carriers;  // best so far, by target, then by own subnet
  std::vector<std::pair<Offer, Prefix>> offers;  // of the peer at hand, likewise; a default route has bits 0
  std::vector<Witness> witnesses;  // best so far, best first
  PeerRead now;
  Tailnet tailnet;
  NodeSubnets self_subnets;
  std::int64_t key_expires_s = 0;
  std::size_t self_address_count = 0;
  bool complete = false;
  JsonStream stream{members, *this};
};

void StatusDecoder::Reading::begin(Place place) {
  if (place != peer) return;
  now = {};
  std::fill(offers.begin(), offers.end(), std::pair<Offer, Prefix>{});
}

void StatusDecoder::Reading::end(Place place) {
  if (place == peer) weigh_peer();
}

// A prefix that this peer may carry; with `is_primary` it also is the one chosen for it.
void StatusDecoder::Reading::route(std::string_view text, bool is_primary) {
  const auto prefix = watch::parse_prefix(text);
  if (!prefix) return;
  for (std::size_t i = 0; i < offers.size(); ++i) {
    if (i >= targets.size() ? *prefix != own_subnets[i - targets.size()]
                            : targets[i].family == watch::Family::none || !watch::contains(*prefix, targets[i]))
      continue;
    auto& [offer, best] = offers[i];
    const Offer here{.any = true, .bits = prefix->bits, .primary = is_primary};
    if (here > offer) offer = here, best = *prefix;
  }
}

void StatusDecoder::Reading::own_address(std::string_view text) {
  const auto address = watch::parse_address(text);
  if (!address) return;
  if (now.peer.address.family == watch::Family::none) now.peer.address = *address;
  route(text, true);
}

void StatusDecoder::Reading::text(Place place, std::string_view value) {
  switch (place) {
    case version: tailnet.version = cut(value, max_word); break;
    case backend: tailnet.backend = watch::parse_backend(value), complete = true; break;
    case health:
      if (tailnet.health.size() < Tailnet::max_health) tailnet.health.push_back(cut(value, Tailnet::max_health_text));
      break;
    case id: now.peer.id = cut(value, max_word); break;
    case host_name: name_by_host(now.peer.name, value); break;
    case dns_name: name_by_dns(now.peer.name, value); break;
    case addresses: own_address(value); break;
    case allowed: route(value, false); break;
    case primary: route(value, true); break;
    case direct: now.peer.direct = cut(value, max_word); break;
    case relay: now.peer.relay = cut(value, max_word); break;
    case handshake: now.peer.last_handshake_s = parse_go_time(value); break;
    default: self_text(place, value);
  }
}

void StatusDecoder::Reading::self_text(Place place, std::string_view value) {
  switch (place) {
    case self_host_name: name_by_host(tailnet.self_name, value); break;
    case self_dns_name: name_by_dns(tailnet.self_name, value); break;
    case self_relay: tailnet.self_relay = cut(value, max_word); break;
    case self_allowed: self_subnets.allowed(value); break;
    case self_key_expiry: key_expires_s = parse_go_time(value); break;
    case self_addresses:
      self_subnets.own_address(value);
      if (self_address_count++ >= max_self_addresses) break;
      if (!tailnet.self_addresses.empty()) tailnet.self_addresses += ", ";
      tailnet.self_addresses += cut(value, max_word);
      break;
    case self_endpoints:
      if (tailnet.self_endpoints.size() < Tailnet::max_endpoints) tailnet.self_endpoints.push_back(cut(value, max_word));
      break;
    default: break;
  }
}

void StatusDecoder::Reading::integer(Place place, std::int64_t value) {
  if (place == node) now.peer.node = value;
  if (place == rx) now.peer.rx_bytes = count(value);
  if (place == tx) now.peer.tx_bytes = count(value);
}

void StatusDecoder::Reading::boolean(Place place, bool value) {
  switch (place) {
    case tun: tailnet.tun = value; break;
    case self_online: tailnet.self_online = value; break;
    case self_expired: tailnet.key_expired = value; break;
    case online: now.peer.online = value; break;
    case expired: now.peer.expired = value; break;
    case sharee: now.peer.shared = value; break;
    case active: now.active = value; break;
    case in_map: now.in_map = value; break;
    case exit_node: now.exit_node = value; break;
    default: break;
  }
}

void StatusDecoder::Reading::weigh_peer() {
  ++tailnet.peers;
  tailnet.rx_bytes += now.peer.rx_bytes;
  for (std::size_t i = 0; i < (now.peer.expired ? targets.size() : offers.size()); ++i) {
    const auto& [offer, prefix] = offers[i];
    if (!offer.any || (offer.bits == 0 && !now.exit_node)) continue;
    Candidate candidate{.offer = offer, .prefix = prefix, .peer = now.peer};
    if (!carriers[i].offer.any || candidate.beats(carriers[i])) carriers[i] = std::move(candidate);
  }
  if (!now.peer.online || now.peer.expired || now.peer.shared || !now.in_map || now.peer.address.family == watch::Family::none) return;
  Witness witness{.active = now.active, .peer = std::move(now.peer)};
  if (witnesses.size() == kept_witnesses && !witness.before(witnesses.back())) return;
  const auto at = std::upper_bound(witnesses.begin(), witnesses.end(), witness,
                                   [](const Witness& a, const Witness& b) { return a.before(b); });
  witnesses.insert(at, std::move(witness));
  if (witnesses.size() > kept_witnesses) witnesses.pop_back();
}

Tailnet StatusDecoder::Reading::assemble() {
  tailnet.self_routes = self_subnets.routes();
  // tailscaled leaves Running when the date has come (nextStateLocked). Where it has not, it is our clock that jumped.
  const bool past = key_expires_s != 0 && key_expires_s <= now_s && tailnet.backend != watch::Backend::running;
  tailnet.key_expired = tailnet.key_expired || past;
  const auto last_target = carriers.begin() + static_cast<std::ptrdiff_t>(targets.size());
  const auto carries = [&](const watch::Peer& peer) {
    return std::any_of(carriers.begin(), last_target,
                       [&](const Candidate& carrier) { return carrier.offer.any && carrier.peer.id == peer.id; });
  };
  for (auto& witness : witnesses) {
    if (tailnet.witnesses.size() == Tailnet::max_witnesses) break;
    if (!carries(witness.peer)) tailnet.witnesses.push_back(std::move(witness.peer));
  }
  for (std::size_t i = 0; i < carriers.size(); ++i) {
    if (!carriers[i].offer.any) continue;
    auto& routers = tailnet.routers;
    auto router = std::find_if(routers.begin(), routers.end(),
                               [&](const watch::Peer& known) { return known.id == carriers[i].peer.id; });
    if (router == routers.end()) {
      router = routers.insert(routers.end(), carriers[i].peer);
    }
    const std::size_t number = i < targets.size() ? i : asked_targets + (i - targets.size());
    tailnet.carriers.push_back({.target = static_cast<std::uint32_t>(number),
                                .prefix = carriers[i].prefix,
                                .router = static_cast<std::uint32_t>(router - routers.begin())});
  }
  return std::move(tailnet);
}

StatusDecoder::StatusDecoder(std::vector<Address> targets, std::vector<Prefix> own_subnets, std::int64_t now_s)
    : reading_(std::make_unique<Reading>(std::move(targets), std::move(own_subnets), now_s)) {}
StatusDecoder::~StatusDecoder() = default;
bool StatusDecoder::feed(std::string_view piece) { return reading_->stream.feed(piece); }
std::optional<Tailnet> StatusDecoder::finish() {
  if (!reading_->stream.finish() || !reading_->complete) return std::nullopt;
  return reading_->assemble();
}

}  // namespace tailmend
