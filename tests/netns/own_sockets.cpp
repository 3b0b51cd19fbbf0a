// tailscaled's connections on a real kernel: a child plays tailscaled, two peers sit behind a veth pair in a namespace of
// their own, and one of them loses its way back, so that what is sent to it is never acknowledged.
#include "daemon/kernel/own_sockets.hpp"

#include <linux/netlink.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstddef>
#include <fstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "tests/netns/namespace.hpp"
#include "tests/netns/no_netlink.hpp"
#include "tests/netns/sockets.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/rights.hpp"

using netns::endpoint;
using netns::ip;
using tailmend::Descriptor;
using tailmend::OwnSockets;
using watch::AnchorKind;
using watch::Life;
using watch::Scope;
using watch::Sight;

namespace {

constexpr unsigned tailscaled_mark = 0x80000;
enum class Marked : bool { no, yes };

Descriptor connection_to(const watch::Endpoint& where, Marked marked) {
  Descriptor fd(socket(where.address.family == watch::Family::v4 ? AF_INET : AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (marked == Marked::yes) setsockopt(fd.get(), SOL_SOCKET, SO_MARK, &tailscaled_mark, sizeof tailscaled_mark);
  netns::connect_to(fd, where);
  return fd;
}

bool established(int fd) {
  tcp_info info{};
  socklen_t size = sizeof info;
  return getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size) == 0 && info.tcpi_state == TCP_ESTABLISHED;
}

const auto control = endpoint("10.9.1.2:443");
const auto derp = endpoint("10.9.2.2:443");
const auto derp6 = endpoint("[2001:db8:9::2]:443");

std::pair<AnchorKind, std::string> label(const watch::Endpoint& remote) {
  if (remote == control) return {AnchorKind::control, "control"};
  if (remote == derp) return {AnchorKind::derp, "nyc"};
  return {AnchorKind::configured, ""};
}

// Another process that holds connections. 's' makes each send a byte; '?' asks which are still established.
class FakeTailscaled {
 public:
  explicit FakeTailscaled(const std::vector<std::pair<watch::Endpoint, Marked>>& wanted) : count_(wanted.size()) {
    std::array<int, 2> ends{};
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) throw std::runtime_error("socketpair");
    child_ = fork();
    if (child_ == 0) {
      prctl(PR_SET_PDEATHSIG, SIGKILL);
      close(ends[0]);
      live(wanted, ends[1]);
    }
    close(ends[1]);
    line_.reset(ends[0]);
    expect_byte('r');
  }
  ~FakeTailscaled() {
    kill(child_, SIGKILL);
    waitpid(child_, nullptr, 0);
  }
  FakeTailscaled(const FakeTailscaled&) = delete;
  FakeTailscaled& operator=(const FakeTailscaled&) = delete;

  void send_on_each() const {
    tell('s');
    expect_byte('s');
  }
  // "110": the third is gone.
  [[nodiscard]] std::string still_established() const {
    tell('?');
    std::string answer(count_, ' ');
    if (recv(line_.get(), answer.data(), answer.size(), MSG_WAITALL) != std::ssize(answer)) throw std::runtime_error("no answer");
    return answer;
  }

 private:
  void tell(char byte) const {
    if (write(line_.get(), &byte, 1) != 1) throw std::runtime_error("the child is gone");
  }
  void expect_byte(char wanted) const {
    char byte = 0;
    if (recv(line_.get(), &byte, 1, 0) != 1 || byte != wanted) throw std::runtime_error("the child could not do it");
  }
  [[noreturn]] static void live(const std::vector<std::pair<watch::Endpoint, Marked>>& wanted, int line) {
    try {
      std::vector<Descriptor> sockets;
      for (const auto& [where, marked] : wanted) sockets.push_back(connection_to(where, marked));
      char byte = 'r';
      while (write(line, &byte, 1) == 1) {
        while (read(line, &byte, 1) == 1 && byte == '?') {
          for (const auto& fd : sockets) {
            const char state = established(fd.get()) ? '1' : '0';
            if (write(line, &state, 1) != 1) _exit(1);
          }
        }
        if (byte != 's') break;
        for (const auto& fd : sockets) (void)send(fd.get(), "x", 1, MSG_NOSIGNAL | MSG_DONTWAIT);
      }
    } catch (const std::exception&) {
    }
    _exit(1);
  }

  std::size_t count_;
  pid_t child_ = -1;
  Descriptor line_;
};

// Two peers behind one link each, in a namespace of their own.
struct Peers {
  netns::Namespace here;
  netns::Namespace there;
  std::vector<Descriptor> listeners;

  Peers() {
    for (const auto* path : {"all", "default"}) netns::write_sysctl(std::string("net/ipv6/conf/") + path + "/accept_dad", "0");
    here.enter();
    for (const std::string number : {"1", "2"}) {
      ip("link add near" + number + " type veth peer name far" + number + " netns " + there.path());
      ip("addr add 10.9." + number + ".1/24 dev near" + number);
      ip("link set near" + number + " up");
      there.enter();
      ip("addr add 10.9." + number + ".2/24 dev far" + number);
      ip("link set far" + number + " up");
      here.enter();
      // Retransmissions as on a path of a few milliseconds: seconds of waiting less.
      ip("route change 10.9." + number + ".0/24 dev near" + number + " src 10.9." + number + ".1 rto_min 20ms");
    }
    ip("-6 addr add 2001:db8:9::1/64 dev near2 nodad");
    there.enter();
    ip("-6 addr add 2001:db8:9::2/64 dev far2 nodad");
    listeners.push_back(netns::tcp_listen(control));
    listeners.push_back(netns::tcp_listen(derp));
    listeners.push_back(netns::tcp_listen(derp6));
    here.enter();
  }
  ~Peers() { here.enter(); }

  void lose_the_way_back_of_control() const {
    there.enter();
    ip("route add blackhole 10.9.1.1/32");
    here.enter();
  }
};

const watch::OwnConnection* find(const watch::ConnectionsFact& fact, const watch::Endpoint& remote) {
  const auto found = std::find_if(fact.connections.begin(), fact.connections.end(), [&](const auto& one) { return one.remote == remote; });
  return found == fact.connections.end() ? nullptr : &*found;
}

// The kernel retransmits in its own time: looks until a connection is dead, for at most ten seconds.
watch::ConnectionsFact look_until_dead(const OwnSockets& own, const watch::Endpoint& remote) {
  watch::ConnectionsFact fact;
  for (int i = 0; i < 1000; ++i) {
    fact = own.look(label);
    const auto* one = find(fact, remote);
    if (one != nullptr && one->life == Life::dead) return fact;
    poll(nullptr, 0, 10);
  }
  FAIL("the connection never died");
  return fact;
}

}  // namespace

TEST_CASE("tailscaled's connections are found by their mark, with what they are") {
  Peers peers;
  const FakeTailscaled tailscaled({{control, Marked::yes}, {derp, Marked::yes}, {derp6, Marked::yes}, {derp, Marked::no}});
  const auto fact = OwnSockets().look(label);
  CHECK(fact.sight == Sight::seen);
  REQUIRE(fact.connections.size() == 3);
  const auto* one = find(fact, control);
  REQUIRE(one != nullptr);
  CHECK(one->kind == AnchorKind::control);
  CHECK(one->name == "control");
  CHECK(one->life == Life::answering);
  CHECK(one->unanswered == 0);
  CHECK(find(fact, derp6) != nullptr);
}

TEST_CASE("a kick destroys exactly the marked connections that are dead") {
  Peers peers;
  const FakeTailscaled tailscaled({{control, Marked::yes}, {control, Marked::no}, {derp, Marked::yes}, {derp6, Marked::yes}});
  const auto ours = connection_to(control, Marked::yes);  // as our own probes are
  peers.lose_the_way_back_of_control();
  tailscaled.send_on_each();
  REQUIRE(send(ours.get(), "x", 1, MSG_NOSIGNAL) == 1);
  const OwnSockets own;
  const auto fact = look_until_dead(own, control);
  REQUIRE(fact.connections.size() == 3);
  CHECK(fact.connections[0].remote == control);  // the worst first
  CHECK(fact.connections[0].unanswered >= 1);
  CHECK(fact.connections[0].retransmissions >= 3);
  CHECK(find(fact, derp)->life == Life::answering);

  const auto destroyed = own.destroy(Scope::dead);
  REQUIRE(destroyed);
  CHECK(destroyed->sight == Sight::seen);
  CHECK(destroyed->dead == 1);
  CHECK(destroyed->closed == 1);
  CHECK(tailscaled.still_established() == "0111");
  CHECK(established(ours.get()));
}

TEST_CASE("a kick of all destroys every marked connection of tailscaled, and nobody else's") {
  Peers peers;
  const FakeTailscaled tailscaled({{control, Marked::yes}, {control, Marked::no}, {derp, Marked::yes}, {derp6, Marked::yes}});
  const auto ours = connection_to(derp, Marked::yes);
  const auto destroyed = OwnSockets().destroy(Scope::all);
  REQUIRE(destroyed);
  CHECK(destroyed->closed == 3);
  CHECK(destroyed->dead == 0);
  CHECK(tailscaled.still_established() == "0100");
  CHECK(established(ours.get()));
}

TEST_CASE("a kick of the dead leaves connections alone that answer") {
  Peers peers;
  const FakeTailscaled tailscaled({{control, Marked::yes}, {derp, Marked::yes}});
  tailscaled.send_on_each();
  const auto destroyed = OwnSockets().destroy(Scope::dead);
  REQUIRE(destroyed);
  CHECK(destroyed->closed == 0);
  CHECK(tailscaled.still_established() == "11");
}

TEST_CASE("connections of another control group are not tailscaled's") {
  Peers peers;
  const FakeTailscaled tailscaled({{control, Marked::yes}});
  CHECK(OwnSockets("/usr/bin").look(label).connections.empty());  // its inode is no control group of the child
  CHECK(OwnSockets("/no/such/group").look(label).connections.size() == 1);
  const auto destroyed = OwnSockets("/usr/bin").destroy(Scope::all);
  REQUIRE(destroyed);
  CHECK(destroyed->closed == 0);
  std::ifstream file("/proc/self/cgroup");
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with("0::")) continue;
    for (const std::string root : {"/sys/fs/cgroup", "/sys/fs/cgroup/unified"}) {
      if (access((root + "/cgroup.procs").c_str(), F_OK) == 0) CHECK(OwnSockets(root + line.substr(3)).look(label).connections.size() == 1);
    }
  }
}

TEST_CASE("without the right to see marks, that is what is said") {
  Peers peers;
  const FakeTailscaled tailscaled({{control, Marked::yes}});
  const tailmend::testing::NoNetworkRights none;
  const auto fact = OwnSockets().look(label);
  CHECK(fact.sight == Sight::no_rights);
  CHECK(fact.connections.empty());
  const auto destroyed = OwnSockets().destroy(Scope::all);
  REQUIRE(destroyed);
  CHECK(destroyed->sight == Sight::no_rights);
  CHECK(destroyed->closed == 0);
}

TEST_CASE("a kernel without socket diagnosis is told from missing rights") {
  const int status = netns::status_without(NETLINK_SOCK_DIAG, [] {
    const auto destroyed = OwnSockets().destroy(Scope::all);
    return OwnSockets().look(label).sight == Sight::no_support && destroyed && destroyed->sight == Sight::no_support;
  });
  CHECK(status == 0);
}
