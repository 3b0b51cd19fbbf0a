// What a peer is called, which carries a target best, and which are the best witnesses. Part of the decoders of the status;
// nobody else uses it.
#pragma once
#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>

#include "libwatch/tailnet.hpp"

namespace tailmend {

// At most `limit` bytes of it, cut between characters.
inline std::string cut(std::string_view text, std::size_t limit) {
  if (text.size() > limit) {
    while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xc0U) == 0x80U) --limit;
  }
  return std::string(text.substr(0, limit));
}

inline constexpr std::size_t max_name = 64;

// The first label of its DNS name, else the host's own name, in whichever order they come.
inline void name_by_dns(std::string& name, std::string_view dns_name) {
  const std::string_view label = dns_name.substr(0, dns_name.find('.'));
  if (!label.empty()) name = cut(label, max_name);
}
inline void name_by_host(std::string& name, std::string_view host) {
  if (name.empty()) name = cut(host, max_name);
}

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
  // One whose key has expired carries nothing, and is told only where nobody else would. Among equals: who is online, then the
  // lesser id, so that the order of peers in the reply does not matter.
  [[nodiscard]] bool beats(const Candidate& other) const {
    if (peer.expired != other.peer.expired) return !peer.expired;
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
