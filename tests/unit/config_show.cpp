#include "daemon/config/config_show.hpp"

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "daemon/config/config.hpp"
#include "daemon/config/config_keys.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/folder.hpp"

using namespace tailmend;
using namespace std::chrono_literals;

namespace {

Settings read(const std::string& text) {
  auto settings = read_config_text(text, "/etc/tailmend/tailmend.toml");
  INFO(text);
  INFO((settings ? std::string() : render(settings.error(), "/etc/tailmend/tailmend.toml")));
  REQUIRE(settings.has_value());
  return *settings;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

bool has_line(const std::string& text, const std::string& line) {
  const auto lines = lines_of(text);
  return std::find(lines.begin(), lines.end(), line) != lines.end();
}

// Every key, with values that need care: a zero byte, quotes, a backslash, a proxy, a name beyond ASCII.
constexpr const char* elaborate = R"(mode = "observe"
steps = ["ping", "restart"]
[[target]]
name = "Prüfstand \"2\\3\""
address = "[2001:db8::10]:502"
send = [0x00, 0x01, 0xff]
expect = "ok\r\n\t"
[[target]]
name = "hmi"
address = "hmi.example:443"
proxy = "socks5://[::1]:1055"
[[uplink]]
match = "wwan*"
heartbeat = "90s"
[tailscale]
restart_command = ["rc-service", "tail scale", "restart"]
[hard]
ssh_ports = [22, 2222]
restarts_per_hour = 0
)";

// As a person would: the "#" goes where no blank stands behind it.
std::string uncommented(const std::string& text) {
  std::string bare;
  for (const std::string& line : lines_of(text)) bare += (line.size() > 1 && line[0] == '#' && line[1] != ' ' ? line.substr(1) : line) + '\n';
  return bare;
}

}  // namespace

TEST_CASE("the configuration that is shown can be saved and means the same") {
  for (const char* text : {"", elaborate}) {
    const Settings settings = read(text);
    for (const std::size_t columns : {20U, 80U, 200U}) {
      const Settings again = read(config_show(settings, columns));
      CHECK(again.policy == settings.policy);
      CHECK(again.outputs == settings.outputs);
    }
  }
}

TEST_CASE("every value is shown beside where it was set, or as a preset") {
  const std::string shown = config_show(read(elaborate), 80);
  CHECK(has_line(shown, "mode = \"observe\"             # /etc/tailmend/tailmend.toml:1"));
  CHECK(has_line(shown, "steps = [\"ping\", \"restart\"]  # /etc/tailmend/tailmend.toml:2"));
  CHECK(has_line(shown, "heartbeat = \"10s\"            # preset"));
  CHECK(has_line(shown, "# /etc/tailmend/tailmend.toml:16"));  // no room beside the restart command at 80 columns
}

TEST_CASE("what is shown fits on the screen as far as a value does") {
  for (const std::string& line : lines_of(config_show(read(elaborate), 80))) {
    INFO(line);
    CHECK(line.size() <= 82);  // bytes; one name has two letters beyond ASCII
  }
}

TEST_CASE("the origin is the file that said it last") {
  const testing::Folder folder;
  std::filesystem::create_directory(folder.path / "conf.d");
  folder.write("tailmend.toml", "heartbeat = \"20s\"\nmode = \"observe\"\n[[target]]\nname = \"plc\"\naddress = \"10.0.0.1:1\"\nhold = \"1s\"\n");
  folder.write("conf.d/10-plc.toml", "heartbeat = \"30s\"\n\n[[target]]\naddress = \"10.0.0.2:2\"\nname = \"plc\"\n[[target]]\nname = \"b\"\naddress = \"10.0.0.3:3\"\n");
  const auto settings = read_config(folder.path / "tailmend.toml", folder.path / "conf.d");
  REQUIRE(settings.has_value());
  const auto place = [&](const char* table, const char* key, std::size_t item) {
    const Origin* origin = origin_of(settings->origins, *find_key(table, key), item);
    return origin == nullptr ? std::string("preset") : std::filesystem::path(settings->files[origin->file]).filename().string() + ":" + std::to_string(origin->line);
  };
  CHECK(place("", "heartbeat", 0) == "10-plc.toml:1");
  CHECK(place("", "mode", 0) == "tailmend.toml:2");
  CHECK(place("target", "address", 0) == "10-plc.toml:4");
  CHECK(place("target", "hold", 0) == "preset");  // the later target replaces the earlier as a whole
  CHECK(place("target", "name", 1) == "10-plc.toml:7");
  CHECK(place("hard", "spread", 0) == "preset");
}

TEST_CASE("the shown configuration as JSON has each value with its place") {
  const std::string json = config_show_json(read(elaborate));
  CHECK(json.starts_with(R"({"schema":1,"files":["/etc/tailmend/tailmend.toml"],"settings":{"mode":{"value":"observe","file":"/etc/tailmend/tailmend.toml","line":1},)"));
  CHECK(json.contains(R"("send":{"value":[0, 1, 255],"file":"/etc/tailmend/tailmend.toml","line":6})"));
  CHECK(json.contains(R"("name":{"value":"Prüfstand \"2\\3\"",)"));
  CHECK(json.contains(R"("proxy":{"value":"socks5://[::1]:1055",)"));
  CHECK(json.contains(R"("interface":{"value":"tailscale0","file":null,"line":null})"));
  CHECK(config_show_json(read("")).contains(R"("target":[],)"));
}

TEST_CASE("a file's odd name stays within its comment") {
  Settings settings = read("mode = \"observe\"\n");
  settings.files[0] = "/etc/a\nmode = \"act\"\xff.toml";
  CHECK(read(config_show(settings, 80)).policy == settings.policy);
  CHECK(config_show_json(settings).contains(R"("/etc/a\u000amode = \"act\"\ufffd.toml")"));
}

TEST_CASE("the example has every key and changes nothing as it is") {
  const std::string example = config_example();
  CHECK(read(example).policy == watch::Policy{});
  CHECK(read(example).outputs == Outputs{});
  for (const ConfigKey& key : config_keys()) {
    INFO(key.table << "." << key.name);
    CHECK(example.contains("\n#" + std::string(key.name) + " = "));
    CHECK(example.contains(std::string(key.help.substr(0, key.help.find(' ')))));
  }
  for (const std::string& line : lines_of(example)) {
    INFO(line);
    CHECK((line.size() <= 80 || line.starts_with("#steps = ")));
  }
}

TEST_CASE("each line of the example is TOML when it alone is uncommented") {
  const std::string example = config_example();
  for (const std::string& line : lines_of(example)) {
    if (line.size() < 2 || line[0] != '#' || line[1] == ' ') continue;
    std::string text = example;
    const auto settings = read_config_text(text.erase(text.find("\n" + line + "\n") + 1, 1), "t.toml");
    INFO(line);
    if (!settings) CHECK(!settings.error().front().text.starts_with("not TOML"));
  }
}

TEST_CASE("the example with every key uncommented sets each to its preset") {
  const Settings settings = read(uncommented(config_example()));
  watch::Policy presets;
  presets.targets = {{.name = "plc", .address = "10.77.0.10:502"}};
  presets.uplinks = {{.match = "wwan*", .heartbeat = 2min}};
  CHECK(settings.policy == presets);
  CHECK(settings.outputs == Outputs{});
  CHECK(settings.origins.size() == config_keys().size());  // each key was really read
}
