// The completions in the shells that they are for: each line typed as a person would, and what is then offered.
#include "daemon/cli/completion.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <sstream>
#include <string>
#include <vector>

#include "daemon/cli/completion_parts.hpp"
#include "daemon/cli/options.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/folder.hpp"

using namespace tailmend;

namespace {

using Words = std::vector<std::string>;

bool installed(const std::string& shell) {
  if (::access(("/usr/bin/" + shell).c_str(), X_OK) == 0 || ::access(("/bin/" + shell).c_str(), X_OK) == 0) return true;
  std::printf("SKIPPED: completion: %s is not installed\n", shell.c_str());
  return false;
}

std::string shell_quoted(const std::string& text) {
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string{c};
  return quoted + "'";
}

// What `program` says, read as words; blanks within a line stay.
Words said(const testing::Folder& folder, const std::string& command) {
  std::FILE* pipe = ::popen(("cd " + shell_quoted(folder.path) + " && " + command + " 2>&1").c_str(), "re");
  REQUIRE(pipe != nullptr);
  std::string text;
  std::array<char, 4096> bytes{};
  for (std::size_t got = 0; (got = std::fread(bytes.data(), 1, bytes.size(), pipe)) > 0;) text.append(bytes.data(), got);
  ::pclose(pipe);
  std::istringstream stream(text);
  Words words;
  for (std::string line; std::getline(stream, line);) words.push_back(line);
  std::sort(words.begin(), words.end());
  return words;
}

// `words` as bash has parted them; the last is being typed.
Words in_bash(const testing::Folder& folder, const Words& words) {
  std::string script = "source ./tailmend.bash; COMP_WORDS=(";
  for (const std::string& word : words) script += shell_quoted(word) + " ";
  script += "); COMP_CWORD=" + std::to_string(words.size() - 1) + "; _tailmend; printf '%s\\n' \"${COMPREPLY[@]}\"";
  Words offered = said(folder, "bash --norc --noprofile -c " + shell_quoted(script));
  std::erase(offered, "");
  return offered;
}

Words in_fish(const testing::Folder& folder, const std::string& line) {
  Words offered;
  for (const std::string& each : said(folder, "env HOME=. XDG_CONFIG_HOME=. XDG_DATA_HOME=. fish --no-config -c " + shell_quoted("source ./tailmend.fish; complete -C " + shell_quoted(line))))
    offered.push_back(each.substr(0, each.find('\t')));
  return offered;
}

bool has(const Words& words, const std::string& word) { return std::find(words.begin(), words.end(), word) != words.end(); }

const Words all_commands{"check",  "completion", "config", "daemon",   "diagnose", "history", "mend",
                         "pause", "replay",     "resume", "setup", "simulate", "status",   "why"};
const Words all_remedies{"conntrack", "kick", "rebind", "reconnect", "restart", "up-reset"};

}  // namespace

TEST_CASE("bash offers commands, options, and the values that are known") {
  const testing::Folder folder;
  folder.write("tailmend.bash", bash_completion(command_tree()));
  folder.write("a file.toml", "");
  CHECK(in_bash(folder, {"tailmend", ""}) == all_commands);
  CHECK(in_bash(folder, {"tailmend", "re"}) == Words{"replay", "resume"});
  CHECK(in_bash(folder, {"tailmend", "config", ""}) == Words{"check", "example", "show"});
  CHECK(in_bash(folder, {"tailmend", "mend", ""}) == all_remedies);
  CHECK(in_bash(folder, {"tailmend", "mend", "--de"}) == Words{"--despite"});
  CHECK(in_bash(folder, {"tailmend", "mend", "--despite", "s"}) == Words{"ssh", "start-limit", "steps"});
  CHECK(in_bash(folder, {"tailmend", "mend", "--despite", "ssh", "k"}) == Words{"kick"});
  CHECK(in_bash(folder, {"tailmend", "completion", ""}) == Words{"bash", "fish", "zsh"});
  CHECK(in_bash(folder, {"tailmend", "check", "--j"}) == Words{"--json"});
  CHECK(has(in_bash(folder, {"tailmend", "resume", ""}), "--config"));  // nothing else may follow
  CHECK(in_bash(folder, {"tailmend", "config", "show", "--j"}) == Words{"--json"});
  CHECK(in_bash(folder, {"tailmend", "config", "check", "--j"}).empty());
}

TEST_CASE("bash offers files where a file is meant, and nothing where only a person knows") {
  const testing::Folder folder;
  folder.write("tailmend.bash", bash_completion(command_tree()));
  folder.write("a file.toml", "");
  const Words files{"a file.toml", "tailmend.bash"};
  CHECK(in_bash(folder, {"tailmend", "--config", ""}) == files);
  CHECK(in_bash(folder, {"tailmend", "--config", "="}) == files);
  CHECK(in_bash(folder, {"tailmend", "--config", "=", "a"}) == Words{"a file.toml"});
  CHECK(in_bash(folder, {"tailmend", "replay", "a"}) == Words{"a file.toml"});
  CHECK(in_bash(folder, {"tailmend", "diagnose", "--bundle", "t"}) == Words{"tailmend.bash"});
  CHECK(in_bash(folder, {"tailmend", "config", "check", "a"}) == Words{"a file.toml"});
  CHECK(in_bash(folder, {"tailmend", "pause", "--for", ""}).empty());
  // A value that is called as a command is no command.
  CHECK(in_bash(folder, {"tailmend", "pause", "--reason", "check", "--fo"}) == Words{"--for"});
  CHECK(in_bash(folder, {"tailmend", "--config", "=", "check", "st"}) == Words{"status"});
}

TEST_CASE("fish offers the same") {
  if (!installed("fish")) return;
  const testing::Folder folder;
  folder.write("tailmend.fish", fish_completion(command_tree()));
  folder.write("a file.toml", "");
  CHECK(in_fish(folder, "tailmend ") == all_commands);
  CHECK(in_fish(folder, "tailmend mend ") == all_remedies);
  CHECK(in_fish(folder, "tailmend config ") == Words{"check", "example", "show"});
  CHECK(in_fish(folder, "tailmend config show --j") == Words{"--json"});
  CHECK(in_fish(folder, "tailmend config check --j").empty());
  CHECK(in_fish(folder, "tailmend mend --despite ss") == Words{"ssh"});
  CHECK(in_fish(folder, "tailmend completion z") == Words{"zsh"});
  CHECK(in_fish(folder, "tailmend pause --reason check --fo") == Words{"--for"});
  CHECK(has(in_fish(folder, "tailmend replay a"), "a file.toml"));
  CHECK(has(in_fish(folder, "tailmend --config a"), "a file.toml"));
}

// zsh completes at a terminal only: it gets one of its own, and what it would offer is written down in place of a menu.
TEST_CASE("zsh offers the same") {
  if (!installed("zsh")) return;
  const testing::Folder folder;
  folder.write("tailmend.zsh", zsh_completion(command_tree()));
  folder.write("a file.toml", "");
  folder.write("drive.zsh", R"(zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell 'PROMPT= RPROMPT=; autoload -U compinit; compinit -u -D; source ./tailmend.zsh
compadd() { local -a hits; builtin compadd -O hits "$@"; [[ -n $hits ]] && print -l -- "${(@)hits}" >>offered; builtin compadd "$@" }
finished() { print fini"shed" }; zle -N finished; bindkey "^X" finished; bindkey "^I" complete-word; print re"ad"y'
zpty -r shell answer '*ready*'
print -r -n -- '' >offered
zpty -w -n shell "$1"$'\t\x18'
zpty -r shell answer '*finished*'
zpty -d shell
sort -u offered
)");
  const auto in_zsh = [&](const std::string& line) {
    return said(folder, "env ZDOTDIR=. TERM=dumb zsh -f drive.zsh " + shell_quoted(line));
  };
  CHECK(said(folder, "zsh -f -n tailmend.zsh").empty());
  CHECK(in_zsh("tailmend ") == all_commands);
  CHECK(in_zsh("tailmend mend ") == all_remedies);
  CHECK(in_zsh("tailmend config ") == Words{"check", "example", "show"});
  CHECK(in_zsh("tailmend config show --j") == Words{"--json"});
  CHECK(in_zsh("tailmend mend --despite ss") == Words{"ssh"});
  CHECK(in_zsh("tailmend completion z") == Words{"zsh"});
  CHECK(in_zsh("tailmend pause --reason check --fo") == Words{"--for"});
  CHECK(has(in_zsh("tailmend replay a"), "a file.toml"));
}

// Else a word after it would be taken for its value, or the value for a command.
TEST_CASE("an option takes a value everywhere or nowhere") {
  const CommandWord tree = command_tree();
  const Words valued = completion::valued_options(tree);
  for (const auto& path : completion::paths(tree))
    for (const OptionWord& option : path.options)
      for (const std::string& name : option.names) {
        INFO(name);
        CHECK(has(valued, name) == !option.value.empty());
      }
}
