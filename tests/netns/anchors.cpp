// An exit node takes all of this host's traffic but tailscaled's own: whether the WAN carries anything is asked past it.
// `here` has an uplink and, as tailscaled makes them, rules and a default route into tailscale0; at the end of both the
// same addresses answer.
#include "daemon/probe/anchors.hpp"

#include <chrono>
#include <poll.h>
#include <string>
#include <vector>

#include "daemon/probe/dial.hpp"
#include "tests/netns/namespace.hpp"
#include "tests/netns/sockets.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/turn_until.hpp"

using namespace std::chrono_literals;
using namespace tailmend;
using netns::endpoint;
using netns::ip;
using watch::AnchorOutcome;

namespace {

const std::vector<std::string> addresses{"203.0.113.20:443", "[2001:db8:ff::20]:443"};

// What is at the far end of one of here's links: another namespace in which the anchors' addresses answer.
class Far {
 public:
  Far(const netns::Namespace& here, const std::string& near, const std::string& v4, const std::string& v6) {
    here.enter();
    ip("link add " + near + " type veth peer name far netns " + space_.path());
    ip("addr add " + v4 + ".7/24 dev " + near);
    ip("-6 addr add " + v6 + "::7/64 dev " + near + " nodad");
    ip("link set " + near + " up");
    space_.enter();
    ip("addr add " + v4 + ".1/24 dev far");
    ip("-6 addr add " + v6 + "::1/64 dev far nodad");
    ip("link set far up");
    ip("addr add 203.0.113.20/32 dev lo");
    ip("-6 addr add 2001:db8:ff::20/128 dev far nodad");  // asked for on that link, as there is no gateway in tailscale0
    for (const auto& address : addresses) listeners_.push_back(netns::tcp_listen(endpoint(address)));
    here.enter();
  }
  void stop_answering(const netns::Namespace& here) {
    space_.enter();
    ip("addr del 203.0.113.20/32 dev lo");
    ip("-6 addr del 2001:db8:ff::20/128 dev far");
    here.enter();
  }
  // Whether a connection to that address came out here, at once.
  [[nodiscard]] bool reached(std::size_t address) const {
    pollfd one{.fd = listeners_[address].get(), .events = POLLIN, .revents = 0};
    return ::poll(&one, 1, 0) == 1;
  }

 private:
  netns::Namespace space_;
  std::vector<Descriptor> listeners_;
};

struct World {
  netns::Namespace here;
  Far wan;
  Far exit_node;
  Loop loop;
  Anchors anchors{loop};

  World() : wan(loose(here), "wan0", "192.0.2", "2001:db8:1"), exit_node(here, "tailscale0", "100.64.0", "fd7a:115c:a1e0") {
    for (const std::string family : {"-4 ", "-6 "}) {
      ip(family + "route add default via " + (family == "-4 " ? "192.0.2.1" : "2001:db8:1::1") + " dev wan0");
      for (const auto* rule : {"5210 fwmark 0x80000/0xff0000 lookup main", "5230 fwmark 0x80000/0xff0000 lookup default",
                               "5250 fwmark 0x80000/0xff0000 unreachable", "5270 lookup 52"})
        ip(family + "rule add priority " + rule);
      ip(family + "route add default dev tailscale0 table 52");
    }
  }
  // Replies come in where an unmarked packet would not go out.
  static const netns::Namespace& loose(const netns::Namespace& space) {
    space.enter();
    for (const auto* where : {"all", "default"}) netns::write_sysctl(std::string("net/ipv4/conf/") + where + "/rp_filter", "0");
    return space;
  }

  AnchorOutcome ask(const std::string& address, watch::Duration limit) {
    AnchorOutcome outcome{};
    bool answered = false;
    const auto token = anchors.ask({.anchors = {{.kind = watch::AnchorKind::derp, .name = "derp", .endpoint = endpoint(address)}}, .limit = limit, .interface_v4 = "", .interface_v6 = ""},
                                   [&](const watch::AnchorFact& fact, std::uint32_t) {
                                     outcome = fact.outcome;
                                     answered = true;
                                   });
    REQUIRE(testing::turn_until(loop, [&] { return answered; }));
    return outcome;
  }
};

}  // namespace

TEST_CASE("with an exit node in use an anchor is asked by the WAN, and all else goes through the node") {
  for (std::size_t i = 0; i < addresses.size(); ++i) {
    INFO(addresses[i]);
    World world;
    const auto plain = dial({.remote = endpoint(addresses[i])});
    REQUIRE(plain);
    pollfd connected{.fd = plain->socket.get(), .events = POLLOUT, .revents = 0};
    REQUIRE(::poll(&connected, 1, 5000) == 1);
    CHECK(connect_error(plain->socket.get()) == 0);
    CHECK(world.exit_node.reached(i));
    CHECK_FALSE(world.wan.reached(i));
    CHECK(world.ask(addresses[i], 5s) == AnchorOutcome::answered);
    CHECK(world.anchors.marked());
    CHECK(world.wan.reached(i));
  }
}

TEST_CASE("an exit node that answers everything does not hide a dead WAN") {
  for (std::size_t i = 0; i < addresses.size(); ++i) {
    INFO(addresses[i]);
    World world;
    world.wan.stop_answering(world.here);
    CHECK(world.ask(addresses[i], 500ms) != AnchorOutcome::answered);
    CHECK_FALSE(world.exit_node.reached(i));
  }
}
