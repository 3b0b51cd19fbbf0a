#include "daemon/commands/remote.hpp"

#include <unistd.h>

#include <charconv>
#include <cstdio>
#include <ctime>

#include <fmt/format.h>

#include "daemon/base/version.hpp"
#include "daemon/cli/print.hpp"
#include "daemon/commands/history.hpp"
#include "daemon/commands/watch_screen.hpp"
#include "daemon/config/config_file.hpp"
#include "daemon/control/client.hpp"
#include "daemon/screen/screen_text.hpp"
#include "daemon/screen/terminal.hpp"
#include "daemon/state/last_state.hpp"
#include "daemon/state/state_folder.hpp"

namespace tailmend {

namespace {

constexpr timespec poll_every{.tv_sec = 0, .tv_nsec = 200'000'000};

WallTime wall_now() { return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now()); }

int print(const ControlReply& reply) { return print_whole(reply.to_stderr ? stderr : stdout, reply.text, reply.exit_code); }

std::optional<LastState> read_last_state() {
  const auto text = read_text(last_state_path, max_last_state);
  return text && *text ? parse_last_state(**text) : std::nullopt;
}

// What is known all the same.
ControlReply without_daemon(const Options& options, const NoAnswer& none, Screen screen) {
  const bool away = none.why != NoAnswer::Why::failed;
  const bool from_disk = away && (options.command == Command::history || options.command == Command::why);
  if (from_disk && none.why != NoAnswer::Why::not_running) print_whole(stderr, fmt::format("tailmend: {}; what follows is from the disk\n", none.text), 0);
  if (away && options.command == Command::history)
    return history_reply(usual_state_directory, {.since = options.since, .json = options.json}, wall_now(), screen);
  if (away && options.command == Command::why)
    return why_reply(usual_state_directory, {.number = options.episode == 0 ? std::nullopt : std::optional(options.episode), .json = options.json}, wall_now(), screen);
  const bool acts = options.command == Command::mend || options.command == Command::pause || options.command == Command::resume;
  std::string text = fmt::format("tailmend: {}{}\n", none.text, acts && none.why == NoAnswer::Why::silent ? "; it may still do it: tailmend status" : "");
  if (options.command != Command::status) return {.exit_code = static_cast<int>(ExitCode::degraded), .text = text, .to_stderr = true};
  if (none.why == NoAnswer::Why::not_running) text = fmt::format("tailmend: {}\n", not_running_text(read_last_state(), wall_now()));
  return {.exit_code = static_cast<int>(ExitCode::could_not_look), .text = text, .to_stderr = true};
}

ControlReply answer(const Options& options, const ControlRequest& request) {
  auto reply = ask(request, doors());
  return reply ? std::move(*reply) : without_daemon(options, reply.error(), request.screen);
}

std::string wrapped(std::string_view lines, Screen screen) {
  std::string all;
  for (std::size_t end = lines.find('\n'); end != std::string_view::npos; end = lines.find('\n')) {
    all += hanging(lines.substr(0, end), 2, screen.columns);
    lines.remove_prefix(end + 1);
  }
  return all;
}

int follow(const Options& options, Screen screen) {
  const ControlRequest request{.words = {"mend", "--follow"}, .screen = screen};
  std::uint32_t seen = 0;
  for (;;) {
    const ControlReply reply = answer(options, request);
    if (reply.to_stderr) return print(reply);
    const bool over = reply.exit_code != static_cast<int>(ExitCode::running);
    const int status = print_whole(stdout, wrapped(new_lines(reply.text, seen), screen), over ? reply.exit_code : 0);
    if (over || status != 0) return status;
    ::nanosleep(&poll_every, nullptr);
  }
}

int live(const Options& options, ControlRequest request) {
  int status = static_cast<int>(ExitCode::could_not_look);
  const auto watched = watch_screen(STDIN_FILENO, STDOUT_FILENO, [&](Screen screen) {
    request.screen = screen;
    ControlReply reply = answer(options, request);
    status = reply.exit_code;
    // What is said in place of the screen, in one long line.
    return reply.to_stderr ? hanging(std::string_view(reply.text).substr(0, reply.text.find_last_not_of('\n') + 1), 0, screen.columns) : reply.text;
  });
  if (watched) return status;
  fmt::print(stderr, "tailmend: {}\n", to_string(watched.error()));
  return static_cast<int>(ExitCode::could_not_look);
}

}  // namespace

std::string new_lines(const std::string& text, std::uint32_t& seen) {
  std::string fresh;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::uint32_t number = 0;
    const auto [rest, error] = std::from_chars(text.data() + at, text.data() + end, number);
    if (error == std::errc{} && number > seen && rest < text.data() + end) {
      seen = number;
      fresh.append(rest + 1, text.data() + end).append("\n");
    }
    at = end + 1;
  }
  return fresh;
}

std::string ask_daemon(const std::vector<std::string>& words) {
  std::vector<const char*> typed;
  for (const std::string& word : words) typed.push_back(word.c_str());
  const auto options = parse_options(typed, version);
  return options ? answer(*options, {.words = words}).text : options.error().text;
}

int run_remote(const Options& options, std::vector<std::string> words) {
  const Screen screen = screen_for(STDOUT_FILENO);
  const ControlRequest request{.words = std::move(words), .screen = screen};
  if (const std::string trouble = trouble_in(request.words); !trouble.empty())
    return print_whole(stderr, fmt::format("tailmend: {}\n", trouble), static_cast<int>(ExitCode::usage));
  if (options.live && can_redraw(STDOUT_FILENO)) return live(options, request);
  if (options.command == Command::mend && options.follow) return follow(options, screen);
  const ControlReply reply = answer(options, request);
  const int status = print(reply);
  if (options.command != Command::mend || status != 0) return status;
  return follow(options, screen);
}

}  // namespace tailmend
