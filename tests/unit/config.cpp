#include "daemon/config/config.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "daemon/base/handles.hpp"
#include "daemon/base/utf8.hpp"
#include "daemon/config/config_file.hpp"
#include "daemon/config/config_keys.hpp"
#include "daemon/config/config_text.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/folder.hpp"

using namespace tailmend;
using namespace std::chrono_literals;

namespace {

class Folder : public testing::Folder {
 public:
  Folder() { std::filesystem::create_directory(path / "conf.d"); }

  [[nodiscard]] std::filesystem::path main_file() const { return path / "tailmend.toml"; }
  [[nodiscard]] auto read(Presence presence = Presence::optional) const {
    return read_config(main_file(), path / "conf.d", presence);
  }
  // "line:column text" of each mistake.
  [[nodiscard]] std::vector<std::string> mistakes(Presence presence = Presence::optional) const {
    const auto settings = read(presence);
    REQUIRE_FALSE(settings.has_value());
    std::vector<std::string> lines;
    for (const ConfigMistake& each : settings.error()) {
      lines.push_back(std::filesystem::path(each.file).filename().string() + ":" + std::to_string(each.line) + ":" +
                      std::to_string(each.column) + " " + each.text);
    }
    return lines;
  }
};

std::vector<std::string> mistakes_in(std::string_view text) {
  const auto settings = read_config_text(text, "t.toml");
  std::vector<std::string> lines;
  if (settings) return lines;
  for (const ConfigMistake& each : settings.error())
    lines.push_back(std::to_string(each.line) + ":" + std::to_string(each.column) + " " + each.text);
  return lines;
}
using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("without a file the presets are in force") {
  const Folder folder;
  const auto settings = folder.read();
  REQUIRE(settings.has_value());
  CHECK(settings->policy == watch::Policy{});
  CHECK(settings->outputs == Outputs{});
  CHECK(settings->files.empty());
  CHECK(folder.mistakes(Presence::required) == Lines{"tailmend.toml:0:0 does not exist"});
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
  const Folder folder;
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

TEST_CASE("all mistakes of all files are told at once, in the order of files and lines") {
  const Folder folder;
  folder.write("tailmend.toml", "[[target]]\nname = \"plc\"\nadress = \"10.77.0.10:502\"\nhold = \"fast\"\n");
  folder.write("conf.d/10.toml", "heartbeet = \"1s\"\nmode =\n");
  folder.write("conf.d/20.toml", "[tailscal]\nunit = \"x\"\n");
  Lines mistakes = folder.mistakes();
  REQUIRE(mistakes.size() == 4);
  CHECK(mistakes[2].starts_with("10.toml:2:7 not TOML: "));  // the rest is the parser's
  mistakes.erase(mistakes.begin() + 2);
  CHECK(mistakes == Lines{"tailmend.toml:3:1 unknown key 'adress' in [[target]]; did you mean 'address'?",
                          "tailmend.toml:4:8 'hold' is \"fast\"; expected a duration such as \"250ms\" or \"2s\"",
                          "20.toml:1:2 unknown key 'tailscal'; did you mean 'tailscale'?"});
}

TEST_CASE("a key that is required is missed only where nothing similar was meant to be it") {
  CHECK(mistakes_in("[[target]]\nname = \"a\"\n") ==
        Lines{"1:1 [[target]] has no 'address'; expected host and port such as \"10.77.0.10:502\""});
  CHECK(mistakes_in("[[target]]\nnmae = \"a\"\naddress = \"h:1\"\n") ==
        Lines{"2:1 unknown key 'nmae' in [[target]]; did you mean 'name'?"});
}

TEST_CASE("the report of mistakes is short and aligned") {
  const ConfigMistakes two = {
      {"/etc/tailmend/tailmend.toml", 3, 1, "unknown key 'adress' in [[target]]; did you mean 'address'?"},
      {"/etc/tailmend/tailmend.toml", 12, 8, "'hold' is \"fast\"; expected a duration such as \"250ms\" or \"2s\""}};
  CHECK(render(two, default_config) ==
        "tailmend: /etc/tailmend/tailmend.toml has 2 mistakes; nothing was changed\n"
        "  tailmend.toml:3:1    unknown key 'adress' in [[target]]; did you mean 'address'?\n"
        "  tailmend.toml:12:8   'hold' is \"fast\"; expected a duration such as \"250ms\" or \"2s\"");
  const ConfigMistakes far = {{"/etc/tailmend/tailmend.toml", 0, 0, "is a directory; expected a file"},
                              {"/etc/tailmend/conf.d/10.toml", 1, 2, "unknown key 'x'"}};
  CHECK(render(far, default_config, "the old configuration stays in force") ==
        "tailmend: the files of the configuration have 2 mistakes; the old configuration stays in force\n"
        "  tailmend.toml        is a directory; expected a file\n"
        "  conf.d/10.toml:1:2   unknown key 'x'");
  const ConfigMistakes many(60, {"t.toml", 1, 1, "x"});
  const std::string text = render(many, "t.toml");
  CHECK(text.find("t.toml has 60 mistakes") != std::string::npos);
  CHECK(text.ends_with("\n  and 10 more"));
}

TEST_CASE("wrong types and impossible values are told with their place") {
  const std::string target = "[[target]]\nname = \"a\"\naddress = \"h:1\"\n";
  CHECK(mistakes_in("heartbeat = 10") ==
        Lines{"1:13 'heartbeat' is 10; expected a duration such as \"250ms\" or \"2s\""});
  CHECK(mistakes_in("heartbeat = \"0s\"") == Lines{"1:13 'heartbeat' is \"0s\"; expected 1s to 1h"});
  CHECK(mistakes_in("mode = \"off\"") == Lines{"1:8 'mode' is \"off\"; expected \"act\" or \"observe\""});
  CHECK(mistakes_in("steps = []") ==
        Lines{"1:9 'steps' is empty; expected a list of remedies such as [\"ping\", \"restart\"]"});
  CHECK(mistakes_in("steps = \"ping\"") ==
        Lines{"1:9 'steps' is \"ping\"; expected a list of remedies such as [\"ping\", \"restart\"]"});
  CHECK(mistakes_in("steps = [\"ping\", \"upreset\", 3]") ==
        Lines{"1:18 unknown remedy \"upreset\" in 'steps'; did you mean 'up-reset'?",
              "1:29 unknown remedy 3 in 'steps'"});
  CHECK(mistakes_in("steps = [\"ping\", \"ping\"]") == Lines{"1:18 'ping' is twice in 'steps'"});
  CHECK(mistakes_in("steps = [\"restart\", \"ping\"]") ==
        Lines{"1:21 'ping' is milder than 'restart'; 'steps' goes from mild to hard"});
  CHECK(mistakes_in(target + "timeout = \"0s\"\n") == Lines{"4:11 'timeout' is \"0s\"; expected 50ms to 5s"});
  CHECK(mistakes_in(target + "timeout = \"4s\"\nhold = \"2s\"\n") ==
        Lines{"1:1 'timeout' and 'hold' of 'a' are 6s together; a round of evidence ends after 5s"});
  CHECK(mistakes_in(target + "refused = true\n") == Lines{"4:11 'refused' is true; expected \"fail\" or \"alive\""});
  CHECK(mistakes_in(target + "send = [256]\n") ==
        Lines{"4:9 'send' is 256; a list of bytes holds numbers from 0 to 255"});
  CHECK(mistakes_in(target + target) == Lines{"4:1 a second target is called 'a'; the first is at 1:1"});
  CHECK(mistakes_in("[debounce]\nquiet = \"20s\"\n") == Lines{"2:9 'quiet' is 20s, longer than 'max' with 10s"});
  CHECK(mistakes_in("[debounce]\nmax = \"100ms\"\n") == Lines{"2:7 'quiet' is 1s, longer than 'max' with 100ms"});
  CHECK(mistakes_in("[grace]\nhard = \"1s\"\n") == Lines{"2:8 'mild' is 5s, longer than 'hard' with 1s"});
  CHECK(mistakes_in("[hard]\nrestarts_per_hour = -1\n") == Lines{"2:21 'restarts_per_hour' is -1; expected 0 to 60"});
  CHECK(mistakes_in("[hard]\nrestarts_per_hour = 1.5\n") ==
        Lines{"2:21 'restarts_per_hour' is a number with a fraction; expected a whole number"});
  CHECK(mistakes_in("[[uplink]]\nmatch = \"wwan*\"\n") ==
        Lines{"1:1 [[uplink]] has no 'heartbeat'; expected a duration such as \"250ms\" or \"2s\""});
  CHECK(mistakes_in("[wan]\nanchors = [\"derp.example:443\"]\n") ==
        Lines{"2:12 \"derp.example:443\" in 'anchors': expected an address with its port, such as \"192.0.2.1:443\""});
  CHECK(mistakes_in("[tailscale]\nsocket = \"run/ts\"\nunit = \"tailscaled\"\ninterface = \"a-name-too-long-0\"\n") ==
        Lines{"2:10 'socket' is \"run/ts\"; expected an absolute path",
              "3:8 'unit' is \"tailscaled\"; expected a unit with its suffix, such as \"tailscaled.service\"",
              "4:13 'interface' is \"a-name-too-long-0\"; at most 15 bytes are possible"});
}

TEST_CASE("an address needs a host and a port that exist") {
  const auto complaint = [](const std::string& address) {
    const Lines lines = mistakes_in("[[target]]\nname = \"a\"\naddress = \"" + address + "\"\n");
    return lines.empty() ? std::string() : lines.front();
  };
  for (const char* good : {"10.77.0.10:502", "[2001:db8::1]:1", "plc.example:65535", "plc:80", "a_b:1"}) {
    INFO(good);
    CHECK(complaint(good).empty());
  }
  CHECK(complaint("10.77.0.10") == "3:11 'address' is \"10.77.0.10\"; it has no port; write \"10.77.0.10:PORT\"");
  CHECK(complaint("2001:db8::1") == "3:11 'address' is \"2001:db8::1\"; write \"[2001:db8::1]:PORT\"");
  CHECK(complaint("10.77.0.10:0") == "3:11 'address' is \"10.77.0.10:0\"; the port is not a number from 1 to 65535");
  CHECK(complaint("plc:65536") == "3:11 'address' is \"plc:65536\"; the port is not a number from 1 to 65535");
  CHECK(complaint("10.77.0.300:502") ==
        "3:11 'address' is \"10.77.0.300:502\"; \"10.77.0.300\" is neither an address nor a name");
  CHECK(complaint("a b:1") == "3:11 'address' is \"a b:1\"; \"a b\" is neither an address nor a name");
  CHECK(complaint(":1") == "3:11 'address' is \":1\"; it has no host");
  CHECK(complaint("") == "3:11 'address' is \"\"; it must not be empty");
}

TEST_CASE("a proxy is an address or localhost with a port, and nothing else") {
  const auto read = [](const std::string& proxy) {
    return read_config_text("[[target]]\nname = \"a\"\naddress = \"h:1\"\nproxy = \"" + proxy + "\"\n", "t.toml");
  };
  const auto stored = [&](const std::string& proxy) {
    const auto settings = read(proxy);
    return settings ? settings->policy.targets.at(0).proxy : settings.error().front().text;
  };
  CHECK(stored("socks5://127.0.0.1:1055") == "127.0.0.1:1055");
  CHECK(stored("socks5h://127.0.0.1:1055") == "127.0.0.1:1055");
  CHECK(stored("socks5://[::1]:1") == "[::1]:1");
  CHECK(stored("socks5://localhost:65535") == "localhost:65535");
  CHECK(stored("localhost:1055") == "localhost:1055");
  CHECK(stored("").empty());

  const auto complaint = [&](const std::string& proxy) {
    const auto settings = read(proxy);
    REQUIRE_FALSE(settings.has_value());
    REQUIRE(settings.error().size() == 1);
    CHECK((settings.error()[0].line == 4 && settings.error()[0].column == 9));
    return settings.error()[0].text;
  };
  CHECK(complaint("http://127.0.0.1:1055") ==
        "'proxy' is \"http://127.0.0.1:1055\"; only SOCKS5 is possible, such as \"socks5://127.0.0.1:1055\"");
  CHECK(complaint("SOCKS4://127.0.0.1:1055").find("only SOCKS5 is possible") != std::string::npos);
  CHECK(complaint("socks5://127.0.0.1") ==
        "'proxy' is \"socks5://127.0.0.1\"; it has no port; expected an address with its port, such as "
        "\"socks5://127.0.0.1:1055\"");
  CHECK(complaint("socks5://127.0.0.1:0").find("the port is not a number from 1 to 65535, such as") !=
        std::string::npos);
  CHECK(complaint("socks5://127.0.0.1:1055/").find("the port is not a number") != std::string::npos);
  CHECK(complaint("socks5://::1:1055").find("write \"socks5://[::1:1055]:PORT\"") != std::string::npos);
  CHECK(complaint("socks5://proxy.example:1055") ==
        "'proxy' is \"socks5://proxy.example:1055\"; the host is neither an address nor localhost, such as "
        "\"socks5://127.0.0.1:1055\"");
  CHECK(complaint("socks5://0.0.0.0:1055").find("0.0.0.0 is where a proxy listens, not where it is reached") !=
        std::string::npos);
  CHECK(complaint("socks5://:1055").find("neither an address nor localhost") != std::string::npos);
}

TEST_CASE("a proxy's password is refused and never shown") {
  const Lines lines =
      mistakes_in("[[target]]\nname = \"a\"\naddress = \"h:1\"\nproxy = \"socks5://me:s3cret@127.0.0.1:1055\"\n");
  CHECK(lines == Lines{"4:9 'proxy' is \"…@127.0.0.1:1055\"; a user or password is not possible, tailscaled's proxy "
                       "asks for none; expected an address, such as \"socks5://127.0.0.1:1055\""});
}

TEST_CASE("an advertised subnet has its length and no host bits") {
  const auto complaints = [](const std::string& list) { return mistakes_in("[tailscale]\nadvertises = " + list + "\n"); };
  CHECK(complaints("[\"0.0.0.0/0\", \"10.88.0.1/32\", \"fd00::/8\"]").empty());
  CHECK(complaints("[\"10.88.0.7/24\", \"fd00::1/64\"]") ==
        Lines{"2:15 \"10.88.0.7/24\" in 'advertises': it has host bits set; write \"10.88.0.0/24\"",
              "2:31 \"fd00::1/64\" in 'advertises': it has host bits set; write \"fd00::/64\""});
  CHECK(complaints("[\"10.88.0.1\"]") ==
        Lines{"2:15 \"10.88.0.1\" in 'advertises': it has no length; write \"10.88.0.1/32\""});
  CHECK(complaints("[\"10.88.0.0/33\"]") ==
        Lines{"2:15 \"10.88.0.0/33\" in 'advertises': expected a subnet, such as \"10.77.0.0/24\""});
  CHECK(complaints("[\"\"]") == Lines{"2:15 \"\" in 'advertises': expected a subnet, such as \"10.77.0.0/24\""});
  CHECK(complaints("\"10.88.0.0/24\"") ==
        Lines{"2:14 'advertises' is \"10.88.0.0/24\"; expected a list of subnets such as [\"10.77.0.0/24\"]"});
  std::string many;
  for (int i = 0; i < 33; ++i) many += "\"10.0." + std::to_string(i) + ".0/24\", ";
  CHECK(complaints("[" + many + "]") == Lines{"2:14 'advertises' has more than 32 items"});
}

TEST_CASE("what ssh sessions do, and where they arrive") {
  CHECK(mistakes_in("[hard]\nssh_sessions = \"wait\"\n") ==
        Lines{"2:16 'ssh_sessions' is \"wait\"; expected \"defer\", \"forbid\" or \"ignore\""});
  CHECK(mistakes_in("[hard]\nssh_ports = 22\n") ==
        Lines{"2:13 'ssh_ports' is 22; expected a list of ports such as [22]"});
  CHECK(mistakes_in("[hard]\nssh_ports = [0, 22, 65536, \"ssh\"]\n") ==
        Lines{"2:14 an item of 'ssh_ports' is 0; expected a port from 1 to 65535",
              "2:21 an item of 'ssh_ports' is 65536; expected a port from 1 to 65535",
              "2:28 an item of 'ssh_ports' is \"ssh\"; expected a port from 1 to 65535"});
  CHECK(mistakes_in("[hard]\nssh_ports = [1,2,3,4,5,6,7,8,9]\n") ==
        Lines{"2:13 'ssh_ports' has more than 8 items"});
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

TEST_CASE("metrics go into a file, and to this host alone") {
  const auto complaint = [](const std::string& line) {
    const Lines lines = mistakes_in("[metrics]\n" + line + "\n");
    return lines.empty() ? std::string() : lines.front();
  };
  for (const char* good : {"listen = \"\"", "listen = \"127.0.0.1:9473\"", "listen = \"127.8.0.1:1\"", "listen = \"[::1]:65535\"",
                           "listen = \"/run/tailmend/metrics.sock\"", "file = \"\"", "file = \"auto\"", "file = \"/a.prom\""}) {
    INFO(good);
    CHECK(complaint(good).empty());
  }
  CHECK(complaint("listen = \"0.0.0.0:9473\"") ==
        "2:10 'listen' is \"0.0.0.0:9473\"; what is served is for this host alone; expected a loopback address such as "
        "\"127.0.0.1:9473\", or an absolute path");
  for (const char* bad : {"[::]:9473", "192.0.2.1:9473", "[::ffff:10.0.0.1]:9473", ":9473", "9473", "localhost:9473", "127.0.0.1", "127.0.0.1:0",
                          "@metrics", "metrics.sock", "/run/", "/run/a\\u0007"}) {
    INFO(bad);
    CHECK(complaint("listen = \"" + std::string(bad) + "\"").starts_with("2:10 'listen' is "));
  }
  CHECK(complaint("listen = \"/" + std::string(107, 'x') + "\"").ends_with("; at most 107 bytes are possible"));
  CHECK(complaint("file = \"metrics.prom\"") == "2:8 'file' is \"metrics.prom\"; expected an absolute path, \"auto\", or \"\" for none");
  CHECK(complaint("file = \"/srv/\"") == "2:8 'file' is \"/srv/\"; it names a folder; expected a file in it");
  CHECK(complaint("file = true") == "2:8 'file' is true; expected an absolute path, \"auto\", or \"\" for none");
}

TEST_CASE("hooks lie in a folder that is named from the root, and get a while each") {
  CHECK(mistakes_in("[hooks]\nfolder = \"\"\ntimeout = \"1s\"").empty());
  for (const char* bad : {"hooks.d", "/etc/hooks.d/", "/"}) {
    INFO(bad);
    CHECK(mistakes_in("[hooks]\nfolder = \"" + std::string(bad) + "\"") ==
          Lines{"2:10 'folder' is \"" + std::string(bad) + "\"; expected an absolute path without a / at its end, such as \"/etc/tailmend/hooks.d\""});
  }
  CHECK(mistakes_in("[hooks]\ntimeout = \"11m\"") == Lines{"2:11 'timeout' is \"11m\"; expected 1s to 10m"});
}

TEST_CASE("a file that others may write cannot say what is done as root, and may say all else") {
  const Folder folder;
  const std::string file = folder.main_file().string();
  folder.write("tailmend.toml", "heartbeat = \"20s\"\n[tailscale]\nunit = \"ts.service\"\ncli = \"/opt/tailscale\"\n[hooks]\nfolder = \"/srv/hooks\"\n[metrics]\nfile = \"/srv/prom\"\n");
  CHECK(folder.read().has_value());
  REQUIRE(::chmod(file.c_str(), 0666) == 0);
  const std::string why = " is for root to say, and this file may be written by everybody (mode 0666); to do: chmod go-w " + file;
  CHECK(folder.mistakes() == Lines{"tailmend.toml:3:8 'unit'" + why, "tailmend.toml:4:7 'cli'" + why, "tailmend.toml:6:10 'folder'" + why, "tailmend.toml:8:8 'file'" + why});
  CHECK(read_config_file(file).has_value());  // it is not in its place yet

  folder.write("tailmend.toml", "heartbeat = \"20s\"\n[[target]]\nname = \"plc\"\naddress = \"10.77.0.10:502\"\n");
  CHECK(folder.read().has_value());
  folder.write("conf.d/a.toml", "[tailscale]\ncli = \"/opt/tailscale\"\n");
  CHECK(folder.read().has_value());
  const std::string conf_d = (folder.path / "conf.d").string();
  REQUIRE(::chmod(conf_d.c_str(), 0770) == 0);
  CHECK(folder.mistakes() == Lines{"a.toml:2:7 'cli' is for root to say, and this file is in " + conf_d + ", which may be written by its group (mode 0770); to do: chmod go-w " + conf_d});
}

TEST_CASE("nor can a file that others may put another in the place of: from far above, or where a link leads") {
  const Folder folder;
  const std::string above = (folder.path / "above").string();
  std::filesystem::create_directories(above + "/below");
  folder.write("above/below/tailmend.toml", "[tailscale]\ncli = \"/opt/tailscale\"\n");
  const std::string file = above + "/below/tailmend.toml";
  const std::string link = (folder.path / "link.toml").string();
  REQUIRE(::symlink(file.c_str(), link.c_str()) == 0);
  const auto is_refused = [](const std::string& path) { return !read_config(path, "/nowhere", Presence::required).has_value(); };
  CHECK_FALSE(is_refused(file));
  CHECK_FALSE(is_refused(link));
  REQUIRE(::chmod(above.c_str(), 0777) == 0);
  CHECK(is_refused(file));
  CHECK(is_refused(link));
  REQUIRE(::chmod(above.c_str(), 01777) == 0);  // as /tmp: there nobody takes away what is another's
  CHECK_FALSE(is_refused(file));
  CHECK_FALSE(is_refused(link));
}

TEST_CASE("a key in the wrong table is sent to the right one") {
  CHECK(mistakes_in("timeout = \"1s\"") == Lines{"1:1 unknown key 'timeout'; it belongs to [[target]]"});
  CHECK(mistakes_in("[hard]\nquiet = \"1s\"") == Lines{"2:1 unknown key 'quiet' in [hard]; it belongs to [debounce]"});
  CHECK(mistakes_in("[target]\nname = \"a\"") == Lines{"1:1 'target' is a table; write [[target]]"});
  CHECK(mistakes_in("target = [1]") == Lines{"1:11 an item of 'target' is 1; expected a table"});
  CHECK(mistakes_in("tailscale = 1") == Lines{"1:13 'tailscale' is 1; write [tailscale]"});
  CHECK(mistakes_in("proxy = 1\nzzzzzzzz = 2") ==
        Lines{"1:1 unknown key 'proxy'; it belongs to [[target]]", "2:1 unknown key 'zzzzzzzz'"});
}

TEST_CASE("what cannot be a name is refused before it confuses anybody") {
  CHECK(mistakes_in("[[target]]\nname = \"a=b\"\naddress = \"h:1\"").front() ==
        "2:8 'name' is \"a=b\"; ' = | and ; would confuse monitoring systems");
  CHECK(mistakes_in("[[target]]\nname = \"a\\u0007\"\naddress = \"h:1\"").front() ==
        "2:8 'name' is \"a?\"; control characters are not possible here");
  const std::string longest(5000, 'x');
  CHECK(mistakes_in("[[target]]\nname = \"" + longest + "\"\naddress = \"h:1\"")
            .front()
            .find("at most 64 bytes are possible") != std::string::npos);
  CHECK(mistakes_in(longest + " = 1").front().size() < 200);
}

TEST_CASE("more targets than fit are refused by name") {
  std::string text;
  for (int i = 0; i < 33; ++i) text += "[[target]]\nname = \"t" + std::to_string(i) + "\"\naddress = \"h:1\"\n";
  CHECK(mistakes_in(text) == Lines{"97:1 target 't32' is one too many; at most 32 are possible"});
}

TEST_CASE("what confuses the parser's own assertions is a mistake like any other") {
  for (const char* header : {"[;", "[\x01]", "[=]", "[[.]]", "[a.;]", ";", "a.=1", "\"\"\"a\"\"\" = 1"}) {
    INFO(header);
    const Lines lines = mistakes_in(header);
    REQUIRE(lines.size() == 1);
    CHECK(lines.front().starts_with("1:"));
  }
  // Letters beyond ASCII where whitespace is looked for: toml++ issues 190 and 295.
  CHECK(mistakes_in("[[target]]\nname = \"\"\"\\\n\u00a7\"\"\"\naddress = \"h:1\"").empty());
  CHECK(mistakes_in("\u032a").size() == 1);
}

TEST_CASE("files that are no text are refused with one clear line") {
  const Folder folder;
  folder.write("conf.d/10.toml", "a = \"\xff\"\n");
  CHECK(folder.mistakes() == Lines{"10.toml:1:6 not UTF-8, which TOML has to be"});
  std::filesystem::remove(folder.path / "conf.d/10.toml");

  std::filesystem::create_directory(folder.main_file());
  CHECK(folder.mistakes() == Lines{"tailmend.toml:0:0 is a directory; expected a file"});
  std::filesystem::remove(folder.main_file());

  REQUIRE(::mkfifo(folder.main_file().c_str(), 0600) == 0);
  CHECK(folder.mistakes() == Lines{"tailmend.toml:0:0 is not a plain file"});
  std::filesystem::remove(folder.main_file());

  folder.write("tailmend.toml", "");
  std::filesystem::resize_file(folder.main_file(), 1024ULL * 1024 * 1024);  // sparse
  CHECK(folder.mistakes() ==
        Lines{"tailmend.toml:0:0 is over the limit for a configuration file: 1 GB, at most 256 KB"});
  std::filesystem::resize_file(folder.main_file(), max_config_bytes + 1);
  CHECK(folder.mistakes() ==
        Lines{"tailmend.toml:0:0 is over the limit for a configuration file: 257 KB, at most 256 KB"});
  std::filesystem::remove(folder.main_file());

  std::filesystem::remove(folder.path / "conf.d");
  folder.write("conf.d", "");
  CHECK(folder.mistakes() == Lines{"conf.d:0:0 cannot be read: Not a directory"});
}

TEST_CASE("a file that we may not read says who may") {
  const Folder folder;
  folder.write("tailmend.toml", "mode = \"act\"\n");
  std::filesystem::permissions(folder.main_file(), std::filesystem::perms::owner_read);
  std::filesystem::permissions(folder.path, std::filesystem::perms::all);
  if (::geteuid() == 0) REQUIRE(::seteuid(65534) == 0);
  const auto settings = folder.read();
  const bool as_another = ::geteuid() == 65534;
  if (as_another) REQUIRE(::seteuid(0) == 0);
  if (!as_another) return;  // the owner may always read it
  REQUIRE_FALSE(settings.has_value());
  CHECK(settings.error().front().text == "cannot be read: only root may (mode 0400)");
}

TEST_CASE("UTF-8 is checked byte by byte") {
  for (const char* good :
       {"", "plain", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80", "\xed\x9f\xbf", "\xf4\x8f\xbf\xbf"})
    CHECK_FALSE(find_bad_utf8(good).has_value());
  for (const char* bad : {"x\x80", "x\xc0\x80", "x\xc3", "x\xe0\x9f\xbf", "x\xed\xa0\x80", "x\xf0\x8f\xbf\xbf",
                          "x\xf4\x90\x80\x80", "x\xf5", "x\xe2\x82"}) {
    CHECK(find_bad_utf8(bad) == 1U);
  }
  const TextPlace place = place_of("a\n\xc3\xa9x", 4);
  CHECK(place.line == 2);
  CHECK(place.column == 2);
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
