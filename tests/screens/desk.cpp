#include "tests/screens/desk.hpp"

#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <sstream>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "daemon/commands/history.hpp"
#include "daemon/commands/remote.hpp"
#include "daemon/report/history_text.hpp"
#include "daemon/report/status.hpp"

namespace screens {

namespace {

// The story's first day, which is the second of its clock, begins at this midnight.
constexpr tailmend::WallTime midnight{std::chrono::sys_days(std::chrono::November / 20 / 2026) + std::chrono::hours(23)};
constexpr watch::Instant opening{std::chrono::hours(24)};

constexpr const char* state = "state";  // in the desk's folder

// Central European time, told without the system's own tables.
constexpr const char* zone = "CET-1CEST,M3.5.0,M10.5.0/3";

std::string quoted(const std::string& text) {
  std::string shell = "'";
  for (const char c : text) shell += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return shell + "'";
}

void replace_all(std::string& text, std::string_view what, std::string_view by) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) text.replace(at, what.size(), by);
}

// The option's value, or "" where it is not there.
std::string value_of(const std::vector<std::string>& words, std::string_view option) {
  const auto found = std::ranges::find(words, option);
  return found == words.end() || found + 1 == words.end() ? "" : *(found + 1);
}

}  // namespace

Desk::Desk(std::string program) : program_(std::filesystem::absolute(program)), left_(std::filesystem::current_path()) {
  ::setenv("TZ", zone, 1);
  ::tzset();
  std::filesystem::current_path(folder_.path);
  std::filesystem::create_directory(state);
  stage_.on_step([this](const watch::Observation& seen, const watch::Decision& decision) {
    const tailmend::Step step{.now = stage_.now(), .seen = seen, .decision = decision, .machine = *stage_.machine()};
    if (vitals_) vitals_->take(step);
    if (chronicler_) chronicler_->take(step);
    if (console_) console_->take(step);
  });
  folder_.write("tailmend.toml", "[[target]]\nname = \"plc\"\naddress = \"10.77.0.10:502\"\n");
}

Desk::~Desk() { std::filesystem::current_path(left_); }

const std::vector<Desk::Word>& Desk::words() {
  static const std::vector<Word> all = {
      {"story", &Desk::story},
      {"columns", &Desk::columns},
      {"colour", &Desk::colour},
      {"history", &Desk::history},
      {"why", &Desk::why},
      {"status", &Desk::status},
      {"sudo", &Desk::sudo},
      {"pause", &Desk::pause},
      {"resume", &Desk::resume},
      {"mend", &Desk::mend},
  };
  return all;
}

std::string Desk::type(const std::string& command) {
  std::istringstream stream(command);
  Words typed;
  for (std::string word; stream >> word;) typed.push_back(word);
  const auto word = std::ranges::find(words(), typed.empty() ? "" : typed[0], &Word::name);
  if (word == words().end()) return shell(command);
  typed.erase(typed.begin());
  return (this->*word->answer)(typed);
}

std::string Desk::story(const Words& words) {
  std::string line;
  for (const auto& word : words) line += (line.empty() ? "" : " ") + word;
  const bool begins = !words.empty() && (words.back() == "start" || words.back() == "killed");
  if (begins) begin_chronicler();
  stage_.command(line);
  return "";
}

tailmend::Moment Desk::moment() const { return {.boot = stage_.now(), .wall = midnight + (stage_.now() - opening)}; }

void Desk::begin_chronicler() {
  chronicler_.reset();
  chronicler_.emplace(state, [](const std::string& text) { throw std::runtime_error(text); }, [this] { return moment(); });
  chronicler_->begin();
  vitals_.emplace();
  console_.emplace(lent());
  started_ = stage_.now();
}

// Colours so that they can be read.
std::string Desk::shown(const tailmend::ControlReply& reply) const {
  std::string text = reply.text;
  replace_all(text, "\x1b[31m", "<red>");
  replace_all(text, "\x1b[33m", "<yellow>");
  replace_all(text, "\x1b[32m", "<green>");
  replace_all(text, "\x1b[0m", "</>");
  return reply.exit_code == 0 ? text : text + fmt::format("exit {}\n", reply.exit_code);
}

std::string Desk::history(const Words& words) {
  const bool json = std::ranges::find(words, "--json") != words.end();
  return shown(tailmend::history_reply(state, {.since = value_of(words, "--since"), .json = json}, moment().wall, screen_));
}

std::string Desk::why(const Words& words) {
  tailmend::WhyAsk ask{.number = {}, .json = std::ranges::find(words, "--json") != words.end()};
  if (!words.empty() && words[0] != "--json") ask.number = static_cast<std::uint32_t>(std::stoul(words[0]));
  return shown(tailmend::why_reply(state, ask, moment().wall, screen_));
}

std::string Desk::status(const Words& words) {
  std::string last;
  if (const auto reader = tailmend::EpisodeReader::open(state)) {
    const auto kept = reader->summaries();
    const bool open = chronicler_->chronicle().open() != nullptr;
    if (kept.value.size() > (open ? 1U : 0U)) last = tailmend::summary_line(kept.value[kept.value.size() - (open ? 2 : 1)], moment().wall);
  }
  const auto status = tailmend::status_of(*stage_.machine(), *vitals_,
                                          {.now = moment(), .version = "1.0.0", .started = started_, .files = {"/etc/tailmend/tailmend.toml"}, .episode = chronicler_->chronicle().open(), .last = last});
  const bool json = std::ranges::find(words, "--json") != words.end();
  return shown({.exit_code = 0, .text = json ? tailmend::status_json(status) + "\n" : tailmend::status_text(status, screen_)});
}

tailmend::Desk Desk::lent() {
  return {.machine = [this]() -> const watch::Machine& { return *stage_.machine(); },
          .now = [this] { return stage_.now(); },
          .wall = [this] { return moment().wall; },
          .post = [this](const watch::Observation& seen) { stage_.hear(seen); },
          .keep_pause = [](const std::optional<watch::Pause>&) { return tailmend::Expected<void>{}; },
          .status = {},
          .state_directory = state};
}

tailmend::ControlReply Desk::ask(std::string command, const Words& words) {
  tailmend::ControlRequest request{.words = {std::move(command)}, .screen = screen_, .caller = caller_};
  request.words.insert(request.words.end(), words.begin(), words.end());
  return console_->answer(request);
}

std::string Desk::sudo(const Words& words) {
  const tailmend::Caller before = std::exchange(caller_, {.uid = 0, .name = "alice as root"});
  std::string command;
  for (const auto& word : words) command += (command.empty() ? "" : " ") + word;
  std::string printed = type(command);
  caller_ = before;
  return printed;
}

std::string Desk::pause(const Words& words) { return shown(ask("pause", words)); }
std::string Desk::resume(const Words& words) { return shown(ask("resume", words)); }

// As the client does it: asked, then followed.
std::string Desk::mend(const Words& words) {
  const bool follows = std::ranges::find(words, "--follow") != words.end();
  const tailmend::ControlReply asked = ask("mend", words);
  if (asked.to_stderr) return shown(asked);
  std::string printed = follows ? "" : asked.text;
  for (std::uint32_t seen = 0;;) {
    const tailmend::ControlReply reply = ask("mend", {"--follow"});
    printed += tailmend::new_lines(reply.text, seen);
    if (reply.exit_code != static_cast<int>(tailmend::ExitCode::running)) return shown({.exit_code = reply.exit_code, .text = printed});
    stage_.command("advance 200ms");
  }
}

std::string Desk::colour(const Words&) {
  screen_.colour = tailmend::Colour::terminal;
  return "";
}

std::string Desk::columns(const Words& words) {
  screen_.columns = std::stoul(words.at(0));
  return "";
}

// In the desk's folder, what goes to stderr printed too, and a last line for an exit status other than 0.
std::string Desk::shell(const std::string& command) const {
  const std::string bin = program_.substr(0, program_.rfind('/'));
  const std::string line = fmt::format("exec 2>&1 </dev/null && export LC_ALL=C.UTF-8 COLUMNS={} STATE_DIRECTORY={} PATH={}:$PATH && unset NO_COLOR JOURNAL_STREAM; {}", screen_.columns, state,
                                       quoted(bin), command);
  std::FILE* pipe = ::popen(line.c_str(), "re");
  if (pipe == nullptr) throw std::runtime_error("no shell");
  std::string printed;
  std::array<char, 4096> bytes{};
  for (std::size_t got = 0; (got = std::fread(bytes.data(), 1, bytes.size(), pipe)) > 0;) printed.append(bytes.data(), got);
  const int status = ::pclose(pipe);
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return printed;
  if (!printed.empty() && !printed.ends_with('\n')) printed += "\n";
  return printed + fmt::format("exit {}\n", WIFEXITED(status) ? WEXITSTATUS(status) : -1);
}

}  // namespace screens
