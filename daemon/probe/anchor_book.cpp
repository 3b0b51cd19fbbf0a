#include "daemon/probe/anchor_book.hpp"

#include <algorithm>
#include <charconv>

namespace tailmend {

using watch::Address;
using watch::AnchorKind;
using watch::Endpoint;

namespace {

constexpr std::string_view header = "tailmend anchors 1";
constexpr std::string_view last_line = "end";
constexpr std::string_view tailscales_own = "https://controlplane.tailscale.com";
constexpr std::size_t max_word = 64;
constexpr std::size_t max_url = 256;
constexpr std::size_t max_lines = 64;

// Region codes come from control and go into a line and a log: one plain word.
std::string plain_word(std::string_view text) {
  std::string word(text.substr(0, max_word));
  const auto is_plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           c == '.';
  };
  std::replace_if(word.begin(), word.end(), [&](char c) { return !is_plain(c); }, '?');
  return word;
}

template <class T>
bool has(const std::vector<T>& list, const T& wanted) {
  return std::find(list.begin(), list.end(), wanted) != list.end();
}

void add_once(std::vector<Endpoint>& list, const Endpoint& endpoint) {
  if (!has(list, endpoint)) list.push_back(endpoint);
}

// Scheme, host and port only: a URL may carry a user's password.
std::string url_of(const ControlPlace& place) {
  const bool bracketed = place.host.find(':') != place.host.npos;
  return (place.other_port == 80 ? "https://" : "http://") + (bracketed ? "[" + place.host + "]" : place.host) + ":" +
         std::to_string(place.port);
}

std::string_view cut(std::string_view& rest, char at) {
  const auto place = rest.find(at);
  const auto part = rest.substr(0, place);
  rest = place == rest.npos ? std::string_view() : rest.substr(place + 1);
  return part;
}

}  // namespace

std::optional<ControlPlace> parse_control_url(std::string_view url) {
  if (url.empty()) url = tailscales_own;
  if (url.size() > max_url) return std::nullopt;
  ControlPlace place;
  if (url.starts_with("https://")) {
    url.remove_prefix(8);
  } else if (url.starts_with("http://")) {
    url.remove_prefix(7);
    place = {.host = {}, .port = 80, .other_port = 443};
  } else {
    return std::nullopt;
  }
  auto authority = url.substr(0, url.find_first_of("/?#"));
  if (const auto user = authority.rfind('@'); user != authority.npos) authority.remove_prefix(user + 1);
  const bool bracketed = authority.starts_with('[');
  const auto host_end = bracketed ? authority.find(']') : authority.find(':');
  if (bracketed && host_end == authority.npos) return std::nullopt;
  place.host = authority.substr(bracketed ? 1 : 0, bracketed ? host_end - 1 : host_end);
  auto port = host_end == authority.npos ? std::string_view() : authority.substr(host_end + (bracketed ? 1 : 0));
  if (!port.empty()) {
    if (port.front() != ':') return std::nullopt;
    port.remove_prefix(1);
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), place.port);
    if (error != std::errc() || end != port.data() + port.size() || place.port == 0) return std::nullopt;
  }
  const auto is_plain = [](char c) { return c > ' ' && c < 0x7f; };
  if (place.host.empty() || !std::all_of(place.host.begin(), place.host.end(), is_plain)) return std::nullopt;
  return place;
}

void AnchorBook::configure(const std::vector<std::string>& endpoints) {
  configured_.clear();
  for (const auto& text : endpoints)
    if (const auto endpoint = watch::parse_endpoint(text); endpoint && configured_.size() < max_anchors)
      configured_.push_back({.kind = AnchorKind::configured, .name = text, .endpoint = *endpoint});
}

bool AnchorBook::learn(const Lesson& lesson) {
  const auto before = text();
  learn_derp(lesson);
  learn_control(lesson);
  return text() != before;
}

// IPv4 of every node first: most hosts have it, and only a few of the home region's endpoints become anchors.
void AnchorBook::learn_derp(const Lesson& lesson) {
  if (lesson.derp.empty()) return;
  derp_.clear();
  for (const auto family : {&DerpNode::v4, &DerpNode::v6})
    for (const auto& node : lesson.derp)
      if (node.*family)
        derp_.push_back({.kind = AnchorKind::derp, .name = plain_word(node.region_code), .endpoint = *(node.*family)});
  const auto code = plain_word(lesson.home);
  std::vector<Anchor> home;
  for (const auto& anchor : derp_)
    if (anchor.name == code && home.size() < max_home) home.push_back(anchor);
  if (!code.empty() && !home.empty()) home_ = std::move(home);
}

// A literal host, what it resolves to, and the address of a DERP node of the same host name (a control server with DERP
// built in announces itself that way).
std::vector<Address> AnchorBook::known_addresses(const Lesson& lesson, const ControlPlace& place) const {
  if (const auto literal = watch::parse_address(place.host)) return {*literal};
  auto known = lesson.control_addresses;
  for (const auto& node : lesson.derp) {
    if (node.host_name != place.host) continue;
    for (const auto& endpoint : {node.v4, node.v6})
      if (endpoint && !has(known, endpoint->address)) known.push_back(endpoint->address);
  }
  return known;
}

std::optional<Endpoint> AnchorBook::guess(const Lesson& lesson, const ControlPlace& place) const {
  for (const auto port : {std::min(place.port, place.other_port), std::max(place.port, place.other_port)}) {
    std::vector<Endpoint> possible;
    for (const auto& connection : lesson.connections)
      if (connection.remote.port == port && derp_code(connection.remote).empty()) add_once(possible, connection.remote);
    if (!possible.empty()) return possible.size() == 1 ? std::optional(possible.front()) : std::nullopt;
  }
  return std::nullopt;
}

void AnchorBook::learn_control(const Lesson& lesson) {
  const auto place = parse_control_url(lesson.control_url);
  if (!place) return;
  if (const auto url = url_of(*place); url != control_url_) {
    control_url_ = url;
    control_.clear();
  }
  const auto known = known_addresses(lesson, *place);
  std::vector<Endpoint> found;
  for (const auto& connection : lesson.connections) {
    const auto& remote = connection.remote;
    const bool own_port = remote.port == place->port;
    const bool other_port = remote.port == place->other_port && derp_code(remote).empty();
    if (has(known, remote.address) && (own_port || other_port)) add_once(found, remote);
  }
  for (const auto& address : known) add_once(found, {.address = address, .port = place->port});
  if (!found.empty()) {
    if (guessed_) control_.clear();
    guessed_ = false;
  } else if (const auto guessed = control_.empty() || guessed_ ? guess(lesson, *place) : std::nullopt) {
    found.push_back(*guessed);
    guessed_ = true;
  }
  for (const auto& old : control_) add_once(found, old);
  if (found.size() > max_control) found.resize(max_control);
  control_ = std::move(found);
}

std::vector<Anchor> AnchorBook::anchors() const {
  auto list = configured_;
  const auto add = [&](Anchor anchor) {
    const bool twice =
        std::any_of(list.begin(), list.end(), [&](const Anchor& a) { return a.endpoint == anchor.endpoint; });
    if (!twice && list.size() < max_anchors) list.push_back(std::move(anchor));
  };
  for (std::size_t i = 0; i < std::max(control_.size(), home_.size()); ++i) {
    if (i < control_.size()) add({.kind = AnchorKind::control, .name = "control", .endpoint = control_[i]});
    if (i < home_.size()) add(home_[i]);
  }
  return list;
}

std::optional<Address> AnchorBook::derp_v4() const {
  for (const auto* list : {&home_, &derp_})
    for (const auto& anchor : *list)
      if (anchor.endpoint.address.family == watch::Family::v4) return anchor.endpoint.address;
  return std::nullopt;
}

std::string AnchorBook::derp_code(const Endpoint& remote) const {
  for (const auto* list : {&derp_, &home_})
    for (const auto& anchor : *list)
      if (anchor.endpoint == remote) return anchor.name;
  return {};
}

// Control's exact endpoint, then DERP, then control's address at the other port that tailscaled may use for it: where
// both live at one address, the ports tell them apart.
Label AnchorBook::label(const Endpoint& remote) const {
  const Label control{.kind = AnchorKind::control, .name = "control", .derp = derp_code(remote)};
  if (has(control_, remote)) return control;
  if (!control.derp.empty()) return {.kind = AnchorKind::derp, .name = control.derp, .derp = control.derp};
  const auto place = parse_control_url(control_url_);
  const bool its_port = place && (remote.port == place->port || remote.port == place->other_port);
  for (const auto& endpoint : control_)
    if (its_port && endpoint.address == remote.address) return control;
  for (const auto& anchor : configured_)
    if (anchor.endpoint == remote) return {.kind = AnchorKind::configured, .name = anchor.name, .derp = {}};
  return {};
}

std::string AnchorBook::text() const {
  std::string text = std::string(header) + "\n";
  if (!control_url_.empty()) text += "url " + control_url_ + "\n";
  for (const auto& endpoint : control_) text += (guessed_ ? "guess " : "control ") + to_string(endpoint) + "\n";
  for (const auto& anchor : home_) text += "derp " + anchor.name + " " + to_string(anchor.endpoint) + "\n";
  return text + std::string(last_line) + "\n";
}

bool AnchorBook::read_line(std::string_view line) {
  const auto word = cut(line, ' ');
  if (word == "url") {
    const auto place = parse_control_url(line);
    if (!place || line.empty()) return false;
    control_url_ = url_of(*place);
    return true;
  }
  if (word == "control" || word == "guess") {
    const auto endpoint = watch::parse_endpoint(line);
    if (!endpoint || control_url_.empty() || control_.size() >= max_control) return false;
    add_once(control_, *endpoint);
    guessed_ = word == "guess";
    return true;
  }
  if (word != "derp") return false;
  const auto code = cut(line, ' ');
  const auto endpoint = watch::parse_endpoint(line);
  if (!endpoint || code.empty() || code != plain_word(code) || home_.size() >= max_home) return false;
  home_.push_back({.kind = AnchorKind::derp, .name = std::string(code), .endpoint = *endpoint});
  return true;
}

std::string AnchorBook::read(std::string_view text) {
  control_url_.clear();
  control_.clear();
  home_.clear();
  guessed_ = false;
  if (text.empty()) return "is empty";
  const auto first = cut(text, '\n');
  if (first != header)
    return first.starts_with("tailmend anchors ") ? "is from another version" : "is no list of anchors";
  std::size_t skipped = 0;
  for (std::size_t lines = 0; !text.empty() && lines < max_lines; ++lines) {
    const auto line = cut(text, '\n');
    if (line == last_line && text.empty())
      return skipped == 0 ? ""
                          : std::to_string(skipped) + (skipped == 1 ? " line was" : " lines were") + " not understood";
    if (!read_line(line)) ++skipped;
  }
  return "ends early";
}

}  // namespace tailmend
