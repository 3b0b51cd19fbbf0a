// Bad luck in the middle of up-reset, with the real parts: LocalAPI over its socket, a CLI that is a child of ours, a disk.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>

#include <fmt/format.h>

#include "daemon/hands/hands.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/folder.hpp"
#include "tests/support/scripted_localapi.hpp"
#include "tests/support/turn_until.hpp"

using namespace tailmend;
using namespace tailmend::testing;
using namespace std::chrono_literals;
using watch::Outcome;

namespace {

constexpr std::string_view snapshot = "prefs-before-up-reset";

// The daemon's side of the remedy. Gone with its process when power is lost; the folder stays.
struct Daemon {
  Localapi localapi;
  SystemdBus systemd;
  Children children;
  StateStore store;
  Remedies remedies;
  std::optional<Outcome> outcome;
  std::string detail;
  std::vector<std::string> found;
  Token leftover;

  Daemon(Loop& loop, const Folder& folder)
      : localapi(loop, (folder.path / "socket").string()),
        systemd(loop, "tailmend-up-reset-test.service"),
        children(loop),
        store(folder.path.string()),
        remedies(loop, localapi, systemd, children, store) {
    remedies.configure({.socket = (folder.path / "socket").string(), .cli = (folder.path / "cli").string()});
  }
  void up_reset() {
    remedies.apply({.attempt = 1, .remedy = watch::Remedy::up_reset}, OwnSockets(), [this](Outcome its, std::string words) {
      outcome = its;
      detail = std::move(words);
    });
  }
  void look_for_leftover() {
    leftover = remedies.look_for_leftover([this](std::string text) { found.push_back(std::move(text)); });
  }
};

struct Host {
  Folder folder;
  std::unique_ptr<ScriptedLocalapi> tailscaled;
  Loop loop;
  std::unique_ptr<Daemon> daemon = std::make_unique<Daemon>(loop, folder);

  // A CLI that says that it runs, and ends when it is let.
  Host() {
    start_tailscaled();
    const std::string gate = (folder.path / "gate").string();
    REQUIRE(::mkfifo(gate.c_str(), 0600) == 0);
    folder.write("cli", fmt::format("#!/bin/sh\n: >'{}/runs'\nread -r code <'{}'\nexit \"$code\"\n", folder.path.string(), gate));
    REQUIRE(::chmod((folder.path / "cli").c_str(), 0700) == 0);
  }
  void start_tailscaled() {
    tailscaled = std::make_unique<ScriptedLocalapi>((folder.path / "socket").string());
    for (const char* more : {"ExitNodeAllowLANAccess false", "NoStatefulFiltering true", "NetfilterMode 2", "Config {\"NodeID\":\"this\"}"})
      tailscaled->tell(fmt::format("prefs {}", more));
  }
  void run_into_the_cli() {
    daemon->up_reset();
    REQUIRE(turn_until(loop, [&] { return std::filesystem::exists(folder.path / "runs"); }));
    REQUIRE(std::filesystem::exists(folder.path / snapshot));
  }
  void let_the_cli_end(std::string_view code) {
    Descriptor gate;
    REQUIRE(turn_until(loop, [&] {
      gate = Descriptor(::open((folder.path / "gate").c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC));
      return gate.get() >= 0;
    }));
    REQUIRE(::write(gate.get(), code.data(), code.size()) == static_cast<ssize_t>(code.size()));
  }
  void wait_for_its_end() {
    REQUIRE(turn_until(loop, [&] { return daemon->outcome.has_value(); }));
  }
  std::size_t writes() {
    std::size_t count = 0;
    for (const auto& request : tailscaled->requests()) count += request.starts_with("PATCH") ? 1U : 0U;
    return count;
  }
};

}  // namespace

TEST_CASE("what an administrator sets, while up-reset runs, stays") {
  Host host;
  host.run_into_the_cli();
  host.tailscaled->tell("prefs Hostname \"kiosk\"");
  host.let_the_cli_end("0\n");
  host.wait_for_its_end();
  CHECK(host.daemon->outcome == Outcome::done);
  CHECK(host.writes() == 0);
  CHECK_FALSE(std::filesystem::exists(host.folder.path / snapshot));
}

TEST_CASE("`tailscale down`, while up-reset runs, stays") {
  Host host;
  host.run_into_the_cli();
  host.tailscaled->tell("prefs WantRunning false");
  host.let_the_cli_end("0\n");
  host.wait_for_its_end();
  CHECK(host.daemon->outcome == Outcome::contradicted);
  CHECK(host.writes() == 0);
}

TEST_CASE("another profile, chosen while up-reset runs, is left as it is") {
  Host host;
  host.run_into_the_cli();
  host.tailscaled->tell("prefs Config {\"NodeID\":\"another\"}");
  host.tailscaled->tell("prefs RouteAll false");
  host.let_the_cli_end("0\n");
  host.wait_for_its_end();
  CHECK(host.daemon->outcome == Outcome::contradicted);
  CHECK(host.writes() == 0);
}

TEST_CASE("LocalAPI that goes away while up-reset runs makes it fail, and what was kept is compared by the next start") {
  Host host;
  host.run_into_the_cli();
  host.tailscaled.reset();
  host.let_the_cli_end("1\n");
  host.wait_for_its_end();
  CHECK(host.daemon->outcome == Outcome::failed);
  CHECK(std::filesystem::exists(host.folder.path / snapshot));
  host.start_tailscaled();
  host.daemon = std::make_unique<Daemon>(host.loop, host.folder);
  host.daemon->look_for_leftover();
  REQUIRE(turn_until(host.loop, [&] { return !std::filesystem::exists(host.folder.path / snapshot); }));
  CHECK(host.daemon->found.empty());
}

TEST_CASE("power lost between the snapshot and the comparison: the next start tells the command and writes nothing") {
  Host host;
  host.run_into_the_cli();
  host.daemon.reset();
  host.tailscaled->tell("prefs RouteAll false");  // what --reset had taken by then
  host.daemon = std::make_unique<Daemon>(host.loop, host.folder);
  host.daemon->look_for_leftover();
  REQUIRE(turn_until(host.loop, [&] { return !host.daemon->found.empty(); }));
  CHECK(host.daemon->found.front().find("sudo tailscale set --accept-routes=true") != std::string::npos);
  CHECK(host.writes() == 0);
  CHECK(std::filesystem::exists(host.folder.path / snapshot));

  host.tailscaled->tell("prefs RouteAll true");  // a person did
  host.daemon->look_for_leftover();
  REQUIRE(turn_until(host.loop, [&] { return !std::filesystem::exists(host.folder.path / snapshot); }));
  CHECK(host.daemon->found.size() == 1);
}

TEST_CASE("power lost, and the next start comes before tailscaled's: the command is told once tailscaled is there, and not again") {
  Host host;
  host.run_into_the_cli();
  host.daemon.reset();
  host.tailscaled.reset();
  watch::Policy policy;
  policy.tailscale.socket = (host.folder.path / "socket").string();
  policy.tailscale.unit = "tailmend-up-reset-test.service";
  std::vector<watch::BusHint> bus;
  std::vector<std::string> told;
  const auto take = [&](const watch::Observation& one) {
    if (const auto* hint = std::get_if<watch::BusSeen>(&one)) bus.push_back(hint->hint);
  };
  Hands hands(host.loop, policy, StateStore(host.folder.path.string()), take, [&](std::string text) { told.push_back(std::move(text)); });
  REQUIRE(hands.start(Hands::Attention::standing));
  REQUIRE(turn_until(host.loop, [&] { return !bus.empty(); }));
  CHECK(bus == std::vector{watch::BusHint::lost});
  CHECK(told.empty());
  host.start_tailscaled();
  host.tailscaled->tell("prefs RouteAll false");
  REQUIRE(turn_until(host.loop, [&] { return !told.empty(); }));
  CHECK(told.front().find("sudo tailscale set --accept-routes=true") != std::string::npos);
  host.tailscaled.reset();
  host.start_tailscaled();  // with nothing lacking any more: who asked again would forget what is kept
  REQUIRE(turn_until(host.loop, [&] { return std::ranges::count(bus, watch::BusHint::connected) == 2; }));
  CHECK(told.size() == 1);
  CHECK(std::filesystem::exists(host.folder.path / snapshot));
}
