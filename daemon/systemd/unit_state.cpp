#include "daemon/systemd/unit_state.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>

namespace tailmend {

namespace {
using watch::Outcome;

// An argument's value may be the next argument.
class MemoryFlag {
 public:
  void look_at(std::string_view argument) {
    if (argument == "mem:" && after_state_) found = true;
    if (argument.starts_with("--")) argument.remove_prefix(1);
    if (argument.starts_with("-state=mem:")) found = true;
    after_state_ = argument == "-state";
  }
  bool found = false;

 private:
  bool after_state_ = false;
};

int read_text(sd_bus_message* message, std::string& into) {
  const char* text = nullptr;
  const int r = sd_bus_message_read(message, "v", "s", &text);
  if (r >= 0) into = text;
  return r;
}

int read_job(sd_bus_message* message, bool& pending) {
  std::uint32_t id = 0;
  const char* path = nullptr;
  const int r = sd_bus_message_read(message, "v", "(uo)", &id, &path);
  if (r >= 0) pending = id != 0;
  return r;
}

int read_invocation(sd_bus_message* message, std::string& into) {
  const void* bytes = nullptr;
  std::size_t size = 0;
  int r = sd_bus_message_enter_container(message, 'v', "ay");
  if (r >= 0) r = sd_bus_message_read_array(message, 'y', &bytes, &size);
  if (r >= 0) into.assign(static_cast<const char*>(bytes), size);
  return r < 0 ? r : sd_bus_message_exit_container(message);
}

// a(sasbttttuii): program, argv, ignored failure, times, pid, code, status.
int read_command(sd_bus_message* message, bool& memory_state) {
  const char* text = nullptr;
  int r = sd_bus_message_enter_container(message, 'v', "a(sasbttttuii)");
  if (r >= 0) r = sd_bus_message_enter_container(message, 'a', "(sasbttttuii)");
  while (r >= 0 && (r = sd_bus_message_enter_container(message, 'r', "sasbttttuii")) > 0) {
    MemoryFlag flag;
    r = sd_bus_message_skip(message, "s");
    if (r >= 0) r = sd_bus_message_enter_container(message, 'a', "s");
    while (r >= 0 && (r = sd_bus_message_read_basic(message, 's', &text)) > 0) flag.look_at(text);
    memory_state |= flag.found;
    if (r >= 0) r = sd_bus_message_exit_container(message);
    if (r >= 0) r = sd_bus_message_skip(message, "bttttuii");
    if (r >= 0) r = sd_bus_message_exit_container(message);
  }
  if (r >= 0) r = sd_bus_message_exit_container(message);
  return r < 0 ? r : sd_bus_message_exit_container(message);
}

int read_property(sd_bus_message* message, std::string_view name, UnitState& state) {
  if (name == "LoadState") return read_text(message, state.load_state);
  if (name == "ActiveState") return read_text(message, state.fact.active_state);
  if (name == "SubState") return read_text(message, state.fact.sub_state);
  if (name == "Result") return read_text(message, state.fact.result);
  if (name == "UnitFileState") return read_text(message, state.fact.unit_file_state);
  if (name == "ControlGroup") return read_text(message, state.control_group);
  if (name == "Job") return read_job(message, state.fact.job_pending);
  if (name == "InvocationID") return read_invocation(message, state.invocation);
  if (name == "MainPID") return sd_bus_message_read(message, "v", "u", &state.main_pid);
  if (name == "ExecMainStartTimestampMonotonic") return sd_bus_message_read(message, "v", "t", &state.started_us);
  if (name == "NRestarts") return sd_bus_message_read(message, "v", "u", &state.restarts);
  if (name == "ExecStart") return read_command(message, state.fact.memory_state);
  return sd_bus_message_skip(message, "v");
}

bool told_to_use_memory(std::uint32_t pid) {
  const Descriptor file(::open(fmt::format("/proc/{}/cmdline", pid).c_str(), O_RDONLY | O_CLOEXEC));
  std::array<char, 4096> text{};
  const ssize_t size = file ? ::read(file.get(), text.data(), text.size()) : 0;
  std::string_view left(text.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
  MemoryFlag flag;
  while (!left.empty()) {
    const auto end = std::min(left.find('\0'), left.size());
    flag.look_at(left.substr(0, end));
    left.remove_prefix(std::min(end + 1, left.size()));
  }
  return flag.found;
}
}  // namespace

Expected<void> read_properties(sd_bus_message* reply, UnitState& state) {
  int r = sd_bus_message_enter_container(reply, 'a', "{sv}");
  while (r >= 0 && (r = sd_bus_message_enter_container(reply, 'e', "sv")) > 0) {
    const char* name = nullptr;
    r = sd_bus_message_read_basic(reply, 's', &name);
    if (r >= 0) r = read_property(reply, name, state);
    if (r < 0) return std::unexpected(fault(fmt::format("read the unit's {}", name == nullptr ? "properties" : name), -r));
    r = sd_bus_message_exit_container(reply);
  }
  if (r < 0) return std::unexpected(fault("read the unit's properties", -r));
  return {};
}

void complete(UnitState& state, std::uint64_t now_us) {
  auto& fact = state.fact;
  fact.known = state.load_state == "loaded" || state.load_state == "masked";
  fact.absent = state.load_state == "not-found";
  if (!fact.known) fact.trouble = fmt::format("systemd has no such unit ({})", state.load_state);
  if (state.started_us != 0 && state.started_us < now_us)
    fact.age = watch::Duration(static_cast<std::int64_t>(now_us - state.started_us));
  // The result is that of the last attempt ("exit-code"), also where it was the start limit that ended them.
  fact.gave_up = fact.active_state == "failed" && (fact.result == "start-limit-hit" || state.restarts > 0);
  if (state.main_pid != 0 && told_to_use_memory(state.main_pid)) fact.memory_state = true;
}

void Leaving::note(const UnitState& changed) {
  const watch::UnitFact& fact = changed.fact;
  const bool gone = fact.active_state == "inactive";
  if (!gone && fact.active_state != "deactivating") asked_ = going_ = left_ = false;
  asked_ = asked_ || fact.job_pending;
  left_ = gone && going_;
  going_ = going_ || fact.active_state == "deactivating";
}

void Leaving::confirm(std::string_view active_state) {
  if (active_state != "inactive" && active_state != "deactivating") *this = {};
}

std::expected<Job, JobOutcome> choose_job(const std::string& unit, const UnitState& state, Ask ask) {
  const auto& fact = state.fact;
  const auto no = [&](Outcome outcome, std::string why) {
    return std::unexpected(JobOutcome{.outcome = outcome, .detail = unit + " " + std::move(why)});
  };
  if (!fact.known) return no(Outcome::unavailable, "cannot be restarted: " + fact.trouble);
  if (fact.unit_file_state.starts_with("masked") || fact.unit_file_state.starts_with("disabled") ||
      state.load_state == "masked")
    return no(Outcome::contradicted, "is " + (fact.unit_file_state.empty() ? state.load_state : fact.unit_file_state) +
                                         " and is left alone");
  if (fact.job_pending) return no(Outcome::contradicted, "has a job of somebody else's already");
  if (fact.active_state == "failed") return fact.gave_up || fact.result == "start-limit-hit" ? Job::reset_and_start : Job::start;
  if (fact.active_state == "inactive" && fact.left_by_itself) return Job::start;
  if (fact.active_state == "inactive" || fact.active_state == "deactivating")
    return no(Outcome::contradicted, "was stopped and is left alone");
  if (fact.active_state == "activating") return no(Outcome::contradicted, "is being started already");
  if (ask == Ask::start_only) return no(Outcome::contradicted, "runs again already");
  return Job::try_restart;
}

JobOutcome judge_job(const std::string& unit, std::string_view result, const UnitState& before, const UnitState& after) {
  const auto& fact = after.fact;
  if (result == "canceled")
    return {.outcome = Outcome::contradicted, .detail = fmt::format("somebody cancelled the job of {}", unit)};
  if (result != "done")
    return {.detail = fmt::format("systemd's job for {} ended with {}, and the unit is {} ({})", unit, result,
                                  fact.known ? fact.active_state : "not known", fact.known ? fact.result : fact.trouble)};
  if (!fact.known) return {.detail = fmt::format("{} was started, and then could not be asked: {}", unit, fact.trouble)};
  if (fact.active_state != "active")
    return {.detail = fmt::format("{} was started and is {} already ({})", unit, fact.active_state, fact.result)};
  if (after.invocation == before.invocation)
    return {.outcome = Outcome::contradicted, .detail = fmt::format("systemd left {} as it was", unit)};
  return {.outcome = Outcome::done, .detail = fmt::format("systemd started {} afresh", unit)};
}

}  // namespace tailmend
