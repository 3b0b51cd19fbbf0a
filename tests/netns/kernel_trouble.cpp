// What is asked of the edge again, messages that are lost or forged, and an owner that goes in the middle of a report.
#include <linux/netlink.h>
#include <sys/socket.h>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>

#include "tests/netns/kernel_stage.hpp"
#include "tests/support/catch.hpp"

using namespace netns;

TEST_CASE("messages that were lost lead to a fresh look, and the change among them is found") {
  World world;
  world.start();
  const std::string batch = "for i in $(seq 1 8000); do echo rule add priority 20000 to 203.0.113.1 lookup 201; "
                            "echo rule del priority 20000; done | ip -batch -";
  REQUIRE(std::system(batch.c_str()) == 0);
  ip("route replace default via 192.0.2.254");
  REQUIRE(world.until([&] { return !world.seen.empty(); }));
  const auto change = world.change();
  CHECK(world.last_hints.has(Hint::overrun));
  CHECK(change.reasons.front() == Reason::gateway_changed);
  CHECK(world.egress() == "IPv4 wan0 via 192.0.2.254 as 192.0.2.7 · IPv6 none");
}

TEST_CASE("an overrun without a difference is reported as one") {
  World world;
  world.start();
  const std::string batch = "for i in $(seq 1 8000); do echo rule add priority 20000 to 203.0.113.1 lookup 201; "
                            "echo rule del priority 20000; done | ip -batch -";
  REQUIRE(std::system(batch.c_str()) == 0);
  CHECK(world.change().reasons == Reasons{Reason::overrun});
}

TEST_CASE("a look that was asked for reports a sleep, and nothing when nothing differs") {
  World world;
  world.start();
  world.kernel->look_again();
  world.drain();
  CHECK(world.seen.empty());
  world.kernel->look_again(hints({Hint::resumed}));
  CHECK(world.seen.empty());
  CHECK(world.change().reasons == Reasons{Reason::resumed});
}

TEST_CASE("the edge survives its owner destroying it in the middle of a report") {
  World world;
  Loop loop;
  auto kernel = std::make_unique<std::optional<Kernel>>();
  int reports = 0;
  (*kernel).emplace(loop, "tailscale0", [&](const NetworkSeen&) {
    if (++reports == 2) kernel.reset();
  });
  REQUIRE((*kernel)->start());
  REQUIRE(loop.turn(1s));
  ip("route replace default via 192.0.2.254");
  while (loop.turn(0s).value()) {
  }
  CHECK(reports == 2);
  CHECK_FALSE(kernel);
}

TEST_CASE("a message that another process forged is dropped") {
  World world;
  auto listener = tailmend::netlink::Socket::open(NETLINK_ROUTE);
  auto forger = tailmend::netlink::Socket::open(NETLINK_ROUTE);
  REQUIRE(listener);
  REQUIRE(forger);
  sock_filter everything[] = {{0x06, 0, 0, 0xffffffff}};  // BPF_RET
  REQUIRE(listener->listen(everything, {}));
  sockaddr_nl to{};
  socklen_t size = sizeof to;
  REQUIRE(getsockname(listener->descriptor(), reinterpret_cast<sockaddr*>(&to), &size) == 0);
  const nlmsghdr forged{.nlmsg_len = sizeof forged, .nlmsg_type = 24, .nlmsg_flags = 0, .nlmsg_seq = 0, .nlmsg_pid = 0};
  REQUIRE(sendto(forger->descriptor(), &forged, sizeof forged, 0, reinterpret_cast<sockaddr*>(&to), size) == sizeof forged);
  std::array<std::uint8_t, 4096> buffer{};
  tailmend::netlink::Bytes datagram;
  CHECK(listener->receive(buffer, datagram) == tailmend::netlink::Socket::Got::nothing);
}
