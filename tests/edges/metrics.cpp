// The file on a real file system, and the listener with real guests: good ones, slow ones, and those who mean no good.
#include "daemon/metrics.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <csignal>
#include <list>

#include "daemon/dial.hpp"
#include "daemon/state_store.hpp"
#include "tests/support/folder.hpp"
#include "tests/support/played.hpp"
#include "tests/support/tcp_peer.hpp"
#include "tests/support/turn_until.hpp"

using namespace tailmend;
using namespace tailmend::testing;
using namespace std::chrono_literals;
using watch::testing::Played;

namespace {

std::string read(const std::filesystem::path& file) { return StateStore(file.parent_path().string()).load(file.filename().string(), 1U << 20U).value_or("?"); }
std::size_t entries(const Folder& folder) {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder.path), std::filesystem::directory_iterator()));
}
ino_t inode(const std::string& file) {
  struct stat about {};
  return ::stat(file.c_str(), &about) == 0 ? about.st_ino : 0;
}
unsigned mode(const std::string& file) {
  struct stat about {};
  return ::stat(file.c_str(), &about) == 0 ? about.st_mode & 0777U : 0;
}

// A disk on which no file can have more bytes than that.
class SmallDisk {
 public:
  explicit SmallDisk(rlim_t bytes) {
    ::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit small{.rlim_cur = bytes, .rlim_max = before_.rlim_max};
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &small) == 0);
  }
  ~SmallDisk() { ::setrlimit(RLIMIT_FSIZE, &before_); }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

 private:
  rlimit before_{};
};

std::string free_place() { return "127.0.0.1:" + std::to_string(bind_loopback().port); }

// Somebody who connects; what it says and hears goes through the test's own loop.
class Guest {
 public:
  explicit Guest(const std::string& place) {
    sockaddr_storage storage{};
    socklen_t size = sizeof(sockaddr_un);
    if (place.starts_with('/')) {
      auto* address = reinterpret_cast<sockaddr_un*>(&storage);
      address->sun_family = AF_UNIX;
      place.copy(address->sun_path, sizeof address->sun_path - 1);
    } else {
      const SocketName name = socket_name(*watch::parse_endpoint(place));
      storage = name.storage;
      size = name.size;
    }
    socket_.reset(::socket(storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    const int done = ::connect(socket_.get(), reinterpret_cast<const sockaddr*>(&storage), size);
    REQUIRE((done == 0 || errno == EINPROGRESS));
  }
  // False once the other side takes no more.
  [[nodiscard]] bool say(std::string_view bytes) const { return ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size()); }
  // Whether the other side has ended it; what it said is in heard().
  bool ended() {
    char bytes[8192];
    for (;;) {
      const ssize_t got = ::recv(socket_.get(), bytes, sizeof bytes, 0);
      if (got < 0 && errno == EAGAIN) return false;
      if (got <= 0) return true;
      heard_.append(bytes, static_cast<std::size_t>(got));
    }
  }
  [[nodiscard]] const std::string& heard() const { return heard_; }
  void leave() { socket_.reset(); }

 private:
  Descriptor socket_;
  std::string heard_;
};

constexpr std::string_view get = "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n";

struct Served {
  explicit Served(std::string where = free_place(), std::string text = "figures 1\n", watch::Duration limit = 10s) : place(std::move(where)) {
    auto opened = MetricsListener::open(
        loop, place,
        [this, page = std::make_shared<const std::string>(std::move(text))] {
          ++pages;
          return page;
        },
        limit);
    REQUIRE(opened);
    listener = std::move(*opened);
  }
  std::string ask(std::string_view request) {
    Guest guest(place);
    REQUIRE(guest.say(request));
    REQUIRE(turn_until(loop, [&] { return guest.ended(); }));
    return guest.heard();
  }

  Loop loop;
  std::string place;
  int pages = 0;
  std::unique_ptr<MetricsListener> listener;
};

}  // namespace

TEST_CASE("the file is replaced as a whole, for everybody to read") {
  const Folder folder;
  const std::string path = folder.path / "tailmend.prom";
  const auto umask_before = ::umask(0077);
  {
    MetricsFile file(path);
    REQUIRE(file.write("a 1\n"));
    const ino_t first = inode(path);
    const Descriptor reader(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    REQUIRE(file.write("a 2\n"));
    CHECK(inode(path) != first);
    char old[8] = {};
    CHECK(::read(reader.get(), old, sizeof old) == 4);
    CHECK(std::string(old) == "a 1\n");
    CHECK(read(path) == "a 2\n");
    CHECK(mode(path) == 0644U);
    CHECK(entries(folder) == 1);
  }
  ::umask(umask_before);
  CHECK(entries(folder) == 0);
}

TEST_CASE("a full disk leaves the old file, and none of ours beside it") {
  const Folder folder;
  const std::string path = folder.path / "tailmend.prom";
  MetricsFile file(path);
  REQUIRE(file.write("a 1\n"));
  {
    const SmallDisk disk(100);
    const auto written = file.write(std::string(1000, 'a'));
    REQUIRE_FALSE(written);
    CHECK(written.error().error == EFBIG);
  }
  CHECK(read(path) == "a 1\n");
  CHECK(entries(folder) == 1);
  REQUIRE(file.write("a 2\n"));
  CHECK(read(path) == "a 2\n");
}

TEST_CASE("a link that lies where the new file is made is not followed") {
  const Folder folder;
  folder.write("precious", "mine");
  MetricsFile file(folder.path / "tailmend.prom");
  REQUIRE(::symlink((folder.path / "precious").c_str(), (folder.path / ".tailmend.prom.new").c_str()) == 0);
  REQUIRE(file.write("a 1\n"));
  CHECK(read(folder.path / "precious") == "mine");
  CHECK(read(folder.path / "tailmend.prom") == "a 1\n");
}

TEST_CASE("a file that moves leaves none behind, and one that was never written none to remove") {
  const Folder folder;
  folder.write("b", "somebody's");
  MetricsFile file(folder.path / "a");
  REQUIRE(file.write("1\n"));
  file.move_to(folder.path / "b");
  CHECK(entries(folder) == 1);
  file.move_to("");
  CHECK(read(folder.path / "b") == "somebody's");
}

TEST_CASE("the page is served, and its head alone") {
  Served s;
  CHECK(s.ask(get) == "HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\nContent-Length: 10\r\nConnection: close\r\n\r\nfigures 1\n");
  const std::string head = s.ask("HEAD /metrics HTTP/1.0\r\n\r\n");
  CHECK(head.find("Content-Length: 10\r\n") != std::string::npos);
  CHECK(head.ends_with("\r\n\r\n"));
  CHECK(turn_until(s.loop, [&] { return s.listener->guests() == 0; }));
  CHECK(s.pages == 2);
}

TEST_CASE("other pages, other methods and other languages are refused without a page") {
  Served s;
  CHECK(s.ask("GET / HTTP/1.1\r\nHost: x\r\n\r\n").find("there is one page here: /metrics\n") != std::string::npos);
  CHECK(s.ask("DELETE /metrics HTTP/1.1\r\nHost: x\r\n\r\n").starts_with("HTTP/1.1 405 "));
  CHECK(s.ask("\x16\x03\x01\x02\x00\x01\x00").starts_with("HTTP/1.1 400 "));
  CHECK(s.ask("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").starts_with("HTTP/1.1 400 "));
  CHECK(s.ask("GET /metrics HTTP/1.1\r\nX: " + std::string(5000, 'a')).starts_with("HTTP/1.1 431 "));
  CHECK(s.pages == 0);
}

TEST_CASE("a request may come byte by byte, and with something behind it") {
  Served s;
  Guest guest(s.place);
  for (const char c : get) {
    REQUIRE(guest.say({&c, 1}));
    REQUIRE(s.loop.turn(1ms));
  }
  REQUIRE(turn_until(s.loop, [&] { return guest.ended(); }));
  CHECK(guest.heard().ends_with("figures 1\n"));
  CHECK(s.ask(std::string(get) + std::string(20'000, 'x')).ends_with("figures 1\n"));
}

TEST_CASE("a page larger than any buffer arrives whole, also where bytes behind the request stay unread") {
  const std::string large(std::size_t{6} << 20U, 'a');
  Served s(free_place(), large);
  for (const std::size_t behind : {0, 20'000}) {
    const std::string heard = s.ask(std::string(get) + std::string(behind, 'x'));
    CHECK(heard.size() > large.size());
    CHECK(heard.ends_with(std::string(1000, 'a')));
  }
}

TEST_CASE("who says nothing, and who does not listen, is seen off after its time") {
  Served s(free_place(), std::string(std::size_t{6} << 20U, 'a'), 50ms);
  Guest silent(s.place);
  Guest halfway(s.place);
  REQUIRE(halfway.say("GET /metr"));
  Guest deaf(s.place);
  REQUIRE(deaf.say(get));
  REQUIRE(turn_until(s.loop, [&] { return s.pages == 1; }));
  REQUIRE(turn_until(s.loop, [&] { return s.listener->guests() == 0; }));
  CHECK(silent.ended());
  CHECK(halfway.ended());
}

TEST_CASE("who floods is cut off, and who leaves is forgotten") {
  Served s;
  Guest flood(s.place);
  REQUIRE(flood.say(get));
  const std::string water(16'384, 'w');
  std::size_t poured = 0;
  REQUIRE(turn_until(s.loop, [&] {
    while (flood.say(water)) poured += water.size();
    return s.pages == 1 && s.listener->guests() == 0;
  }));
  CHECK(poured > MetricsListener::most_ignored);
  Guest gone(s.place);
  REQUIRE(gone.say("GET"));
  REQUIRE(turn_until(s.loop, [&] { return s.listener->guests() == 1; }));
  gone.leave();
  CHECK(turn_until(s.loop, [&] { return s.listener->guests() == 0; }));
}

TEST_CASE("who asks is served however many sit there, and however many come") {
  Served s;
  std::list<Guest> idle;
  std::size_t most = 0;
  for (std::size_t i = 0; i < 5 * MetricsListener::most_guests; ++i) {
    idle.emplace_back(s.place);
    if (i % 10 != 0) continue;
    Guest good(s.place);
    REQUIRE(good.say(get));
    REQUIRE(turn_until(s.loop, [&] {
      most = std::max(most, s.listener->guests());
      return good.ended();
    }));
    CHECK(good.heard().ends_with("figures 1\n"));
  }
  CHECK(most == MetricsListener::most_guests);
  CHECK(idle.front().ended());
}

TEST_CASE("a listener on IPv6's loopback address serves too") {
  const Descriptor probe(::socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const SocketName name = socket_name(*watch::parse_endpoint("[::1]:9"));
  const std::string place = "[::1]:" + std::to_string(bind_loopback().port);
  if (::connect(probe.get(), reinterpret_cast<const sockaddr*>(&name.storage), name.size) < 0 && errno == EADDRNOTAVAIL) {
    WARN("this host has no ::1");
    return;
  }
  CHECK(Served(place).ask(get).ends_with("figures 1\n"));
}

TEST_CASE("a socket in the file system is for everybody, and gone at the end") {
  const Folder folder;
  const std::string path = folder.path / "metrics.sock";
  {
    Served s(path);
    CHECK(mode(path) == 0666U);
    CHECK(s.ask(get).ends_with("figures 1\n"));
    const auto second = MetricsListener::open(s.loop, path, [] { return nullptr; });
    REQUIRE_FALSE(second);
    CHECK(second.error().error == EADDRINUSE);
    CHECK(s.ask(get).ends_with("figures 1\n"));
  }
  CHECK(entries(folder) == 0);
}

TEST_CASE("a socket that a killed daemon left is replaced, anything else is not") {
  const Folder folder;
  const std::string path = folder.path / "metrics.sock";
  {
    sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    const Descriptor killed(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    REQUIRE(::bind(killed.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  }
  CHECK(Served(path).ask(get).ends_with("figures 1\n"));
  folder.write("metrics.sock", "a file");
  Loop loop;
  CHECK(MetricsListener::open(loop, path, [] { return nullptr; }).error().error == EEXIST);
  CHECK(read(path) == "a file");
}

TEST_CASE("nothing but a loopback address is listened on, whoever asks") {
  Loop loop;
  for (const char* place : {"0.0.0.0:9473", "[::]:9473", "192.0.2.1:9473", "localhost:9473", ""}) {
    INFO(place);
    CHECK(MetricsListener::open(loop, place, [] { return nullptr; }).error().error == EINVAL);
  }
}

namespace {

// The whole edge, told of a played machine's steps.
struct Told {
  explicit Told(MetricsOutput output, MetricsPlaces places) : metrics(loop, std::move(places), [this](const std::string& text) { said.push_back(text); }) {
    metrics.configure(output);
  }
  void play() {
    const Played played({}, [this](const Played& here, const watch::Observation& seen) { metrics.take({here.now, seen, here.last, here.machine}); });
  }

  Loop loop;
  std::vector<std::string> said;
  Metrics metrics;
};

}  // namespace

TEST_CASE("the collector's folder is taken where there is one, else the daemon's own") {
  const Folder run;
  const Folder textfiles;
  const MetricsPlaces both{.run = run.path, .textfiles = textfiles.path};
  {
    Told t({.file = "auto"}, both);
    t.play();
    CHECK(read(textfiles.path / "tailmend.prom").find("tailmend_state{state=\"starting\"} ") != std::string::npos);
    CHECK(entries(run) == 0);
  }
  CHECK(entries(textfiles) == 0);
  Told t({.file = "auto"}, {.run = run.path, .textfiles = textfiles.path / "none"});
  t.play();
  CHECK(read(run.path / "metrics.prom").starts_with("# HELP tailmend_build_info "));
  t.metrics.configure({.file = ""});
  CHECK(entries(run) == 0);
  CHECK(t.said.empty());
}

TEST_CASE("a folder that is missing is said once where somebody asked for it, and tried again") {
  const Folder folder;
  const std::string path = folder.path / "later" / "a.prom";
  Told t({.file = path}, {});
  t.play();
  CHECK(t.said == std::vector<std::string>{"no metrics: create " + (folder.path / "later" / ".a.prom.new").string() + ": No such file or directory, retrying"});
  REQUIRE(std::filesystem::create_directory(folder.path / "later"));
  REQUIRE(turn_until(t.loop, [&] { return ::access(path.c_str(), R_OK) == 0; }));
  CHECK(read(path).find("tailmend_probes_total{target=\"plc\",outcome=\"held\"} ") != std::string::npos);
  CHECK(t.said.size() == 1);

  Told quiet({.file = "auto"}, {.run = folder.path / "none", .textfiles = folder.path / "none"});
  quiet.play();
  CHECK(quiet.said.empty());
}

TEST_CASE("the listener serves what was counted, follows the configuration, and says why it cannot") {
  const std::string place = free_place();
  Told t({.file = "", .listen = place}, {});
  t.play();
  const auto ask = [&](const std::string& where) {
    Guest guest(where);
    REQUIRE(guest.say(get));
    REQUIRE(turn_until(t.loop, [&] { return guest.ended(); }));
    return guest.heard();
  };
  CHECK(ask(place).find("\ntailmend_probes_total{target=\"plc\",outcome=\"held\"} ") != std::string::npos);
  TcpPeer taken(t.loop, Manner::holds);
  const std::string other = "127.0.0.1:" + std::to_string(taken.port());
  t.metrics.configure({.file = "", .listen = other});
  CHECK(t.said == std::vector<std::string>{"metrics are not served: listen on " + other + ": Address already in use, retrying"});
  t.metrics.configure({.file = "", .listen = place});
  CHECK(ask(place).starts_with("HTTP/1.1 200 OK\r\n"));
}
