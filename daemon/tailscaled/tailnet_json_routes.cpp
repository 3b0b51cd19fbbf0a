// ipnstate.Status again, for who looks for a target: peers stream by, and only the subnets behind them are kept.
#include <array>
#include <utility>

#include "daemon/tailscaled/json_stream.hpp"
#include "daemon/tailscaled/tailnet_json.hpp"
#include "daemon/tailscaled/tailnet_json_peers.hpp"
#include "daemon/tailscaled/tailnet_json_subnets.hpp"

namespace tailmend {

namespace {

enum : Place { backend = 1, peers, peer, host_name, dns_name, addresses, allowed, online, expired };
constexpr std::array members = {
    Member{peer, "HostName", host_name, Kind::text},
    Member{peer, "DNSName", dns_name, Kind::text},
    Member{peer, "TailscaleIPs", addresses, Kind::texts},
    Member{peer, "AllowedIPs", allowed, Kind::texts},
    Member{peer, "Online", online, Kind::boolean},
    Member{peer, "Expired", expired, Kind::boolean},
    Member{peers, any_key, peer, Kind::object},
    Member{whole, "BackendState", backend, Kind::text},
    Member{whole, "Peer", peers, Kind::object},
};

}  // namespace

struct SubnetRoutesDecoder::Reading : JsonSink {
  void begin(Place place) override {
    if (place == peer) name.clear(), own = {}, is_online = is_expired = false;
  }
  void text(Place place, std::string_view value) override {
    switch (place) {
      case backend: complete = true; break;
      case host_name: name_by_host(name, value); break;
      case dns_name: name_by_dns(name, value); break;
      case addresses: own.own_address(value); break;
      case allowed: own.allowed(value); break;
      default: break;
    }
  }
  void boolean(Place place, bool value) override { (place == online ? is_online : is_expired) = value; }
  void end(Place place) override {
    if (place != peer || is_expired) return;
    for (const auto& prefix : own.routes())
      if (routes.size() < max_routes) routes.push_back({.prefix = prefix, .router = name, .online = is_online});
  }

  std::string name;
  NodeSubnets own;
  bool is_online = false;
  bool is_expired = false;
  bool complete = false;
  std::vector<SubnetRoute> routes;
  JsonStream stream{members, *this};
};

SubnetRoutesDecoder::SubnetRoutesDecoder() : reading_(std::make_unique<Reading>()) {}
SubnetRoutesDecoder::~SubnetRoutesDecoder() = default;
bool SubnetRoutesDecoder::feed(std::string_view piece) { return reading_->stream.feed(piece); }
std::optional<std::vector<SubnetRoute>> SubnetRoutesDecoder::finish() {
  if (!reading_->stream.finish() || !reading_->complete) return std::nullopt;
  return std::move(reading_->routes);
}

}  // namespace tailmend
