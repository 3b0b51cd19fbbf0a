#include "daemon/config/config_rules.hpp"

#include <string>
#include <vector>

#include "daemon/config/config.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/config_stage.hpp"

using namespace tailmend;
using namespace tailmend::testing;

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
