#include "daemon/config/config.hpp"

#include <chrono>
#include <string>
#include <vector>

#include "daemon/config/config_keys.hpp"
#include "daemon/config/config_text.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/config_stage.hpp"

using namespace tailmend;
using namespace tailmend::testing;
using namespace std::chrono_literals;

TEST_CASE("without a file the presets are in force") {
  const ConfigFolder folder;
  const auto settings = folder.read();
  REQUIRE(settings.has_value());
  CHECK(settings->policy == watch::Policy{});
  CHECK(settings->outputs == Outputs{});
  CHECK(settings->files.empty());
  CHECK(folder.mistakes(Presence::required) == Lines{"tailmend.toml:0:0 does not exist (to begin one: tailmend config example)"});
}

TEST_CASE("the shortest useful file names one target") {
  const auto settings = read_config_text("[[target]]\nname = \"plc\"\naddress = \"10.77.0.10:502\"\n", "t.toml");
  REQUIRE(settings.has_value());
  REQUIRE(settings->policy.targets.size() == 1);
  CHECK(settings->policy.targets[0] == watch::Target{.name = "plc", .address = "10.77.0.10:502"});
}

TEST_CASE("every key arrives where it belongs") {
  const auto settings = read_config_text(R"(
mode = "observe"
heartbeat = "30s"
steps = ["ping", "up-reset", "restart"]
[[target]]
name = "plc"
address = "[2001:db8::10]:502"
timeout = "2s"
hold = "0s"
send = [0x00, 0x01, 0xff]
expect = "ok\n"
refused = "alive"
[[target]]
name = "hmi"
address = "hmi.example:443"
proxy = "socks5h://[::1]:1055"
via = "hall-3"
[tailscale]
socket = "/run/ts.sock"
unit = "ts.service"
cli = "/opt/tailscale"
interface = "ts0"
restart_command = ["rc-service", "tailscale", "restart"]
advertises = ["10.88.0.0/24", "fd00:88::/64"]
[[uplink]]
match = "wwan*"
heartbeat = "5m"
[wan]
anchors = ["192.0.2.1:443", "[2001:db8::1]:443"]
[debounce]
quiet = "500ms"
max = "5s"
[grace]
mild = "1s"
hard = "2s"
[backoff]
first = "3s"
max = "20m"
[hard]
spread = "0s"
restarts_per_hour = 0
up_resets_per_hour = 7
ssh_sessions = "forbid"
ssh_ports = [22, 65535]
[metrics]
file = "/srv/tailmend.prom"
listen = "[::1]:9473"
[hooks]
folder = "/srv/hooks"
timeout = "45s"
)",
                                         "t.toml");
  REQUIRE(settings.has_value());
  using enum watch::Remedy;
  const watch::Policy expected{.mode = watch::Mode::observe,
                               .targets = {{.name = "plc",
                                            .address = "[2001:db8::10]:502",
                                            .timeout = 2s,
                                            .hold = 0s,
                                            .refused = watch::Refusal::is_alive,
                                            .send = std::string("\0\1\xff", 3),
                                            .expect = "ok\n"},
                                           {.name = "hmi",
                                            .address = "hmi.example:443",
                                            .proxy = "[::1]:1055",
                                            .via = "hall-3"}},
                               .uplinks = {{.match = "wwan*", .heartbeat = 5min}},
                               .anchors = {"192.0.2.1:443", "[2001:db8::1]:443"},
                               .tailscale = {.socket = "/run/ts.sock",
                                             .unit = "ts.service",
                                             .cli = "/opt/tailscale",
                                             .interface = "ts0",
                                             .restart_command = {"rc-service", "tailscale", "restart"},
                                             .advertises = {"10.88.0.0/24", "fd00:88::/64"}},
                               .steps = {ping, up_reset, restart},
                               .heartbeat = 30s,
                               .quiet = 500ms,
                               .quiet_max = 5s,
                               .grace_mild = 1s,
                               .grace_hard = 2s,
                               .backoff_first = 3s,
                               .backoff_max = 20min,
                               .hard_spread = 0s,
                               .restarts_per_hour = 0,
                               .up_resets_per_hour = 7,
                               .ssh_sessions = watch::Courtesy::forbid,
                               .ssh_ports = {22, 65535}};
  CHECK(settings->policy == expected);
  CHECK(settings->outputs == Outputs{.metrics = {.file = "/srv/tailmend.prom", .listen = "[::1]:9473"}, .hooks = {.folder = "/srv/hooks", .timeout = 45s}});
}

TEST_CASE("files of conf.d come after the main file, by name") {
  const ConfigFolder folder;
  folder.write("tailmend.toml",
               "heartbeat = \"20s\"\n[[target]]\nname = \"a\"\naddress = \"10.0.0.1:1\"\n[[target]]\nname = "
               "\"b\"\naddress = \"10.0.0.2:1\"\n");
  folder.write("conf.d/20-b.toml", "[[target]]\nname = \"b\"\naddress = \"10.0.0.9:9\"\n");
  folder.write("conf.d/10-a.toml", "heartbeat = \"30s\"\n[[target]]\nname = \"c\"\naddress = \"10.0.0.3:1\"\n");
  folder.write("conf.d/.hidden.toml", "nonsense");
  folder.write("conf.d/readme.txt", "nonsense");
  const auto settings = folder.read();
  REQUIRE(settings.has_value());
  CHECK(settings->policy.heartbeat == 30s);
  REQUIRE(settings->policy.targets.size() == 3);
  CHECK(settings->policy.targets[0].address == "10.0.0.1:1");
  CHECK(settings->policy.targets[1].address == "10.0.0.9:9");
  CHECK(settings->policy.targets[2].name == "c");
  CHECK(settings->files.size() == 3);
}

TEST_CASE("conntrack stands between reconnect and up-reset") {
  const auto settings = read_config_text("steps = [\"reconnect\", \"conntrack\", \"up-reset\"]", "t.toml");
  REQUIRE(settings.has_value());
  using enum watch::Remedy;
  CHECK(settings->policy.steps == std::vector{reconnect, conntrack, up_reset});
  CHECK(mistakes_in("steps = [\"conntrack\", \"reconnect\"]") ==
        Lines{"1:23 'reconnect' is milder than 'conntrack'; 'steps' goes from mild to hard"});
  CHECK(mistakes_in("steps = [\"up-reset\", \"conntrack\"]") ==
        Lines{"1:22 'conntrack' is milder than 'up-reset'; 'steps' goes from mild to hard"});
}

TEST_CASE("the presets of the table are those of the policy") {
  CHECK(preset_text(*find_key("", "heartbeat")) == "\"10s\"");
  CHECK(preset_text(*find_key("", "steps")) ==
        "[\"ping\", \"kick\", \"rebind\", \"reconnect\", \"conntrack\", \"up-reset\", \"restart\"]");
  CHECK(preset_text(*find_key("hard", "ssh_sessions")) == "\"defer\"");
  CHECK(preset_text(*find_key("hard", "ssh_ports")) == "[22]");
  CHECK(preset_text(*find_key("target", "hold")) == "\"250ms\"");
  CHECK(preset_text(*find_key("hard", "restarts_per_hour")) == "3");
  CHECK(preset_text(*find_key("target", "name")).empty());
  // What a preset says can be written into a file.
  for (const ConfigKey& key : config_keys()) {
    if (key.required) continue;
    const std::string table = key.table.empty()      ? ""
                              : key.table == "target" ? "[[target]]\nname = \"a\"\naddress = \"h:1\"\n"
                                                      : "[" + std::string(key.table) + "]\n";
    INFO(key.table << "." << key.name);
    CHECK(mistakes_in(table + std::string(key.name) + " = " + preset_text(key)).empty());
  }
}
