#include "daemon/kernel/diag_codec.hpp"

#include <algorithm>

#include <arpa/inet.h>
#include <linux/sock_diag.h>
#include <linux/tcp.h>
#include <sys/socket.h>

namespace tailmend::netlink {

namespace {

// From the third on it is no hiccup: the first comes 0.2 s after the data, the third about 1.4 s after it.
constexpr std::uint32_t retransmissions_of_the_dead = 3;

watch::Address address_of(std::uint8_t family, const void* words) {
  std::array<std::uint8_t, sizeof(inet_diag_sockid::idiag_dst)> bytes{};
  __builtin_memcpy(bytes.data(), words, bytes.size());
  static constexpr std::array<std::uint8_t, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  if (family == AF_INET6 && std::equal(mapped.begin(), mapped.end(), bytes.begin())) {
    return read_address(AF_INET, Bytes(bytes).subspan(mapped.size())).value_or(watch::Address{});
  }
  return read_address(family, Bytes(bytes).first(family == AF_INET ? 4 : 16)).value_or(watch::Address{});
}

std::optional<std::uint64_t> read_u64(Bytes value) {
  std::uint64_t number = 0;
  if (value.size() < sizeof number) return std::nullopt;
  __builtin_memcpy(&number, value.data(), sizeof number);
  return number;
}

// The kernel's tcp_info may be shorter or longer than ours; fields never move.
void read_tcp_info(Bytes value, DiagnosedSocket& socket) {
  tcp_info info{};
  __builtin_memcpy(&info, value.data(), std::min(value.size(), sizeof info));
  socket.unanswered = info.tcpi_unacked;
  socket.retransmissions = std::max(info.tcpi_retransmits, info.tcpi_backoff);
  socket.last_answer = std::chrono::milliseconds(info.tcpi_last_ack_recv);
  socket.last_received = std::chrono::milliseconds(info.tcpi_last_data_recv);
  socket.last_sent = std::chrono::milliseconds(info.tcpi_last_data_sent);
}

}  // namespace

std::optional<DiagnosedSocket> parse_diagnosed_socket(const Message& message) {
  Bytes rest = message.body;
  if (message.type != SOCK_DIAG_BY_FAMILY) return std::nullopt;
  const auto header = take_header<inet_diag_msg>(rest);
  if (!header || (header->idiag_family != AF_INET && header->idiag_family != AF_INET6)) return std::nullopt;
  DiagnosedSocket socket{.id = header->id, .family = header->idiag_family, .inode = header->idiag_inode};
  socket.local = {.address = address_of(header->idiag_family, header->id.idiag_src), .port = ntohs(header->id.idiag_sport)};
  socket.remote = {.address = address_of(header->idiag_family, header->id.idiag_dst), .port = ntohs(header->id.idiag_dport)};
  while (const auto attribute = next_attribute(rest)) {
    if (attribute->type == INET_DIAG_INFO) read_tcp_info(attribute->value, socket);
    if (attribute->type == INET_DIAG_MARK) socket.mark = read_u32(attribute->value);
    if (attribute->type == INET_DIAG_CGROUP_ID) socket.cgroup = read_u64(attribute->value);
  }
  return socket;
}

MarkFilter mark_filter() {
  // `yes` goes on at the end of the program, which accepts; `no` jumps four bytes past it, which refuses.
  constexpr auto size = static_cast<std::uint8_t>(sizeof(MarkFilter));
  return MarkFilter{.operation = {.code = INET_DIAG_BC_MARK_COND, .yes = size, .no = static_cast<std::uint16_t>(size + 4)},
                    .condition = {.mark = tailscaled_mark, .mask = tailscaled_mark_mask}};
}

watch::Life judge(const DiagnosedSocket& socket) {
  // Data sent a moment ago is unacknowledged on every connection: only a retransmission makes it unanswered.
  if (socket.unanswered == 0 || socket.retransmissions == 0) return watch::Life::answering;
  return socket.retransmissions < retransmissions_of_the_dead ? watch::Life::silent : watch::Life::dead;
}

bool carried_data(const DiagnosedSocket& socket, watch::Duration within) {
  const bool arrived = judge(socket) == watch::Life::answering || socket.last_answer <= within;
  const bool sent = socket.last_sent <= within && arrived;
  return sent || socket.last_received <= within;
}

}  // namespace tailmend::netlink
