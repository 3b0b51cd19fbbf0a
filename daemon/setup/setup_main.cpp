// tailmend-setup, which `tailmend setup` runs: finds targets, shows what it would write, and writes it when told to. A program of
// its own, so that the daemon does not carry what is needed once.
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <ctime>
#include <optional>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "daemon/base/loop.hpp"
#include "daemon/cli/options.hpp"
#include "daemon/cli/print.hpp"
#include "daemon/config/config.hpp"
#include "daemon/control/client.hpp"
#include "daemon/screen/rows.hpp"
#include "daemon/screen/terminal.hpp"
#include "daemon/setup/setup.hpp"
#include "daemon/setup/setup_daemon.hpp"
#include "daemon/setup/setup_file.hpp"
#include "daemon/setup/setup_text.hpp"
#include "libwatch/words.hpp"

namespace tailmend {

namespace {

constexpr timespec poll_every{.tv_sec = 0, .tv_nsec = 200'000'000};
constexpr int polls = 50;

constexpr int exit_with(ExitCode code) { return static_cast<int>(code); }

struct Wishes {
  std::string config = std::string(default_config);
  bool config_named = false;
  bool yes = false;
  bool dry_run = false;
};

// tailmend has already said what is wrong with words of a person; what comes here otherwise is answered in short.
std::optional<Wishes> wishes_of(int argc, char** argv) {
  Wishes wishes;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--yes") wishes.yes = true;
    else if (word == "--dry-run") wishes.dry_run = true;
    else if (word == "--config" && i + 1 < argc) wishes.config = argv[++i], wishes.config_named = true;
    else return std::nullopt;
  }
  return wishes;
}

std::string today() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  std::string day(sizeof "2026-11-29" - 1, '\0');
  if (::localtime_r(&now, &local) != nullptr) (void)std::strftime(day.data(), day.size() + 1, "%Y-%m-%d", &local);
  return day;
}

int refuse(const std::string& why, ExitCode code = ExitCode::degraded) { return print_whole(stderr, fmt::format("tailmend: {}\n", why), exit_with(code)); }

bool person_present() { return ::isatty(STDIN_FILENO) == 1 && ::isatty(STDOUT_FILENO) == 1; }

bool agreed() {
  std::fputs("\nWrite it? [Y/n] ", stdout);
  std::fflush(stdout);
  std::string answer;
  for (int c = std::getchar(); c != '\n'; c = std::getchar()) {
    if (c == EOF) return false;
    if (c != ' ' && c != '\r') answer += static_cast<char>(c);
  }
  return answer.empty() || answer == "y" || answer == "Y" || answer == "yes";
}

bool all_answer(const std::vector<Proposal>& proposals, const std::vector<Watched>& watched) {
  for (const auto& proposal : proposals) {
    const auto found = std::ranges::find(watched, to_string(proposal.prospect.at), &Watched::address);
    if (found == watched.end() || found->answer_ms <= 0) return false;
  }
  return true;
}

// Whether the running daemon takes it up, which a person wants to see and not to believe.
int hand_over(const std::vector<Proposal>& proposals, Screen screen) {
  const ControlRequest status{.words = {"status", "--json"}, .screen = screen};
  const auto before = ask(status, doors());
  if (!before) return print_whole(stdout, fmt::format("Nobody watches it yet: {}\n", before.error().text));
  if (const auto told = reload_daemon(control_socket_path); !told)
    return print_whole(stdout, fmt::format("Nobody watches it yet ({}). Now: sudo systemctl reload tailmend\n", to_string(told.error())));
  std::vector<Watched> watched;
  for (int i = 0; i < polls && !all_answer(proposals, watched); ++i) {
    ::nanosleep(&poll_every, nullptr);
    if (const auto reply = ask(status, doors())) watched = watched_in(reply->text);
  }
  Rows rows(screen);
  for (const auto& proposal : proposals) {
    const auto found = std::ranges::find(watched, to_string(proposal.prospect.at), &Watched::address);
    rows.add("watched", found == watched.end() ? fmt::format("not yet {}; why: journalctl -u tailmend", proposal.name)
                        : found->answer_ms > 0 ? fmt::format("{} {}, answers in {:.1f} ms", proposal.name, found->address, found->answer_ms)
                                               : fmt::format("{} {}, no answer yet: tailmend status", proposal.name, found->address));
  }
  return print_whole(stdout, rows.text());
}

// Shown before anything is written, and checked with what is there by the reader that the daemon has.
int write_down(const Wishes& wishes, const std::string& folder, const std::vector<Proposal>& proposals, Screen screen) {
  const std::string name = free_name(folder);
  const std::string path = folder + "/" + name;
  const std::string text = proposals_toml(proposals, today());
  // Nobody has seen what would be written: then it is not.
  if (const int unseen = print_whole(stdout, fmt::format("\n{}, a new file:\n\n{}", path, text)); unseen != 0) return unseen;
  if (const auto right = read_config_text(text, path); !right) return refuse(render(right.error(), wishes.config, "nothing was written").substr(sizeof "tailmend: " - 1));
  if (wishes.dry_run) return print_whole(stdout, "\nNothing was written: --dry-run.\n");
  if (const std::string why = not_writable(folder); !why.empty()) return refuse(fmt::format("nothing was written: {}; as root: sudo tailmend setup", why));
  if (!wishes.yes && !person_present()) return refuse("nothing was written: there is no terminal to ask at; to write without being asked: sudo tailmend setup --yes");
  if (!wishes.yes && !agreed()) return refuse("nothing was written");
  if (const auto written = write_new(folder, name, text); !written) return refuse("nothing was written: " + to_string(written.error()));
  const auto whole = read_config(wishes.config, folder, wishes.config_named ? Presence::required : Presence::optional);
  if (!whole) {
    ::unlink(path.c_str());
    return refuse(render(whole.error(), wishes.config, "so the new file was taken back").substr(sizeof "tailmend: " - 1));
  }
  print_whole(stdout, "\nWritten.\n");
  // Another file than the daemon's own is for whoever named it to use.
  return wishes.config_named ? 0 : hand_over(proposals, screen);
}

int run(int argc, char** argv) {
  const auto wishes = wishes_of(argc, argv);
  if (!wishes) {
    std::fputs("usage: tailmend setup [--config FILE] [--yes | --dry-run]\n", stderr);
    return exit_with(ExitCode::usage);
  }
  ::signal(SIGPIPE, SIG_IGN);
  const std::filesystem::path file = wishes->config;
  const std::string folder = (file.parent_path() / "conf.d").string();
  const auto settings = read_config(file, folder, wishes->config_named ? Presence::required : Presence::optional);
  if (!settings) return print_whole(stderr, render(settings.error(), file, "nothing was written") + "\n", exit_with(ExitCode::configuration));
  const Screen screen = screen_for(STDOUT_FILENO);
  Loop loop;
  Survey found = survey(loop, *settings, [&](std::size_t most) {
    if (can_redraw(STDERR_FILENO)) fmt::print(stderr, "asking {} at most, one connection each …\n", watch::count(most, "address and port", "addresses and ports"));
  });
  if (!found.trouble.empty())
    return refuse(found.trouble + (found.advice.empty() ? "" : "\nMend that first: " + found.advice), ExitCode::could_not_look);
  print_whole(stdout, survey_text(found.tailscaled, found.grounds, screen));
  found.proposals.resize(std::min(found.proposals.size(), max_targets - settings->policy.targets.size()));
  if (!found.proposals.empty()) return write_down(*wishes, folder, found.proposals, screen);
  const Before before = settings->policy.targets.empty() ? Before::no_target : Before::some_target;
  return print_whole(stdout, "\n" + nothing_found_text(before, folder, screen), before == Before::some_target ? 0 : exit_with(ExitCode::degraded));
}

}  // namespace

}  // namespace tailmend

int main(int argc, char** argv) { return tailmend::guarded(tailmend::run, argc, argv); }
