// What `tailscale up --reset` sets, as a table: preference, flag, default (ipn/prefs.go NewPrefs, cmd/tailscale/cli/up.go,
// as of 1.102). Only up_flags and up_compare read it.
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/hands/up_flags.hpp"

namespace tailmend::up_table {

enum class Shape : std::uint8_t { truth, text, tags, prefixes, netfilter, connector, any };

struct Row {
  std::string_view pref;
  std::string_view flag;    // "" = none; also of the exit node, which is one flag and three preferences
  Shape shape = Shape::any;
  std::string_view reset;   // what --reset leaves, as compact JSON
  std::string_view absent;  // what a missing member means; "" = it must be there
  bool negated = false;
  // `up` sets it only where tailscaled was not Running and the whole of the preferences was replaced.
  bool start_only = false;
};

inline constexpr std::array<Row, UpPrefs::rows> table{{
    {.pref = "ControlURL", .flag = "login-server", .shape = Shape::text, .reset = R"("https://controlplane.tailscale.com")"},
    {.pref = "RouteAll", .flag = "accept-routes", .shape = Shape::truth, .reset = "false"},
    {.pref = "CorpDNS", .flag = "accept-dns", .shape = Shape::truth, .reset = "true"},
    {.pref = "ExitNodeID", .flag = "", .shape = Shape::text, .reset = R"("")"},
    {.pref = "ExitNodeIP", .flag = "", .shape = Shape::text, .reset = R"("")"},
    {.pref = "AutoExitNode", .flag = "", .shape = Shape::text, .reset = R"("")", .absent = R"("")"},
    {.pref = "ExitNodeAllowLANAccess", .flag = "exit-node-allow-lan-access", .shape = Shape::truth, .reset = "false"},
    {.pref = "ShieldsUp", .flag = "shields-up", .shape = Shape::truth, .reset = "false"},
    {.pref = "RunSSH", .flag = "ssh", .shape = Shape::truth, .reset = "false"},
    {.pref = "AdvertiseTags", .flag = "advertise-tags", .shape = Shape::tags, .reset = "null"},
    {.pref = "Hostname", .flag = "hostname", .shape = Shape::text, .reset = R"("")"},
    {.pref = "AdvertiseRoutes", .flag = "advertise-routes", .shape = Shape::prefixes, .reset = "null"},
    {.pref = "AppConnector", .flag = "advertise-connector", .shape = Shape::connector, .reset = R"({"Advertise":false})",
     .absent = R"({"Advertise":false})"},
    {.pref = "PostureChecking", .flag = "report-posture", .shape = Shape::truth, .reset = "false", .absent = "false"},
    {.pref = "OperatorUser", .flag = "operator", .shape = Shape::text, .reset = R"("")", .absent = R"("")"},
    {.pref = "NoSNAT", .flag = "snat-subnet-routes", .shape = Shape::truth, .reset = "false", .negated = true},
    {.pref = "NoStatefulFiltering", .flag = "stateful-filtering", .shape = Shape::truth, .reset = "true", .absent = "false",
     .negated = true},
    {.pref = "NetfilterMode", .flag = "netfilter-mode", .shape = Shape::netfilter, .reset = "2"},
    {.pref = "ProfileName", .flag = "", .reset = R"("")", .absent = R"("")", .start_only = true},
    {.pref = "RunWebClient", .flag = "", .reset = "false", .absent = "false", .start_only = true},
    {.pref = "AutoUpdate", .flag = "", .reset = R"({"Check":true,"Apply":null})", .absent = "null", .start_only = true},
    {.pref = "AdvertiseServices", .flag = "", .reset = "null", .absent = "null", .start_only = true},
    {.pref = "Sync", .flag = "", .reset = "null", .absent = "null", .start_only = true},
    {.pref = "NetfilterKind", .flag = "", .reset = R"("")", .absent = R"("")", .start_only = true},
    {.pref = "RemoteConfig", .flag = "", .reset = "false", .absent = "false", .start_only = true},
    {.pref = "DriveShares", .flag = "", .reset = "null", .absent = "null", .start_only = true},
    {.pref = "RelayServerPort", .flag = "", .reset = "null", .absent = "null", .start_only = true},
    {.pref = "RelayServerStaticEndpoints", .flag = "", .reset = "null", .absent = "null", .start_only = true},
    {.pref = "ForceDaemon", .flag = "", .reset = "false", .absent = "false", .start_only = true},
}};

// `pref` is one of the table's.
constexpr std::size_t row_of(std::string_view pref) {
  std::size_t at = 0;
  while (table[at].pref != pref) ++at;
  return at;
}
inline const std::string& text_of(const UpPrefs& prefs, std::string_view pref) { return prefs.text(row_of(pref)); }
inline bool is_empty(const UpPrefs& prefs, std::string_view pref) { return text_of(prefs, pref) == "\"\""; }

// The row's flags, as prefsToFlags has them; advertise-routes is two.
void add_flags(std::vector<std::string>& argv, const Row& row, const UpPrefs& prefs);
// "auto:any", an address, or "".
std::string exit_node(const UpPrefs& prefs, std::string_view exit_address);

}  // namespace tailmend::up_table
