// Reads and writes the messages of ctnetlink for UDP and TCP: one mapping of the kernel's connection tracking, the question for
// some of them, and the end of one. Bounds-checked; a message cut short is no mapping. Never opens a socket.
#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "daemon/kernel/netlink_codec.hpp"
#include "daemon/kernel/netlink_socket.hpp"
#include "libwatch/address.hpp"

namespace tailmend::netlink {

// One direction of a mapping.
struct Flow {
  watch::Endpoint source;
  watch::Endpoint destination;
  friend bool operator==(const Flow&, const Flow&) = default;
};
inline Flow mirrored(const Flow& flow) { return {.source = flow.destination, .destination = flow.source}; }

struct Mapping {
  std::uint8_t family = 0;
  std::uint8_t protocol = 0;
  Flow original;
  Flow reply;
  // What names this very mapping when it is to be deleted, as the kernel sent it.
  std::vector<std::uint8_t> tuple;  // CTA_TUPLE_ORIG, never empty
  std::vector<std::uint8_t> id;     // CTA_ID: not a later one with the same tuple
  std::vector<std::uint8_t> zone;   // CTA_ZONE, mostly absent
};
// Mappings of protocols with ports; nothing for others.
std::optional<Mapping> parse_mapping(const Message& message);
// NAT is done to it: answers come back to something else than what asked.
inline bool is_translated(const Mapping& mapping) { return mapping.reply != mirrored(mapping.original); }

// The UDP mappings whose original source port is this one. Kernels before 5.8 send all there are.
Request ask_for_port(std::uint8_t family, std::uint16_t source_port);
// The mappings whose source is translated. Kernels before 5.15 send all there are.
Request ask_for_source_nat(std::uint8_t family);
// Every mapping of the family.
Request ask_for_all(std::uint8_t family);
Request delete_mapping(const Mapping& mapping);

}  // namespace tailmend::netlink
