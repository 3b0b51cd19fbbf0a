#include "daemon/cli/options.hpp"

#include <string>
#include <vector>

#include "tests/support/catch.hpp"

using namespace tailmend;

namespace {
auto parse(const std::vector<const char*>& arguments) { return parse_options(arguments, "1.2.3"); }
UsageAnswer answer(const std::vector<const char*>& arguments) {
  const auto parsed = parse(arguments);
  REQUIRE_FALSE(parsed.has_value());
  return parsed.error();
}
}  // namespace

TEST_CASE("the daemon reads its own configuration unless another is named") {
  const auto plain = parse({"daemon"});
  REQUIRE(plain.has_value());
  CHECK(plain->command == Command::daemon);
  CHECK(plain->config == "/etc/tailmend/tailmend.toml");
  CHECK_FALSE(plain->config_named);
  for (const auto& arguments :
       {std::vector{"--config", "a.toml", "daemon"}, std::vector{"daemon", "--config", "a.toml"}}) {
    const auto named = parse(arguments);
    REQUIRE(named.has_value());
    CHECK(named->config == "a.toml");
    CHECK(named->config_named);
  }
}

TEST_CASE("check takes json, quiet and a time limit") {
  const auto parsed = parse({"check", "--json", "-q", "--timeout", "1m"});
  REQUIRE(parsed.has_value());
  CHECK(parsed->command == Command::check);
  CHECK(parsed->json);
  CHECK(parsed->quiet);
  CHECK(parsed->timeout == watch::Duration(std::chrono::minutes(1)));
  CHECK(parse({"check"})->timeout == check_timeout_preset);
}

TEST_CASE("--check is the command check, wherever it stands") {
  for (const auto& arguments : {std::vector{"--check", "--json"}, std::vector{"--json", "--check"}}) {
    const auto parsed = parse(arguments);
    REQUIRE(parsed.has_value());
    CHECK(parsed->command == Command::check);
    CHECK(parsed->json);
  }
}

TEST_CASE("config check takes any number of files and replay exactly one record") {
  CHECK(parse({"config", "check"})->files.empty());
  CHECK(parse({"config", "check", "a", "b"})->files == std::vector<std::string>{"a", "b"});
  CHECK(parse({"replay", "r"})->record == "r");
  CHECK(answer({"replay"}).text ==
        "tailmend: 'replay' needs the file of a flight record.\nSee 'tailmend replay --help'.\n");
  CHECK(answer({"replay", "r", "s"}).exit_code == ExitCode::usage);
}

TEST_CASE("a mistyped option or command is answered with the nearest one") {
  CHECK(answer({"chek"}).text == "tailmend: unknown command 'chek'; did you mean 'check'?\nSee 'tailmend --help'.\n");
  CHECK(answer({"config", "chekc"}).text ==
        "tailmend: unknown command 'chekc'; did you mean 'check'?\nSee 'tailmend config --help'.\n");
  CHECK(answer({"check", "--jsno"}).text ==
        "tailmend: unknown option '--jsno'; did you mean '--json'?\nSee 'tailmend check --help'.\n");
  CHECK(answer({"daemon", "--confg=x"}).text ==
        "tailmend: unknown option '--confg=x'; did you mean '--config'?\nSee 'tailmend daemon --help'.\n");
  CHECK(answer({"help"}).text == "tailmend: unknown command 'help'; did you mean '--help'?\nSee 'tailmend --help'.\n");
  CHECK(answer({"-v"}).text == "tailmend: unknown option '-v'; did you mean '--version'?\nSee 'tailmend --help'.\n");
  CHECK(answer({"simulate", "--days", "x"}).text ==
        "tailmend: unknown option '--days'. There are: --seed, --hours, --tell, --json.\nSee 'tailmend simulate --help'.\n");
  CHECK(answer({"resume", "--nonsense"}).text == "tailmend: unknown option '--nonsense'.\nSee 'tailmend resume --help'.\n");
  CHECK(answer({"daemon", "check"}).text ==
        "tailmend: unknown argument 'check'; it does not belong here.\nSee 'tailmend daemon --help'.\n");
}

TEST_CASE("a usage error of check exits 3, any other 64, and both go to stderr") {
  for (const auto& arguments :
       {std::vector{"check", "--nonsense"}, std::vector{"--config", "x", "check", "--timeout", "5"},
        std::vector{"check", "--timeout"}, std::vector{"--check", "extra"}, std::vector{"check", "--json=3"}}) {
    CHECK(answer(arguments).exit_code == ExitCode::could_not_look);
    CHECK_FALSE(answer(arguments).to_stdout);
  }
  for (const auto& arguments : {std::vector<const char*>{}, std::vector{"daemon", "--nonsense"},
                                std::vector{"--config"}, std::vector{"config"}}) {
    CHECK(answer(arguments).exit_code == ExitCode::usage);
    CHECK_FALSE(answer(arguments).to_stdout);
  }
}

TEST_CASE("a time limit that is no time or out of bounds is refused with the bounds") {
  for (const char* time : {"5", "0s", "500ms", "3m", "-1s", "5 s", ""}) {
    INFO(time);
    CHECK(answer({"check", "--timeout", time}).text ==
          "tailmend: --timeout is '" + std::string(time) +
              "'; expected a time such as '5s', from 1s to 2m.\nSee 'tailmend check --help'.\n");
  }
}

TEST_CASE("help and version go to stdout and exit 0") {
  CHECK(answer({"--version"}).text == "tailmend 1.2.3\n");
  CHECK(answer({"--help"}).text.find("tailmend config check") != std::string::npos);
  CHECK(answer({"config", "check", "--help"}).text.find("Usage: tailmend config check") != std::string::npos);
  for (const auto& arguments : {std::vector{"--version"}, std::vector{"--help"}, std::vector{"check", "-h"},
                                std::vector{"--check", "--help"}}) {
    CHECK(answer(arguments).exit_code == ExitCode::fine);
    CHECK(answer(arguments).to_stdout);
  }
}

namespace {
void check_help(const CommandWord& command, std::vector<std::string> words) {
  std::vector<const char*> arguments;
  for (const std::string& word : words) arguments.push_back(word.c_str());
  arguments.push_back("--help");
  INFO(command.name);
  CHECK(answer(arguments).exit_code == ExitCode::fine);
  CHECK(answer(arguments).text.find("Example") != std::string::npos);
  for (const CommandWord& below : command.commands) {
    words.push_back(below.name);
    check_help(below, words);
    words.pop_back();
  }
}
}  // namespace

TEST_CASE("the help of every command has an example") { check_help(command_tree(), {}); }

TEST_CASE("mend takes a remedy and the gates that are overruled") {
  const auto parsed = parse({"mend", "up-reset", "--despite", "ssh", "--despite", "start-limit"});
  REQUIRE(parsed.has_value());
  CHECK(parsed->remedy == watch::Remedy::up_reset);
  CHECK(parsed->despite.has(watch::Gate::ssh));
  CHECK(parsed->despite.has(watch::Gate::start_limit));
  CHECK_FALSE(parsed->despite.has(watch::Gate::peers));
  CHECK_FALSE(parse({"mend"})->remedy.has_value());
  CHECK(answer({"mend", "restrat"}).text.starts_with("tailmend: unknown remedy 'restrat'; did you mean 'restart'? There are: kick, "));
  CHECK(answer({"mend", "ping"}).exit_code == ExitCode::usage);
  CHECK(answer({"completion", "tcsh"}).text.starts_with("tailmend: unknown shell 'tcsh'. There are: bash, zsh, fish.\n"));
  CHECK(answer({"mend", "--despite", "shh"}).text.starts_with("tailmend: unknown gate 'shh'; did you mean 'ssh'? There are: verdict, "));
}

TEST_CASE("a pause needs an end, within bounds") {
  CHECK(parse({"pause", "--for", "2h", "--reason", "new firmware"})->pause_for == watch::Duration(std::chrono::hours(2)));
  CHECK(answer({"pause"}).text == "tailmend: 'pause' needs an end: --for 2h.\nSee 'tailmend pause --help'.\n");
  CHECK(answer({"pause", "--for", "31d"}).text == "tailmend: --for is '31d'; expected a time such as '2h', from 1m to 30d.\nSee 'tailmend pause --help'.\n");
  CHECK(answer({"pause", "--for", ""}).exit_code == ExitCode::usage);
  CHECK(answer({"pause", "--for", "2h", "--reason", std::string(201, 'x').c_str()}).exit_code == ExitCode::usage);
}

TEST_CASE("why and simulate refuse what is no number") {
  CHECK(parse({"history", "--since", "30d"})->since == "30d");
  CHECK(parse({"why", "17"})->episode == 17);
  CHECK(parse({"why"})->episode == 0);
  CHECK(parse({"simulate", "--seed", "18446744073709551615", "--hours", "8760"})->hours == 8760);
  CHECK(answer({"why", "0"}).text == "tailmend: EPISODE is '0'; expected a number from 1 to 4294967295.\nSee 'tailmend why --help'.\n");
  for (const auto& arguments : {std::vector{"why", "last"}, std::vector{"why", "-1"}, std::vector{"simulate", "--hours", "8761"},
                                std::vector{"simulate", "--seed", "-1"}})
    CHECK(answer(arguments).exit_code == ExitCode::usage);
}

TEST_CASE("status is shown live or as JSON, not both") {
  CHECK(parse({"status", "-w"})->live);
  CHECK(answer({"status", "--watch", "--json"}).exit_code == ExitCode::could_not_look);
}

TEST_CASE("every place in the table of commands has its declaration") {
  const CommandWord tree = command_tree();
  std::size_t found = 0;
  for (const CommandWord& command : tree.commands) found += command.commands.empty() ? 1 : command.commands.size();
  CHECK(found == commands);
}

TEST_CASE("an endless command line is refused") {
  const std::string longest(5000, 'x');
  CHECK(answer({"replay", longest.c_str()}).exit_code == ExitCode::usage);
  CHECK(answer(std::vector<const char*>(300, "-q")).exit_code == ExitCode::usage);
}
