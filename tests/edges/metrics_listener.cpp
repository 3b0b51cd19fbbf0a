// The metrics' listener with real guests: good ones, slow ones, and those who mean no good.
#include "daemon/metrics/metrics_listener.hpp"

#include <sys/socket.h>
#include <sys/un.h>

#include <algorithm>
#include <cerrno>
#include <list>
#include <memory>
#include <string>
#include <string_view>

#include "tests/edges/metrics_stage.hpp"
#include "tests/support/turn_until.hpp"

using namespace tailmend;
using namespace tailmend::testing;
using namespace std::chrono_literals;

namespace {

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
