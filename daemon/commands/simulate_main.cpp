// tailmend-simulate, which `tailmend simulate` runs: the configuration in simulated weeks of faults. A program of its own, so
// that the daemon does not carry a made-up world. Reads the configuration, prints; touches nothing else.
#include <sys/random.h>
#include <unistd.h>

#include <charconv>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "daemon/cli/options.hpp"
#include "daemon/cli/print.hpp"
#include "daemon/commands/simulate_text.hpp"
#include "daemon/config/config.hpp"
#include "daemon/screen/terminal.hpp"

namespace tailmend {

namespace {

constexpr int exit_with(ExitCode code) { return static_cast<int>(code); }

struct Wishes {
  std::string config;  // "": that of the daemon
  std::optional<std::uint64_t> seed;
  std::uint64_t hours = 168;
  bool tell = false;
  bool json = false;
};

template <class Number>
bool take(std::string_view text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size();
}

// tailmend has already said what is wrong with words of a person; what comes here otherwise is answered in short.
std::optional<Wishes> wishes_of(int argc, char** argv) {
  Wishes wishes;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    const bool valued = word == "--config" || word == "--seed" || word == "--hours";
    if (valued && ++i >= argc) return std::nullopt;
    if (word == "--tell") wishes.tell = true;
    else if (word == "--json") wishes.json = true;
    else if (word == "--config") wishes.config = argv[i];
    else if (word == "--seed" && !take(argv[i], wishes.seed.emplace())) return std::nullopt;
    else if (word == "--hours" && (!take(argv[i], wishes.hours) || wishes.hours < 1 || wishes.hours > hours_most)) return std::nullopt;
    else if (!valued) return std::nullopt;
  }
  return wishes;
}

// Short enough to be typed again.
std::uint64_t drawn_seed() {
  std::uint32_t seed = 0;
  return ::getrandom(&seed, sizeof seed, 0) == sizeof seed ? seed : static_cast<std::uint64_t>(::getpid());
}

void print(const std::string& text) { std::fwrite(text.data(), 1, text.size(), stdout); }

int run(int argc, char** argv) {
  const auto wishes = wishes_of(argc, argv);
  if (!wishes) {
    std::fputs("usage: tailmend simulate [--config FILE] [--seed N] [--hours 1…8760] [--tell] [--json]\n", stderr);
    return exit_with(ExitCode::usage);
  }
  const std::filesystem::path file = wishes->config.empty() ? std::string(default_config) : wishes->config;
  const auto settings = read_config(file, file.parent_path() / "conf.d", wishes->config.empty() ? Presence::optional : Presence::required);
  if (!settings) {
    std::fputs((render(settings.error(), file, "nothing to simulate") + "\n").c_str(), stderr);
    return exit_with(ExitCode::configuration);
  }
  const Screen screen = screen_for(STDOUT_FILENO);
  const std::uint64_t seed = wishes->seed ? *wishes->seed : drawn_seed();
  sim::Trial::Teller teller;
  if (wishes->tell && !wishes->json) teller = [&](watch::Duration at, const std::string& text) { print(told_text(at, text, screen)); };
  sim::Trial trial(watch::Seed{seed}, settings->policy, std::chrono::hours(wishes->hours), teller);
  if (wishes->json) print(R"({"schema":1,"story":[)");
  for (bool first = true; const auto fault = trial.next(); first = false) {
    if (std::ferror(stdout) != 0) break;
    if (wishes->json) print((first ? "" : ",") + fault_json(*fault));
    else if (!wishes->tell) print(fault_text(*fault, screen));
  }
  print(wishes->json ? "],\"summary\":" + trial_json(seed, trial.totals(), trial.broken()) + "}\n" : trial_text(seed, settings->policy, trial.totals(), trial.broken(), screen));
  return print_whole(stdout, "", exit_with(trial.broken().empty() ? ExitCode::fine : ExitCode::degraded));
}

}  // namespace

}  // namespace tailmend

int main(int argc, char** argv) { return tailmend::guarded(tailmend::run, argc, argv); }
