#include "daemon/hands/up_flags.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/unit/up_flags_stage.hpp"

using namespace tailmend::testing;
using tailmend::UpPrefs;

namespace {
bool has(const std::vector<std::string>& argv, std::string_view flag) {
  return std::find(argv.begin(), argv.end(), flag) != argv.end();
}
}  // namespace

TEST_CASE("every flag of the user's preferences is said, and how long to wait") {
  Fields fields = defaults();
  fields["RouteAll"] = "true";
  fields["CorpDNS"] = "false";
  fields["ExitNodeIP"] = R"("100.64.0.9")";
  fields["ExitNodeAllowLANAccess"] = "true";
  fields["RunSSH"] = "true";
  fields["AdvertiseTags"] = R"(["tag:a","tag:b"])";
  fields["Hostname"] = R"("edge")";
  fields["OperatorUser"] = R"("ops")";
  fields["AdvertiseRoutes"] = R"(["10.77.0.0/24","0.0.0.0/0","::/0"])";
  fields["NoSNAT"] = "true";
  fields["NoStatefulFiltering"] = "false";
  fields["NetfilterMode"] = "1";
  const auto argv = tailmend::up_arguments(prefs(fields), {.cli = "/usr/bin/tailscale", .socket = "/run/t.sock"}).value();
  CHECK(argv == std::vector<std::string>{"/usr/bin/tailscale", "--socket=/run/t.sock", "up", "--reset",
                                         "--exit-node=100.64.0.9", "--login-server=https://controlplane.tailscale.com",
                                         "--accept-routes=true", "--accept-dns=false", "--exit-node-allow-lan-access=true",
                                         "--shields-up=false", "--ssh=true", "--advertise-tags=tag:a,tag:b",
                                         "--hostname=edge", "--advertise-routes=10.77.0.0/24", "--advertise-exit-node=true",
                                         "--advertise-connector=false", "--report-posture=false", "--operator=ops",
                                         "--snat-subnet-routes=false", "--stateful-filtering=true",
                                         "--netfilter-mode=nodivert", "--timeout=30s", "--accept-risk=lose-ssh"});
}

TEST_CASE("preferences that are missing, strange or cannot be said in flags forbid up-reset") {
  for (const auto& [name, value] :
       std::multimap<std::string, std::string>{{"RouteAll", "1"}, {"RouteAll", "null"}, {"NetfilterMode", "3"},
                                          {"NetfilterMode", R"("on")"}, {"AdvertiseTags", "[]"}, {"AdvertiseTags", "[1]"},
                                          {"AdvertiseTags", R"(["a,b"])"}, {"AdvertiseRoutes", R"(["0.0.0.0/0"])"},
                                          {"Hostname", R"("a b")"}, {"Hostname", R"("a\u0007")"}, {"WantRunning", "null"},
                                          {"AppConnector", R"({"Advertise":true,"More":1})"}, {"ControlURL", "{}"}}) {
    Fields fields = defaults();
    fields[name] = value;
    const auto parsed = UpPrefs::parse(json(fields));
    CAPTURE(name, value);
    REQUIRE_FALSE(parsed);
    CHECK(to_string(parsed.error()).find(name) != std::string::npos);
  }
  for (const auto& [name, value] : defaults()) {
    if (name == "Config" || name == "AppConnector" || name == "PostureChecking" || name == "NoStatefulFiltering" ||
        name == "RunWebClient" || name == "AutoUpdate" || name == "AdvertiseServices")
      continue;
    Fields fields = defaults();
    fields.erase(name);
    CAPTURE(name);
    CHECK_FALSE(UpPrefs::parse(json(fields)));
  }
  for (const std::string& text : {std::string(), std::string("null"), std::string("[]"), std::string("{}"), std::string("{"),
                                  std::string("{\"RouteAll\":true"), json(defaults()) + "x", std::string(300'000, ' '),
                                  "{\"RouteAll\":true,\"RouteAll\":false}" + std::string()})
    CHECK_FALSE(UpPrefs::parse(text));
}

TEST_CASE("cut anywhere, preferences are refused") {
  const auto whole = json(defaults());
  for (std::size_t size = 0; size + 2 < whole.size(); ++size) REQUIRE_FALSE(UpPrefs::parse(whole.substr(0, size)));
}

TEST_CASE("an exit node known by its id alone needs its address") {
  Fields fields = defaults();
  fields["ExitNodeID"] = R"("nExit")";
  CHECK(prefs(fields).needs_exit_address());
  CHECK_FALSE(tailmend::up_arguments(prefs(fields), {}));
  CHECK(has(tailmend::up_arguments(prefs(fields), {.exit_address = exit_ip}).value(), "--exit-node=100.64.0.5"));
  CHECK(tailmend::exit_address(R"({"Version":"1","ExitNodeStatus":{"ID":"n","TailscaleIPs":["100.64.0.5/32","fd7a::5/128"]}})") ==
        "100.64.0.5");
  CHECK(tailmend::exit_address(R"({"Version":"1"})").empty());
  CHECK(tailmend::exit_address("junk").empty());
}

TEST_CASE("a flag that an older CLI does not know is left out only where that changes nothing") {
  constexpr const char* complaint = "flag provided but not defined: -report-posture\nUSAGE\n  tailscale up [flags]\n";
  Fields fields = defaults();
  auto argv = tailmend::up_arguments(prefs(fields), {}).value();
  const auto shorter = without_unknown_flag(prefs(fields), argv, complaint);
  CHECK(shorter.size() + 1 == argv.size());
  CHECK_FALSE(has(shorter, "--report-posture=false"));
  CHECK(without_unknown_flag(prefs(fields), shorter, complaint).empty());
  CHECK(without_unknown_flag(prefs(fields), argv, "something else").empty());
  CHECK(without_unknown_flag(prefs(fields), argv, "flag provided but not defined: -timeout").empty());
  fields["PostureChecking"] = "true";
  argv = tailmend::up_arguments(prefs(fields), {}).value();
  CHECK(without_unknown_flag(prefs(fields), argv, complaint).empty());
}
