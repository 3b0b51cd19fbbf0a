// Preferences before and after `up --reset`: what it took is put back, and what a person changed stays.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/hands/up_flags.hpp"
#include "libwatch/dice.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/up_flags_stage.hpp"

using namespace tailmend::testing;
using tailmend::UpPrefs;

namespace {
std::string quoted(const std::string& text) { return "\"" + text + "\""; }
std::string list(const std::string& joined) {
  if (joined.empty()) return "null";
  std::string text = "[\"";
  for (const char c : joined) text += c == ',' ? std::string("\",\"") : std::string(1, c);
  return text + "\"]";
}

// What the CLI's Running path does with the flags that it was given (prefsFromUpArgs, updatePrefs): everything that is
// not said goes to its default, and the rest of the preferences stays.
Fields after_reset(const Fields& before, const std::vector<std::string>& argv) {
  std::map<std::string, std::string> flags;
  for (const auto& argument : argv) {
    if (!argument.starts_with("--") || argument.find('=') == std::string::npos) continue;
    const auto equals = argument.find('=');
    flags[argument.substr(2, equals - 2)] = argument.substr(equals + 1);
  }
  const auto get = [&](const std::string& name, const std::string& otherwise) {
    const auto at = flags.find(name);
    return at == flags.end() ? otherwise : at->second;
  };
  Fields after = before;
  for (const auto& [name, value] : defaults())
    if (name != "RunWebClient" && name != "AutoUpdate" && name != "AdvertiseServices" && name != "Config") after[name] = value;
  after["ControlURL"] = quoted(get("login-server", "https://controlplane.tailscale.com"));
  after["RouteAll"] = get("accept-routes", "false");
  after["CorpDNS"] = get("accept-dns", "true");
  const auto exit = get("exit-node", "");
  after.erase("AutoExitNode");
  if (exit.starts_with("auto:"))
    after["AutoExitNode"] = quoted(exit.substr(5));
  else
    after["ExitNodeIP"] = quoted(exit);
  after["ExitNodeAllowLANAccess"] = get("exit-node-allow-lan-access", "false");
  after["ShieldsUp"] = get("shields-up", "false");
  after["RunSSH"] = get("ssh", "false");
  after["AdvertiseTags"] = list(get("advertise-tags", ""));
  after["Hostname"] = quoted(get("hostname", ""));
  auto routes = get("advertise-routes", "");
  if (get("advertise-exit-node", "false") == "true") routes += std::string(routes.empty() ? "" : ",") + "0.0.0.0/0,::/0";
  after["AdvertiseRoutes"] = list(routes);
  after["AppConnector"] = fmt::format(R"({{"Advertise":{}}})", get("advertise-connector", "false"));
  after["PostureChecking"] = get("report-posture", "false");
  after["OperatorUser"] = quoted(get("operator", ""));
  after["NoSNAT"] = get("snat-subnet-routes", "true") == "true" ? "false" : "true";
  after["NoStatefulFiltering"] = get("stateful-filtering", "false") == "true" ? "false" : "true";
  const std::map<std::string, std::string> modes{{"off", "0"}, {"nodivert", "1"}, {"on", "2"}};
  after["NetfilterMode"] = modes.at(get("netfilter-mode", "on"));
  return after;
}

Fields random_fields(watch::Dice& dice) {
  const auto truth = [&] { return dice.below(2) == 0 ? "false" : "true"; };
  Fields fields = defaults();
  for (const char* name : {"RouteAll", "CorpDNS", "ShieldsUp", "RunSSH", "PostureChecking", "NoSNAT"}) fields[name] = truth();
  if (dice.below(3) == 0) fields["ControlURL"] = R"("https://headscale.example.org:8443")";
  if (dice.below(2) == 0) fields["OperatorUser"] = R"("ops")";
  if (dice.below(2) == 0) fields["Hostname"] = R"("edge-7")";
  if (dice.below(2) == 0) fields["AdvertiseTags"] = R"(["tag:edge","tag:a-b"])";
  switch (dice.below(4)) {
    case 0: fields["AdvertiseRoutes"] = R"(["10.77.0.0/24","192.168.1.0/24"])"; break;
    case 1: fields["AdvertiseRoutes"] = R"(["0.0.0.0/0","::/0"])"; break;
    case 2: fields["AdvertiseRoutes"] = R"(["::/0","fd00:1::/64","0.0.0.0/0"])"; break;
    default: break;
  }
  switch (dice.below(4)) {
    case 0: fields["ExitNodeIP"] = R"("100.64.0.9")"; break;
    case 1: fields["AutoExitNode"] = R"("any")"; break;
    case 2: fields["ExitNodeID"] = R"("nExit")"; break;
    default: break;
  }
  fields["ExitNodeAllowLANAccess"] = truth();
  fields["AppConnector"] = fmt::format(R"({{"Advertise":{}}})", truth());
  fields["NetfilterMode"] = std::to_string(dice.below(3));
  switch (dice.below(3)) {
    case 0: fields["NoStatefulFiltering"] = "false"; break;
    case 1: fields["NoStatefulFiltering"] = "null"; break;
    default: break;
  }
  if (dice.below(4) == 0) fields.erase("NoStatefulFiltering");
  fields["RunWebClient"] = truth();
  return fields;
}
}  // namespace

TEST_CASE("whatever the preferences, up --reset with their flags and the putting back leave them as they were") {
  watch::Dice dice(watch::Seed{3});
  for (int turn = 0; turn < 3000; ++turn) {
    const auto before = random_fields(dice);
    CAPTURE(turn, json(before));
    const auto then = prefs(before);
    const auto argv = tailmend::up_arguments(then, {.exit_address = exit_ip}).value();
    auto after = after_reset(before, argv);
    const auto difference = compare(then, prefs(after), exit_ip);
    CHECK(difference.changed.empty());
    // A patch names each field with its value before; apply it as tailscaled does.
    for (const auto taken : difference.taken) {
      const std::string name(taken);
      CHECK(difference.patch.find(fmt::format("\"{}Set\":true", name)) != std::string::npos);
      const auto at = before.find(name);
      after[name] = at == before.end() ? R"("")" : at->second;
    }
    const auto settled = compare(then, prefs(after), exit_ip);
    REQUIRE(settled.taken.empty());
    REQUIRE(settled.changed.empty());
    REQUIRE(prefs(after).snapshot() == then.snapshot());
  }
}

TEST_CASE("what a bare up --reset would take is found and put back, and nothing else") {
  Fields before = defaults();
  before["RouteAll"] = "true";
  before["AdvertiseTags"] = R"(["tag:edge"])";
  before["AdvertiseRoutes"] = R"(["10.77.0.0/24"])";
  before["ExitNodeID"] = R"("nExit")";
  before["NoSNAT"] = "true";
  const auto after = after_reset(before, {"tailscale", "up", "--reset"});
  const auto difference = compare(prefs(before), prefs(after), exit_ip);
  CHECK(difference.changed.empty());
  CHECK(difference.patch == R"({"RouteAll":true,"RouteAllSet":true,"ExitNodeID":"nExit","ExitNodeIDSet":true,)"
                            R"("ExitNodeIP":"","ExitNodeIPSet":true,"AutoExitNode":"","AutoExitNodeSet":true,)"
                            R"("AdvertiseTags":["tag:edge"],"AdvertiseTagsSet":true,)"
                            R"("AdvertiseRoutes":["10.77.0.0/24"],"AdvertiseRoutesSet":true,"NoSNAT":true,"NoSNATSet":true})");
  CHECK(difference.command == "sudo tailscale set --accept-routes=true --exit-node=100.64.0.5 "
                              "--advertise-routes=10.77.0.0/24 --advertise-exit-node=false --snat-subnet-routes=false, "
                              "and by hand: AdvertiseTags");
}

TEST_CASE("what a person changed meanwhile stays, also WantRunning and another exit node") {
  Fields before = defaults();
  before["RouteAll"] = "true";
  before["ExitNodeID"] = R"("nExit")";
  before["Hostname"] = R"("edge")";
  Fields after = before;
  after["WantRunning"] = "false";
  after["ExitNodeID"] = R"("nOther")";
  after["Hostname"] = R"("kiosk")";
  after["ShieldsUp"] = "true";
  const auto difference = compare(prefs(before), prefs(after), exit_ip);
  CHECK(difference.taken.empty());
  CHECK(difference.patch.empty());
  CHECK(std::find(difference.changed.begin(), difference.changed.end(), "Hostname") != difference.changed.end());
  CHECK(std::find(difference.changed.begin(), difference.changed.end(), "ShieldsUp") != difference.changed.end());
  CHECK(std::find(difference.changed.begin(), difference.changed.end(), "ExitNodeID") != difference.changed.end());
  CHECK_FALSE(prefs(after).want_running());
}

TEST_CASE("another profile is another's: nothing is put back") {
  Fields before = defaults();
  before["RouteAll"] = "true";
  Fields after = defaults();
  after["Config"] = R"({"NodeID":"n2"})";
  const auto difference = compare(prefs(before), prefs(after), "");
  CHECK_FALSE(difference.same_profile);
  CHECK(difference.patch.empty());
  CHECK(difference.command.empty());
}

TEST_CASE("preferences without a flag are put back only where all of them were replaced at once") {
  Fields before = defaults();
  before["RunWebClient"] = "true";
  before["AutoUpdate"] = R"({"Check":false,"Apply":true})";
  before["RelayServerPort"] = "7777";
  Fields after = before;
  after["RunWebClient"] = "false";
  auto difference = compare(prefs(before), prefs(after), "");
  CHECK(difference.taken.empty());
  CHECK(difference.changed == std::vector<std::string_view>{"RunWebClient"});
  after = defaults();
  difference = compare(prefs(before), prefs(after), "");
  CHECK(difference.patch == R"({"RunWebClient":true,"RunWebClientSet":true,"AutoUpdate":{"Check":false,"Apply":true},)"
                            R"("AutoUpdateSet":{"CheckSet":true,"ApplySet":true},"RelayServerPort":7777,"RelayServerPortSet":true})");
}

TEST_CASE("the control server is never put back, for the CLI never takes it") {
  Fields before = defaults();
  before["ControlURL"] = R"("https://headscale.example.org")";
  const auto difference = compare(prefs(before), prefs(defaults()), "");
  CHECK(difference.patch.empty());
  CHECK(difference.changed == std::vector<std::string_view>{"ControlURL"});
}

TEST_CASE("a snapshot holds no key and comes back as it was") {
  watch::Dice dice(watch::Seed{5});
  for (int turn = 0; turn < 200; ++turn) {
    const auto before = prefs(random_fields(dice));
    const auto kept = before.snapshot();
    CHECK(kept.find("secret") == std::string::npos);
    CHECK(kept.find("privkey") == std::string::npos);
    const auto back = UpPrefs::parse(kept).value();
    REQUIRE(back.snapshot() == kept);
    REQUIRE(back.node() == "n1");
    const auto difference = compare(before, back, "");
    REQUIRE(difference.taken.empty());
    REQUIRE(difference.changed.empty());
  }
}
