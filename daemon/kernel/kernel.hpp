// The kernel edge: which way do tailscaled's packets leave, and when does that change. Messages are hints, the truth is
// asked afresh; each burst ends in one report at most. Never debounces, never decides, never changes a route.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "daemon/base/fault.hpp"
#include "daemon/base/loop.hpp"
#include "daemon/kernel/link_memory.hpp"
#include "daemon/kernel/netlink_codec.hpp"
#include "daemon/kernel/netlink_socket.hpp"
#include "daemon/kernel/route_request.hpp"
#include "libwatch/network.hpp"
#include "libwatch/observation.hpp"

namespace tailmend {

// Where the kernel would send a packet of ours; `interface` is empty when it would not.
struct RouteTo {
  std::string interface;
  std::uint32_t index = 0;
  std::uint32_t table = 0;
  watch::Address source;
  watch::Address gateway;
  bool is_local = false;  // it is an address of this host; the table does not tell, the kernel merges `local` into `main` while it can
};

class Kernel {
 public:
  using Report = std::function<void(watch::NetworkSeen)>;
  Kernel(Loop& loop, std::string tailscale_interface, Report report);

  // Subscribes, then looks. The first picture is reported in the coming turn of the loop, without hints.
  [[nodiscard]] Expected<void> start();
  // As of the last look.
  [[nodiscard]] const watch::Egress& egress() const { return egress_; }
  // Asks the kernel, without tailscaled's mark.
  [[nodiscard]] Expected<RouteTo> route_to(const watch::Address& address);
  // Looks in the coming turn of the loop; reports when the egress differs, or when `hints` say overrun or resumed.
  void look_again(watch::Hints hints = {});

  static constexpr int max_datagrams_per_wake_up = 1024;
  static constexpr watch::Duration retry_after = std::chrono::seconds(1);

 private:
  void ready();
  void hear(const netlink::Heard& heard, watch::Hints& hints);
  // Asks for the egress; the hints that survive, or nothing when there is nothing to report.
  std::optional<watch::Hints> look(watch::Hints hints);
  std::optional<watch::Way> ask_way(const watch::Address& destination, const std::optional<watch::Way>& last);
  watch::Hints hints_of_link(std::uint32_t index, bool stale);
  void look_and_report(watch::Hints hints);

  Loop& loop_;
  std::string tailscale_interface_;
  Report report_;
  std::optional<netlink::Socket> notifications_;
  std::optional<netlink::RouteRequest> request_;
  LinkMemory links_;
  watch::Egress egress_;
  watch::Hints wanted_hints_;  // of look_again()
  bool unanswered_ = false;    // the last look lacks an answer of the kernel
  Source readiness_;
  Source first_;
  Source again_;
  Source retry_;
};

}  // namespace tailmend
