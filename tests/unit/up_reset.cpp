#include "daemon/hands/up_reset.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "tests/support/catch.hpp"

using namespace std::chrono_literals;
using tailmend::CliEnd;
using tailmend::Loop;
using tailmend::Token;
using tailmend::UpReset;
using watch::Answer;
using watch::Outcome;

namespace {
// tailscaled, its CLI and the disk, as far as this remedy sees them.
struct Host {
  Loop loop;
  std::string state = "Running";
  bool route_all = true;
  bool want_running = true;
  std::string hostname = "edge";
  std::string node = "n1";
  std::optional<std::string> kept;
  std::vector<std::string> did;

  Answer status_answer = Answer::answered;
  Answer prefs_answer = Answer::answered;
  int unreadable_after = 0;  // readings of the preferences that fail once the CLI ran
  Answer patch_answer = Answer::answered;
  Answer start_answer = Answer::answered;
  bool patch_works = true;
  CliEnd cli{.well = true, .how = "exit code 0", .output = {}};
  std::vector<std::string> unknown;  // flags that this CLI does not know
  bool forgetful = false;            // a CLI that loses accept-routes
  std::function<void()> meanwhile;   // a person, while the CLI runs
  int save_error = 0;
  std::string hangs;  // a call that is never answered
  bool ran = false;
  int cli_runs = 0;

  [[nodiscard]] std::string prefs() const {
    return fmt::format(
        R"({{"ControlURL":"https://controlplane.tailscale.com","RouteAll":{},"CorpDNS":true,"ExitNodeID":"","ExitNodeIP":"",)"
        R"("ExitNodeAllowLANAccess":false,"ShieldsUp":false,"RunSSH":false,"AdvertiseTags":null,"Hostname":"{}",)"
        R"("AdvertiseRoutes":null,"NoSNAT":false,"NoStatefulFiltering":true,"NetfilterMode":2,"WantRunning":{},)"
        R"("RunWebClient":true,"Config":{{"PrivateNodeKey":"privkey:00","NodeID":"{}"}}}})",
        route_all, hostname, want_running, node);
  }

  Token later(const std::string& what, std::function<void()> call) {
    did.push_back(what);
    if (what == hangs) return nullptr;
    auto source = loop.soon(std::move(call));
    return std::make_shared<tailmend::Source>(std::move(source.value()));
  }
  void run_cli(const std::vector<std::string>& argv) {
    ran = true;
    ++cli_runs;
    if (meanwhile) meanwhile();
    for (const auto& flag : unknown)
      if (std::any_of(argv.begin(), argv.end(), [&](const auto& it) { return it.starts_with("--" + flag + "="); })) {
        cli = {.well = false, .how = "exit code 2", .output = "flag provided but not defined: -" + flag + "\nUSAGE\n"};
        return;
      }
    if (!unknown.empty()) cli = {.well = true, .how = {}, .output = {}};
    if (cli.well && forgetful) route_all = false;
  }

  tailmend::UpResetHands hands() {
    return {
        .status_text = [this](auto call) {
          return later("status", [this, call] { call(status_answer, fmt::format(R"({{"BackendState":"{}"}})", state)); });
        },
        .prefs_text = [this](auto call) {
          return later("prefs", [this, call] {
            if (ran && unreadable_after-- > 0) return call(Answer::timed_out, "");
            call(prefs_answer, prefs());
          });
        },
        .patch_prefs = [this](std::string body, auto call) {
          return later("patch " + body, [this, body, call] {
            if (patch_works && body == R"({"RouteAll":true,"RouteAllSet":true})") route_all = true;
            call(patch_answer, prefs());
          });
        },
        .start = [this](auto call) { return later("start", [this, call] { call(start_answer); }); },
        .run = [this](std::vector<std::string> argv, auto call) {
          return later("run", [this, argv, call] {
            run_cli(argv);
            call(cli);
          });
        },
        .save_snapshot = [this](std::string_view text) -> tailmend::Expected<void> {
          did.emplace_back("save");
          if (save_error != 0) return std::unexpected(tailmend::fault("write", save_error));
          kept = std::string(text);
          return {};
        },
        .load_snapshot = [this]() -> tailmend::Expected<std::string> {
          if (!kept) return std::unexpected(tailmend::fault("open", ENOENT));
          return *kept;
        },
        .clear_snapshot = [this]() -> tailmend::Expected<void> {
          did.emplace_back("clear");
          kept.reset();
          return {};
        }};
  }
  bool has_done(std::string_view what) const { return std::find(did.begin(), did.end(), what) != did.end(); }
};

struct Told {
  Outcome outcome;
  std::string detail;
};
Told mend(Host& host, watch::Duration limit = 20s) {
  UpReset up_reset(host.loop, host.hands(), {});
  std::optional<Told> told;
  int ends = 0;
  const Token token = up_reset.run(limit, [&](Outcome outcome, std::string detail) {
    told = Told{outcome, std::move(detail)};
    ++ends;
  });
  REQUIRE_FALSE(told);
  const auto last = host.loop.now() + 30s;
  while (!told && host.loop.now() < last) REQUIRE(host.loop.turn(100ms));
  while (host.loop.turn(0s).value()) {
  }
  REQUIRE(ends == 1);
  return *told;
}
}  // namespace

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
