// What is remembered of the way to the world by address: the control server, the home DERP region, and what was
// configured. Learned while healthy, kept as text, so that no decision waits for a name. Pure: never dials, never asks.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/tailscaled/tailnet_json.hpp"
#include "libwatch/evidence.hpp"

namespace tailmend {

struct Anchor {
  watch::AnchorKind kind = watch::AnchorKind::configured;
  std::string name;  // DERP region code, "control", or as configured
  watch::Endpoint endpoint;
  friend bool operator==(const Anchor&, const Anchor&) = default;
};

// Who is at the other end of one of tailscaled's connections. `derp` is the region's code also where control wins,
// because both are the same endpoint (a control server with a DERP server built in).
struct Label {
  watch::AnchorKind kind = watch::AnchorKind::configured;
  std::string name;
  std::string derp;
  friend bool operator==(const Label&, const Label&) = default;
};

// Where a ControlURL points. tailscaled dials port 80 first, also for https, and the URL's own port after that
// (control/controlhttp, control/ts2021); for http it dials the URL's own port, then 443.
struct ControlPlace {
  std::string host;
  std::uint16_t port = 443;  // the URL's
  std::uint16_t other_port = 80;
  friend bool operator==(const ControlPlace&, const ControlPlace&) = default;
};
// "" stands for Tailscale's own, as in the preferences. Nothing for what is no http or https URL.
std::optional<ControlPlace> parse_control_url(std::string_view url);

// What was seen while the data plane was healthy.
struct Lesson {
  std::vector<DerpNode> derp;  // empty: not known now
  std::string home;            // region code; "" = not known now
  std::string control_url;
  std::vector<watch::Address> control_addresses;  // what its host resolves to; may be empty
  std::vector<watch::OwnConnection> connections;  // only `remote` is read
};

class AnchorBook {
 public:
  // Configured "address:port"; what is none is passed over (the configuration refuses it earlier).
  void configure(const std::vector<std::string>& endpoints);

  // True when text() is another now. Control is, in this order: a connection to its URL's address and ports; that
  // address itself; and where the address is not known at all, the one connection that could be it: not to DERP, and to
  // port 80 rather than to 443, where log upload goes too. Two that could be it teach nothing. Another ControlURL
  // forgets the old one's addresses.
  bool learn(const Lesson& lesson);

  // Configured ones first, then control and home DERP in turn; at most max_anchors.
  [[nodiscard]] std::vector<Anchor> anchors() const;
  [[nodiscard]] Label label(const watch::Endpoint& remote) const;
  // The region code of the home DERP; "" = not learned.
  [[nodiscard]] std::string home() const { return home_.empty() ? "" : home_.front().name; }
  // An IPv4 address of the home DERP, else of the first one known.
  [[nodiscard]] std::optional<watch::Address> derp_v4() const;

  // One line each, with a version in front and an end; the configured ones are not in it.
  [[nodiscard]] std::string text() const;
  // What could be read counts; the text says what could not: "" when all could.
  std::string read(std::string_view text);

  static constexpr std::size_t max_anchors = 8;
  static constexpr std::size_t max_control = 16;  // addresses remembered, for label()
  static constexpr std::size_t max_home = 8;

 private:
  void learn_derp(const Lesson& lesson);
  void learn_control(const Lesson& lesson);
  [[nodiscard]] std::vector<watch::Address> known_addresses(const Lesson& lesson, const ControlPlace& place) const;
  [[nodiscard]] std::optional<watch::Endpoint> guess(const Lesson& lesson, const ControlPlace& place) const;
  [[nodiscard]] std::string derp_code(const watch::Endpoint& remote) const;
  bool read_line(std::string_view line);

  std::vector<Anchor> configured_;
  std::string control_url_;
  std::vector<watch::Endpoint> control_;  // the latest first
  bool guessed_ = false;
  std::vector<Anchor> home_;
  std::vector<Anchor> derp_;  // all of the last map, for label()
};

}  // namespace tailmend
