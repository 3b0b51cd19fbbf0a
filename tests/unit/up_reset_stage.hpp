// tailscaled, its CLI and the disk, as far as the remedy up-reset sees them.
#pragma once
#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "daemon/base/fault.hpp"
#include "daemon/base/loop.hpp"
#include "daemon/base/token.hpp"
#include "daemon/hands/up_reset.hpp"
#include "tests/support/catch.hpp"

namespace tailmend::testing {

using namespace std::chrono_literals;

struct Host {
  Loop loop;
  std::string state = "Running";
  bool route_all = true;
  bool want_running = true;
  std::string hostname = "edge";
  std::string node = "n1";
  std::optional<std::string> kept;
  std::vector<std::string> did;

  watch::Answer status_answer = watch::Answer::answered;
  watch::Answer prefs_answer = watch::Answer::answered;
  int unreadable_after = 0;  // readings of the preferences that fail once the CLI ran
  watch::Answer patch_answer = watch::Answer::answered;
  watch::Answer start_answer = watch::Answer::answered;
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
    return std::make_shared<Source>(std::move(source.value()));
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

  UpResetHands hands() {
    return {
        .status_text = [this](auto call) {
          return later("status", [this, call] { call(status_answer, fmt::format(R"({{"BackendState":"{}"}})", state)); });
        },
        .prefs_text = [this](auto call) {
          return later("prefs", [this, call] {
            if (ran && unreadable_after-- > 0) return call(watch::Answer::timed_out, "");
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
        .save_snapshot = [this](std::string_view text) -> Expected<void> {
          did.emplace_back("save");
          if (save_error != 0) return std::unexpected(fault("write", save_error));
          kept = std::string(text);
          return {};
        },
        .load_snapshot = [this]() -> Expected<std::string> {
          if (!kept) return std::unexpected(fault("open", ENOENT));
          return *kept;
        },
        .clear_snapshot = [this]() -> Expected<void> {
          did.emplace_back("clear");
          kept.reset();
          return {};
        }};
  }
  bool has_done(std::string_view what) const { return std::find(did.begin(), did.end(), what) != did.end(); }
};

struct Told {
  watch::Outcome outcome;
  std::string detail;
};
inline Told mend(Host& host, watch::Duration limit = 20s) {
  UpReset up_reset(host.loop, host.hands(), {});
  std::optional<Told> told;
  int ends = 0;
  const Token token = up_reset.run(limit, [&](watch::Outcome outcome, std::string detail) {
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

}  // namespace tailmend::testing
