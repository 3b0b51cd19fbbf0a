#include "daemon/tailscaled/tailnet_json.hpp"

#include <array>
#include <chrono>
#include <cmath>
#include <cstdint>

#include "daemon/tailscaled/json_stream.hpp"
#include "daemon/tailscaled/tailnet_json_subnets.hpp"

namespace tailmend {

namespace {
// The next `digits` digits of `text`, or -1; what was read is taken off.
std::int64_t take_number(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) return -1;
  std::int64_t value = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(digits);
  return value;
}

bool take(std::string_view& text, char expected) {
  if (text.empty() || text.front() != expected) return false;
  text.remove_prefix(1);
  return true;
}

// "Z" or "+02:00", in seconds east of Greenwich.
std::optional<std::int64_t> take_zone(std::string_view& text) {
  if (take(text, 'Z')) return 0;
  const std::int64_t sign = take(text, '-') ? -1 : take(text, '+') ? 1 : 0;
  const std::int64_t hours = take_number(text, 2);
  if (sign == 0 || hours < 0 || !take(text, ':')) return std::nullopt;
  const std::int64_t minutes = take_number(text, 2);
  if (minutes < 0) return std::nullopt;
  return sign * (hours * 3600 + minutes * 60);
}
}  // namespace

std::int64_t parse_go_time(std::string_view text) {
  const std::int64_t year = take_number(text, 4);
  if (year < 1970 || !take(text, '-')) return 0;
  const std::int64_t month = take_number(text, 2);
  if (month < 1 || !take(text, '-')) return 0;
  const std::int64_t day = take_number(text, 2);
  if (day < 1 || !take(text, 'T')) return 0;
  const std::int64_t hour = take_number(text, 2);
  if (hour < 0 || !take(text, ':')) return 0;
  const std::int64_t minute = take_number(text, 2);
  if (minute < 0 || !take(text, ':')) return 0;
  const std::int64_t second = take_number(text, 2);
  if (second < 0) return 0;
  if (take(text, '.')) text.remove_prefix(std::min(text.find_first_not_of("0123456789"), text.size()));
  const auto zone = take_zone(text);
  const std::chrono::year_month_day date(std::chrono::year(static_cast<int>(year)),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day)));
  if (!zone || !text.empty() || !date.ok()) return 0;
  const std::int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
  return std::max<std::int64_t>(days * 86400 + hour * 3600 + minute * 60 + second - *zone, 0);
}

namespace prefs_json {
enum : Place { want_running = 1, route_all, logged_out, control_url, exit_node_id, exit_node_ip, auto_exit_node, advertise };
constexpr std::array members = {
    Member{whole, "ControlURL", control_url, Kind::text},
    Member{whole, "RouteAll", route_all, Kind::boolean},
    Member{whole, "ExitNodeID", exit_node_id, Kind::text},
    Member{whole, "ExitNodeIP", exit_node_ip, Kind::text},
    Member{whole, "AutoExitNode", auto_exit_node, Kind::text},
    Member{whole, "WantRunning", want_running, Kind::boolean},
    Member{whole, "LoggedOut", logged_out, Kind::boolean},
    Member{whole, "AdvertiseRoutes", advertise, Kind::texts},
};
}  // namespace prefs_json

struct PrefsDecoder::Reading : JsonSink {
  void text(Place place, std::string_view value) override {
    if (place == prefs_json::control_url) {
      prefs.control_url = value;
    } else if (place == prefs_json::advertise) {
      advertised.add(value);
    } else if (!value.empty()) {
      prefs.exit_node = true;
    }
  }
  void boolean(Place place, bool value) override {
    if (place == prefs_json::want_running) prefs.want_running = value, complete = true;
    if (place == prefs_json::route_all) prefs.accept_routes = value;
    if (place == prefs_json::logged_out) prefs.logged_out = value;
  }

  watch::Prefs prefs;
  Subnets advertised{watch::Prefs::max_routes};
  bool complete = false;
  JsonStream stream{prefs_json::members, *this};
};

PrefsDecoder::PrefsDecoder() : reading_(std::make_unique<Reading>()) {}
PrefsDecoder::~PrefsDecoder() = default;
bool PrefsDecoder::feed(std::string_view piece) { return reading_->stream.feed(piece); }
std::optional<watch::Prefs> PrefsDecoder::finish() {
  if (!reading_->stream.finish() || !reading_->complete) return std::nullopt;
  reading_->prefs.advertise_routes = reading_->advertised.list();
  return std::move(reading_->prefs);
}

namespace ping_json {
enum : Place { ip = 1, err, latency, endpoint, peer_relay, derp };
constexpr std::array members = {
    Member{whole, "IP", ip, Kind::text},
    Member{whole, "Err", err, Kind::text},
    Member{whole, "LatencySeconds", latency, Kind::real},
    Member{whole, "Endpoint", endpoint, Kind::text},
    Member{whole, "PeerRelay", peer_relay, Kind::text},
    Member{whole, "DERPRegionCode", derp, Kind::text},
};

struct Reading : JsonSink {
  void text(Place place, std::string_view value) override {
    if (place == ip) complete = true;
    if (place == err) fact.detail = value;
    if (value.empty()) return;
    if (place == endpoint) fact.path = value;
    if (place == peer_relay) fact.path = "peer relay " + std::string(value);
    if (place == derp) fact.path = "DERP " + std::string(value);
  }
  void real(Place, double seconds) override {
    constexpr double longest = 3600;
    if (std::isfinite(seconds) && seconds > 0 && seconds < longest) {
      fact.took = watch::Duration(static_cast<std::int64_t>(seconds * 1e6));
    }
  }

  watch::PingFact fact;
  bool complete = false;
};
}  // namespace ping_json

std::optional<watch::PingFact> decode_ping(std::string_view text) {
  ping_json::Reading reading;
  JsonStream stream(ping_json::members, reading);
  if (!stream.feed(text) || !stream.finish() || !reading.complete) return std::nullopt;
  reading.fact.outcome = reading.fact.detail.empty() ? watch::PingOutcome::pong : watch::PingOutcome::failed;
  return std::move(reading.fact);
}

}  // namespace tailmend
