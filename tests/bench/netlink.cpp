// What a full table costs: 600,000 foreign routes are added beside our listener, and beside one without a filter, in the
// same run; default routes change in between, and each change must be seen. Then: what a look costs in that table.
#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <linux/rtnetlink.h>
#include <net/if.h>
#include <netlink/attr.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "daemon/base/handles.hpp"
#include "daemon/kernel/netlink_socket.hpp"
#include "daemon/kernel/route_request.hpp"
#include "tests/bench/netlink_listeners.hpp"
#include "tests/netns/namespace.hpp"

using namespace tailmend::bench;

namespace {

constexpr std::uint32_t routes = 600'000;
constexpr std::uint32_t changes = 20;
constexpr std::uint32_t routes_per_send = 250;
constexpr double cpu_limit_ms = 5.0;

// Adds foreign host routes, many to a send, without acknowledgements.
class Adder {
 public:
  Adder() : fd_(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE)), index_(if_nametoindex("wan0")) {}
  void add(std::uint32_t first, std::uint32_t count) {
    buffer_.clear();
    for (std::uint32_t i = 0; i < count; ++i) append(htonl(0x0a000000U + first + i));
    if (send(fd_.get(), buffer_.data(), buffer_.size(), 0) != std::ssize(buffer_)) throw std::runtime_error("add routes");
  }
  // Of what was refused the kernel speaks, of what was done it does not.
  [[nodiscard]] bool all_taken() const {
    char answer[64];
    return recv(fd_.get(), answer, sizeof answer, MSG_DONTWAIT) < 0 && errno == EAGAIN;
  }

 private:
  struct Message {
    nlmsghdr header;
    rtmsg route;
    rtattr destination_header;
    std::uint32_t destination;
    rtattr interface_header;
    std::uint32_t interface;
  };
  void append(std::uint32_t destination) {
    const Message message{
        .header = {.nlmsg_len = sizeof(Message), .nlmsg_type = RTM_NEWROUTE, .nlmsg_flags = NLM_F_REQUEST | NLM_F_CREATE | NLM_F_EXCL,
                   .nlmsg_seq = 0, .nlmsg_pid = 0},
        .route = {.rtm_family = AF_INET, .rtm_dst_len = 32, .rtm_src_len = 0, .rtm_tos = 0, .rtm_table = RT_TABLE_MAIN,
                  .rtm_protocol = RTPROT_BGP, .rtm_scope = RT_SCOPE_LINK, .rtm_type = RTN_UNICAST, .rtm_flags = 0},
        .destination_header = {.rta_len = RTA_LENGTH(4), .rta_type = RTA_DST},
        .destination = destination,
        .interface_header = {.rta_len = RTA_LENGTH(4), .rta_type = RTA_OIF},
        .interface = index_};
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(&message);
    buffer_.insert(buffer_.end(), bytes, bytes + sizeof message);
  }
  tailmend::Descriptor fd_;
  std::uint32_t index_;
  std::vector<std::uint8_t> buffer_;
};

void add_uplink() {
  netns::ip("link add wan0 type veth peer name far0");
  netns::ip("addr add 192.0.2.7/24 dev wan0");
  netns::ip("link set far0 up");
  netns::ip("link set wan0 up");
  netns::ip("route add default via 192.0.2.1");
}

void replace_default_route(const watch::Address& gateway) {
  auto socket = tailmend::netlink::Socket::open(NETLINK_ROUTE);
  rtmsg header{};
  header.rtm_family = AF_INET;
  header.rtm_table = RT_TABLE_MAIN;
  header.rtm_protocol = RTPROT_BOOT;
  header.rtm_type = RTN_UNICAST;
  const auto request = tailmend::netlink::make_request(RTM_NEWROUTE, NLM_F_CREATE | NLM_F_REPLACE | NLM_F_ACK, header);
  nla_put(request.get(), RTA_GATEWAY, 4, gateway.bytes.data());
  if (!socket || !socket->ask(*request, "replace the default route", [](const auto&) {})) throw std::runtime_error("replace");
}

struct Run {
  double adding_ms = 0;
  Cost ours;
  Cost unfiltered;
  std::uint32_t seen = 0;
  double slowest_ms = 0;
};

Run add_all(Ours* ours, Unfiltered* unfiltered) {
  Run run;
  Adder adder;
  for (std::uint32_t change = 0; change < changes; ++change) {
    const auto begin = Clock::now();
    for (std::uint32_t i = 0; i < routes / changes; i += routes_per_send) adder.add(change * (routes / changes) + i, routes_per_send);
    run.adding_ms += ms(Clock::now() - begin);
    const auto gateway = watch::parse_address("192.0.2." + std::to_string(100 + change)).value();
    const auto changed = Clock::now();
    replace_default_route(gateway);
    const auto took = ours != nullptr ? ours->wait_for(watch::to_string(gateway), changed) : std::nullopt;
    if (took) ++run.seen;
    run.slowest_ms = std::max(run.slowest_ms, took.value_or(0));
  }
  if (!adder.all_taken()) throw std::runtime_error("the kernel refused some of the routes");
  if (ours != nullptr) run.ours = ours->stop();
  if (unfiltered != nullptr) run.unfiltered = unfiltered->stop();
  return run;
}

// Microseconds of one question, on average.
double question_us(const watch::Address& destination) {
  constexpr int questions = 10'000;
  auto request = tailmend::netlink::RouteRequest::open();
  const auto begin = Clock::now();
  for (int i = 0; i < questions; ++i) {
    if (!request->route(destination, tailmend::netlink::tailscale_mark)->has_value()) throw std::runtime_error("no route");
  }
  return ms(Clock::now() - begin) * 1e3 / questions;
}

double rate(const Run& run) { return routes / run.adding_ms * 1e3; }

int bench() {
  const auto outside = watch::parse_address("192.200.0.101").value();
  Run alone;
  double question_few_us = 0;
  {
    const netns::Namespace space;
    add_uplink();
    question_few_us = question_us(outside);
    alone = add_all(nullptr, nullptr);
  }
  Run filtered;
  double question_many_us = 0;
  {
    const netns::Namespace space;
    add_uplink();
    Ours ours;
    filtered = add_all(&ours, nullptr);
    question_many_us = question_us(outside);
  }
  Run both;
  {
    const netns::Namespace space;
    add_uplink();
    Ours ours;
    Unfiltered unfiltered;
    both = add_all(&ours, &unfiltered);
  }
  const auto lost = [](const Cost& cost) { return static_cast<std::int64_t>(routes + changes) - static_cast<std::int64_t>(cost.heard); };
  std::printf("%u foreign routes added, %u changes of the default route among them\n\n", routes, changes);
  std::printf("%-34s %14s %14s %22s\n", "", "no listener", "tailmend", "tailmend + unfiltered");
  std::printf("%-34s %14.0f %14.0f %22.0f\n", "routes added per second", rate(alone), rate(filtered), rate(both));
  std::printf("%-34s %14s %13.0f%% %21.0f%%\n\n", "  of the rate without a listener", "", 100 * rate(filtered) / rate(alone),
              100 * rate(both) / rate(alone));
  std::printf("%-34s %14s %14s %22s\n", "in the same run", "tailmend", "unfiltered", "ratio");
  std::printf("%-34s %14.2f %14.2f %21.0f×\n", "CPU of the listener, ms", both.ours.cpu_ms, both.unfiltered.cpu_ms,
              both.unfiltered.cpu_ms / both.ours.cpu_ms);
  std::printf("%-34s %14ld %14ld %21.0f×\n", "wake-ups", both.ours.wake_ups, both.unfiltered.wake_ups,
              static_cast<double>(both.unfiltered.wake_ups) / static_cast<double>(both.ours.wake_ups));
  std::printf("%-34s %14u %14s\n", "default route changes reported", both.seen, "");
  std::printf("%-34s %14u %14lld\n", "events lost", changes - both.seen, static_cast<long long>(lost(both.unfiltered)));
  std::printf("%-34s %14llu %14llu\n\n", "overruns", static_cast<unsigned long long>(both.ours.overruns),
              static_cast<unsigned long long>(both.unfiltered.overruns));
  std::printf("%-34s %14.2f\n", "tailmend alone: CPU, ms", filtered.ours.cpu_ms);
  std::printf("%-34s %14.2f\n", "  slowest report of a change, ms", filtered.slowest_ms);
  std::printf("%-34s %14.2f\n", "RTM_GETROUTE in a small table, µs", question_few_us);
  std::printf("%-34s %14.2f\n", "  with 600,000 routes, µs", question_many_us);
  const bool good = both.seen == changes && filtered.seen == changes && both.ours.overruns == 0 && both.ours.cpu_ms <= cpu_limit_ms;
  std::printf("\n%s: none lost, at most %.0f ms of CPU\n", good ? "reached" : "MISSED", cpu_limit_ms);
  return good ? 0 : 1;
}

}  // namespace

int main() {
  try {
    if (const auto hindrance = netns::become_root(); !hindrance.empty()) {
      std::printf("SKIPPED: netlink: %s\n", hindrance.c_str());
      return 77;
    }
    return bench();
  } catch (const std::exception& trouble) {
    std::fprintf(stderr, "%s\n", trouble.what());
    return 1;
  }
}
