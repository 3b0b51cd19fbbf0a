#include "daemon/hands/up_reset.hpp"

#include <cerrno>
#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/unit/up_reset_stage.hpp"

using namespace std::chrono_literals;
using namespace tailmend::testing;
using tailmend::Token;
using tailmend::UpReset;
using watch::Answer;
using watch::Outcome;

TEST_CASE("up-reset keeps the preferences, runs the CLI, dials anew, compares, and forgets what it kept") {
  Host host;
  const auto told = mend(host);
  CHECK(told.outcome == Outcome::done);
  CHECK(told.detail == "up --reset with the same flags, and control dialled anew");
  CHECK(host.did == std::vector<std::string>{"status", "prefs", "save", "run", "start", "prefs", "clear"});
}

TEST_CASE("what --reset took is put back, and named") {
  Host host;
  host.forgetful = true;
  const auto told = mend(host);
  CHECK(told.outcome == Outcome::done);
  CHECK(told.detail.find("put back: RouteAll") != std::string::npos);
  CHECK(host.route_all);
  CHECK_FALSE(host.kept);
}

TEST_CASE("what a person changes meanwhile is a person's") {
  Host host;
  host.meanwhile = [&] { host.hostname = "kiosk"; };
  CHECK(mend(host).outcome == Outcome::done);
  CHECK(host.hostname == "kiosk");
  Host off;
  off.meanwhile = [&] { off.want_running = false; };
  const auto told = mend(off);
  CHECK(told.outcome == Outcome::contradicted);
  CHECK_FALSE(off.want_running);
  Host other;
  other.meanwhile = [&] {
    other.node = "n2";
    other.route_all = false;
  };
  CHECK(mend(other).outcome == Outcome::contradicted);
  CHECK_FALSE(other.route_all);
  for (const auto* host_of : {&host, &off, &other})
    for (const auto& did : host_of->did) CHECK_FALSE(did.starts_with("patch"));
}

TEST_CASE("without a Running tailscaled, readable preferences and room to keep them nothing is run") {
  struct Case {
    std::function<void(Host&)> harm;
    Outcome outcome;
  };
  for (const auto& it : {Case{[](Host& host) { host.state = "Starting"; }, Outcome::unavailable},
                         Case{[](Host& host) { host.state = "NeedsLogin"; }, Outcome::unavailable},
                         Case{[](Host& host) { host.status_answer = Answer::refused; }, Outcome::failed},
                         Case{[](Host& host) { host.prefs_answer = Answer::timed_out; }, Outcome::failed},
                         Case{[](Host& host) { host.prefs_answer = Answer::forbidden; }, Outcome::unavailable},
                         Case{[](Host& host) { host.hostname = "no\\u0000body"; }, Outcome::unavailable},
                         Case{[](Host& host) { host.want_running = false; }, Outcome::contradicted},
                         Case{[](Host& host) { host.save_error = ENOSPC; }, Outcome::failed}}) {
    Host host;
    it.harm(host);
    CHECK(mend(host).outcome == it.outcome);
    CHECK_FALSE(host.ran);
    CHECK_FALSE(host.has_done("start"));
  }
}

TEST_CASE("a CLI that fails is a failure, with its words unless they hold a URL, and preferences are compared all the same") {
  Host host;
  host.cli = {.well = false, .how = "exit code 1", .output = "can't change --login-server without --force-reauth\n"};
  host.meanwhile = [&] { host.route_all = false; };
  auto told = mend(host);
  CHECK(told.outcome == Outcome::failed);
  CHECK(told.detail.find("can't change") != std::string::npos);
  CHECK(host.route_all);
  CHECK_FALSE(host.has_done("start"));
  Host url;
  url.cli = {.well = false, .how = "exit code 1", .output = "visit https://login.example/a/secret\n"};
  told = mend(url);
  CHECK(told.detail == "tailscale up --reset: exit code 1");
}

TEST_CASE("an older CLI is asked again without the flag that it does not know, a few times") {
  Host host;
  host.unknown = {"report-posture", "advertise-connector"};
  CHECK(mend(host).outcome == Outcome::done);
  CHECK(host.cli_runs == 3);
  Host strange;
  strange.unknown = {"accept-routes"};  // set here: without it --reset would take it
  CHECK(mend(strange).outcome == Outcome::failed);
  CHECK(strange.cli_runs == 1);
}

TEST_CASE("a reconnection that fails is no success") {
  Host host;
  host.start_answer = Answer::timed_out;
  const auto told = mend(host);
  CHECK(told.outcome == Outcome::failed);
  CHECK(told.detail.find("the reconnection did not") != std::string::npos);
}

TEST_CASE("preferences that cannot be read for a moment after the run are asked for again") {
  Host host;
  host.forgetful = true;
  host.unreadable_after = 1;
  CHECK(mend(host).outcome == Outcome::done);
  CHECK(host.route_all);
}

TEST_CASE("whatever hangs, it ends within its limit, and the preferences of before are kept from the CLI's run on") {
  for (const char* call : {"status", "prefs", "run", "start"}) {
    Host host;
    host.hangs = call;
    const auto told = mend(host, 100ms);
    CAPTURE(call);
    CHECK(told.outcome == Outcome::failed);
    CHECK(host.kept.has_value() == (host.has_done("save")));
  }
}

TEST_CASE("dropped at any step, nothing more is done and nobody is told") {
  for (int turns = 0; turns < 8; ++turns) {
    Host host;
    UpReset up_reset(host.loop, host.hands(), {});
    bool told = false;
    Token token = up_reset.run(20s, [&](Outcome, const std::string&) { told = true; });
    for (int i = 0; i < turns && !told; ++i) REQUIRE(host.loop.turn(0s));
    if (told) break;
    token.reset();
    const auto done = host.did.size();
    for (int i = 0; i < 10; ++i) REQUIRE(host.loop.turn(0s));
    CHECK(host.did.size() == done);
    CHECK_FALSE(told);
  }
}
