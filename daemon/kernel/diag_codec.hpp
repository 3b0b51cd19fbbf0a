// Reads and writes the messages of NETLINK_SOCK_DIAG for TCP and UDP. Bounds-checked; a message cut short is no message. Never
// opens a socket.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include <linux/inet_diag.h>

#include "daemon/kernel/netlink_codec.hpp"
#include "libwatch/address.hpp"
#include "libwatch/evidence.hpp"

namespace tailmend::netlink {

// One TCP or UDP socket as the kernel tells it; UDP has no tcp_info, and no remote end unless it is connected.
struct DiagnosedSocket {
  inet_diag_sockid id{};  // with its cookie: names this very socket, never a later one with the same ports
  std::uint8_t family = 0;
  watch::Endpoint local;  // an IPv4-mapped address as the IPv4 address it is, here and there
  watch::Endpoint remote;
  std::uint32_t inode = 0;
  std::optional<std::uint32_t> mark;         // shown to CAP_NET_ADMIN only
  std::optional<std::uint64_t> cgroup;       // since 5.7
  std::uint32_t unanswered = 0;              // tcpi_unacked
  std::uint32_t retransmissions = 0;         // in a row: what tcpi_retransmits and tcpi_backoff agree on
  watch::Duration last_answer{};             // tcpi_last_ack_recv
  watch::Duration last_received{};           // tcpi_last_data_recv
  watch::Duration last_sent{};               // tcpi_last_data_sent: retransmissions count as well
};
std::optional<DiagnosedSocket> parse_diagnosed_socket(const Message& message);

// tailscaled marks its sockets 0x80000 in the bits 0xff0000.
constexpr std::uint32_t tailscaled_mark = 0x80000;
constexpr std::uint32_t tailscaled_mark_mask = 0xff0000;
inline bool is_marked(std::uint32_t mark) { return (mark & tailscaled_mark_mask) == tailscaled_mark; }

// The kernel's own filter language: accept what is marked. Needs CAP_NET_ADMIN (else EPERM).
struct MarkFilter {
  inet_diag_bc_op operation;
  inet_diag_markcond condition;
};
MarkFilter mark_filter();

watch::Life judge(const DiagnosedSocket& socket);
// Whether data got through in either direction since then. What has only been sent again and again ever since did not.
bool carried_data(const DiagnosedSocket& socket, watch::Duration within);

}  // namespace tailmend::netlink
