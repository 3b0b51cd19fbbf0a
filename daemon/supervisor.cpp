#include "daemon/supervisor.hpp"

#include <sys/random.h>
#include <systemd/sd-daemon.h>

#include <algorithm>
#include <csignal>
#include <ctime>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "daemon/base/clock.hpp"
#include "libwatch/describe.hpp"
#include "libwatch/words.hpp"

namespace tailmend {

namespace {

constexpr watch::Duration learn_every = std::chrono::minutes(10);
constexpr watch::Duration record_every = std::chrono::hours(1);  // at the soonest: its machine has all to learn anew
constexpr watch::Duration stop_margin = std::chrono::seconds(5);  // beside the limit of a remedy
constexpr std::size_t mailbox_limit = 4096;  // far above what the edges' own limits let in

watch::Seed draw_seed() {
  std::uint64_t seed = 0;
  if (::getrandom(&seed, sizeof seed, 0) != static_cast<ssize_t>(sizeof seed))
    throw std::system_error(errno, std::system_category(), "draw a seed");
  return watch::Seed{seed};
}

}  // namespace

Supervisor::Supervisor(Loop& loop, Journal& journal, Places places, Settings settings)
    : loop_(loop), journal_(journal), teller_(journal), places_(std::move(places)), settings_(std::move(settings)), recorder_(places_.state + "/flight"),
      audience_(loop, journal, teller_, desk(), places_.run) {}

Expected<void> Supervisor::start() {
  const auto on = [this](int signal, Loop::OnTime call) -> Expected<void> {
    auto source = loop_.on_signal(signal, std::move(call));
    if (!source) return std::unexpected(source.error());
    signals_.push_back(std::move(*source));
    return {};
  };
  for (const int signal : {SIGTERM, SIGINT})
    if (auto added = on(signal, [this] { stop(); }); !added) return added;
  if (auto added = on(SIGHUP, [this] { reload(); }); !added) return added;
  if (auto added = on(SIGUSR1, [this] { post(watch::Asked{}); }); !added) return added;
  sd_event_set_watchdog(loop_.raw(), 1);
  episode_ = audience_.begin(places_.state);
  audience_.configure(settings_);
  begin_machine();
  make_hands();
  audience_.open_doors();
  if (auto started = hands_->start(Hands::Attention::standing); !started) return started;
  tell_lacking();
  arm();
  sd_notify(0, "READY=1");
  return {};
}

// A process gets no rights while it runs, so once is enough.
void Supervisor::tell_lacking() {
  if (hands_->sight() != watch::Sight::no_rights) return;
  constexpr std::string_view lacking = "CAP_NET_ADMIN, and with it kick, conntrack and the sight of tailscaled's own connections";
  audience_.lack(std::string(lacking));
  trouble(fmt::format("this process lacks {}, ignoring", lacking));
}

// Also in a calm hour once the flight record is long, or ended early: it replays only from its beginning, with a fresh machine.
void Supervisor::begin_machine() {
  const watch::Seed seed = draw_seed();
  if (auto begun = recorder_.begin(seed); !begun) trouble(fmt::format("no flight record: {}, retrying in a calm hour", to_string(begun.error())));
  machine_ = std::make_unique<watch::Machine>(seed);
  teller_.forget_verdict();
  const StateStore store(places_.state);
  watch::Remembered remembered = store.load_budget(loop_.now());
  if (!remembered.trouble.empty()) trouble(fmt::format("the budget of earlier hard remedies: {}", remembered.trouble));
  remembered.episode = episode_;
  post(watch::Configured{.policy = settings_.policy});
  post(std::move(remembered));
  KeptPause kept = store.load_pause(loop_.now());
  if (!kept.trouble.empty()) trouble(fmt::format("the pause that was said earlier: {}", kept.trouble));
  if (kept.pause) post(watch::PauseSeen{std::move(kept.pause)});
}

Desk Supervisor::desk() {
  return {.machine = [this]() -> const watch::Machine& { return *machine_; },
          .now = [this] { return loop_.now(); },
          .wall = [] { return read_moment().wall; },
          .post = [this](watch::Observation seen) { post(std::move(seen)); },
          .keep_pause = [this](const std::optional<watch::Pause>& pause) {
            const StateStore store(places_.state);
            return pause ? store.save_pause(*pause) : store.clear_pause();
          },
          .status = {},
          .state_directory = places_.state};
}

void Supervisor::make_hands() {
  hands_ = std::make_unique<Hands>(
      loop_, settings_.policy, StateStore(places_.state), [this](watch::Observation seen) { post(std::move(seen)); }, [this](const std::string& text) { trouble(text); });
}

void Supervisor::post(watch::Observation seen) {
  if (mailbox_.size() >= mailbox_limit) return trouble("more observations than can be taken in; one is dropped");
  mailbox_.push_back(std::move(seen));
  if (soon_) return;
  auto source = loop_.soon([this] { drain(); });
  if (source) soon_ = std::move(*source);
}

void Supervisor::drain() {
  soon_.reset();
  sense_sleep();
  // What the hands know at once is posted while its question is carried out, and taken in the same turn.
  for (std::size_t taken = 0; !mailbox_.empty() && taken < mailbox_limit; ++taken) {
    const watch::Observation seen = std::move(mailbox_.front());
    mailbox_.pop_front();
    step(seen);
  }
  renew();
  arm();
}

void Supervisor::sense_sleep() {
  if (!sleep_.slept(read_clock(CLOCK_BOOTTIME), read_clock(CLOCK_MONOTONIC))) return;
  watch::Hints hints;
  hints.add(watch::Hint::resumed);
  hands_->look_again(hints);
}

void Supervisor::step(const watch::Observation& seen) {
  const watch::Instant now = loop_.now();
  recorder_.record(now, seen);
  const watch::Decision decision = machine_->step(now, seen);
  const Step taken{.now = now, .seen = seen, .decision = decision, .machine = *machine_};
  audience_.take(taken);
  episode_ = std::max(episode_, machine_->episode());
  if (auto fault = recorder_.take_trouble()) trouble(fmt::format("the flight record ends here: {}, retrying in a calm hour", to_string(*fault)));
  tell_status();
  const bool remedying = machine_->state() == watch::State::remedying;
  if (kept_ && !remedying && !stopping_) take(*std::exchange(kept_, std::nullopt));
  hands_->carry_out(decision.actions);
  if (stopping_ && !remedying) return stop();
  const bool proved = decision.event == watch::Event::answered;
  const bool quiet_hour = decision.event == watch::Event::beat && machine_->state() == watch::State::healthy;
  const bool told = std::holds_alternative<watch::StatusSeen>(seen) && !hands_->knows_anchors();
  if (proved || told || (quiet_hour && now - learned_at_ >= learn_every)) {
    learned_at_ = now;
    hands_->learn_anchors(machine_->evidence().tailnet);
  }
  if (!decision.because.empty() && !decision.routine) recorder_.flush();
  renew_ = renew_ || (quiet_hour && recorder_.is_due() && now >= record_at_);
}

// What the old machine asked for has been taken by then: the new one knows its configuration before all else.
void Supervisor::renew() {
  if (!std::exchange(renew_, false) || !mailbox_.empty() || machine_->state() != watch::State::healthy) return;
  record_at_ = loop_.now() + record_every;
  hands_->carry_out({watch::Cancel{machine_->round()}});
  begin_machine();
  post(watch::NetworkSeen{.egress = hands_->egress(), .hints = {}});
}

void Supervisor::arm() {
  const auto deadline = machine_->deadline();
  if (deadline == armed_for_) return;
  armed_for_ = deadline;
  timer_.reset();
  if (!deadline) return;
  auto timer = loop_.at(*deadline, [this] {
    armed_for_.reset();
    post(watch::Due{});
  });
  if (timer) timer_ = std::move(*timer);
  else trouble(to_string(timer.error()));
}

// A remedy under way comes to its end first: `tailscale up --reset` cut short leaves preferences reset. Told again, it waits no longer.
void Supervisor::stop() {
  kept_.reset();
  if (machine_->state() == watch::State::remedying && !stopping_) {
    stopping_ = true;
    journal_.say(Level::info, MessageId::stopping, "stopping when the remedy that is under way has ended");
    sd_notifyf(0, "EXTEND_TIMEOUT_USEC=%lld", static_cast<long long>(std::chrono::microseconds(watch::Policy::remedy_limit + stop_margin).count()));
    return;
  }
  stopping_ = false;
  journal_.say(Level::info, MessageId::stopping, "stopping; tailscaled is left as it is");
  sd_notify(0, "STOPPING=1");
  recorder_.flush();
  audience_.stop();
  loop_.exit(0);
}

// Other hands would cut a remedy short too, so they wait for its end; systemd, and mistakes in the file, do not.
void Supervisor::reload() {
  const std::string now = fmt::format("RELOADING=1\nMONOTONIC_USEC={}", read_clock(CLOCK_MONOTONIC).count());
  sd_notify(0, now.c_str());
  auto read = read_config(places_.config, conf_d(places_.config), places_.config_presence);
  if (!read) {
    journal_.say_lines(Level::error, MessageId::configuration_wrong, render(read.error(), places_.config, kept_ ? "the one before is taken" : "the running configuration stays"));
  } else if (machine_->state() == watch::State::remedying && read->policy.tailscale != settings_.policy.tailscale) {
    kept_ = std::move(*read);
    journal_.say(Level::info, MessageId::configuration_read, "the configuration is taken when the remedy that is under way has ended");
  } else {
    kept_.reset();
    take(std::move(*read));
  }
  sd_notify(0, "READY=1");
}

void Supervisor::take(Settings settings) {
  const bool other_tailscale = settings.policy.tailscale != settings_.policy.tailscale;
  settings_ = std::move(settings);
  if (other_tailscale) {
    make_hands();
    if (auto started = hands_->start(Hands::Attention::standing); !started) trouble(to_string(started.error()));
  } else {
    hands_->configure(settings_.policy);
  }
  audience_.configure(settings_);
  post(watch::Configured{.policy = settings_.policy});
  journal_.say(Level::info, MessageId::configuration_read, fmt::format("configuration read anew: {}", watch::count(settings_.policy.targets.size(), "target", "targets")));
}

void Supervisor::tell_status() {
  std::string status = watch::status_line(*machine_);
  if (status == said_status_) return;
  said_status_ = std::move(status);
  sd_notifyf(0, "STATUS=%s", said_status_.c_str());
}

}  // namespace tailmend
