// The remedy that deletes stale mappings, as the daemon applies it beside a tailscaled that a child plays.
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "daemon/hands/remedies.hpp"
#include "tests/netns/conntrack_stage.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/folder.hpp"
#include "tests/support/rights.hpp"

using namespace netns;
using tailmend::OwnSockets;

namespace {

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
