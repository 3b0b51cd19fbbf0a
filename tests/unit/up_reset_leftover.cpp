// What an up-reset that was cut short leaves on disk, and what is told of it later.
#include <string>
#include <utility>
#include <vector>

#include "daemon/hands/up_reset.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/up_reset_stage.hpp"

using namespace tailmend::testing;
using tailmend::Token;
using tailmend::UpReset;
using watch::Outcome;

TEST_CASE("what could not be put back stays on disk, and the next run says so instead of forgetting it") {
  Host host;
  host.forgetful = true;
  host.patch_works = false;
  auto told = mend(host);
  CHECK(told.outcome == Outcome::failed);
  CHECK(told.detail.find("RouteAll") != std::string::npos);
  REQUIRE(host.kept);
  const auto runs = host.cli_runs;
  told = mend(host);
  CHECK(told.outcome == Outcome::unavailable);
  CHECK(told.detail == "an interrupted up-reset left RouteAll at the default; to restore: sudo tailscale set --accept-routes=true");
  CHECK(host.cli_runs == runs);
  host.route_all = true;  // a person did
  host.patch_works = true;
  CHECK(mend(host).outcome == Outcome::done);
}

TEST_CASE("at the start a left-over is told and left as it is, and forgotten where nothing is missing") {
  Host host;
  UpReset up_reset(host.loop, host.hands(), {});
  std::vector<std::string> found;
  const auto look = [&] {
    const Token token = up_reset.look_for_leftover([&](std::string text) { found.push_back(std::move(text)); });
    for (int i = 0; i < 4; ++i) REQUIRE(host.loop.turn(0s));
  };
  look();
  CHECK(host.did.empty());
  host.kept = tailmend::UpPrefs::parse(host.prefs()).value().snapshot();
  host.route_all = false;
  look();
  REQUIRE(found.size() == 1);
  CHECK(found[0].find("tailscale set --accept-routes=true") != std::string::npos);
  CHECK(host.kept);
  CHECK(host.did == std::vector<std::string>{"prefs"});
  host.route_all = true;
  look();
  CHECK(found.size() == 1);
  CHECK_FALSE(host.kept);
}

TEST_CASE("a left-over snapshot is reported only where something is missing") {
  Host host;
  const auto snapshot = tailmend::UpPrefs::parse(host.prefs()).value().snapshot();
  CHECK_FALSE(tailmend::report_leftover(snapshot, host.prefs()));
  host.route_all = false;
  host.hostname = "";
  CHECK(tailmend::report_leftover(snapshot, host.prefs()).value() ==
        "an interrupted up-reset left RouteAll, Hostname at the default; to restore: sudo tailscale set "
        "--accept-routes=true --hostname=edge");
  CHECK(tailmend::report_leftover("junk", host.prefs()).value().find("cannot be read") != std::string::npos);
  CHECK(tailmend::report_leftover(snapshot, "").value().find("cannot be read") != std::string::npos);
}
