// Which peer carries a target best, and which are the best witnesses. Part of the decoder of the status; nobody else uses it.
#pragma once
#include <compare>
#include <cstdint>
#include <string_view>
#include <tuple>

#include "libwatch/tailnet.hpp"

namespace tailmend {

// How one peer would carry one target: the better is the greater.
struct Offer {
  bool any = false;
  std::uint8_t bits = 0;
  bool primary = false;  // control says that of several routers this one has it now
  auto operator<=>(const Offer&) const = default;
};

struct Candidate {
  Offer offer;
  watch::Prefix prefix;
  watch::Peer peer;
  // Among equals: who is online, then the lesser id, so that the order of peers in the reply does not matter.
  [[nodiscard]] bool beats(const Candidate& other) const {
    if (offer != other.offer) return offer > other.offer;
    if (peer.online != other.peer.online) return peer.online;
    return peer.id < other.peer.id;
  }
};

struct Witness {
  bool active = false;
  watch::Peer peer;
  [[nodiscard]] bool before(const Witness& other) const {
    return std::tuple(!active, -peer.last_handshake_s, std::string_view(peer.id)) <
           std::tuple(!other.active, -other.peer.last_handshake_s, std::string_view(other.peer.id));
  }
};

}  // namespace tailmend
