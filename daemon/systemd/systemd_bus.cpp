#include "daemon/systemd/systemd_bus.hpp"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "libwatch/policy.hpp"

namespace tailmend {

using watch::Outcome;

struct SystemdBus::State : std::enable_shared_from_this<State> {
  std::shared_ptr<SystemdLink> link;
  OnFact on_change;
  std::string control_group;
  Source settled;
  std::shared_ptr<UnitQuery> looking;  // for on_change
  std::vector<std::weak_ptr<Restart>> restarts;

  void changed();
  void look();
  void lost();
  std::vector<std::shared_ptr<Restart>> open_restarts();
};

// One restart: the unit before, the job, its end, the unit after.
struct SystemdBus::Restart : std::enable_shared_from_this<Restart> {
  std::shared_ptr<SystemdLink> link;
  Ask ask = Ask::restart;
  OnOutcome on_outcome;
  std::shared_ptr<UnitQuery> query;
  SlotHandle slot;
  SlotHandle jobs;
  Source limit;
  UnitState before;
  bool called = false;
  std::string job;                                         // its path, once systemd has given it
  std::vector<std::pair<std::string, std::string>> ended;  // jobs that ended before we knew which is ours

  static constexpr std::size_t max_ended = 16;

  void begin(watch::Duration most);
  void on_before(UnitState state);
  void call(Job what);
  void end(JobOutcome outcome);
  void fail(std::string why) { end({.detail = std::move(why)}); }
  void on_end(const std::string& result);
  static int on_reset(sd_bus_message* reply, void* restart, sd_bus_error* error);
  static int on_job_removed(sd_bus_message* signal, void* restart, sd_bus_error* error);
  static int on_job(sd_bus_message* reply, void* restart, sd_bus_error* error);
};

void SystemdBus::State::changed() {
  if (settled || !on_change) return;
  auto later = link->loop().at(link->loop().now() + burst, [this] {
    settled.reset();
    look();
  });
  if (later) settled = std::move(*later);
}

void SystemdBus::State::look() {
  looking = std::make_shared<UnitQuery>(link, [this](UnitState state) {
    control_group = state.control_group;
    if (const auto call = on_change) call(std::move(state.fact));
  });
  looking->ask(watch::Policy::ask_limit);
}

void SystemdBus::State::lost() {
  const auto keep = shared_from_this();
  for (const auto& restart : open_restarts())
    if (restart->called) restart->fail(fmt::format("{}; how the job for {} ends is not known", link->trouble(), link->unit()));
  settled.reset();
  look();  // which says that there is no bus
}

std::vector<std::shared_ptr<SystemdBus::Restart>> SystemdBus::State::open_restarts() {
  std::vector<std::shared_ptr<Restart>> open;
  std::erase_if(restarts, [&](const auto& weak) {
    auto restart = weak.lock();
    const bool over = restart == nullptr || !restart->on_outcome;
    if (!over) open.push_back(std::move(restart));
    return over;
  });
  return open;
}

void SystemdBus::Restart::begin(watch::Duration most) {
  auto& loop = link->loop();
  auto timer = loop.at(loop.now() + most, [this, most] {
    fail(fmt::format("systemd had not brought {} back after {} s; its job goes on", link->unit(),
                     std::chrono::duration_cast<std::chrono::seconds>(most).count()));
  });
  if (timer) limit = std::move(*timer);
  query = std::make_shared<UnitQuery>(link, [this](UnitState state) { on_before(std::move(state)); });
  query->ask(std::min(most, watch::Policy::ask_limit));
}

void SystemdBus::Restart::on_before(UnitState state) {
  before = std::move(state);
  const auto chosen = choose_job(link->unit(), before, ask);
  if (!chosen) return end(chosen.error());
  if (*chosen != Job::reset_and_start) return call(*chosen);
  auto reset = link->call("ResetFailedUnit", on_reset, this, "s", link->unit().c_str());
  if (!reset) return fail(to_string(reset.error()));
  slot = std::move(*reset);
}

// The bus keeps the order: what JobRemoved says of the job cannot come before we listen.
void SystemdBus::Restart::call(Job what) {
  auto listening = link->listen_for_jobs(on_job_removed, this);
  if (!listening) return fail(to_string(listening.error()));
  jobs = std::move(*listening);
  auto asked = link->call(what == Job::try_restart ? "TryRestartUnit" : "StartUnit", on_job, this, "ss",
                          link->unit().c_str(), "replace");
  if (!asked) return fail(to_string(asked.error()));
  slot = std::move(*asked);
  called = true;
}

void SystemdBus::Restart::end(JobOutcome outcome) {
  const auto keep = shared_from_this();
  slot.reset();
  jobs.reset();
  limit.reset();
  query.reset();
  if (const auto tell = std::exchange(on_outcome, nullptr)) tell(outcome.outcome, std::move(outcome.detail));
}

void SystemdBus::Restart::on_end(const std::string& result) {
  query = std::make_shared<UnitQuery>(link, [this, result](UnitState after) {
    end(judge_job(link->unit(), result, before, after));
  });
  query->ask(watch::Policy::ask_limit);
}

int SystemdBus::Restart::on_reset(sd_bus_message*, void* restart, sd_bus_error*) {
  const auto self = static_cast<Restart*>(restart)->shared_from_this();
  // Where it could not be reset, starting it tells why better.
  self->call(Job::start);
  return 0;
}

int SystemdBus::Restart::on_job_removed(sd_bus_message* signal, void* restart, sd_bus_error*) {
  const auto self = static_cast<Restart*>(restart)->shared_from_this();
  std::uint32_t id = 0;
  const char* job = nullptr;
  const char* unit = nullptr;
  const char* result = nullptr;
  if (sd_bus_message_read(signal, "uoss", &id, &job, &unit, &result) < 0 || self->link->unit() != unit) return 0;
  if (self->job == job) return self->on_end(result), 0;
  if (self->job.empty() && self->ended.size() < max_ended) self->ended.emplace_back(job, result);
  return 0;
}

int SystemdBus::Restart::on_job(sd_bus_message* reply, void* restart, sd_bus_error*) {
  const auto self = static_cast<Restart*>(restart)->shared_from_this();
  if (const auto* error = sd_bus_message_get_error(reply)) {
    const std::string_view name = error->name == nullptr ? "" : error->name;
    // The bus is going, which lost() tells, or systemd is slow to answer, which the limit bounds.
    if (name == SD_BUS_ERROR_NO_REPLY) return 0;
    JobOutcome outcome{.detail = fmt::format("systemd refused: {}", describe_error(*error))};
    if (name == SD_BUS_ERROR_ACCESS_DENIED || name == SD_BUS_ERROR_INTERACTIVE_AUTHORIZATION_REQUIRED ||
        name == "org.freedesktop.systemd1.NoSuchUnit")
      outcome.outcome = Outcome::unavailable;
    if (name == "org.freedesktop.systemd1.UnitMasked") outcome.outcome = Outcome::contradicted;
    return self->end(std::move(outcome)), 0;
  }
  const char* path = nullptr;
  if (sd_bus_message_read(reply, "o", &path) < 0)
    return self->fail("systemd's answer is not what its interface says"), 0;
  self->job = path;
  for (const auto& [job, result] : std::exchange(self->ended, {}))
    if (job == self->job) return self->on_end(result), 0;
  return 0;
}

SystemdBus::SystemdBus(Loop& loop, std::string unit, SystemdBusOptions options) : state_(std::make_shared<State>()) {
  State* state = state_.get();
  state->link = std::make_shared<SystemdLink>(
      loop, std::move(unit), std::move(options),
      SystemdLink::Events{.connected = [state] { state->look(); },
                          .lost = [state] { state->lost(); },
                          .changed = [state] { state->changed(); }});
  state->link->connect();
}

SystemdBus::~SystemdBus() { state_->link->close(); }

Token SystemdBus::unit(watch::Duration limit, OnFact on_fact) {
  auto query = std::make_shared<UnitQuery>(
      state_->link, [call = std::move(on_fact)](UnitState state) { call(std::move(state.fact)); });
  query->ask(limit);
  return query;
}

void SystemdBus::on_change(OnFact on_fact) { state_->on_change = std::move(on_fact); }

const std::string& SystemdBus::control_group() const noexcept { return state_->control_group; }

Token SystemdBus::restart(Ask ask, watch::Duration limit, OnOutcome on_outcome) {
  auto restart = std::make_shared<Restart>();
  restart->link = state_->link;
  restart->ask = ask;
  restart->on_outcome = std::move(on_outcome);
  state_->restarts.push_back(restart);
  restart->begin(limit);
  return restart;
}

}  // namespace tailmend
