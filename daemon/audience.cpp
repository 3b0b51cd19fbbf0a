#include "daemon/audience.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "daemon/base/clock.hpp"
#include "daemon/base/version.hpp"
#include "daemon/report/history_text.hpp"
#include "daemon/state/last_state.hpp"
#include "daemon/state/public_file.hpp"

namespace tailmend {

namespace {

constexpr watch::Duration doors_again = std::chrono::seconds(10);

std::uint64_t unix_us(WallTime when) { return static_cast<std::uint64_t>(when.time_since_epoch().count()); }

BusTarget bus_target(const TargetVitals& target, const watch::TargetView& view, const watch::Evidence& evidence) {
  return {.name = target.name,
          .address = target.address,
          .router = view.router && *view.router < evidence.peers.size() ? evidence.peers[*view.router].name : "",
          .reachable = view.standing == watch::Standing::good,
          .latency_us = static_cast<std::uint64_t>(std::max<std::int64_t>(0, target.took.count()))};
}

}  // namespace

Audience::Audience(Loop& loop, Journal& journal, Teller& teller, Desk desk, std::string run)
    : loop_(loop),
      teller_(teller),
      machine_(desk.machine),
      run_(std::move(run)),
      started_(loop.now()),
      chronicler_(desk.state_directory, [this](const std::string& text) { trouble(text); }),
      metrics_(loop, {.run = run_}, [this](const std::string& text) { trouble(text); }),
      hooks_(loop, journal),
      console_([&] {
        desk.status = [this](const Options& options, Screen screen) { return status(options, screen); };
        desk.open_episode = [this] { return chronicler_.chronicle().open(); };
        return std::move(desk);
      }()),
      socket_(loop, run_ + "/control.sock", [this](const ControlRequest& request) { return console_.answer(request); }),
      bus_(loop, [this](const ControlRequest& request) { return console_.answer(request); },
           [this](const std::string& text) { trouble(text); }) {}

std::uint32_t Audience::begin(const std::string& state_directory) {
  const std::uint32_t last = chronicler_.begin();
  const auto reader = EpisodeReader::open(state_directory);
  if (!reader) return last;
  const auto kept = reader->summaries();
  const auto ended = std::ranges::find_if(kept.value.rbegin(), kept.value.rend(), [](const Summary& each) { return each.ending != watch::Ending::going_on; });
  if (ended != kept.value.rend()) last_ = *ended;
  return last;
}

// As it is on the disk, without reading all that is there.
void Audience::keep_last_episode() {
  const watch::Episode& last = *chronicler_.chronicle().last();
  if (remarkable(last)) last_ = summary_of({.began = read_moment().at(last.began), .episode = last});
}

void Audience::open_doors() {
  again_.reset();
  const auto listening = socket_.listen();
  if (listening) return;
  trouble(fmt::format("no socket for commands: {}, retrying", to_string(listening.error())));
  auto later = loop_.at(loop_.now() + doors_again, [this] { open_doors(); });
  if (later) again_ = std::move(*later);
}

void Audience::configure(const Settings& settings) {
  files_ = settings.files;
  metrics_.configure(settings.outputs.metrics);
  hooks_.configure(settings.outputs.hooks);
}

void Audience::take(const Step& step) {
  teller_.take(step);
  const watch::Heard heard = chronicler_.take(step);
  teller_.take_episode(chronicler_.chronicle(), heard);
  if (heard.ended || heard.added) keep_last_episode();
  vitals_.take(step);
  metrics_.take(step);
  hooks_.take(step);
  console_.take(step);
  show(step);
  if (!step.decision.because.empty() && !step.decision.routine) keep_last_state(false);
}

void Audience::stop() {
  chronicler_.stop();
  keep_last_state(true);
}

void Audience::keep_last_state(bool stopped) {
  const LastState last = last_state_of(machine_(), read_moment().wall, stopped);
  if (auto kept = write_public(run_ + "/last", last_state_text(last)); !kept)
    trouble(fmt::format("the last state is not kept: {}, ignoring", to_string(kept.error())));
}

ControlReply Audience::status(const Options& options, Screen screen) const {
  const watch::Machine& machine = machine_();
  const Moment now = read_moment();
  const Status status = status_of(machine, vitals_,
                                  {.now = now, .version = version, .started = started_, .files = files_,
                                   .episode = chronicler_.chronicle().open(), .last = last_ ? summary_line(*last_, now.wall) : "",
                                   .lacking = lacking_});
  const int exit_code = status.verdict ? watch::exit_status(status.verdict->verdict) : static_cast<int>(ExitCode::could_not_look);
  return {.exit_code = exit_code, .text = options.json ? status_json(status) + "\n" : status_text(status, screen)};
}

void Audience::show(const Step& step) {
  const watch::Machine& machine = step.machine;
  const watch::Evidence& evidence = machine.evidence();
  const Moment now = read_moment();
  const auto& judgement = vitals_.verdict();
  BusFacts facts{.state = std::string(to_string(machine.state())),
                 .episode = machine.episode(),
                 .mode = machine.policy().mode == watch::Mode::observe ? "observe" : "act",
                 .version = std::string(version),
                 .restarts_left = machine.restarts_left(step.now),
                 .up_resets_left = machine.up_resets_left(step.now)};
  if (judgement) {
    facts.verdict = to_string(judgement->verdict);
    facts.whose = to_string(judgement->whose);
    facts.sentence = judgement->sentence;
    facts.advice = judgement->advice;
    facts.since_us = unix_us(now.at(vitals_.verdict_since()));
  }
  if (const auto& pause = machine.pause()) {
    facts.paused = true;
    facts.paused_until_us = unix_us(now.at(pause->until));
    facts.paused_by = pause->who;
    facts.pause_reason = pause->reason;
  }
  if (machine.state() == watch::State::remedying) facts.remedy = to_string(machine.choice().remedy);
  for (std::size_t i = 0; i < std::min(vitals_.targets().size(), evidence.targets.size()); ++i) {
    facts.targets.push_back(bus_target(vitals_.targets()[i], evidence.targets[i], evidence));
    facts.targets_reachable += facts.targets.back().reachable ? 1 : 0;
  }
  bus_.show(std::move(facts));
}

}  // namespace tailmend
