// A host whose NAT mappings may become stale. `here` is a router with two uplinks that pins what leaves it by SNAT, runs
// tailscaled on a LAN address (as where the uplinks are unnumbered), and has a client behind it; `there` is the internet.
#pragma once
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_conntrack.h>
#include <netinet/in.h>

#include <cstdint>
#include <cstdlib>
#include <set>
#include <stdexcept>
#include <string>

#include "daemon/kernel/conntrack_codec.hpp"
#include "tests/netns/namespace.hpp"
#include "tests/netns/sockets.hpp"
#include "tests/support/catch.hpp"

namespace netns {

using tailmend::Descriptor;

inline constexpr std::uint16_t port = 41641;
inline const auto peer = endpoint("203.0.113.9:41641");

inline void nft(const std::string& command) {
  if (std::system(("nft '" + command + "'").c_str()) != 0) throw std::runtime_error("nft " + command);
}

struct World {
  Namespace here;
  Namespace there;
  Namespace client;
  Descriptor peer_socket;
  Descriptor web;
  Descriptor tailscaled;

  World() {
    here.enter();
    write_sysctl("net/ipv4/ip_forward", "1");
    for (const std::string number : {"1", "2"}) {
      ip("link add wan" + number + " type veth peer name far" + number + " netns " + there.path());
      ip("addr add 10.9." + number + ".1/24 dev wan" + number);
      ip("link set wan" + number + " up");
      there.enter();
      ip("addr add 10.9." + number + ".2/24 dev far" + number);
      ip("link set far" + number + " up");
      here.enter();
    }
    ip("link add lan0 type veth peer name up0 netns " + client.path());
    ip("addr add 192.168.7.1/24 dev lan0");
    ip("link set lan0 up");
    ip("route add default via 10.9.1.2 src 192.168.7.1");
    client.enter();
    ip("addr add 192.168.7.50/24 dev up0");
    ip("link set up0 up");
    ip("route add default via 192.168.7.1");
    there.enter();
    ip("addr add 203.0.113.9/32 dev lo");
    peer_socket = udp_socket(peer);
    web = tcp_listen(endpoint("203.0.113.9:443"));
    here.enter();
    tailscaled = udp_socket(endpoint("0.0.0.0:41641"));
  }
  ~World() { here.enter(); }

  void pin_by_snat() const {
    nft("add table ip nat");
    nft("add chain ip nat out { type nat hook postrouting priority srcnat; }");
    nft("add rule ip nat out oifname wan1 snat to 10.9.1.1");
    nft("add rule ip nat out oifname wan2 snat to 10.9.2.1");
  }
  // Makes the kernel track connections where no NAT does.
  void track() const {
    nft("add table ip watch");
    nft("add chain ip watch out { type filter hook output priority 0; }");
    nft("add rule ip watch out ct state invalid drop");
  }
  void fail_over() const { ip("route replace default via 10.9.2.2 src 192.168.7.1"); }

  // Where the peer sees a packet of this socket come from.
  std::string seen_from(const Descriptor& socket) const {
    send_to(socket, peer);
    return watch::to_string(sender_of_next(peer_socket));
  }
};

// What the kernel tracks in this namespace, without any filter: "192.168.7.1:41641 > 203.0.113.9:41641 udp".
inline std::set<std::string> tracked() {
  std::set<std::string> lines;
  auto socket = tailmend::netlink::Socket::open(NETLINK_NETFILTER).value();
  const auto request = tailmend::netlink::make_request((NFNL_SUBSYS_CTNETLINK << 8) | IPCTNL_MSG_CT_GET, NLM_F_DUMP, nfgenmsg{});
  REQUIRE(socket.ask(*request, "list", [&](const auto& message) {
    const auto one = tailmend::netlink::parse_mapping(message);
    if (one) lines.insert(watch::to_string(one->original.source) + " > " + watch::to_string(one->original.destination) + (one->protocol == IPPROTO_UDP ? " udp" : " tcp"));
  }));
  return lines;
}

}  // namespace netns
