// tailscaled's connections on a real kernel: a child plays tailscaled, two peers sit behind a veth pair in a namespace of
// their own, and one of them loses its way back, so that what is sent to it is never acknowledged.
#include "daemon/kernel/own_sockets.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <fstream>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <csignal>

#include <linux/seccomp.h>

#include "tests/netns/namespace.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/rights.hpp"

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

sockaddr_in6 socket_address(const watch::Endpoint& endpoint, socklen_t& size) {
  sockaddr_in6 v6{};
  if (endpoint.address.family == watch::Family::v4) {
    sockaddr_in v4{.sin_family = AF_INET, .sin_port = htons(endpoint.port), .sin_addr = {}, .sin_zero = {}};
    std::memcpy(&v4.sin_addr, endpoint.address.bytes.data(), sizeof v4.sin_addr);
    std::memcpy(&v6, &v4, sizeof v4);
    size = sizeof v4;
    return v6;
  }
  v6.sin6_family = AF_INET6;
  v6.sin6_port = htons(endpoint.port);
  std::memcpy(&v6.sin6_addr, endpoint.address.bytes.data(), sizeof v6.sin6_addr);
  size = sizeof v6;
  return v6;
}

Descriptor make_socket(const watch::Endpoint& endpoint) {
  return Descriptor(socket(endpoint.address.family == watch::Family::v4 ? AF_INET : AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0));
}

Descriptor listen_at(const watch::Endpoint& endpoint) {
  Descriptor fd = make_socket(endpoint);
  socklen_t size = 0;
  const auto address = socket_address(endpoint, size);
  const int on = 1;
  setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), size) != 0 || listen(fd.get(), 8) != 0) throw std::runtime_error("listen");
  return fd;
}

Descriptor connect_to(const watch::Endpoint& endpoint, Marked marked) {
  Descriptor fd = make_socket(endpoint);
  if (marked == Marked::yes) setsockopt(fd.get(), SOL_SOCKET, SO_MARK, &tailscaled_mark, sizeof tailscaled_mark);
  socklen_t size = 0;
  const auto address = socket_address(endpoint, size);
  if (connect(fd.get(), reinterpret_cast<const sockaddr*>(&address), size) != 0) throw std::runtime_error("connect");
  return fd;
}

bool established(int fd) {
  tcp_info info{};
  socklen_t size = sizeof info;
  return getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size) == 0 && info.tcpi_state == TCP_ESTABLISHED;
}

watch::Endpoint endpoint(std::string_view text) { return watch::parse_endpoint(text).value(); }
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
      for (const auto& [where, marked] : wanted) sockets.push_back(connect_to(where, marked));
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
    listeners.push_back(listen_at(control));
    listeners.push_back(listen_at(derp));
    listeners.push_back(listen_at(derp6));
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
  const auto ours = connect_to(control, Marked::yes);  // as our own probes are
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
  const auto ours = connect_to(derp, Marked::yes);
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
  const pid_t child = fork();
  if (child == 0) {
    // socket() fails for every netlink protocol but NETLINK_ROUTE, as where the kernel lacks it.
    std::array<sock_filter, 6> program{{{0x20, 0, 0, offsetof(seccomp_data, nr)},
                                        {0x15, 0, 3, SYS_socket},
                                        {0x20, 0, 0, offsetof(seccomp_data, args[2])},
                                        {0x15, 0, 1, NETLINK_SOCK_DIAG},
                                        {0x06, 0, 0, SECCOMP_RET_ERRNO | EPROTONOSUPPORT},
                                        {0x06, 0, 0, SECCOMP_RET_ALLOW}}};
    const sock_fprog filter{.len = static_cast<unsigned short>(program.size()), .filter = program.data()};
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) != 0) _exit(2);
    const auto destroyed = OwnSockets().destroy(Scope::all);
    _exit(OwnSockets().look(label).sight == Sight::no_support && destroyed && destroyed->sight == Sight::no_support ? 0 : 1);
  }
  int status = -1;
  REQUIRE(waitpid(child, &status, 0) == child);
  CHECK(status == 0);
}
