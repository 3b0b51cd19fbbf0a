// Stale NAT mappings on a real kernel. `here` is a router with two uplinks that pins what leaves it by SNAT, runs
// tailscaled on a LAN address (as where the uplinks are unnumbered), and has a client behind it; `there` is the internet.
#include "daemon/kernel/conntrack.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdlib>
#include <set>
#include <csignal>

#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_conntrack.h>
#include <linux/seccomp.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "daemon/hands/remedies.hpp"
#include "daemon/kernel/conntrack_codec.hpp"
#include "tests/netns/namespace.hpp"
#include "tests/netns/sockets.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/folder.hpp"
#include "tests/support/rights.hpp"

using netns::endpoint;
using netns::ip;
using tailmend::Descriptor;
using tailmend::delete_stale_mappings;
using tailmend::OwnSockets;
using watch::Sight;

namespace {

constexpr std::uint16_t port = 41641;
const auto peer = endpoint("203.0.113.9:41641");

void nft(const std::string& command) {
  if (std::system(("nft '" + command + "'").c_str()) != 0) throw std::runtime_error("nft " + command);
}

struct World {
  netns::Namespace here;
  netns::Namespace there;
  netns::Namespace client;
  Descriptor peer_socket;
  Descriptor web;
  Descriptor tailscaled;

  World() {
    here.enter();
    netns::write_sysctl("net/ipv4/ip_forward", "1");
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
    peer_socket = netns::udp_socket(peer);
    web = netns::tcp_listen(endpoint("203.0.113.9:443"));
    here.enter();
    tailscaled = netns::udp_socket(endpoint("0.0.0.0:41641"));
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
    netns::send_to(socket, peer);
    return watch::to_string(netns::sender_of_next(peer_socket));
  }
};

// What the kernel tracks in this namespace, without any filter: "192.168.7.1:41641 > 203.0.113.9:41641 udp".
std::set<std::string> tracked() {
  std::set<std::string> lines;
  auto socket = tailmend::netlink::Socket::open(NETLINK_NETFILTER).value();
  const auto request = tailmend::netlink::make_request((NFNL_SUBSYS_CTNETLINK << 8) | IPCTNL_MSG_CT_GET, NLM_F_DUMP, nfgenmsg{});
  REQUIRE(socket.ask(*request, "list", [&](const auto& message) {
    const auto one = tailmend::netlink::parse_mapping(message);
    if (one) lines.insert(watch::to_string(one->original.source) + " > " + watch::to_string(one->original.destination) + (one->protocol == IPPROTO_UDP ? " udp" : " tcp"));
  }));
  return lines;
}

// Applies the remedy as the daemon does, with nobody at LocalAPI, and waits for its end.
std::pair<watch::Outcome, std::string> apply_remedy() {
  tailmend::testing::Folder folder;
  tailmend::Loop loop;
  tailmend::Localapi localapi(loop, (folder.path / "no.sock").string());
  tailmend::SystemdBus systemd(loop, "tailscaled.service", {.address = "unix:path=" + (folder.path / "no.bus").string()});
  tailmend::Children children(loop);
  const tailmend::StateStore store(folder.path.string());
  tailmend::Remedies remedies(loop, localapi, systemd, children, store);
  std::optional<std::pair<watch::Outcome, std::string>> end;
  remedies.apply({.attempt = 1, .remedy = watch::Remedy::conntrack}, OwnSockets(), [&](watch::Outcome outcome, std::string detail) { end.emplace(outcome, std::move(detail)); });
  for (int i = 0; i < 1000 && !end; ++i) REQUIRE(loop.turn(std::chrono::milliseconds(10)));
  REQUIRE(end);
  return *end;
}

// Another process that holds sockets with tailscaled's mark, as tailscaled does; ours do not count.
class FakeTailscaled {
 public:
  explicit FakeTailscaled(const std::function<std::vector<Descriptor>()>& open) {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("pipe");
    child_ = fork();
    if (child_ == 0) {
      prctl(PR_SET_PDEATHSIG, SIGKILL);
      try {
        const auto sockets = open();
        if (write(ends[1], "r", 1) == 1) pause();
      } catch (const std::exception&) {
      }
      _exit(1);
    }
    close(ends[1]);
    const Descriptor ready(ends[0]);
    char byte = 0;
    if (read(ready.get(), &byte, 1) != 1) throw std::runtime_error("the child could not do it");
  }
  ~FakeTailscaled() {
    kill(child_, SIGKILL);
    waitpid(child_, nullptr, 0);
  }
  FakeTailscaled(const FakeTailscaled&) = delete;
  FakeTailscaled& operator=(const FakeTailscaled&) = delete;

 private:
  pid_t child_ = -1;
};

Descriptor marked(Descriptor socket) {
  const unsigned mark = 0x80000;
  if (setsockopt(socket.get(), SOL_SOCKET, SO_MARK, &mark, sizeof mark) != 0) throw std::runtime_error("SO_MARK");
  return socket;
}

}  // namespace

TEST_CASE("a mapping pinned to a dead way out is deleted, and the next packet leaves by the living one; innocent ones stay") {
  const World world;
  world.pin_by_snat();
  REQUIRE(world.seen_from(world.tailscaled) == "10.9.1.1:41641");
  world.fail_over();
  REQUIRE(world.seen_from(world.tailscaled) == "10.9.1.1:41641");  // through wan2, with wan1's address

  const auto other_port = netns::udp_socket(endpoint("192.168.7.1:5000"));
  netns::send_to(other_port, peer);
  const auto tcp = netns::tcp_connect(endpoint("192.168.7.1:41641"), endpoint("203.0.113.9:443"));
  netns::send_to(world.tailscaled, endpoint("192.168.7.50:41641"));  // a peer in the LAN
  world.client.enter();
  const auto client = netns::udp_socket(endpoint("192.168.7.50:41641"));
  netns::send_to(client, endpoint("203.0.113.10:41641"));
  world.here.enter();
  const std::set<std::string> innocent{"192.168.7.1:5000 > 203.0.113.9:41641 udp", "192.168.7.1:41641 > 203.0.113.9:443 tcp",
                                       "192.168.7.1:41641 > 192.168.7.50:41641 udp", "192.168.7.50:41641 > 203.0.113.10:41641 udp"};
  auto all = innocent;
  all.insert("192.168.7.1:41641 > 203.0.113.9:41641 udp");
  REQUIRE(tracked() == all);

  const auto swept = delete_stale_mappings({port});
  REQUIRE(swept);
  CHECK(swept->sight == Sight::seen);
  CHECK(swept->deleted == 1);
  CHECK(swept->does_nat);
  CHECK(tracked() == innocent);
  while (netns::sender_of_next(world.peer_socket, 0).address.family != watch::Family::none) {
  }
  CHECK(world.seen_from(world.tailscaled) == "10.9.2.1:41641");
}

TEST_CASE("a mapping whose port was rewritten is deleted") {
  const World world;
  nft("add table ip nat");
  nft("add chain ip nat out { type nat hook postrouting priority srcnat; }");
  nft("add rule ip nat out meta l4proto udp oifname wan1 snat to 10.9.1.1:1024-1030");
  REQUIRE(world.seen_from(world.tailscaled).starts_with("10.9.1.1:10"));
  CHECK(delete_stale_mappings({port}).value().deleted == 1);
}

TEST_CASE("an untranslated mapping stays while the kernel sends from its address, and goes with the way it was made for") {
  const World world;
  world.track();
  ip("route replace default via 10.9.1.2 src 10.9.1.1");
  REQUIRE(world.seen_from(world.tailscaled) == "10.9.1.1:41641");
  const auto current = delete_stale_mappings({port}).value();
  CHECK(current.deleted == 0);
  CHECK_FALSE(current.does_nat);
  CHECK(tracked().size() == 1);
  ip("route replace default via 10.9.2.2 src 10.9.2.1");
  CHECK(delete_stale_mappings({port}).value().deleted == 1);
  CHECK(tracked().empty());
}

TEST_CASE("a mapping that a peer began is nobody's to delete") {
  const World world;
  world.pin_by_snat();
  world.there.enter();
  netns::send_to(world.peer_socket, endpoint("10.9.1.1:41641"));
  world.here.enter();
  REQUIRE(tracked().contains("203.0.113.9:41641 > 10.9.1.1:41641 udp"));
  CHECK(delete_stale_mappings({port}).value().deleted == 0);
}

TEST_CASE("IPv6 mappings are treated alike") {
  const World world;
  world.there.enter();
  ip("-6 addr add 2001:db8:9::2/64 dev far1 nodad");
  world.here.enter();
  ip("-6 addr add 2001:db8:9::1/64 dev wan1 nodad");
  ip("-6 addr add 2001:db8:9::7/64 dev wan1 nodad");
  nft("add table ip6 nat");
  nft("add chain ip6 nat out { type nat hook postrouting priority srcnat; }");
  nft("add rule ip6 nat out meta l4proto udp oifname wan1 snat to 2001:db8:9::7");
  const auto from = netns::udp_socket(endpoint("[2001:db8:9::1]:41641"));
  netns::send_to(from, endpoint("[2001:db8:9::2]:41641"));
  REQUIRE(tracked().contains("[2001:db8:9::1]:41641 > [2001:db8:9::2]:41641 udp"));
  CHECK(delete_stale_mappings({port}).value().deleted == 1);
  CHECK_FALSE(tracked().contains("[2001:db8:9::1]:41641 > [2001:db8:9::2]:41641 udp"));
}

TEST_CASE("tailscaled's UDP port is found by its mark") {
  const netns::Namespace space;
  const FakeTailscaled tailscaled([] {
    std::vector<Descriptor> sockets;
    sockets.push_back(marked(netns::udp_socket(endpoint("0.0.0.0:40404"))));
    sockets.push_back(marked(netns::udp_socket(endpoint("[::]:40404"))));
    sockets.push_back(marked(netns::udp_socket(endpoint("[::1]:50505"))));
    sockets.push_back(marked(netns::udp_socket(endpoint("127.0.0.1:6000"))));
    netns::connect_to(sockets.back(), endpoint("127.0.0.1:53"));  // a question of its DNS forwarder
    sockets.push_back(netns::udp_socket(endpoint("0.0.0.0:7000")));
    return sockets;
  });
  const auto ours = marked(netns::udp_socket(endpoint("0.0.0.0:8000")));
  CHECK(OwnSockets().udp_ports().value() == std::vector<std::uint16_t>{40404, 50505});
  CHECK(OwnSockets("/usr/bin").udp_ports().value().empty());  // its inode is no control group of the child
}

TEST_CASE("the remedy says what it did, and what hinders it") {
  World world;
  world.pin_by_snat();
  CHECK(apply_remedy() == std::pair(watch::Outcome::unavailable, std::string("tailscaled's UDP port is not known: no socket carries its mark")));
  world.tailscaled.reset();
  const FakeTailscaled tailscaled([] {
    std::vector<Descriptor> sockets;
    sockets.push_back(marked(netns::udp_socket(endpoint("0.0.0.0:41641"))));
    netns::send_to(sockets.back(), peer);
    netns::send_to(sockets.back(), endpoint("203.0.113.10:41641"));
    return sockets;
  });
  {
    const tailmend::testing::NoNetworkRights none;
    CHECK(apply_remedy() == std::pair(watch::Outcome::unavailable, std::string("deleting NAT mappings needs CAP_NET_ADMIN")));
  }
  CHECK(apply_remedy() == std::pair(watch::Outcome::done, std::string("2 stale mappings of tailscaled's port 41641 deleted")));
  CHECK(apply_remedy() == std::pair(watch::Outcome::unavailable, std::string("this host does no NAT")));
  const auto other_port = netns::udp_socket(endpoint("192.168.7.1:5000"));
  netns::send_to(other_port, peer);
  CHECK(apply_remedy() == std::pair(watch::Outcome::done, std::string("no stale mapping of tailscaled's port 41641")));
}

TEST_CASE("without the right to ask, that is what is said") {
  const World world;
  world.pin_by_snat();
  netns::send_to(world.tailscaled, peer);
  {
    const tailmend::testing::NoNetworkRights none;
    const auto swept = delete_stale_mappings({port});
    REQUIRE(swept);
    CHECK(swept->sight == Sight::no_rights);
  }
  CHECK(tracked().size() == 1);
}

TEST_CASE("a kernel without connection tracking is told from missing rights") {
  const pid_t child = fork();
  if (child == 0) {
    // socket() fails for every netlink protocol but NETLINK_ROUTE, as where the kernel lacks it.
    std::array<sock_filter, 6> program{{{0x20, 0, 0, offsetof(seccomp_data, nr)},
                                        {0x15, 0, 3, SYS_socket},
                                        {0x20, 0, 0, offsetof(seccomp_data, args[2])},
                                        {0x15, 0, 1, NETLINK_NETFILTER},
                                        {0x06, 0, 0, SECCOMP_RET_ERRNO | EPROTONOSUPPORT},
                                        {0x06, 0, 0, SECCOMP_RET_ALLOW}}};
    const sock_fprog filter{.len = static_cast<unsigned short>(program.size()), .filter = program.data()};
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) != 0) _exit(2);
    const auto swept = delete_stale_mappings({port});
    _exit(swept && swept->sight == Sight::no_support ? 0 : 1);
  }
  int status = -1;
  REQUIRE(waitpid(child, &status, 0) == child);
  CHECK(status == 0);
}
