#include "daemon/cli/options.hpp"

#include <algorithm>
#include <charconv>

#include "daemon/base/duration.hpp"
#include "daemon/base/nearest.hpp"
#include "daemon/cli/command_line.hpp"

namespace tailmend {

namespace {

constexpr std::size_t max_arguments = 256;
constexpr std::size_t longest_argument = 4096;

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
  std::string_view near = nearest(word.substr(0, word.find('=')), views);
  // `help` is meant, and `-v`.
  if (near.empty()) near = nearest("--" + std::string(word), views);
  if (near.empty() && word.size() == 2 && word[0] == '-') {
    const auto begins = std::ranges::find_if(views, [&](std::string_view name) { return name.starts_with("--") && name[2] == word[1]; });
    if (begins != views.end()) near = *begins;
  }
  if (!near.empty()) return "; did you mean '" + std::string(near) + "'?";
  std::string all;
  for (const std::string& name : names_in(app))
    if (name.starts_with("--") && name != "--help") all += (all.empty() ? "" : ", ") + name;
  return word[0] != '-' || all.empty() ? "." : ". There are: " + all + '.';
}

UsageAnswer mistake(const std::string& text, const CLI::App* app, ExitCode code) {
  return {
      .text = "tailmend: " + text + "\nSee '" + full_name(app) + " --help'.\n", .exit_code = code, .to_stdout = false};
}

// A monitoring system takes 3 for "could not look".
ExitCode code_for(const CommandLine& line, const CLI::App* app) {
  return app == line.of(Command::check) || app == line.of(Command::status) ? ExitCode::could_not_look : ExitCode::usage;
}

std::string missing_operand(const CommandLine& line, const CLI::App* app) {
  if (app == line.of(Command::replay) && line.options.record.empty()) return "'replay' needs the file of a flight record.";
  if (app == line.of(Command::completion) && line.typed.shell.empty()) return "'completion' needs a shell: bash, zsh or fish.";
  if (app == line.of(Command::pause) && line.typed.pause_for.empty()) return "'pause' needs an end: --for 2h.";
  if (app == line.of(Command::diagnose) && line.options.bundle.empty()) return "'diagnose' needs a file to write: --bundle FILE.";
  return "";
}

UsageAnswer answer_to(const CLI::Error& error, CommandLine& line) {
  CLI::App* app = named_command(&line.app);
  const ExitCode code = code_for(line, app);
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
  if (app == line.config) return mistake("'config' needs a command: check, show or example.", app, code);
  if (const std::string missing = missing_operand(line, app); !missing.empty()) return mistake(missing, app, code);
  return mistake(text + ".", app, code);
}

// The values of one command line, judged one after the other; the first mistake is the answer.
class Values {
 public:
  explicit Values(CommandLine& line) : line_(line), options_(line.options) {}

  std::optional<UsageAnswer> judge() {
    const Typed& typed = line_.typed;
    options_.timeout = time(Command::check, "--timeout", typed.timeout, "5s", check_timeout_least, check_timeout_most);
    if (given(Command::pause, "--for")) options_.pause_for = time(Command::pause, "--for", typed.pause_for, "2h", pause_least, pause_most);
    if (given(Command::why, "EPISODE")) options_.episode = number<std::uint32_t>(Command::why, "EPISODE", typed.episode, 1, 0xffff'ffff);
    if (given(Command::simulate, "--seed")) options_.seed = number<std::uint64_t>(Command::simulate, "--seed", typed.seed, 0, 0xffff'ffff'ffff'ffff);
    if (given(Command::simulate, "--hours")) options_.hours = number<std::uint32_t>(Command::simulate, "--hours", typed.hours, 1, hours_most);
    judge_words();
    if (options_.reason.size() > longest_reason) wrong(Command::pause, "the --reason is longer than " + std::to_string(longest_reason) + " bytes.");
    if (options_.live && options_.json) wrong(Command::status, "--watch and --json do not go together.");
    if (options_.yes && options_.dry_run) wrong(Command::setup, "--yes and --dry-run do not go together.");
    return wrong_;
  }

 private:
  void judge_words() {
    const Typed& typed = line_.typed;
    if (given(Command::mend, "REMEDY"))
      if (const auto at = choice(Command::mend, "REMEDY", "remedy", typed.remedy)) options_.remedy = watch::Remedy(*at + 1);
    for (const std::string& name : typed.despite)
      if (const auto at = choice(Command::mend, "--despite", "gate", name)) options_.despite.add(watch::Gate(*at));
    if (given(Command::completion, "SHELL"))
      if (const auto at = choice(Command::completion, "SHELL", "shell", typed.shell)) options_.shell = Shell(*at);
  }

  [[nodiscard]] bool given(Command command, const char* word) const { return line_.of(command)->count(word) > 0; }

  void wrong(Command command, const std::string& text) {
    const CLI::App* app = line_.of(command);
    if (!wrong_) wrong_ = mistake(text, app, code_for(line_, app));
  }

  watch::Duration time(Command command, const std::string& option, const std::string& text, const char* example, watch::Duration least, watch::Duration most) {
    const auto parsed = parse_duration(text);
    if (parsed && *parsed >= least && *parsed <= most) return *parsed;
    wrong(command, option + " is '" + text + "'; expected a time such as '" + example + "', from " + duration_text(least) + " to " + duration_text(most) + ".");
    return {};
  }

  template <class Number>
  Number number(Command command, const std::string& what, const std::string& text, Number least, Number most) {
    Number value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc{} && end == text.data() + text.size() && value >= least && value <= most) return value;
    wrong(command, what + " is '" + text + "'; expected a number from " + std::to_string(least) + " to " + std::to_string(most) + ".");
    return least;
  }

  std::optional<std::size_t> choice(Command command, const std::string& word, const std::string& what, const std::string& text) {
    const std::vector<std::string> names = choices_of(*line_.of(command), word);
    const auto found = std::find(names.begin(), names.end(), text);
    if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
    const std::vector<std::string_view> views(names.begin(), names.end());
    const std::string near(nearest(text, views));
    std::string all;
    for (const std::string& name : names) all += (all.empty() ? "" : ", ") + name;
    wrong(command, "unknown " + what + " '" + text + "'" + (near.empty() ? "." : "; did you mean '" + near + "'?") + " There are: " + all + ".");
    return std::nullopt;
  }

  CommandLine& line_;
  Options& options_;
  std::optional<UsageAnswer> wrong_;
};

std::expected<Options, UsageAnswer> options_of(CommandLine& line) {
  line.options.config_named = line.app.count("--config") > 0;
  for (std::size_t i = 0; i < commands; ++i)
    if (line.of(Command(i))->parsed()) line.options.command = Command(i);
  if (auto wrong = Values(line).judge()) return std::unexpected(std::move(*wrong));
  return line.options;
}

CommandWord word_of(const CLI::App* app) {
  CommandWord word{.name = app->get_name(), .help = app->get_description()};
  for (const CLI::Option* option : app->get_options()) {
    if (option->get_positional()) {
      word.operand = option->get_name(true);
      word.operands = choices_of(*app, word.operand);
      continue;
    }
    OptionWord added{.value = option->get_type_name(), .help = option->get_description()};
    for (const std::string& name : option->get_snames()) added.names.push_back("-" + name);
    for (const std::string& name : option->get_lnames()) added.names.push_back("--" + name);
    added.choices = choices_of(*app, added.names.back());
    word.options.push_back(std::move(added));
  }
  for (const CLI::App* below : app->get_subcommands({})) word.commands.push_back(word_of(below));
  return word;
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

CommandWord command_tree() {
  const CommandLine line;
  return word_of(&line.app);
}

}  // namespace tailmend
