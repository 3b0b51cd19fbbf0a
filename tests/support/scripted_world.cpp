#include "tests/support/scripted_world.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace tailmend::testing {

namespace json = boost::json;

namespace {
[[noreturn]] void unknown(std::string_view what) { throw std::invalid_argument("scripted LocalAPI: " + std::string(what)); }

std::vector<std::string> words_of(std::string_view line) {
  std::istringstream stream{std::string(line)};
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

// What is left of `line` after `count` words.
std::string_view after(std::string_view line, std::size_t count) {
  for (;;) {
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    if (count-- == 0) return line;
    line.remove_prefix(std::min(line.find(' '), line.size()));
  }
}

bool yes(std::string_view word) {
  if (word != "yes" && word != "no") unknown("yes or no, not '" + std::string(word) + "'");
  return word == "yes";
}

template <class Number>
Number number(std::string_view word) {
  Number value{};
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error != std::errc{} || end != word.data() + word.size()) unknown("a number, not '" + std::string(word) + "'");
  return value;
}

Trouble trouble_named(std::string_view word) {
  static constexpr std::array<std::string_view, 15> names = {
      "none",       "silent", "garbage", "not-json",  "half",      "hang-up",   "endless-header", "huge-chunk",
      "oversize",   "drip",   "403",     "404",       "501",       "503",       "400"};
  const auto found = std::find(names.begin(), names.end(), word);
  if (found == names.end()) unknown("no fault is called '" + std::string(word) + "'");
  return static_cast<Trouble>(found - names.begin());
}

void add_route(json::object& status, const std::string& prefix, bool primary) {
  status["AllowedIPs"].as_array().emplace_back(prefix);
  if (!primary) return;
  if (!status.contains("PrimaryRoutes")) status["PrimaryRoutes"] = json::array{};
  status["PrimaryRoutes"].as_array().emplace_back(prefix);
}
}  // namespace

World::World()
    : self_(peer_status("self", "me", "100.64.0.1")),
      prefs_{{"ControlURL", "https://controlplane.tailscale.com"}, {"RouteAll", true}, {"ExitNodeID", ""}, {"ExitNodeIP", ""},
             {"CorpDNS", true}, {"RunSSH", false}, {"WantRunning", true}, {"LoggedOut", false}, {"ShieldsUp", false},
             {"AdvertiseTags", nullptr}, {"Hostname", ""}, {"AdvertiseRoutes", nullptr}, {"NoSNAT", false}} {
  self_["Addrs"] = json::array{"203.0.113.7:41641", "192.168.1.7:41641"};
}

void World::tell(std::string_view command) {
  const auto words = words_of(command);
  if (words.empty() || words[0].front() == '#') return;
  const auto& verb = words[0];
  const auto needs = [&](std::size_t count) {
    if (words.size() <= count) unknown("'" + verb + "' needs " + std::to_string(count) + " words");
  };
  if (verb == "peer") return tell_peer(words);
  if (verb == "own") return tell_own(words);
  if (verb == "ping") return needs(3), tell_ping(words, after(command, 4));
  if (verb == "forwarding") {
    forwarding_ = after(command, 1);
    return;
  }
  if (verb == "hang-up") {
    hang_up_ = true;
    return;
  }
  if (verb == "health") {
    health_.clear();
    if (words.size() > 1) health_.emplace_back(after(command, 1));
    notifications_.emplace_back(R"({"Health":{"Warnings":{}}})");
    return;
  }
  needs(1);
  if (verb == "version") {
    version_ = words[1];
  } else if (verb == "backend") {
    backend_ = words[1];
    notifications_.push_back("{\"State\":" + std::to_string(state_number()) + "}");
  } else if (verb == "online") {
    self_["Online"] = yes(words[1]);
  } else if (verb == "tun") {
    tun_ = yes(words[1]);
  } else if (verb == "crowd") {
    crowd_ = number<std::size_t>(words[1]);
  } else if (verb == "gone") {
    std::erase_if(peers_, [&](const Peer& peer) { return peer.id == words[1]; });
  } else if (verb == "notify") {
    notifications_.emplace_back(after(command, 1));
  } else if (verb == "self") {
    needs(3);
    const auto addresses = self_["Addrs"];
    const auto online = self_["Online"];
    self_ = peer_status("self", words[1], words[3]);
    self_["Relay"] = words[2];
    self_["Addrs"] = addresses;
    self_["Online"] = online;
  } else if (verb == "prefs") {
    needs(2);
    prefs_[words[1]] = json::parse(std::string(after(command, 2)));
    notifications_.push_back("{\"Prefs\":" + prefs() + "}");
  } else if (verb == "derp") {
    needs(4);
    const auto id = static_cast<int>(regions_.size()) + 1;
    regions_[std::to_string(id)] = {
        {"RegionID", id}, {"RegionCode", words[1]}, {"RegionName", words[1]},
        {"Nodes", {{{"Name", std::to_string(id) + "a"}, {"RegionID", id}, {"HostName", words[2]}, {"IPv4", words[3]},
                    {"IPv6", "none"}, {"DERPPort", number<int>(words[4])}}}}};
  } else if (verb == "fault") {
    needs(2);
    troubles_[words[1]] = trouble_named(words[2]);
  } else if (verb == "wait") {
    needs(2);
    waits_[words[1]] = std::chrono::milliseconds(number<int>(words[2]));
  } else if (verb == "when") {
    needs(2);
    whens_.emplace_back(words[1], after(command, 2));
  } else {
    unknown("no command is called '" + verb + "'");
  }
}

void World::tell_peer(std::vector<std::string> words) {
  if (words.size() < 4) unknown("'peer' needs ID NAME ADDRESS");
  auto known = std::find_if(peers_.begin(), peers_.end(), [&](const Peer& peer) { return peer.id == words[1]; });
  if (known == peers_.end()) {
    known = peers_.insert(peers_.end(), Peer{.id = words[1], .status = peer_status(words[1], words[2], words[3]),
                                             .addresses = {words[3]}, .advertised = {}, .pings = {}});
  }
  static const std::map<std::string, std::string, std::less<>> flags = {
      {"online", "Online"},   {"expired", "Expired"},     {"shared", "ShareeNode"}, {"active", "Active"},
      {"in-map", "InNetworkMap"}, {"in-engine", "InEngine"}, {"exit-node", "ExitNode"}};
  static const std::map<std::string, std::string, std::less<>> texts = {
      {"handshake", "LastHandshake"}, {"direct", "CurAddr"}, {"relay", "Relay"}};
  for (std::size_t i = 4; i < words.size(); ++i) {
    const std::size_t equals = words[i].find('=');
    if (equals == std::string::npos) unknown("'" + words[i] + "' is no key=value");
    const std::string key = words[i].substr(0, equals);
    const std::string value = words[i].substr(equals + 1);
    if (const auto flag = flags.find(key); flag != flags.end()) {
      known->status[flag->second] = yes(value);
    } else if (const auto text = texts.find(key); text != texts.end()) {
      known->status[text->second] = value;
    } else if (key == "rx" || key == "tx") {
      known->status[key == "rx" ? "RxBytes" : "TxBytes"] = number<std::int64_t>(value);
    } else if (key == "node") {
      known->status["NodeID"] = number<std::int64_t>(value);
    } else if (key == "advertises") {
      known->advertised.emplace_back(value);
    } else if (key == "route" || key == "primary") {
      known->advertised.emplace_back(value);
      add_route(known->status, value, key == "primary");
    } else {
      unknown("a peer has no '" + key + "'");
    }
  }
}

void World::tell_own(const std::vector<std::string>& words) {
  for (std::size_t i = 1; i < words.size(); ++i) {
    const std::size_t equals = std::min(words[i].find('='), words[i].size() - 1);
    const std::string key = words[i].substr(0, equals);
    const std::string value = words[i].substr(equals + 1);
    if (key == "route" || key == "primary") {
      add_route(self_, value, key == "primary");
    } else if (key == "expired") {
      self_["Expired"] = yes(value);
    } else if (key == "key-expiry") {
      self_["KeyExpiry"] = value;
    } else {
      unknown("this host has no '" + words[i] + "'");
    }
  }
}

void World::tell_ping(const std::vector<std::string>& words, std::string_view rest) {
  ScriptedPing ping;
  if (words[3] == "silent") {
    ping.kind = ScriptedPing::Kind::silent;
  } else if (words[3] == "error") {
    ping.kind = ScriptedPing::Kind::error;
    ping.error = rest;
  } else if (words[3] != "pong") {
    unknown("a ping ends in pong, silent or error");
  } else if (words.size() > 4) {
    ping.seconds = number<double>(words[4]);
  }
  for (auto& peer : peers_) {
    if (words[1] != "*" && words[1] != peer.id) continue;
    for (const char* type : {"disco", "TSMP", "ICMP"}) {
      if (words[2] == "*" || words[2] == type) peer.pings[type] = ping;
    }
  }
}

void World::requested(std::string_view request_line) {
  const auto whens = whens_;
  for (const auto& [part, command] : whens) {
    if (request_line.find(part) != std::string_view::npos) tell(command);
  }
}

Trouble World::trouble(const std::string& path) const {
  for (const auto& name : {path, std::string("*")}) {
    if (const auto found = troubles_.find(name); found != troubles_.end()) return found->second;
  }
  return Trouble::none;
}

std::chrono::milliseconds World::wait(const std::string& path) const {
  for (const auto& name : {path, std::string("*")}) {
    if (const auto found = waits_.find(name); found != waits_.end()) return found->second;
  }
  return std::chrono::milliseconds(0);
}

void World::patch_prefs(std::string_view masked) {
  const json::value given = json::parse(json::string_view(masked.data(), masked.size()));
  for (const auto& [key, value] : given.as_object()) {
    if (given.as_object().if_contains(std::string(key) + "Set") != nullptr) prefs_[key] = value;
  }
  notifications_.push_back("{\"Prefs\":" + prefs() + "}");
}

std::vector<std::string> World::take_notifications() { return std::exchange(notifications_, {}); }
bool World::take_hang_up() { return std::exchange(hang_up_, false); }

}  // namespace tailmend::testing
