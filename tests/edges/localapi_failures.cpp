// Every way in which LocalAPI fails, from no socket to garbage; and replies that are too large, or only very large.
#include "daemon/tailscaled/localapi.hpp"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/base/handles.hpp"
#include "tests/edges/localapi_stage.hpp"

using namespace std::chrono_literals;
using namespace tailmend;
using namespace tailmend::testing;
using watch::Answer;

namespace {

// The most memory this program ever had. Not getrusage's, which counts what ran before exec as well: a test runner, say.
long peak_kib() {
  const FileHandle status(std::fopen("/proc/self/status", "re"));
  char line[256];
  long kib = 0;
  while (status && std::fgets(line, sizeof line, status.get()) != nullptr) {
    if (std::sscanf(line, "VmHWM: %ld kB", &kib) == 1) break;
  }
  return kib;
}

}  // namespace

TEST_CASE("every way of failing has its own answer") {
  struct Case {
    const char* fault;
    Answer answer;
  };
  const auto [fault, answer] = GENERATE(values<Case>({{"garbage", Answer::garbled},
                                                      {"not-json", Answer::garbled},
                                                      {"half", Answer::lost},
                                                      {"hang-up", Answer::lost},
                                                      {"endless-header", Answer::too_large},
                                                      {"huge-chunk", Answer::too_large},
                                                      {"silent", Answer::timed_out},
                                                      {"403", Answer::forbidden},
                                                      {"404", Answer::not_found},
                                                      {"501", Answer::not_built},
                                                      {"503", Answer::not_ready},
                                                      {"400", Answer::rejected}}));
  CAPTURE(fault);
  Stage stage;
  tell_small_tailnet(stage.tailscaled);
  stage.tailscaled.tell(std::string("fault * ") + fault);
  const watch::Duration limit = answer == Answer::timed_out ? watch::Duration(300ms) : watch::Duration(5s);
  const auto seen = stage.status(limit);
  CHECK(to_string(seen.answer) == to_string(answer));
  CHECK(seen.tailnet == watch::Tailnet{});
  std::optional<Answer> prefs;
  const auto token = stage.localapi.prefs(limit, [&](const watch::PrefsSeen& got) { prefs = got.answer; });
  REQUIRE(turn_until(stage.loop, [&] { return prefs.has_value(); }));
  CHECK(to_string(*prefs) == to_string(answer));
  // Text is not judged by its grammar.
  if (std::string_view(fault) != "not-json") CHECK(to_string(stage.debug("rebind", limit).first) == to_string(answer));
  const auto ping = stage.ping("100.64.0.2", watch::PingKind::disco, limit);
  CHECK(ping.outcome == (answer == Answer::timed_out ? watch::PingOutcome::silent : watch::PingOutcome::unasked));
  stage.tailscaled.tell("fault * none");
  CHECK(stage.status().answer == Answer::answered);
}

TEST_CASE("a reply over its limit is given up at the limit, one that drips is read to its end") {
  Stage stage;
  tell_small_tailnet(stage.tailscaled);
  stage.tailscaled.tell("fault * oversize");
  CHECK(stage.status().answer == Answer::too_large);
  CHECK(stage.debug("rebind").first == Answer::too_large);
  stage.tailscaled.tell("fault * drip");
  CHECK(stage.debug("rebind") == std::pair(Answer::answered, std::string("done\n")));
}

TEST_CASE("no socket, nobody behind it and no right to it are told apart") {
  Place place;
  Loop loop;
  Localapi localapi(loop, place.socket());
  const auto ask = [&] {
    std::optional<Answer> answer;
    const auto token = localapi.prefs(2s, [&](const watch::PrefsSeen& seen) { answer = seen.answer; });
    while (!answer && loop.turn(watch::Duration(100ms))) {
    }
    return std::string(to_string(*answer));
  };
  CHECK(ask() == to_string(Answer::absent));
  const Descriptor stale(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  place.socket().copy(address.sun_path, sizeof(address.sun_path) - 1);
  REQUIRE(::bind(stale.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  CHECK(ask() == to_string(Answer::refused));
  if (::geteuid() != 0) {
    REQUIRE(::chmod(place.socket().c_str(), 0) == 0);
    CHECK(ask() == to_string(Answer::denied));
  }
}

TEST_CASE("a listener whose queue is full is asked again until the limit") {
  Place place;
  const Descriptor listener(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  place.socket().copy(address.sun_path, sizeof(address.sun_path) - 1);
  REQUIRE(::bind(listener.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  REQUIRE(::listen(listener.get(), 0) == 0);
  Loop loop;
  Localapi localapi(loop, place.socket());
  std::vector<Token> tokens;
  int timed_out = 0;
  for (int i = 0; i < 4; ++i) {
    tokens.push_back(localapi.prefs(300ms, [&](const watch::PrefsSeen& seen) { timed_out += seen.answer == Answer::timed_out; }));
  }
  for (int i = 0; i < 200 && timed_out < 4; ++i) REQUIRE(loop.turn(watch::Duration(50ms)));
  CHECK(timed_out == 4);
}

TEST_CASE("ten thousand peers are read without holding them") {
  Place place;
  // The server is another process, so that what it holds does not count.
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    ScriptedLocalapi tailscaled(place.socket());
    tell_small_tailnet(tailscaled);
    tailscaled.tell("crowd 10000");
    tailscaled.wait_until([&] { return false; });
    ::_exit(0);
  }
  struct Reap {
    pid_t pid;
    ~Reap() {
      ::kill(pid, SIGKILL);
      ::waitpid(pid, nullptr, 0);
    }
  } reap{child};
  Loop loop;
  Localapi localapi(loop, place.socket());
  const auto ask = [&](bool peers) {
    std::optional<watch::StatusSeen> seen;
    const auto token = localapi.status(peers, {.targets = {*watch::parse_address("10.77.0.10")}, .own_subnets = {}}, 4s, [&](watch::StatusSeen s) { seen = std::move(s); });
    while (!seen && loop.turn(watch::Duration(100ms))) {
    }
    return *seen;
  };
  while (ask(false).answer != Answer::answered) REQUIRE(loop.turn(watch::Duration(10ms)));
  const long before = peak_kib();
  const auto seen = ask(true);
  CHECK(before > 0);
  CHECK(seen.answer == Answer::answered);
  CHECK(seen.tailnet.peers == 10003);
  CHECK(seen.tailnet.routers.size() == 1);
  CHECK(seen.tailnet.witnesses.size() == 3);
#ifndef __SANITIZE_ADDRESS__  // which keeps what was freed
  CHECK(peak_kib() - before <= 1024);
#endif
}
