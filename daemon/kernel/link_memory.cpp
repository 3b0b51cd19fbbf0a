#include "daemon/kernel/link_memory.hpp"

#include <algorithm>

namespace tailmend {

using watch::Hint;

void LinkMemory::note_standing(std::uint32_t index, Link::Standing standing) {
  Link& known = link(index);
  if (known.standing) {
    const auto before = *known.standing;
    if (before.up && !standing.up) known.hints.add(Hint::link_down);
    if (!before.up && standing.up) known.hints.add(Hint::link_up);
    if (before.up && standing.up && before.carrier && !standing.carrier) known.hints.add(Hint::carrier_lost);
    if (before.up && standing.up && !before.carrier && standing.carrier) known.hints.add(Hint::carrier_back);
  }
  known.standing = standing;
}

LinkMemory::Link& LinkMemory::link(std::uint32_t index) {
  const auto found = std::find_if(links_.begin(), links_.end(), [&](const Link& link) { return link.index == index; });
  if (found != links_.end()) return *found;
  if (links_.size() >= max_links) {
    const auto spare = std::find_if(links_.begin(), links_.end(), [](const Link& link) { return !link.addresses; });
    links_.erase(spare == links_.end() ? links_.begin() : spare);
  }
  return links_.emplace_back(Link{.index = index, .standing = {}, .hints = {}, .addresses = {}});
}

void LinkMemory::settle(const watch::Egress& egress) {
  for (Link& link : links_) {
    link.hints = {};
    link.addressed = false;
    if (!leaves_by(egress, link.index)) link.addresses.reset();
  }
}

}  // namespace tailmend
