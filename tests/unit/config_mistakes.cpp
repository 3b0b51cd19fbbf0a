// What a mistake in the configuration is told as, and where it is.
#include <string>
#include <vector>

#include "daemon/config/config.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/config_stage.hpp"

using namespace tailmend;
using namespace tailmend::testing;

TEST_CASE("all mistakes of all files are told at once, in the order of files and lines") {
  const ConfigFolder folder;
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

TEST_CASE("a target whose name is wrong is not called nothing in another mistake") {
  const Lines lines = mistakes_in("[[target]]\nname = \"\"\naddress = \"h:1\"\ntimeout = \"5s\"\nhold = \"5s\"\n");
  REQUIRE(lines.size() == 1);
  CHECK(lines[0].starts_with("2:8 'name' is \"\""));
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
  const ConfigMistakes missing = {{"/nonexist", 0, 0, "does not exist"}};
  CHECK(render(missing, "/nonexist") == "tailmend: /nonexist does not exist; nothing was changed");
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
