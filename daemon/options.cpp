#include "daemon/options.hpp"

#include <algorithm>
#include <filesystem>

#include <CLI/CLI.hpp>

#include "daemon/config.hpp"
#include "daemon/duration.hpp"
#include "daemon/nearest.hpp"

namespace tailmend {

namespace {

constexpr std::size_t max_arguments = 256;
constexpr std::size_t longest_argument = 4096;

// All that is declared, and where it lands.
struct CommandLine {
  Options options{.config = std::string(default_config), .timeout = check_timeout_preset};
  std::string timeout = duration_text(check_timeout_preset);
  bool declared_only = false;  // options that are dealt with before CLI11 sees them
  CLI::App app{"Keeps this host reachable over Tailscale through WAN failover.", "tailmend"};
  CLI::App* daemon = nullptr;
  CLI::App* check = nullptr;
  CLI::App* config = nullptr;
  CLI::App* config_check = nullptr;
  CLI::App* replay = nullptr;

  CommandLine() {
    // Commands inherit these, so they come first.
    app.fallthrough();
    app.set_help_flag("-h,--help", "This help; after a command, the help of that command");
    app.option_defaults()->disable_flag_override();
    app.get_formatter()->column_width(26);
    declare_commands();
    declare_options();
    declare_examples();
  }

  void declare_commands() {
    daemon = app.add_subcommand("daemon", "Watch, prove and mend: what the systemd unit runs");
    check = app.add_subcommand("check", "Look once: is the subnet reachable, and if not, why");
    config = app.add_subcommand("config", "The configuration");
    config_check = config->add_subcommand("check", "Name every mistake in the configuration");
    replay = app.add_subcommand("replay", "Decide again on what a flight record saw");
    app.require_subcommand(1);
    config->require_subcommand(1);
  }

  void declare_options() {
    app.add_flag("--version", declared_only, "The version");
    app.add_flag("--check", declared_only, "The same as the command check");
    app.add_option("--config", options.config,
                   "Read FILE and the conf.d beside it, in place of\n/etc/tailmend/tailmend.toml")
        ->type_name("FILE");
    check->add_flag("--json", options.json, "One JSON object in place of the report");
    check->add_flag("-q,--quiet", options.quiet, "The first line only");
    check->add_option("--timeout", timeout, "End by then, with what is known; 10s")->type_name("TIME");
    config_check->add_option("FILE", options.files, "Check these, each by itself")->type_name("");
    replay->add_option("RECORD", options.record, "/var/lib/tailmend/flight/current, for one")
        ->type_name("")
        ->required();
  }

  void declare_examples() {
    app.footer(
        "Examples:\n"
        "  tailmend check                        is the subnet reachable, and if not, why?\n"
        "  tailmend check --quiet                one line for a monitoring system\n"
        "  tailmend config check                 what is wrong in /etc/tailmend?\n"
        "  tailmend daemon                       in the foreground, for a look at what it does\n"
        "  tailmend replay /var/lib/tailmend/flight/current\n"
        "                                        what was seen and decided since the daemon started\n\n"
        "tailmend(8) explains exit codes, files and signals, tailmend.toml(5) the configuration.");
    daemon->footer("Example:\n  tailmend --config ./tailmend.toml daemon");
    check->footer(
        "Exit: 0 healthy, 1 degraded, 2 critical, 3 could not look.\n\nExample:\n  tailmend check --json --timeout 5s");
    config_check->footer("Exit: 0 no mistake, 78 mistakes.\n\nExample:\n  tailmend config check ./tailmend.toml");
    config->footer("Example:\n  tailmend config check");
    replay->footer("Example:\n  tailmend replay /var/lib/tailmend/flight/previous");
  }
};

// `tailmend --check --json` is `tailmend check --json`.
std::vector<std::string> words_of(std::span<const char* const> arguments) {
  std::vector<std::string> words(arguments.begin(), arguments.end());
  if (const auto alias = std::find(words.begin(), words.end(), "--check"); alias != words.end()) {
    std::rotate(words.begin(), alias, alias + 1);
    words.front() = "check";
  }
  return words;
}

// The deepest command that was named, to answer about that one.
CLI::App* named_command(CLI::App* app) {
  for (CLI::App* below : app->get_subcommands()) return named_command(below);
  return app;
}

std::vector<std::string> names_in(const CLI::App* app) {
  std::vector<std::string> names;
  for (const CLI::App* below : app->get_subcommands({})) names.push_back(below->get_name());
  for (const CLI::Option* option : app->get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

std::string full_name(const CLI::App* app) {
  return app->get_parent() == nullptr ? "tailmend" : full_name(app->get_parent()) + " " + app->get_name();
}

std::string suggestion(const CLI::App* app, std::string_view word) {
  std::vector<std::string> names = names_in(app);
  for (const CLI::App* above = app->get_parent(); above != nullptr; above = above->get_parent()) {
    for (std::string& name : names_in(above)) names.push_back(std::move(name));
  }
  const std::vector<std::string_view> views(names.begin(), names.end());
  if (std::find(views.begin(), views.end(), word) != views.end()) return "; it does not belong here.";
  const std::string_view near = nearest(word.substr(0, word.find('=')), views);
  return near.empty() ? "." : "; did you mean '" + std::string(near) + "'?";
}

UsageAnswer mistake(const std::string& text, const CLI::App* app, ExitCode code) {
  return {
      .text = "tailmend: " + text + "\nSee '" + full_name(app) + " --help'.\n", .exit_code = code, .to_stdout = false};
}

UsageAnswer answer_to(const CLI::Error& error, CommandLine& line) {
  CLI::App* app = named_command(&line.app);
  const ExitCode code = app == line.check ? ExitCode::could_not_look : ExitCode::usage;
  if (error.get_name() == "CallForHelp")
    return {.text = line.app.help(), .exit_code = ExitCode::fine, .to_stdout = true};
  if (const std::vector<std::string> extras = line.app.remaining(true); !extras.empty()) {
    const std::string& word = extras.front();
    const std::string what = word.starts_with('-')              ? "option '"
                             : app->get_subcommands({}).empty() ? "argument '"
                                                                : "command '";
    return mistake("unknown " + what + word + '\'' + suggestion(app, word), app, code);
  }
  const std::string text = error.what();
  if (const auto flag = text.find(" was given a disallowed flag"); flag != std::string::npos) {
    return mistake("'--" + text.substr(0, flag) + "' takes no value.", app, code);
  }
  if (error.get_name() == "ArgumentMismatch")
    return mistake('\'' + text.substr(0, text.find(':')) + "' needs a value, and one only.", app, code);
  if (app == &line.app) return mistake("no command; 'tailmend check' looks at this host.", app, code);
  if (app == line.config) return mistake("'config' needs a command: 'tailmend config check'.", app, code);
  if (app == line.replay && line.options.record.empty())
    return mistake("'replay' needs the file of a flight record.", app, code);
  return mistake(text + ".", app, code);
}

std::expected<Options, UsageAnswer> options_of(CommandLine& line) {
  Options& options = line.options;
  options.config_named = line.app.count("--config") > 0;
  if (line.check->parsed()) {
    options.command = Command::check;
  } else if (line.config_check->parsed()) {
    options.command = Command::config_check;
  } else if (line.replay->parsed()) {
    options.command = Command::replay;
  }
  const auto timeout = parse_duration(line.timeout);
  if (!timeout || *timeout < check_timeout_least || *timeout > check_timeout_most) {
    return std::unexpected(mistake("--timeout is '" + line.timeout + "'; expected a time such as '5s', from " +
                                       duration_text(check_timeout_least) + " to " + duration_text(check_timeout_most) +
                                       ".",
                                   line.check, ExitCode::could_not_look));
  }
  options.timeout = *timeout;
  return options;
}

}  // namespace

std::expected<Options, UsageAnswer> parse_options(std::span<const char* const> arguments, std::string_view version) {
  const auto too_long = [](const char* argument) { return std::string_view(argument).size() > longest_argument; };
  if (arguments.size() > max_arguments || std::any_of(arguments.begin(), arguments.end(), too_long)) {
    return std::unexpected(UsageAnswer{
        .text = "tailmend: the command line is too long.\n", .exit_code = ExitCode::usage, .to_stdout = false});
  }
  std::vector<std::string> words = words_of(arguments);
  if (!words.empty() && words.front() == "--version") {
    return std::unexpected(UsageAnswer{.text = "tailmend " + std::string(version) + "\n"});
  }
  CommandLine line;
  std::reverse(words.begin(), words.end());  // as CLI11 takes a vector
  try {
    line.app.parse(std::move(words));
  } catch (const CLI::Error& error) {
    return std::unexpected(answer_to(error, line));
  }
  return options_of(line);
}

std::vector<std::string> option_names() {
  const CommandLine line;
  std::vector<std::string> names;
  const auto add = [&](const CLI::App* app, const auto& again) -> void {
    for (const std::string& name : names_in(app)) {
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
    for (const CLI::App* below : app->get_subcommands({})) again(below, again);
  };
  add(&line.app, add);
  return names;
}

}  // namespace tailmend
