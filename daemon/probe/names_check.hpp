// Whether the host's own resolver knows the names that tailscaled needs: its control server's and its DERP server's. Asks
// afresh each time, and says nothing about what an answer is worth.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/probe/names.hpp"
#include "daemon/tailscaled/tailnet_json.hpp"
#include "libwatch/evidence.hpp"

namespace tailmend {

struct NeededName {
  watch::AnchorKind kind = watch::AnchorKind::control;
  std::string name;
  friend bool operator==(const NeededName&, const NeededName&) = default;
};

// The control server's, where its host is known ("" = unknown), and that of one DERP node: of region `home`, where that is
// known, else of the first one. Addresses are no names; neither is what no resolver would take.
std::vector<NeededName> needed_names(std::string_view control_host, std::string_view home, const std::vector<DerpNode>& derp);

class NamesCheck {
 public:
  explicit NamesCheck(Names& names) : names_(&names) {}

  // Answered exactly once, within `limit`; from within ask() only where there is nothing to ask.
  [[nodiscard]] Token ask(const std::vector<NeededName>& needed, watch::Duration limit, std::function<void(watch::NamesFact)> on_fact);

 private:
  Names* names_;
};

}  // namespace tailmend
