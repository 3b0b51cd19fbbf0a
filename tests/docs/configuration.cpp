// The configuration and the command line as they are described, against the tables of the parsers.
#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <string>
#include <vector>

#include "daemon/base/duration.hpp"
#include "daemon/base/handles.hpp"
#include "daemon/cli/options.hpp"
#include "daemon/config/config.hpp"
#include "daemon/config/config_file.hpp"
#include "daemon/config/config_keys.hpp"
#include "daemon/config/config_show.hpp"
#include "daemon/config/config_text.hpp"
#include "tests/support/catch.hpp"

using namespace tailmend;

namespace {

const std::string folder = SOURCE_FOLDER "/";

std::string read(const std::string& file) {
  const auto text = read_text(folder + file, 1024 * 1024);
  REQUIRE(text.has_value());
  REQUIRE(text->has_value());
  return **text;
}

void write(const std::string& file, const std::string& text) {
  const Descriptor fd(::open((folder + file).c_str(), O_WRONLY | O_TRUNC | O_CLOEXEC));
  REQUIRE(::write(fd.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size()));
}

std::string range_text(const ConfigKey& key) {
  const std::string most = std::to_string(key.most);
  switch (key.type) {
    case KeyType::duration:
      return duration_text(std::chrono::milliseconds(key.least)) + " to " +
             duration_text(std::chrono::milliseconds(key.most));
    case KeyType::count: return std::to_string(key.least) + " to " + most;
    case KeyType::mode: return "`\"act\"`, `\"observe\"`";
    case KeyType::refusal: return "`\"fail\"`, `\"alive\"`";
    case KeyType::courtesy: return "`\"defer\"`, `\"forbid\"`, `\"ignore\"`";
    case KeyType::steps: return "each once, mildest first";
    case KeyType::proxy: return "an address or localhost, and a port";
    case KeyType::ports: return "1 to 65535, at most " + most + " items";
    case KeyType::file: return "`\"auto\"`, `\"\"`, or an absolute path";
    case KeyType::listener: return "a loopback address and a port, or an absolute path";
    case KeyType::texts:
    case KeyType::prefixes:
    case KeyType::endpoints: return "at most " + most + " items";
    case KeyType::text:
    case KeyType::bytes:
    case KeyType::endpoint: return "at most " + most + " bytes";
  }
  return {};
}

std::string rows_of(std::string_view table) {
  std::string text = "\n| key | type | preset | possible | meaning |\n|---|---|---|---|---|\n";
  for (const ConfigKey& key : config_keys()) {
    if (key.table != table) continue;
    const std::string preset = key.required ? "required" : "`" + preset_text(key) + "`";
    const std::string type = key.type == KeyType::bytes ? "string, or list of bytes" : std::string(type_text(key));
    text += "| `" + std::string(key.name) + "` | " + type + " | " + preset + " | " + range_text(key) + " | " +
            std::string(key.help) + " |\n";
  }
  return text;
}

std::string reference() {
  std::string text = "\n### At the top of the file\n" + rows_of("");
  for (const ConfigTable& table : config_tables()) {
    text += "\n### `" + table_title(table.name) + "`\n\n" + std::string(table.help) + "\n" + rows_of(table.name);
  }
  return text + "\n";
}

// From one heading of a manual page to the next.
std::string section(const std::string& page, const std::string& heading) {
  const std::size_t start = page.find("\n.Ss " + heading + "\n");
  INFO(heading);
  REQUIRE(start != std::string::npos);
  return page.substr(start, page.find("\n.S", start + 1) - start);
}

// What stands between ```toml and ```.
std::vector<std::string> toml_in(const std::string& document) {
  constexpr std::string_view mark = "\n```toml\n";
  std::vector<std::string> examples;
  for (std::size_t at = document.find(mark); at != std::string::npos; at = document.find(mark, at + 1)) {
    const std::size_t start = at + mark.size();
    examples.push_back(document.substr(start, document.find("\n```", start) + 1 - start));
  }
  return examples;
}

}  // namespace

TEST_CASE("the reference of the configuration is the parser's table") {
  std::string document = read("docs/configuration.md");
  const std::size_t start = document.find("-->\n", document.find("<!-- Written by")) + 4;
  const std::size_t end = document.find("<!-- end -->");
  REQUIRE(start <= end);
  if (std::getenv("REWRITE") != nullptr) {
    document.replace(start, end - start, reference());
    write("docs/configuration.md", document);
    return;
  }
  CHECK(document.substr(start, end - start) == reference());
}

TEST_CASE("tailmend.toml(5) has every key, in the section of its table, with its preset") {
  const std::string page = read("docs/man/tailmend.toml.5");
  for (const ConfigKey& key : config_keys()) {
    const std::string heading = key.table.empty() ? "The top of the file" : table_title(key.table) + "\\&";
    const std::string text = section(page, heading);
    const std::size_t item = text.find("\n.It Ic " + std::string(key.name) + "\n");
    INFO(key.table << "." << key.name);
    REQUIRE(item != std::string::npos);
    const std::string entry = text.substr(item, text.find("\n.It", item + 1) - item);
    if (key.required) {
      CHECK(entry.find("\nRequired.") != std::string::npos);
    } else if (key.type == KeyType::duration || key.type == KeyType::count) {
      std::string preset = preset_text(key);
      for (std::size_t quote = preset.find('"'); quote != std::string::npos; quote = preset.find('"'))
        preset.replace(quote, 1, "\\(dq");
      CHECK(entry.find("Preset:\n.Li " + preset + " .") != std::string::npos);
    } else {
      CHECK(entry.find("Preset:") != std::string::npos);
    }
  }
}

TEST_CASE("tailmend.toml(5) has no key that the parser does not know") {
  const std::string page = read("docs/man/tailmend.toml.5");
  std::size_t items = 0;
  for (std::size_t at = page.find("\n.It Ic "); at != std::string::npos; at = page.find("\n.It Ic ", at + 1)) ++items;
  CHECK(items == config_keys().size());
}

// "check", "config check", with its options.
void check_command(const std::string& page, const CommandWord& command, const std::string& above) {
  const std::string name = above + command.name;
  INFO(name);
  if (command.commands.empty()) CHECK(page.find("\n.It Cm " + name + "\n") != std::string::npos);
  for (const OptionWord& option : command.options) {
    const std::string& longest = option.names.back();
    INFO(longest);
    CHECK((page.find("\n.It Fl " + longest.substr(1)) != std::string::npos || page.find(" , Fl " + longest.substr(1)) != std::string::npos));
  }
  for (const CommandWord& below : command.commands) check_command(page, below, name + " ");
}

TEST_CASE("tailmend(8) has every command and every option") {
  const CommandWord tree = command_tree();
  CHECK(tree.commands.size() > 10);
  for (const CommandWord& command : tree.commands) check_command(read("docs/man/tailmend.8"), command, "");
}

TEST_CASE("tailmend(8) has every gate that can be overruled") {
  const std::string page = read("docs/man/tailmend.8");
  for (const auto& gate : watch::gate_words) {
    INFO(gate.name);
    CHECK(page.find("\n.It Cm " + std::string(gate.name) + "\n") != std::string::npos);
  }
}

TEST_CASE("every example of a configuration can be used") {
  std::size_t targets = 0;
  for (const char* file : {"docs/configuration.md", "docs/metrics.md", "README.md"}) {
    if (::access((folder + file).c_str(), R_OK) != 0) continue;
    for (const std::string& example : toml_in("\n" + read(file))) {
      const auto settings = read_config_text(example, file);
      INFO(example);
      INFO((settings ? std::string() : render(settings.error(), file)));
      CHECK(settings.has_value());
      if (settings) targets += settings->policy.targets.size();
    }
  }
  CHECK(targets >= 4);
  CHECK(read_config_file(folder + "packaging/tailmend.toml").has_value());
}

// The file that is installed stays short and the same, so that an upgrade asks nobody about it; the rest is one command
// away.
TEST_CASE("every setting of the installed configuration is one of the example") {
  const std::string installed = read("packaging/tailmend.toml");
  std::size_t settings = 0;
  for (std::size_t at = 0; at < installed.size(); at = installed.find('\n', at) + 1) {
    const std::string line = installed.substr(at, installed.find('\n', at) - at);
    INFO(line);
    REQUIRE(line.starts_with('#'));
    if (line.size() == 1 || line[1] == ' ') continue;
    CHECK(("\n" + config_example()).contains("\n" + line + "\n"));
    ++settings;
  }
  CHECK(settings == 3);
  CHECK(installed.contains("tailmend config example"));
}

TEST_CASE("the mistakes that the documents show are those that are printed") {
  constexpr std::string_view wrong = "[[target]]\nname = \"plc\"\nadress = \"10.77.0.10:502\"\nhold = \"fast\"\n";
  const auto settings = read_config_text(wrong, std::string(default_config));
  REQUIRE_FALSE(settings.has_value());
  const std::string printed = render(settings.error(), default_config) + "\n";
  CHECK(read("docs/configuration.md").find(printed) != std::string::npos);
  CHECK(read("docs/man/tailmend.8").find(printed) != std::string::npos);
}
