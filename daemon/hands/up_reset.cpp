#include "daemon/hands/up_reset.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "daemon/tailscaled/json_members.hpp"

namespace tailmend {

namespace {
using watch::Answer;
using watch::Outcome;

constexpr std::size_t max_words = 160;

// "Running", or "" when the status does not say.
std::string backend_state(std::string_view status) {
  constexpr std::array<std::string_view, 1> chosen{"BackendState"};
  const auto members = json_members(status, chosen);
  return members && !members->empty() ? from_json_string(members->front().text) : std::string();
}

Outcome outcome_of(Answer answer) {
  const bool never = answer == Answer::forbidden || answer == Answer::denied || answer == Answer::not_found ||
                     answer == Answer::not_built;
  return never ? Outcome::unavailable : Outcome::failed;
}

// The first line of what the CLI said, unless it may hold an auth URL.
std::string words_of(const CliEnd& end) {
  auto line = end.output.substr(0, std::min(end.output.find('\n'), max_words));
  const bool fit = line.find("://") == std::string::npos &&
                   std::all_of(line.begin(), line.end(), [](char c) { return c >= ' ' && c < 0x7f; });
  return line.empty() || !fit ? end.how : fmt::format("{} ({})", end.how, line);
}
}  // namespace

struct UpReset::Run : std::enable_shared_from_this<Run> {
  Run(Loop& its_loop, UpResetHands its_hands, UpCommand its_command, OnEnd its_on_end)
      : loop(its_loop), hands(std::move(its_hands)), command(std::move(its_command)), on_end(std::move(its_on_end)) {}

  Loop& loop;
  UpResetHands hands;
  UpCommand command;
  OnEnd on_end;
  Token call;
  Source limit;
  Source again;
  UpPrefs before;
  std::vector<std::string> argv;
  int cli_runs = 0;
  int readings = 0;
  std::string trouble;           // of the CLI or of the reconnection
  Outcome troubled = Outcome::failed;
  std::vector<std::string_view> put_back;

  void begin(watch::Duration most);
  void on_status(Answer answer, const std::string& status);
  void on_before(Answer answer, const std::string& prefs);
  void keep_and_run();
  void run_cli();
  void on_cli(const CliEnd& end);
  void read_after();
  void on_after(Answer answer, const std::string& prefs);
  void judge(const UpPrefs& after);
  void on_patched(Answer answer, const std::string& prefs);
  void finish(const UpPrefs& after);
  void end(Outcome outcome, std::string detail);
};

void UpReset::Run::begin(watch::Duration most) {
  auto timer = loop.at(loop.now() + most, [this] {
    end(Outcome::failed, cli_runs == 0 ? "tailscaled did not answer in time"
                                       : "up --reset was given up after its time limit; the preferences of before are kept");
  });
  if (timer) limit = std::move(*timer);
  call = hands.status_text([this](Answer answer, const std::string& text) { on_status(answer, text); });
}

void UpReset::Run::on_status(Answer answer, const std::string& status) {
  if (answer != Answer::answered)
    return end(outcome_of(answer), fmt::format("tailscaled's status: {}", to_string(answer)));
  const auto state = backend_state(status);
  // When it is not Running, `up` replaces all preferences instead of editing some.
  if (state != "Running") return end(Outcome::unavailable, fmt::format("up --reset needs a Running tailscaled, it is {}",
                                                                       state.empty() ? "in no known state" : state));
  command.exit_address = exit_address(status);
  call = hands.prefs_text([this](Answer its, const std::string& text) { on_before(its, text); });
}

void UpReset::Run::on_before(Answer answer, const std::string& prefs) {
  if (answer != Answer::answered)
    return end(outcome_of(answer), fmt::format("the preferences could not be read: {}", to_string(answer)));
  auto parsed = UpPrefs::parse(prefs);
  if (!parsed) return end(Outcome::unavailable, to_string(parsed.error()));
  before = std::move(*parsed);
  if (!before.want_running()) return end(Outcome::contradicted, "somebody turned Tailscale off");
  auto rebuilt = up_arguments(before, command);
  if (!rebuilt) return end(Outcome::unavailable, to_string(rebuilt.error()));
  argv = std::move(*rebuilt);
  keep_and_run();
}

void UpReset::Run::keep_and_run() {
  // What an earlier run took and could not put back must not be forgotten by keeping the present state over it.
  const auto leftover = hands.load_snapshot();
  if (!leftover && leftover.error().error != ENOENT) return end(Outcome::failed, to_string(leftover.error()));
  if (leftover)
    if (const auto lacking = report_leftover(*leftover, before.snapshot())) return end(Outcome::unavailable, *lacking);
  if (const auto saved = hands.save_snapshot(before.snapshot()); !saved)
    return end(Outcome::failed, "the preferences could not be kept: " + to_string(saved.error()));
  run_cli();
}

void UpReset::Run::run_cli() {
  ++cli_runs;
  call = hands.run(argv, [this](const CliEnd& its) { on_cli(its); });
}

void UpReset::Run::on_cli(const CliEnd& end_of_cli) {
  if (!end_of_cli.well) {
    auto fewer = without_unknown_flag(before, argv, end_of_cli.output);
    if (!fewer.empty() && cli_runs < max_cli_runs) {
      argv = std::move(fewer);
      return run_cli();
    }
    trouble = "tailscale up --reset: " + words_of(end_of_cli);
    return read_after();
  }
  // With equal flags it was a no-op (ipn/ipnlocal: prefs equal): this is what dials control anew.
  call = hands.start([this](Answer answer) {
    if (answer != Answer::answered) {
      trouble = fmt::format("up --reset ran, the reconnection did not: {}", to_string(answer));
      troubled = outcome_of(answer);
    }
    read_after();
  });
}

void UpReset::Run::read_after() {
  ++readings;
  call = hands.prefs_text([this](Answer answer, const std::string& text) { on_after(answer, text); });
}

void UpReset::Run::on_after(Answer answer, const std::string& prefs) {
  if (answer == Answer::answered)
    if (const auto after = UpPrefs::parse(prefs)) return judge(*after);
  if (readings == max_readings)
    return end(Outcome::failed, "the preferences could not be read after up --reset; those of before are kept");
  call.reset();
  auto timer = loop.at(loop.now() + reading_every, [this] { read_after(); });
  if (timer) again = std::move(*timer);
}

void UpReset::Run::judge(const UpPrefs& after) {
  auto difference = compare(before, after, command.exit_address);
  if (difference.patch.empty()) return finish(after);
  put_back = std::move(difference.taken);
  call = hands.patch_prefs(std::move(difference.patch), [this](Answer answer, const std::string& text) { on_patched(answer, text); });
}

void UpReset::Run::on_patched(Answer answer, const std::string& prefs) {
  const auto after = answer == Answer::answered ? UpPrefs::parse(prefs) : UpPrefs::parse("");
  if (after && compare(before, *after, command.exit_address).taken.empty()) return finish(*after);
  end(Outcome::failed, fmt::format("up --reset took {} and putting back failed: {}; the preferences of before are kept",
                                   fmt::join(put_back, ", "), to_string(answer)));
}

void UpReset::Run::finish(const UpPrefs& after) {
  std::string detail = trouble;
  Outcome outcome = trouble.empty() ? Outcome::done : troubled;
  if (trouble.empty()) detail = "up --reset with the same flags, and control dialled anew";
  if (before.node() != after.node()) {
    outcome = Outcome::contradicted;
    detail = "somebody changed to another profile meanwhile";
  } else if (!after.want_running()) {
    outcome = Outcome::contradicted;
    detail = "somebody turned Tailscale off meanwhile";
  }
  if (!put_back.empty()) detail += fmt::format("; put back: {}", fmt::join(put_back, ", "));
  if (const auto cleared = hands.clear_snapshot(); !cleared) detail += "; " + to_string(cleared.error());
  end(outcome, std::move(detail));
}

void UpReset::Run::end(Outcome outcome, std::string detail) {
  const auto keep = shared_from_this();
  limit.reset();
  again.reset();
  call.reset();
  if (const auto tell = std::exchange(on_end, nullptr)) tell(outcome, std::move(detail));
}

UpReset::UpReset(Loop& loop, UpResetHands hands, UpCommand command)
    : loop_(loop), hands_(std::move(hands)), command_(std::move(command)) {}

Token UpReset::run(watch::Duration limit, OnEnd on_end) {
  auto run = std::make_shared<Run>(loop_, hands_, command_, std::move(on_end));
  run->begin(limit);
  return run;
}

Token UpReset::look_for_leftover(std::function<void(std::string)> on_found) {
  auto snapshot = hands_.load_snapshot();
  if (!snapshot && snapshot.error().error == ENOENT) return nullptr;
  return hands_.prefs_text([hands = hands_, kept = std::move(snapshot), tell = std::move(on_found)](Answer answer, const std::string& prefs) {
    if (!kept) return tell(to_string(kept.error()));
    if (answer != Answer::answered) return;
    const auto lacking = report_leftover(*kept, prefs);
    if (lacking) return tell(*lacking);
    (void)hands.clear_snapshot();  // where it cannot be, the next start looks again
  });
}

std::optional<std::string> report_leftover(std::string_view snapshot, std::string_view prefs_now) {
  const auto before = UpPrefs::parse(snapshot);
  if (!before) return "an interrupted up-reset left preferences on disk that cannot be read: " + to_string(before.error());
  const auto now = UpPrefs::parse(prefs_now);
  if (!now) return "an interrupted up-reset left preferences on disk, and tailscaled's cannot be read: " + to_string(now.error());
  const auto difference = compare(*before, *now, {});
  if (difference.taken.empty()) return std::nullopt;
  return fmt::format("an interrupted up-reset left {} at the default; to restore: {}", fmt::join(difference.taken, ", "),
                     difference.command);
}

}  // namespace tailmend
