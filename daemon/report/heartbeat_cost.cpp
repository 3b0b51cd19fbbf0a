#include "daemon/report/heartbeat_cost.hpp"

#include <algorithm>

namespace tailmend {

namespace {

constexpr std::uint64_t ipv4 = 20, ipv6 = 40, udp = 8, wireguard = 32, filled_to = 16;
constexpr std::uint64_t tcp = 20, syn_options = 20, options = 12, segment = 1200;
constexpr std::uint64_t ping = 29, pong = 31;

// One packet of the tunnel, as it leaves the host.
std::uint64_t carried(std::uint64_t packet, std::uint64_t outer) {
  return (packet + filled_to - 1) / filled_to * filled_to + wireguard + udp + outer;
}

std::uint64_t bytes_of(const watch::Target& target, std::uint64_t inner, std::uint64_t outer) {
  const std::uint64_t header = inner + tcp + options;
  std::uint64_t sum = 2 * carried(inner + tcp + syn_options, outer) + 4 * carried(header, outer);
  for (std::uint64_t left : {target.send.size(), target.expect.size()})
    for (; left > 0; left -= std::min(left, segment)) sum += carried(header + std::min(left, segment), outer) + carried(header, outer);
  return sum;
}

}  // namespace

std::uint64_t heartbeat_bytes(const watch::Evidence& e) {
  const std::uint64_t outer = e.egress.v4 || !e.egress.v6 ? ipv4 : ipv6;
  if (e.targets.empty()) return e.peers.size() * (carried(ping, outer) + carried(pong, outer));
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < e.targets.size(); ++i)
    sum += bytes_of(e.policy->targets[i], e.targets[i].fact.address.family == watch::Family::v6 ? ipv6 : ipv4, outer);
  return sum;
}

std::uint64_t heartbeat_bytes_a_day(const watch::Evidence& e, watch::Duration heartbeat) {
  if (heartbeat <= watch::Duration::zero()) return 0;
  return heartbeat_bytes(e) * static_cast<std::uint64_t>(watch::Duration(std::chrono::hours(24)) / heartbeat);
}

}  // namespace tailmend
