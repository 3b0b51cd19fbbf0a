#include "daemon/setup/setup_text.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "daemon/screen/rows.hpp"

namespace tailmend {

namespace {

std::string paragraph(const std::string& text, Screen screen) {
  std::string lines;
  for (const auto& line : wrap(clean(text), screen.columns)) lines += line + "\n";
  return lines;
}

}  // namespace

std::string survey_text(const std::string& tailscaled, const std::vector<Ground>& grounds, Screen screen) {
  Rows rows(screen);
  rows.add("tailscaled", tailscaled);
  const bool by_routes = std::ranges::any_of(grounds, [](const Ground& ground) { return ground.subnet.has_value(); });
  if (!by_routes) rows.add("route", grounds.empty() ? "no peer carries a subnet for this host, and none is online" : "no peer carries a subnet for this host; so the peers themselves");
  for (const auto& ground : grounds) rows.add(ground.subnet ? "route" : "peer", fmt::format("{}: {}", title_of(ground), ground.remark.empty() ? "no answer in time" : ground.remark));
  return rows.text();
}

std::string nothing_found_text(Before before, const std::string& folder, Screen screen) {
  if (before == Before::some_target) return paragraph("Nothing to add to the targets that this host has.", screen);
  return paragraph(fmt::format("Nothing to propose. What does answer TCP there, such as a PLC, a switch's web page or an ssh server? Name it in a file of {}, as here, then: sudo systemctl reload tailmend", folder), screen) +
         "\n[[target]]\nname = \"plc\"\naddress = \"10.77.0.10:502\"\n";
}

}  // namespace tailmend
