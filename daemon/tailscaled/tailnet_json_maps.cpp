// The DERP map and the bus: the documents of which only a hint or an address list is kept.
#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "daemon/tailscaled/json_stream.hpp"
#include "daemon/tailscaled/tailnet_json.hpp"

namespace tailmend {

namespace derp_json {
enum : Place { regions = 1, region, code, nodes, host, ipv4, ipv6, port, stun_only };
constexpr std::array members = {
    Member{whole, "Regions", regions, Kind::object},
    Member{regions, any_key, region, Kind::object},
    Member{region, "RegionCode", code, Kind::text},
    Member{region, "Nodes", nodes, Kind::objects},
    Member{nodes, "HostName", host, Kind::text},
    Member{nodes, "IPv4", ipv4, Kind::text},
    Member{nodes, "IPv6", ipv6, Kind::text},
    Member{nodes, "STUNOnly", stun_only, Kind::boolean},
    Member{nodes, "DERPPort", port, Kind::integer},
};
constexpr std::uint16_t default_port = 443;
}  // namespace derp_json

struct DerpMapDecoder::Reading : JsonSink {
  struct Node {
    std::string host;
    watch::Address v4;
    watch::Address v6;
    std::int64_t port = 0;
    bool stun_only = false;
  };

  void begin(Place place) override {
    if (place == derp_json::region) code.clear(), first = found.size();
    if (place == derp_json::nodes) node = {};
  }
  void text(Place place, std::string_view value) override {
    if (place == derp_json::code) code = value;
    if (place == derp_json::host) node.host = value;
    // "none" is control's word for: not by this family.
    if (place == derp_json::ipv4) node.v4 = watch::parse_address(value).value_or(watch::Address{});
    if (place == derp_json::ipv6) node.v6 = watch::parse_address(value).value_or(watch::Address{});
  }
  void integer(Place, std::int64_t value) override { node.port = value; }
  void boolean(Place, bool value) override { node.stun_only = value; }
  void end(Place place) override {
    if (place == derp_json::region) {
      std::for_each(found.begin() + static_cast<std::ptrdiff_t>(first), found.end(), [&](DerpNode& in) { in.region_code = code; });
    }
    if (place == derp_json::nodes) keep();
  }

  void keep() {
    if (node.stun_only || found.size() >= max_nodes || found.size() - first >= max_nodes_per_region) return;
    if (node.port < 0 || node.port > UINT16_MAX) return;
    if (const auto literal = watch::parse_address(node.host)) {
      watch::Address& slot = literal->family == watch::Family::v4 ? node.v4 : node.v6;
      if (slot.family == watch::Family::none) slot = *literal;
    }
    const auto port = node.port == 0 ? derp_json::default_port : static_cast<std::uint16_t>(node.port);
    DerpNode kept{.region_code = {}, .host_name = std::move(node.host), .v4 = {}, .v6 = {}};
    if (node.v4.family == watch::Family::v4) kept.v4 = watch::Endpoint{.address = node.v4, .port = port};
    if (node.v6.family == watch::Family::v6) kept.v6 = watch::Endpoint{.address = node.v6, .port = port};
    found.push_back(std::move(kept));
  }

  Node node;
  std::string code;
  std::size_t first = 0;  // where the nodes of this region begin
  std::vector<DerpNode> found;
  JsonStream stream{derp_json::members, *this};
};

DerpMapDecoder::DerpMapDecoder() : reading_(std::make_unique<Reading>()) {}
DerpMapDecoder::~DerpMapDecoder() = default;
bool DerpMapDecoder::feed(std::string_view piece) { return reading_->stream.feed(piece); }
std::optional<std::vector<DerpNode>> DerpMapDecoder::finish() {
  if (!reading_->stream.finish()) return std::nullopt;
  return std::move(reading_->found);
}

namespace bus_json {
enum : Place { state = 1, prefs, want_running, health, self_change, address, endpoint, home_derp };
constexpr std::array members = {
    Member{whole, "State", state, Kind::integer},
    Member{whole, "Prefs", prefs, Kind::object},
    Member{whole, "Health", health, Kind::presence},
    Member{whole, "SelfChange", self_change, Kind::object},
    Member{prefs, "WantRunning", want_running, Kind::boolean},
    Member{self_change, "Addresses", address, Kind::texts},
    Member{self_change, "Endpoints", endpoint, Kind::texts},
    Member{self_change, "HomeDERP", home_derp, Kind::integer},
};
// ipn.State by number.
constexpr std::array states = {watch::Backend::no_state,           watch::Backend::in_use_other_user,
                               watch::Backend::needs_login,        watch::Backend::needs_machine_auth,
                               watch::Backend::stopped,            watch::Backend::starting,
                               watch::Backend::running};
}  // namespace bus_json

// FNV-1a, started differently for each place.
static std::uint64_t mark(Place place, std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325U + place;
  for (const char letter : text) hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001b3U;
  return hash;
}

struct BusDecoder::Reading : JsonSink {
  void text(Place place, std::string_view value) override { self_now += mark(place, value); }
  void begin(Place place) override {
    if (place == bus_json::self_change) self_now = 0;
  }
  // Control repeats our node with everything that touches it; only another way to reach us is worth a hint. A sum does not
  // mind the order.
  void end(Place place) override {
    if (place == bus_json::self_change && self_told != self_now) endpoints = watch::BusSeen{.hint = watch::BusHint::endpoints};
    if (place == bus_json::self_change) self_told = self_now;
  }
  void integer(Place place, std::int64_t value) override {
    if (place == bus_json::home_derp) {
      self_now += mark(place, std::to_string(value));
      return;
    }
    const bool known = value >= 0 && value < static_cast<std::int64_t>(bus_json::states.size());
    state = watch::BusSeen{.hint = watch::BusHint::state,
                           .backend = known ? bus_json::states.at(static_cast<std::size_t>(value)) : watch::Backend::unknown};
  }
  void boolean(Place, bool value) override {
    prefs = watch::BusSeen{.hint = watch::BusHint::prefs, .want_running = value};
  }
  void present(Place) override { health = watch::BusSeen{.hint = watch::BusHint::health}; }

  // One line, or a part of it: false where it is no JSON object.
  bool part(std::string_view piece) {
    line += piece.size();
    return line > max_line || stream.feed(piece);
  }
  bool end_of_line(std::vector<watch::BusSeen>& hints) {
    const bool good = blank || line > max_line || stream.finish();
    if (good && !blank && line <= max_line) {
      for (const auto& seen : {state, prefs, health, endpoints}) {
        if (seen) hints.push_back(*seen);
      }
    }
    state = prefs = health = endpoints = std::nullopt;
    stream.reset();
    line = 0;
    blank = true;
    return good;
  }

  std::optional<watch::BusSeen> state, prefs, health, endpoints;
  std::uint64_t self_now = 0;                // of the SelfChange at hand
  std::optional<std::uint64_t> self_told;    // of the last one
  std::size_t line = 0;  // bytes of this line so far
  bool blank = true;
  JsonStream stream{bus_json::members, *this};
};

BusDecoder::BusDecoder() : reading_(std::make_unique<Reading>()) {}
BusDecoder::~BusDecoder() = default;
bool BusDecoder::feed(std::string_view piece, std::vector<watch::BusSeen>& hints) {
  while (!piece.empty()) {
    const std::size_t end = piece.find('\n');
    const std::string_view part = piece.substr(0, end);
    if (part.find_first_not_of(" \t\r") != std::string_view::npos) reading_->blank = false;
    if (!reading_->blank && !reading_->part(part)) return false;
    if (end == std::string_view::npos) return true;
    if (!reading_->end_of_line(hints)) return false;
    piece.remove_prefix(end + 1);
  }
  return true;
}

}  // namespace tailmend
