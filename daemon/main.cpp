// tailmend: the command line, and the end of every exception. Decides nothing.
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "daemon/base/version.hpp"
#include "daemon/cli/completion.hpp"
#include "daemon/cli/options.hpp"
#include "daemon/cli/print.hpp"
#include "daemon/commands/check.hpp"
#include "daemon/commands/diagnose.hpp"
#include "daemon/commands/remote.hpp"
#include "daemon/commands/replay.hpp"
#include "daemon/config/config.hpp"
#include "daemon/config/config_show.hpp"
#include "daemon/report/evidence_text.hpp"
#include "daemon/screen/terminal.hpp"
#include "daemon/supervisor.hpp"
#include "libwatch/words.hpp"

namespace tailmend {

namespace {

int exit_with(ExitCode code) { return static_cast<int>(code); }

std::expected<Settings, ConfigMistakes> configured(const Options& options) {
  const std::filesystem::path main_file = options.config;
  return read_config(main_file, Supervisor::conf_d(main_file), options.config_named ? Presence::required : Presence::optional);
}

// What systemd made for the unit (StateDirectory=, RuntimeDirectory=): the first, where a drop-in adds more behind colons.
void take_folder(std::string& place, const char* variable) {
  const char* folders = std::getenv(variable);
  if (folders != nullptr && *folders != '\0') place = std::string(folders, std::strcspn(folders, ":"));
}

int run_daemon(const Options& options) {
  auto settings = configured(options);
  if (!settings) return print_whole(stderr, render(settings.error(), options.config, "not started") + "\n", exit_with(ExitCode::configuration));
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP, SIGUSR1, SIGCHLD}) sigaddset(&signals, signal);
  sigprocmask(SIG_BLOCK, &signals, nullptr);
  ::signal(SIGPIPE, SIG_IGN);

  Journal journal(route_for(std::getenv("JOURNAL_STREAM")));
  Loop loop;
  Places places{.config = options.config, .config_presence = options.config_named ? Presence::required : Presence::optional};
  take_folder(places.state, "STATE_DIRECTORY");
  take_folder(places.run, "RUNTIME_DIRECTORY");
  journal.say(Level::info, MessageId::started, fmt::format("tailmend {} watches {}{}", version, watch::count(settings->policy.targets.size(), "target", "targets"),
                                                                  settings->policy.targets.empty() ? fmt::format(": {}", no_target_text) : ""));
  Supervisor supervisor(loop, journal, std::move(places), std::move(*settings));
  if (auto started = supervisor.start(); !started) {
    journal.say(Level::error, MessageId::trouble, fmt::format("cannot start: {}", to_string(started.error())));
    return exit_with(ExitCode::degraded);
  }
  const auto ended = loop.run();
  if (!ended) {
    journal.say(Level::error, MessageId::trouble, to_string(ended.error()));
    return exit_with(ExitCode::degraded);
  }
  return *ended;
}

int run_config_check(const Options& options) {
  std::string wrong;
  std::string refused;
  std::size_t targets = 0;
  const auto judge = [&](const std::expected<Settings, ConfigMistakes>& read, const std::string& file) {
    if (read) targets += read->policy.targets.size();
    else wrong += render(read.error(), file) + "\n";
  };
  if (options.files.empty()) judge(configured(options), options.config);
  for (const auto& file : options.files) {
    const auto read = read_config_file(file);
    judge(read, file);
    if (const auto in_place = read_config(file, {}, Presence::required); read && !in_place)
      refused += fmt::format("where {} is now the daemon would refuse it: {}\n", file, in_place.error().front().text);
  }
  if (!wrong.empty()) return print_whole(stderr, wrong, exit_with(ExitCode::configuration));
  return print_whole(stdout, fmt::format("the configuration is right: {}\n{}", watch::count(targets, "target", "targets"), refused));
}

std::string completion(Shell shell) {
  const CommandWord tree = command_tree();
  switch (shell) {
    case Shell::bash: return bash_completion(tree);
    case Shell::zsh: return zsh_completion(tree);
    case Shell::fish: return fish_completion(tree);
  }
  return {};
}

int run_config_show(const Options& options) {
  const auto settings = configured(options);
  if (settings) return print_whole(stdout, options.json ? config_show_json(*settings) + "\n" : config_show(*settings, screen_for(STDOUT_FILENO).columns));
  return print_whole(stderr, render(settings.error(), options.config, "nothing to show") + "\n", exit_with(ExitCode::configuration));
}

// What the daemon need not carry is a program of its own: beside this one, in the libexec of wherever that was installed, or
// in that of the build.
int run_other(std::vector<std::string> words, const Options& options) {
  if (options.config_named) words.insert(words.end(), {"--config", options.config});
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  std::string self(4096, '\0');
  const ssize_t size = ::readlink("/proc/self/exe", self.data(), self.size());
  self.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
  const std::string folder = self.substr(0, self.rfind('/') + 1);
  const std::string path = std::string(libexec_path) + "/" + words.front();
  for (const std::string& place : {folder + words.front(), folder + "../libexec/tailmend/" + words.front(), path}) ::execv(place.c_str(), pointers.data());
  return print_whole(stderr, fmt::format("tailmend: {} is not there; the package brings it\n", path), exit_with(ExitCode::degraded));
}

int run_simulate(const Options& options) {
  std::vector<std::string> words{"tailmend-simulate", "--hours", std::to_string(options.hours)};
  if (options.seed) words.insert(words.end(), {"--seed", std::to_string(*options.seed)});
  if (options.tell) words.emplace_back("--tell");
  if (options.json) words.emplace_back("--json");
  return run_other(std::move(words), options);
}

int run_setup(const Options& options) {
  std::vector<std::string> words{"tailmend-setup"};
  if (options.yes) words.emplace_back("--yes");
  if (options.dry_run) words.emplace_back("--dry-run");
  return run_other(std::move(words), options);
}

int run(int argc, char** argv) {
  const auto options = parse_options(std::span(argv + 1, static_cast<std::size_t>(argc > 0 ? argc - 1 : 0)), version);
  if (!options) return print_whole(options.error().to_stdout ? stdout : stderr, options.error().text, exit_with(options.error().exit_code));
  switch (options->command) {
    case Command::daemon: return run_daemon(*options);
    case Command::config_check: return run_config_check(*options);
    case Command::replay: return run_replay(*options);
    case Command::check: {
      const auto settings = configured(*options);
      if (settings) return run_check(*options, *settings);
      return print_whole(stdout, fmt::format("TAILMEND UNKNOWN - the configuration cannot be used\n{}\n", render(settings.error(), options->config, "nothing was looked at")),
                         exit_with(ExitCode::could_not_look));
    }
    case Command::status:
    case Command::history:
    case Command::why:
    case Command::mend:
    case Command::pause:
    case Command::resume: return run_remote(*options, std::vector<std::string>(argv + 1, argv + argc));
    case Command::config_show: return run_config_show(*options);
    case Command::config_example: return print_whole(stdout, config_example());
    case Command::simulate: return run_simulate(*options);
    case Command::setup: return run_setup(*options);
    case Command::diagnose: return run_diagnose(*options, ask_daemon);
    case Command::completion: return print_whole(stdout, completion(options->shell));
  }
  return exit_with(ExitCode::usage);
}

}  // namespace

}  // namespace tailmend

int main(int argc, char** argv) { return tailmend::guarded(tailmend::run, argc, argv); }
