// The small documents: one node of the network map, and tailscaled's word on IP forwarding.
#include <algorithm>
#include <array>
#include <utility>

#include "daemon/tailscaled/json_stream.hpp"
#include "daemon/tailscaled/tailnet_json.hpp"
#include "daemon/tailscaled/tailnet_json_subnets.hpp"

namespace tailmend {

namespace node_json {
enum : Place { id = 1, hostinfo, routable };
constexpr std::array members = {
    Member{whole, "ID", id, Kind::integer},
    Member{whole, "Hostinfo", hostinfo, Kind::object},
    Member{hostinfo, "RoutableIPs", routable, Kind::texts},
};
}  // namespace node_json

struct NodeDecoder::Reading : JsonSink {
  explicit Reading(std::vector<watch::Address> asked) : targets(std::move(asked)) {}
  void integer(Place, std::int64_t) override { complete = true; }
  void text(Place, std::string_view value) override {
    others.add(value);
    const auto prefix = watch::parse_prefix(value);
    const auto holds = [&](const watch::Address& target) { return target.family != watch::Family::none && watch::contains(*prefix, target); };
    if (prefix && std::any_of(targets.begin(), targets.end(), holds)) wanted.add(value);
  }

  std::vector<watch::Address> targets;
  Subnets wanted{watch::NodeFact::max_advertised};  // an app connector offers thousands
  Subnets others{watch::NodeFact::max_advertised};
  bool complete = false;
  JsonStream stream{node_json::members, *this};
};

NodeDecoder::NodeDecoder(std::vector<watch::Address> targets) : reading_(std::make_unique<Reading>(std::move(targets))) {}
NodeDecoder::~NodeDecoder() = default;
bool NodeDecoder::feed(std::string_view piece) { return reading_->stream.feed(piece); }
std::optional<std::vector<watch::Prefix>> NodeDecoder::finish() {
  if (!reading_->stream.finish() || !reading_->complete) return std::nullopt;
  std::vector<watch::Prefix> advertised = reading_->wanted.list();
  for (const auto& other : reading_->others.list()) {
    if (advertised.size() == watch::NodeFact::max_advertised) break;
    if (std::find(advertised.begin(), advertised.end(), other) == advertised.end()) advertised.push_back(other);
  }
  return advertised;
}

namespace forwarding_json {
enum : Place { warning = 1 };
constexpr std::array members = {Member{whole, "Warning", warning, Kind::text}};
constexpr std::size_t max_warning = 300;

struct Reading : JsonSink {
  void text(Place, std::string_view value) override { warning = value, complete = true; }
  std::string warning;
  bool complete = false;
};

bool is_blank(char c) { return static_cast<unsigned char>(c) <= ' ' || c == '\x7f'; }

// netutil.CheckIPForwarding writes a line per interface and a link under them.
std::string one_line(std::string_view text) {
  std::string line;
  for (const char c : text) {
    if (!is_blank(c)) {
      line += c;
    } else if (!line.empty() && line.back() != ' ') {
      line += ' ';
    }
  }
  if (line.size() > max_warning) {
    line.resize(max_warning);
    while (!line.empty() && (static_cast<unsigned char>(line.back()) & 0xc0U) == 0x80U) line.pop_back();
    if (!line.empty() && static_cast<unsigned char>(line.back()) >= 0xc0U) line.pop_back();
  }
  while (!line.empty() && line.back() == ' ') line.pop_back();
  return line;
}
}  // namespace forwarding_json

std::optional<std::string> decode_forwarding(std::string_view text) {
  forwarding_json::Reading reading;
  JsonStream stream(forwarding_json::members, reading);
  if (!stream.feed(text) || !stream.finish() || !reading.complete) return std::nullopt;
  return forwarding_json::one_line(reading.warning);
}

}  // namespace tailmend
