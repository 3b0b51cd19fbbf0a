// ssh sessions in the kernel's socket table. `here` is reached over its tailnet interface (a veth pair under that name),
// from another node and from a host behind a remote subnet router, and over its LAN.
#include "daemon/kernel/bystanders.hpp"

#include <csignal>
#include <fstream>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/netns/namespace.hpp"
#include "tests/netns/sockets.hpp"
#include "tests/support/catch.hpp"

using netns::endpoint;
using netns::ip;
using tailmend::BystandersQuestion;
using tailmend::Descriptor;
using tailmend::look_for_bystanders;

namespace {

constexpr std::uint16_t ssh = 2222;

BystandersQuestion question() {
  return {.ssh_ports = {ssh}, .interface = "tailscale0", .socket = "/nonexistent/tailscaled.sock", .cgroup = "", .locks = {}};
}
std::uint32_t count() { return look_for_bystanders(question()).ssh; }

// Both ends of one connection.
struct Session {
  Descriptor server;
  Descriptor client;
  void say_something() const { REQUIRE(send(client.get(), "x", 1, MSG_NOSIGNAL) == 1); }
};

struct World {
  netns::Namespace here;
  netns::Namespace there;
  Descriptor sshd;
  Descriptor sshd6;
  Descriptor web;

  World() {
    here.enter();
    // What comes from behind a router in by one interface and is answered by the other.
    for (const auto* where : {"all", "default"}) netns::write_sysctl(std::string("net/ipv4/conf/") + where + "/rp_filter", "0");
    add_link("tailscale0", "far0", "100.64.0.1/24", "100.64.0.2/24");
    add_link("lan0", "far1", "192.168.7.1/24", "192.168.7.2/24");
    ip("-6 addr add fd7a:115c:a1e0::1/64 dev tailscale0 nodad");
    ip("route add 10.77.0.0/24 via 100.64.0.2 dev tailscale0");
    there.enter();
    ip("-6 addr add fd7a:115c:a1e0::2/64 dev far0 nodad");
    ip("addr add 10.77.0.5/32 dev lo");
    here.enter();
    sshd = netns::tcp_listen(endpoint("0.0.0.0:2222"));
    sshd6 = netns::tcp_listen(endpoint("[::]:2222"));
    web = netns::tcp_listen(endpoint("0.0.0.0:2223"));
  }
  ~World() { here.enter(); }

  void add_link(const std::string& near, const std::string& far, const std::string& here_address, const std::string& there_address) const {
    ip("link add " + near + " type veth peer name " + far + " netns " + there.path());
    ip("addr add " + here_address + " dev " + near);
    ip("link set " + near + " up");
    there.enter();
    ip("addr add " + there_address + " dev " + far);
    ip("link set " + far + " up");
    here.enter();
  }

  Session session(const char* from, const char* to, const Descriptor& listener) const {
    there.enter();
    Session made;
    made.client = netns::tcp_connect(endpoint(from), endpoint(to));
    here.enter();
    made.server = netns::tcp_accept(listener);
    return made;
  }
};

}  // namespace

TEST_CASE("a session from another node counts, whichever address of ours it came to") {
  const World world;
  CHECK(count() == 0);
  const auto direct = world.session("100.64.0.2:5001", "100.64.0.1:2222", world.sshd);
  CHECK(count() == 1);
  const auto subnet = world.session("100.64.0.2:5002", "192.168.7.1:2222", world.sshd);  // we are its subnet router
  CHECK(count() == 2);
  const auto v6 = world.session("[fd7a:115c:a1e0::2]:5003", "[fd7a:115c:a1e0::1]:2222", world.sshd6);
  CHECK(count() == 3);
  auto asked = question();
  asked.interface = "none0";  // its addresses say so, whatever the routes say
  CHECK(look_for_bystanders(asked).ssh == 3);
}

TEST_CASE("a session from behind a remote subnet router counts, told by the way of its answers") {
  const World world;
  const auto to_tailnet = world.session("10.77.0.5:5001", "100.64.0.1:2222", world.sshd);
  CHECK(count() == 1);
  const auto to_lan = world.session("10.77.0.5:5002", "192.168.7.1:2222", world.sshd);
  CHECK(count() == 2);
  ip("route replace 10.77.0.0/24 via 192.168.7.2 dev lan0");
  CHECK(count() == 1);
}

TEST_CASE("a session from the LAN, one to another port and one that has ended do not count") {
  const World world;
  const auto lan = world.session("192.168.7.2:5001", "192.168.7.1:2222", world.sshd);
  const auto other = world.session("100.64.0.2:5002", "100.64.0.1:2223", world.web);
  CHECK(count() == 0);
  auto ended = world.session("100.64.0.2:5003", "100.64.0.1:2222", world.sshd);
  REQUIRE(count() == 1);
  ended.client.reset();
  char byte = 0;
  REQUIRE(recv(ended.server.get(), &byte, 1, 0) == 0);
  CHECK(count() == 0);
}

TEST_CASE("a session of ours to somebody else is no bystander of this host's ssh server") {
  const World world;
  world.there.enter();
  const auto listener = netns::tcp_listen(endpoint("100.64.0.2:2222"));
  world.here.enter();
  const auto outgoing = netns::tcp_connect(endpoint("100.64.0.1:5001"), endpoint("100.64.0.2:2222"));
  CHECK(count() == 0);
}

TEST_CASE("what this host opens to itself does not count, and takes no place of what does") {
  const World world;
  std::vector<Session> own;
  const auto open = [&](const std::string& from, const std::string& to, const Descriptor& listener) {
    Session made;
    made.client = netns::tcp_connect(endpoint(from), endpoint(to));
    made.server = netns::tcp_accept(listener);
    made.say_something();
    own.push_back(std::move(made));
  };
  for (const char* from : {"100.64.0.1:6001", "192.168.7.1:6002", "127.0.0.1:6003", "127.0.0.2:6004"}) open(from, "100.64.0.1:2222", world.sshd);
  open("[fd7a:115c:a1e0::1]:6005", "[fd7a:115c:a1e0::1]:2222", world.sshd6);
  CHECK(count() == 0);
  for (int i = 0; i < 300; ++i) open("100.64.0.1:" + std::to_string(7000 + i), "100.64.0.1:2222", world.sshd);
  CHECK(count() == 0);
  const auto real = world.session("100.64.0.2:5001", "100.64.0.1:2222", world.sshd);
  const auto behind_a_router = world.session("10.77.0.5:5002", "192.168.7.1:2222", world.sshd);
  CHECK(count() == 2);
}

TEST_CASE("an idle session does not count until it carries bytes again") {
  const World world;
  const auto idle = world.session("100.64.0.2:5001", "100.64.0.1:2222", world.sshd);
  const auto busy = world.session("100.64.0.2:5002", "100.64.0.1:2222", world.sshd);
  auto brief = question();
  brief.session_quiet = std::chrono::milliseconds(500);
  // Looks until the count is as wanted, for at most ten seconds.
  const auto until = [&](std::uint32_t wanted, const std::vector<const Session*>& speak) {
    for (int i = 0; i < 500; ++i) {
      for (const auto* one : speak) one->say_something();
      if (look_for_bystanders(brief).ssh == wanted) return true;
      poll(nullptr, 0, 20);
    }
    return false;
  };
  CHECK(until(1, {&busy}));
  CHECK(until(2, {&busy, &idle}));
  CHECK(until(0, {}));
}

TEST_CASE("a session that tailscaled itself carries to an ssh port counts, as without a tunnel interface") {
  const World world;
  const auto client = netns::tcp_connect(endpoint("127.0.0.1:5001"), endpoint("127.0.0.1:2222"));
  const auto server = netns::tcp_accept(world.sshd);
  CHECK(count() == 0);
  auto asked = question();
  asked.cgroup = "/usr/bin";  // its inode is no control group of ours
  CHECK(look_for_bystanders(asked).ssh == 0);
  std::ifstream file("/proc/self/cgroup");
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with("0::")) continue;
    for (const std::string root : {"/sys/fs/cgroup", "/sys/fs/cgroup/unified"}) {
      asked.cgroup = root + line.substr(3);
      if (access((asked.cgroup + "/cgroup.procs").c_str(), F_OK) == 0) CHECK(look_for_bystanders(asked).ssh == 1);
    }
  }
}
