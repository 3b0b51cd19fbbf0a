#include "libwatch/network.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace watch {

namespace {

constexpr std::uint32_t main_table = 254;

std::string text(const Way& way) {
  std::string text = way.interface;
  if (way.gateway.family != Family::none) text += " via " + to_string(way.gateway);
  if (way.source.family != Family::none) text += " as " + to_string(way.source);
  return text;
}

std::string place(const Way& way) {
  return way.gateway.family == Family::none ? way.interface : way.interface + " via " + to_string(way.gateway);
}

std::string table_name(std::uint32_t table) { return table == main_table ? "main" : fmt::format("{}", table); }

// How one family's way differs; nothing when it does not. In the order in which reasons are said.
std::optional<Reason> difference(const std::optional<Way>& before, const std::optional<Way>& after) {
  if (before == after) return std::nullopt;
  if (!after) return Reason::way_lost;
  if (!before) return Reason::way_gained;
  // An interface that came back under its old name has a new index: another interface all the same.
  if (before->interface != after->interface || before->index != after->index) return Reason::interface_changed;
  if (before->gateway != after->gateway) return Reason::gateway_changed;
  if (before->source != after->source) return Reason::source_changed;
  return Reason::table_changed;
}

// netmon keeps the name of the default interface of the main table (for IPv4; /proc/net/route has no other), and looks
// again only when an address or a route was announced. A default route that died with its link is not announced.
bool interface_seen(const std::optional<Way>& before, const std::optional<Way>& after) {
  const auto is_main = [](const std::optional<Way>& way) { return !way || way->table == main_table; };
  if (!is_main(before) || !is_main(after)) return false;
  return (before ? before->interface : std::string()) != (after ? after->interface : std::string());
}

Notice notice(const Egress& before, const Egress& after, Hints hints) {
  if (hints.has(Hint::address)) return Notice::tailscaled_sees;  // addresses are part of its state
  if (!hints.has(Hint::route) && !hints.has(Hint::overrun)) return Notice::tailscaled_misses;
  const bool v6_only = !before.v4 && !after.v4;
  const bool seen = v6_only ? interface_seen(before.v6, after.v6) : interface_seen(before.v4, after.v4);
  return seen ? Notice::tailscaled_sees : Notice::tailscaled_misses;
}

void add(std::vector<Reason>& reasons, Reason reason) {
  if (std::find(reasons.begin(), reasons.end(), reason) == reasons.end()) reasons.push_back(reason);
}

bool has(const std::vector<Reason>& reasons, Reason reason) {
  return std::find(reasons.begin(), reasons.end(), reason) != reasons.end();
}

// "wan0 → wan1", "gateway 198.51.100.1 → 192.0.2.1", …; "" when the family's way did not change.
std::string describe_way(const std::optional<Way>& before, const std::optional<Way>& after) {
  const auto reason = difference(before, after);
  if (!reason) return "";
  if (!after) return place(*before) + " → none";
  if (!before) return "none → " + place(*after);
  if (*reason == Reason::interface_changed) {
    if (before->interface == after->interface) return after->interface + " is another interface than before";
    return before->interface + " → " + after->interface;
  }
  if (*reason == Reason::gateway_changed) {
    return fmt::format("gateway {} → {}", to_string(before->gateway), to_string(after->gateway));
  }
  if (*reason == Reason::source_changed) {
    return fmt::format("source {} → {}", to_string(before->source), to_string(after->source));
  }
  return fmt::format("table {} → {}", table_name(before->table), table_name(after->table));
}

// Why the way went, where the kernel said so.
std::string_view cause(const std::vector<Reason>& reasons) {
  if (has(reasons, Reason::carrier_lost)) return " (carrier lost)";
  if (has(reasons, Reason::link_down)) return " (link down)";
  return "";
}

std::string interfaces(const Egress& egress) {
  std::string names = egress.v4 ? egress.v4->interface : "";
  if (egress.v6 && egress.v6->interface != names) names += (names.empty() ? "" : " and ") + egress.v6->interface;
  return names.empty() ? "the uplink" : names;
}

// The picture is the same as before; something passed over it.
std::string describe_passing(const Egress& egress, const std::vector<Reason>& reasons) {
  if (has(reasons, Reason::carrier_lost)) return interfaces(egress) + " lost its carrier for a moment";
  if (has(reasons, Reason::link_down)) return interfaces(egress) + " was down for a moment";
  if (has(reasons, Reason::address_changed)) return "another address on " + interfaces(egress);
  if (has(reasons, Reason::resumed)) return "the machine slept";
  if (has(reasons, Reason::overrun)) return "the kernel had more to tell than was heard";
  return "";
}

}  // namespace

std::string_view to_string(Hint hint) {
  switch (hint) {
    case Hint::route: return "route";
    case Hint::link_down: return "link-down";
    case Hint::link_up: return "link-up";
    case Hint::carrier_lost: return "carrier-lost";
    case Hint::carrier_back: return "carrier-back";
    case Hint::address: return "address";
    case Hint::rule: return "rule";
    case Hint::nexthop: return "nexthop";
    case Hint::overrun: return "overrun";
    case Hint::resumed: return "resumed";
  }
  return "?";
}

std::string_view to_string(Reason reason) {
  switch (reason) {
    case Reason::way_lost: return "way-lost";
    case Reason::way_gained: return "way-gained";
    case Reason::interface_changed: return "interface-changed";
    case Reason::gateway_changed: return "gateway-changed";
    case Reason::source_changed: return "source-changed";
    case Reason::table_changed: return "table-changed";
    case Reason::carrier_lost: return "carrier-lost";
    case Reason::link_down: return "link-down";
    case Reason::rule_changed: return "rule-changed";
    case Reason::nexthop_changed: return "nexthop-changed";
    case Reason::address_changed: return "address-changed";
    case Reason::overrun: return "overrun";
    case Reason::resumed: return "resumed";
  }
  return "?";
}

Change difference(const Egress& before, const Egress& after, Hints hints) {
  Change change;
  const auto v4 = difference(before.v4, after.v4);
  const auto v6 = difference(before.v6, after.v6);
  const bool differs = v4 || v6;
  if (v4) add(change.reasons, *v4);
  if (v6) add(change.reasons, *v6);
  std::sort(change.reasons.begin(), change.reasons.end());
  // The edge raises link, carrier and address hints for an interface of the egress only: they matter by themselves.
  if (hints.has(Hint::carrier_lost)) add(change.reasons, Reason::carrier_lost);
  if (hints.has(Hint::link_down)) add(change.reasons, Reason::link_down);
  if (differs && hints.has(Hint::rule)) add(change.reasons, Reason::rule_changed);
  if (differs && hints.has(Hint::nexthop)) add(change.reasons, Reason::nexthop_changed);
  if (hints.has(Hint::address)) add(change.reasons, Reason::address_changed);
  if (!differs && hints.has(Hint::overrun)) add(change.reasons, Reason::overrun);
  if (!differs && hints.has(Hint::resumed)) add(change.reasons, Reason::resumed);
  if (!change.reasons.empty()) change.notice = notice(before, after, hints);
  return change;
}

std::string to_string(const Egress& egress) {
  return fmt::format("IPv4 {} · IPv6 {}", egress.v4 ? text(*egress.v4) : "none", egress.v6 ? text(*egress.v6) : "none");
}

std::string describe_change(const Egress& before, const Egress& after, const std::vector<Reason>& reasons) {
  const auto v4 = describe_way(before.v4, after.v4);
  const auto v6 = describe_way(before.v6, after.v6);
  if (v4.empty() && v6.empty()) return describe_passing(after, reasons);
  const bool lost = (before.v4 && !after.v4) || (before.v6 && !after.v6);
  const std::string_view why = lost ? cause(reasons) : "";
  if (v4 == v6) return fmt::format("{}{}", v4, why);
  const bool both_families = (before.v4 || after.v4) && (before.v6 || after.v6);
  const auto named = [&](std::string_view family, const std::string& phrase) {
    return both_families ? fmt::format("{} {}", family, phrase) : phrase;
  };
  if (v6.empty()) return fmt::format("{}{}", named("IPv4", v4), why);
  if (v4.empty()) return fmt::format("{}{}", named("IPv6", v6), why);
  return fmt::format("IPv4 {} · IPv6 {}{}", v4, v6, why);
}

}  // namespace watch
