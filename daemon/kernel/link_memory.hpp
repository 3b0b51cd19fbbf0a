// How links stood when they were last heard of or asked for, and what happened to them since the last look. Pure; never
// asks the kernel.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "libwatch/address.hpp"
#include "libwatch/network.hpp"

namespace tailmend {

class LinkMemory {
 public:
  struct Link {
    std::uint32_t index = 0;
    struct Standing {
      bool up = false;
      bool carrier = false;
    };
    std::optional<Standing> standing;
    watch::Hints hints;      // link_down, link_up, carrier_lost, carrier_back since the last settle()
    bool addressed = false;  // an address came or went since then
    std::optional<std::vector<watch::Address>> addresses;  // kept for links of the egress only
  };

  // The first word about a link is its standing; what differs from it later is a hint.
  void note_standing(std::uint32_t index, Link::Standing standing);
  void note_address(std::uint32_t index) { link(index).addressed = true; }
  // Remembered from now on. Valid until the next call.
  Link& link(std::uint32_t index);
  // The look is over: hints are forgotten, and the addresses of links that `egress` does not use.
  void settle(const watch::Egress& egress);
  [[nodiscard]] std::size_t size() const { return links_.size(); }

  // Beyond that, the one that was remembered first and is no egress is forgotten.
  static constexpr std::size_t max_links = 64;

 private:
  std::vector<Link> links_;
};

inline bool leaves_by(const watch::Egress& egress, std::uint32_t index) {
  return (egress.v4 && egress.v4->index == index) || (egress.v6 && egress.v6->index == index);
}

}  // namespace tailmend
