// What the world is, as the JSON that tailscaled writes of it.
#include <algorithm>
#include <array>
#include <cstdint>

#include "libwatch/address.hpp"
#include "tests/support/scripted_world.hpp"

namespace tailmend::testing {

namespace json = boost::json;

namespace {
constexpr std::string_view never = "0001-01-01T00:00:00Z";
constexpr std::array<std::string_view, 7> states = {"NoState",  "InUseOtherUser", "NeedsLogin", "NeedsMachineAuth",
                                                    "Stopped",  "Starting",       "Running"};
}  // namespace

// The members of ipnstate.PeerStatus in Go's order, those without `omitempty`.
json::object World::peer_status(std::string_view id, std::string_view name, const std::string& address) {
  return {{"ID", id}, {"NodeID", 0}, {"PublicKey", "nodekey:" + std::string(64, 'a')}, {"HostName", name},
          {"DNSName", std::string(name) + ".tail1234.ts.net."}, {"OS", "linux"}, {"UserID", 1},
          {"TailscaleIPs", json::array{address}}, {"AllowedIPs", json::array{watch::to_string(*watch::parse_prefix(address))}},
          {"Addrs", nullptr}, {"CurAddr", ""}, {"Relay", "nyc"}, {"PeerRelay", ""}, {"RxBytes", 0}, {"TxBytes", 0},
          {"Created", "2026-01-02T03:04:05.678901234Z"}, {"LastWrite", never}, {"LastSeen", never},
          {"LastHandshake", never}, {"Online", true}, {"ExitNode", false}, {"ExitNodeOption", false}, {"Active", false},
          {"PeerAPIURL", json::array{"http://" + address + ":39867"}}, {"TaildropTarget", 5}, {"NoFileSharingReason", ""},
          {"InNetworkMap", true}, {"InMagicSock", true}, {"InEngine", false}};
}

// A peer as a crowd has them: with capabilities and the like, 1.5 KB each, as large tailnets show.
std::string World::crowd_member(std::size_t i) {
  const std::string address = "100.100." + std::to_string(i / 250 % 250) + "." + std::to_string(i % 250 + 1);
  json::object status = peer_status("crowd" + std::to_string(i), "host-" + std::to_string(i), address);
  status["PublicKey"] = "nodekey:" + std::string(56, 'c') + std::to_string(10000000 + i);
  status["RxBytes"] = static_cast<std::int64_t>(i);
  json::object capabilities;
  for (const char* name : {"funnel", "is-admin", "is-owner", "ssh", "tailnet-lock", "https", "probe-udp-lifetime"}) {
    capabilities["https://tailscale.com/cap/" + std::string(name) + "/with-a-longish-name"] = nullptr;
  }
  status["CapMap"] = capabilities;
  status["Tags"] = json::array{"tag:server", "tag:site-" + std::to_string(i % 97)};
  status["KeyExpiry"] = "2027-01-02T03:04:05Z";
  return "\"nodekey:" + std::string(56, 'c') + std::to_string(10000000 + i) + "\":" + json::serialize(status);
}

std::string World::status_piece(std::size_t index, bool with_peers) const {
  const std::size_t peers = with_peers ? peers_.size() + crowd_ : 0;
  if (index == 0) {
    json::object head = {{"Version", version_}, {"TUN", tun_}, {"BackendState", backend_}, {"HaveNodeKey", true},
                         {"AuthURL", backend_ == "NeedsLogin" ? "https://login.tailscale.com/a/5ec2e7a0b1" : ""}, {"TailscaleIPs", self_.at("TailscaleIPs")}, {"Self", self_}, {"Health", health_},
                         {"MagicDNSSuffix", "tail1234.ts.net"}, {"CurrentTailnet", nullptr}, {"CertDomains", nullptr}};
    std::string text = json::serialize(head);
    text.back() = ',';
    return text + "\"Peer\":" + (with_peers ? "{" : "null");
  }
  if (index <= peers) {
    const std::string comma = index > 1 ? "," : "";
    if (index > peers_.size()) return comma + crowd_member(index - peers_.size() - 1);
    const Peer& peer = peers_[index - 1];
    return comma + "\"nodekey:" + std::string(64 - peer.id.size(), '0') + peer.id + "\":" + json::serialize(peer.status);
  }
  if (index == peers + 1) return std::string(with_peers ? "}" : "") + R"(,"User":{},"ClientVersion":null})";
  return {};
}

const World::Peer* World::behind(std::string_view text) const {
  const auto address = watch::parse_address(text);
  if (!address) return nullptr;
  for (const auto& peer : peers_) {
    for (const auto& route : peer.status.at("AllowedIPs").as_array()) {
      const auto prefix = watch::parse_prefix({route.as_string().data(), route.as_string().size()});
      if (prefix && watch::contains(*prefix, *address)) return &peer;
    }
  }
  return nullptr;
}

ScriptedPing World::ping(std::string_view address, std::string_view type) const {
  const Peer* peer = behind(address);
  if (peer == nullptr) return {.kind = ScriptedPing::Kind::error, .seconds = 0, .error = "no matching peer"};
  if (type != "disco" && type != "TSMP" && type != "ICMP") return {.kind = ScriptedPing::Kind::silent, .error = {}};
  const auto found = peer->pings.find(type);
  return found == peer->pings.end() ? ScriptedPing{} : found->second;
}

std::string World::ping_result(std::string_view address, const ScriptedPing& ping) const {
  json::object result = {{"IP", address}, {"NodeIP", address}, {"NodeName", ""}, {"Err", ping.error}, {"LatencySeconds", 0},
                         {"Endpoint", ""}, {"PeerRelay", ""}, {"DERPRegionID", 0}, {"DERPRegionCode", ""}};
  if (const Peer* peer = behind(address); peer != nullptr && ping.kind == ScriptedPing::Kind::pong) {
    result["NodeName"] = peer->status.at("HostName");
    result["LatencySeconds"] = ping.seconds;
    result["Endpoint"] = peer->status.at("CurAddr");
    if (peer->status.at("CurAddr").as_string().empty()) {
      result["DERPRegionID"] = 1;
      result["DERPRegionCode"] = peer->status.at("Relay");
    }
  }
  return json::serialize(result);
}

std::string World::derp_map() const { return json::serialize(json::object{{"Regions", regions_}}); }

std::string World::node(std::string_view wanted) const {
  for (const auto& peer : peers_) {
    const auto& id = peer.status.at("NodeID");
    if (id.as_int64() == 0 || std::to_string(id.as_int64()) != wanted) continue;
    json::object hostinfo = {{"OS", "linux"}, {"Hostname", peer.status.at("HostName")}};
    if (!peer.advertised.empty()) hostinfo["RoutableIPs"] = peer.advertised;
    return json::serialize(json::object{{"ID", id}, {"StableID", peer.id}, {"Name", peer.status.at("DNSName")}, {"User", 1},
                                        {"AllowedIPs", peer.status.at("AllowedIPs")}, {"HomeDERP", 1}, {"Hostinfo", hostinfo},
                                        {"Created", "2026-01-02T03:04:05Z"}, {"Online", peer.status.at("Online")}});
  }
  return {};
}

std::string World::forwarding() const { return json::serialize(json::object{{"Warning", forwarding_}}) + "\n"; }

int World::state_number() const {
  return static_cast<int>(std::find(states.begin(), states.end(), backend_) - states.begin());
}

std::string World::first_notification() const {
  return "{\"Version\":\"" + version_ + "\",\"SessionID\":\"feedfacefeedface\",\"State\":" + std::to_string(state_number()) +
         ",\"Prefs\":" + prefs() + ",\"Health\":{\"Warnings\":{}}}";
}

}  // namespace tailmend::testing
