// The preferences that matter, as JSON text by name, as tailscaled would say them.
#pragma once
#include <fmt/format.h>

#include <map>
#include <string>

#include "daemon/hands/up_flags.hpp"

namespace tailmend::testing {

using Fields = std::map<std::string, std::string>;

// As `tailscale up --reset` with no flag leaves them, on Linux (ipn.NewPrefs and newUpFlagSet's defaults).
inline Fields defaults() {
  return {{"ControlURL", R"("https://controlplane.tailscale.com")"},
          {"RouteAll", "false"},
          {"CorpDNS", "true"},
          {"ExitNodeID", R"("")"},
          {"ExitNodeIP", R"("")"},
          {"ExitNodeAllowLANAccess", "false"},
          {"ShieldsUp", "false"},
          {"RunSSH", "false"},
          {"AdvertiseTags", "null"},
          {"Hostname", R"("")"},
          {"AdvertiseRoutes", "null"},
          {"AppConnector", R"({"Advertise":false})"},
          {"PostureChecking", "false"},
          {"NoSNAT", "false"},
          {"NoStatefulFiltering", "true"},
          {"NetfilterMode", "2"},
          {"WantRunning", "true"},
          {"RunWebClient", "false"},
          {"AutoUpdate", R"({"Check":true,"Apply":null})"},
          {"AdvertiseServices", "null"},
          {"Config", R"({"PrivateNodeKey":"privkey:secret","NodeID":"n1","UserProfile":{"ID":7}})"}};
}
inline std::string json(const Fields& fields) {
  std::string text = "{";
  for (const auto& [name, value] : fields) text += fmt::format("{}\n\t\"{}\": {}", text.size() > 1 ? "," : "", name, value);
  return text + "\n}\n";
}
inline UpPrefs prefs(const Fields& fields) { return UpPrefs::parse(json(fields)).value(); }

inline constexpr const char* exit_ip = "100.64.0.5";

}  // namespace tailmend::testing
