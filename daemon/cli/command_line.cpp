#include "daemon/cli/command_line.hpp"

#include "daemon/base/duration.hpp"
#include "daemon/config/config.hpp"
#include "libwatch/gates.hpp"

// CLI11 reads and writes configuration files of its own, 14 kB that nobody here asks for: its header CLI/Config.hpp is left
// out, and what an App refers to all the same is nothing.
std::string CLI::ConfigBase::to_config(const App*, bool, bool, std::string) const { return {}; }
std::vector<CLI::ConfigItem> CLI::ConfigBase::from_config(std::istream&) const { return {}; }

namespace tailmend {

CommandLine::CommandLine() {
  options.config = std::string(default_config);
  typed.timeout = duration_text(check_timeout_preset);
  // Commands inherit these, so they come first.
  app.fallthrough();
  app.set_help_flag("-h,--help", "This help; after a command, the help of that command");
  app.option_defaults()->disable_flag_override();
  app.get_formatter()->column_width(26);
  app.add_flag("--version", declared_only_, "The version");
  app.add_flag("--check", declared_only_, "The same as the command check");
  app.add_option("--config", options.config, "Read FILE and the conf.d beside it, in place of\n/etc/tailmend/tailmend.toml")
      ->type_name("FILE");
  declare_looking();
  declare_console();
  declare_acting();
  declare_configuration();
  declare_workshop();
  app.require_subcommand(1);
  app.footer(
      "Examples:\n"
      "  tailmend check                        is the subnet reachable, and if not, why?\n"
      "  tailmend status --watch               what the daemon sees, live\n"
      "  tailmend why                          the last outage, told step by step\n"
      "  sudo tailmend mend                    mend it now\n"
      "  sudo tailmend pause --for 2h          hands off while somebody works here\n"
      "  sudo tailmend setup                   find what to watch, and write it down\n"
      "  tailmend config check                 what is wrong in /etc/tailmend?\n\n"
      "tailmend(8) explains exit codes, files and signals, tailmend.toml(5) the configuration.");
}

CLI::App* CommandLine::add(CLI::App& above, Command command, const char* name, const char* help, const char* footer) {
  CLI::App* added = above.add_subcommand(name, help);
  added->footer(footer);
  apps.at(static_cast<std::size_t>(command)) = added;
  return added;
}

void CommandLine::declare_looking() {
  CLI::App* check = add(app, Command::check, "check", "Look once: is the subnet reachable, and if not, why",
                        "Exit: 0 healthy, 1 degraded, 2 critical, 3 could not look.\n\nExample:\n  tailmend check --json --timeout 5s");
  check->add_flag("--json", options.json, "One JSON object in place of the report");
  check->add_flag("-q,--quiet", options.quiet, "The first line only");
  check->add_option("--timeout", typed.timeout, "End by then, with what is known; 10s")->type_name("TIME");
}

void CommandLine::declare_console() {
  CLI::App* status = add(app, Command::status, "status", "What the daemon sees and does, on one screen",
                         "Exit: 0 healthy, 1 degraded, 2 critical, 3 no daemon, or no verdict yet.\n\nExample:\n  tailmend status --watch");
  status->add_flag("--json", options.json, "One JSON object in place of the screen");
  status->add_flag("-w,--watch", options.live, "Again each second, until Ctrl-C");
  CLI::App* history = add(app, Command::history, "history", "What happened: the episodes, newest first", "Example:\n  tailmend history --since 30d");
  history->add_flag("--json", options.json, "One JSON object in place of the table");
  history->add_option("--since", options.since, "Those of the last TIME, such as 12h or 30d,\nor since a day such as 2026-11-01")->type_name("TIME");
  CLI::App* why = add(app, Command::why, "why", "One episode as a timeline: the last, or EPISODE", "Example:\n  tailmend why 17");
  why->add_option("EPISODE", typed.episode, "Its number in 'tailmend history'")->type_name("");
  why->add_flag("--json", options.json, "One JSON object in place of the timeline");
}

void CommandLine::declare_acting() {
  CLI::App* mend = add(app, Command::mend, "mend", "Mend it now: the ladder, or one remedy",
                       "Exit: 0 healthy in the end, 1 not, or not done.\n\nExamples:\n  sudo tailmend mend\n  sudo tailmend mend restart --despite ssh");
  mend->add_option("REMEDY", typed.remedy, "This one alone: kick, rebind, reconnect,\nconntrack, up-reset or restart")->type_name("");
  mend->add_option("--despite", typed.despite, "Overrule what holds a remedy back, by its name\n(tailmend(8), GATES); may be given again")->type_name("GATE")->allow_extra_args(false);
  mend->add_flag("--follow", options.follow, "Give no order; show how far the last one is");
  CLI::App* pause = add(app, Command::pause, "pause", "No remedies for a while; it looks and tells as ever",
                        "Example:\n  sudo tailmend pause --for 2h --reason 'firmware update'");
  pause->add_option("--for", typed.pause_for, "For so long, such as 30m or 2h; at most 30d")->type_name("TIME")->required();
  pause->add_option("--reason", options.reason, "Why, for whoever looks next")->type_name("TEXT");
  add(app, Command::resume, "resume", "End a pause", "Example:\n  sudo tailmend resume");
}

void CommandLine::declare_configuration() {
  CLI::App* setup = add(app, Command::setup, "setup", "Find targets behind subnet routes, and write them down",
                        "Exit: 0 written, shown, or nothing to add; 1 nothing written; 3 could not look.\n\nExample:\n  sudo tailmend setup");
  setup->add_flag("-y,--yes", options.yes, "Write it without asking");
  setup->add_flag("--dry-run", options.dry_run, "Show it, and write nothing");
  config = app.add_subcommand("config", "The configuration");
  config->require_subcommand(1);
  config->footer("Example:\n  tailmend config check");
  CLI::App* check = add(*config, Command::config_check, "check", "Name every mistake in the configuration",
                        "Exit: 0 no mistake, 78 mistakes.\n\nExample:\n  tailmend config check ./tailmend.toml");
  check->add_option("FILE", options.files, "Check these, each by itself")->type_name("");
  CLI::App* show = add(*config, Command::config_show, "show", "What is in force, and which file says so", "Example:\n  tailmend config show");
  show->add_flag("--json", options.json, "One JSON object in place of TOML");
  add(*config, Command::config_example, "example", "A file with every key, its preset and its meaning",
      "Example:\n  tailmend config example >tailmend.toml");
}

void CommandLine::declare_workshop() {
  CLI::App* replay = add(app, Command::replay, "replay", "Decide again on what a flight record holds", "Example:\n  tailmend replay /var/lib/tailmend/flight/previous");
  replay->add_option("RECORD", options.record, "/var/lib/tailmend/flight/current, for one")->type_name("")->required();
  CLI::App* simulate = add(app, Command::simulate, "simulate", "Try this configuration in simulated weeks of faults",
                           "Example:\n  tailmend --config ./tailmend.toml simulate --seed 7 --hours 168");
  simulate->add_option("--seed", typed.seed, "The same seed gives the same story; random")->type_name("N");
  simulate->add_option("--hours", typed.hours, "From 1 to 8760; 168")->type_name("H");
  simulate->add_flag("--tell", options.tell, "Every step, not only what came of each fault");
  simulate->add_flag("--json", options.json, "One JSON object in place of the story");
  CLI::App* diagnose = add(app, Command::diagnose, "diagnose", "Write one file with what a bug report needs, without secrets",
                           "Example:\n  sudo tailmend diagnose --bundle ./tailmend.txt");
  diagnose->add_option("--bundle", options.bundle, "The file to write")->type_name("FILE")->required();
  diagnose->add_flag("--force", options.force, "Replace it if it is there");
  CLI::App* completion = add(app, Command::completion, "completion", "The completion for a shell: bash, zsh or fish", "Example:\n  source <(tailmend completion bash)");
  completion->add_option("SHELL", typed.shell, "bash, zsh or fish")->type_name("")->required();
  add(app, Command::daemon, "daemon", "Watch, prove and mend: what the systemd unit runs", "Example:\n  tailmend --config ./tailmend.toml daemon");
}

std::vector<std::string> choices_of(const CLI::App& command, const std::string& word) {
  std::vector<std::string> choices;
  if (word == "--despite")
    for (const auto& gate : watch::gate_words) choices.emplace_back(gate.name);
  if (command.get_name() == "mend" && word == "REMEDY")
    for (std::size_t i = 1; i < watch::remedies; ++i) choices.emplace_back(to_string(watch::Remedy(i)));
  if (command.get_name() == "completion" && word == "SHELL") choices = {"bash", "zsh", "fish"};
  return choices;
}

}  // namespace tailmend
