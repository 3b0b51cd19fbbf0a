// What heartbeats cost on the uplink. Computed from the configuration and the way out, never measured.
#pragma once
#include <cstdint>

#include "libwatch/verdict.hpp"

namespace tailmend {

// Both directions together, as a line that is paid by the byte counts them, IP headers included.
//
// A heartbeat is one TCP connection to each target: SYN, SYN-ACK and ACK; FIN, ACK of it with the other side's FIN, and ACK;
// and where the target has `send` or `expect`, those bytes with a header and an ACK for each segment of up to 1200 bytes.
// A header is 20 bytes of TCP and 12 of options (20 in a SYN), and 20 of IPv4 or 40 of IPv6 as the target has it. Each packet
// is filled up to a multiple of 16 and carried by WireGuard in 32 bytes, by UDP in 8, and by IPv4 or IPv6 as the way out has it.
// Without a target it is one TSMP ping to each peer and its answer, of 29 and 31 bytes, carried the same way.
//
// Not in it: what tailscaled itself sends to keep a path in use (handshakes, its own pings), looks with more evidence,
// retransmissions, what a target says unasked, and the larger headers of a path through DERP.
std::uint64_t heartbeat_bytes(const watch::Evidence& evidence);
std::uint64_t heartbeat_bytes_a_day(const watch::Evidence& evidence, watch::Duration heartbeat);

}  // namespace tailmend
