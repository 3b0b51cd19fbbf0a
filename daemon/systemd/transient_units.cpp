#include "daemon/systemd/transient_units.hpp"

#include <sys/wait.h>

#include <utility>

#include <fmt/format.h>

#include "libwatch/words.hpp"

namespace tailmend {

namespace {

std::uint64_t us(watch::Duration duration) { return static_cast<std::uint64_t>(duration.count()); }

int append_environment(sd_bus_message* call, const std::vector<std::string>& environment) {
  std::vector<char*> variables;
  for (const auto& variable : environment) variables.push_back(const_cast<char*>(variable.c_str()));
  variables.push_back(nullptr);
  int r = sd_bus_message_open_container(call, 'r', "sv");
  if (r >= 0) r = sd_bus_message_append(call, "s", "Environment");
  if (r >= 0) r = sd_bus_message_open_container(call, 'v', "as");
  if (r >= 0) r = sd_bus_message_append_strv(call, variables.data());
  if (r >= 0) r = sd_bus_message_close_container(call);
  return r < 0 ? r : sd_bus_message_close_container(call);
}

// Type=oneshot: the job ends when the program has, so that JobRemoved is the end. KillMode=control-group: and all that it
// started with it, however it forked.
int append_properties(sd_bus_message* call, const TransientService& service) {
  int r = sd_bus_message_append(call, "ss", service.unit.c_str(), "fail");
  if (r >= 0) r = sd_bus_message_open_container(call, 'a', "(sv)");
  const auto text = [&](const char* name, const char* value) {
    if (r >= 0) r = sd_bus_message_append(call, "(sv)", name, "s", value);
  };
  const auto number = [&](const char* name, std::uint64_t value) {
    if (r >= 0) r = sd_bus_message_append(call, "(sv)", name, "t", value);
  };
  text("Description", service.description.c_str());
  text("CollectMode", "inactive-or-failed");
  text("Type", "oneshot");
  text("KillMode", "control-group");
  text("StandardInput", "null");
  text("StandardOutput", "journal");
  text("StandardError", "journal");
  text("SyslogIdentifier", service.identifier.c_str());
  number("TimeoutStartUSec", us(service.limit));
  number("TimeoutStopUSec", us(TransientUnits::stop_patience));
  number("MemoryMax", TransientUnits::most_memory);
  number("TasksMax", TransientUnits::most_tasks);
  number("LogRateLimitIntervalUSec", us(TransientUnits::most_lines_per));
  if (r >= 0) r = sd_bus_message_append(call, "(sv)", "LogRateLimitBurst", "u", TransientUnits::most_lines);
  // "<3>" before a line would give it a rate limit of its own.
  if (r >= 0) r = sd_bus_message_append(call, "(sv)", "SyslogLevelPrefix", "b", 0);
  if (r >= 0) r = sd_bus_message_append(call, "(sv)", "ExecStart", "a(sasb)", 1, service.program.c_str(), 1, service.identifier.c_str(), 0);
  if (r >= 0) r = append_environment(call, service.environment);
  if (r >= 0) r = sd_bus_message_close_container(call);
  return r < 0 ? r : sd_bus_message_append(call, "a(sa(sv))", 0);
}

// systemd's word on how a service ended: its Result, and its main process's code and status as of waitid(2).
struct Word {
  std::string result;
  int code = 0;
  int status = 0;
};

// PropertiesChanged: interface, changed properties, names of invalidated ones.
void read_word(sd_bus_message* signal, Word& word) {
  const char* name = nullptr;
  const char* text = nullptr;
  int r = sd_bus_message_skip(signal, "s");
  if (r >= 0) r = sd_bus_message_enter_container(signal, 'a', "{sv}");
  while (r >= 0 && (r = sd_bus_message_enter_container(signal, 'e', "sv")) > 0) {
    r = sd_bus_message_read(signal, "s", &name);
    if (r < 0) return;
    const std::string_view property = name;
    if (property == "Result") {
      if (r = sd_bus_message_read(signal, "v", "s", &text); r >= 0) word.result = text;
    } else if (property == "ExecMainCode") {
      r = sd_bus_message_read(signal, "v", "i", &word.code);
    } else if (property == "ExecMainStatus") {
      r = sd_bus_message_read(signal, "v", "i", &word.status);
    } else {
      r = sd_bus_message_skip(signal, "v");
    }
    if (r >= 0) r = sd_bus_message_exit_container(signal);
  }
}

TransientEnd judge(std::string_view job, const Word& word, watch::Duration limit) {
  constexpr int not_executed = 203;  // EXIT_EXEC of systemd.exec(5)
  if (word.result == "timeout") return {.how = fmt::format("ended by systemd after {}", watch::words(limit))};
  if (word.result == "oom-kill") return {.how = fmt::format("ended by systemd: it took more than {} MiB of memory", TransientUnits::most_memory >> 20U)};
  if (word.result == "exit-code" && word.status == not_executed)
    return {.how = "it could not be executed; is the interpreter of its first line there?"};
  if (word.result == "exit-code") return {.how = fmt::format("exit code {}", word.status)};
  if (word.result == "signal" || word.result == "core-dump") return {.how = fmt::format("killed by signal {}", word.status)};
  if (!word.result.empty() && word.result != "success") return {.how = fmt::format("systemd says {}", word.result)};
  if (job != "done") return {.how = fmt::format("systemd's job ended with {}", job)};
  return {.well = true, .how = "exit code 0"};
}

}  // namespace

struct TransientUnits::Run : std::enable_shared_from_this<Run> {
  std::shared_ptr<SystemdLink> link;
  TransientService service;
  OnEnd on_end;
  Source limit;
  SlotHandle call;
  SlotHandle jobs;
  SlotHandle changes;
  Word word;
  bool started = false;
  bool ended = false;

  void start();
  void fail(std::string why) { end({.how = std::move(why)}); }
  void end(TransientEnd how);
  static int on_job(sd_bus_message* reply, void* run, sd_bus_error* error);
  static int on_job_removed(sd_bus_message* signal, void* run, sd_bus_error* error);
  static int on_changed(sd_bus_message* signal, void* run, sd_bus_error* error);
};

// The bus keeps the order: what systemd says of the unit cannot come before we listen.
void TransientUnits::Run::start() {
  started = true;
  auto listening = link->listen_for_jobs(on_job_removed, this);
  if (!listening) return fail(to_string(listening.error()));
  jobs = std::move(*listening);
  auto hearing = link->listen_to_unit(service.unit, on_changed, this);
  if (!hearing) return fail(to_string(hearing.error()));
  changes = std::move(*hearing);
  auto message = link->compose("StartTransientUnit");
  if (!message) return fail(to_string(message.error()));
  if (const int r = append_properties(message->get(), service); r < 0) return fail(to_string(fault("call systemd's StartTransientUnit", -r)));
  auto asked = link->send(*message, on_job, this);
  if (!asked) return fail(to_string(asked.error()));
  call = std::move(*asked);
}

// Told in a turn of its own: this may be one of the bus's callbacks, or the caller's.
void TransientUnits::Run::end(TransientEnd how) {
  if (std::exchange(ended, true)) return;
  call.reset();
  jobs.reset();
  changes.reset();
  auto later = link->loop().soon([this, how = std::move(how)]() mutable {
    const auto keep = shared_from_this();
    limit.reset();
    if (const auto tell = std::exchange(on_end, nullptr)) tell(std::move(how));
  });
  if (later) limit = std::move(*later);
}

int TransientUnits::Run::on_job(sd_bus_message* reply, void* run, sd_bus_error*) {
  const auto* error = sd_bus_message_get_error(reply);
  const auto self = static_cast<Run*>(run)->shared_from_this();
  // Where the bus is going lost() tells it.
  if (error != nullptr && std::string_view(error->name == nullptr ? "" : error->name) != SD_BUS_ERROR_NO_REPLY)
    self->fail(fmt::format("systemd refused: {}", describe_error(*error)));
  return 0;
}

int TransientUnits::Run::on_job_removed(sd_bus_message* signal, void* run, sd_bus_error*) {
  const auto self = static_cast<Run*>(run)->shared_from_this();
  std::uint32_t id = 0;
  const char* job = nullptr;
  const char* unit = nullptr;
  const char* result = nullptr;
  if (sd_bus_message_read(signal, "uoss", &id, &job, &unit, &result) < 0 || self->service.unit != unit) return 0;
  self->end(judge(result, self->word, self->service.limit));
  return 0;
}

int TransientUnits::Run::on_changed(sd_bus_message* signal, void* run, sd_bus_error*) {
  read_word(signal, static_cast<Run*>(run)->word);
  return 0;
}

TransientUnits::~TransientUnits() {
  if (link_) link_->close();
}

Token TransientUnits::run(TransientService service, OnEnd on_end) {
  connect();
  auto run = std::make_shared<Run>();
  run->link = link_;
  run->service = std::move(service);
  // The next one is often begun from here, and the connection is let go only where none was.
  run->on_end = [this, tell = std::move(on_end)](TransientEnd end) {
    let_go_when_idle();
    tell(std::move(end));
  };
  const watch::Duration most = run->service.limit + stop_patience + word_patience;
  auto timer = loop_.at(loop_.now() + most, [its = run.get(), most] { its->fail(fmt::format("systemd had not said how it ended after {}", watch::words(most))); });
  if (timer) run->limit = std::move(*timer);
  runs_.push_back(run);
  if (connected_) run->start();
  return run;
}

void TransientUnits::connect() {
  if (link_) return;
  link_ = std::make_shared<SystemdLink>(loop_, "", options_, SystemdLink::Events{.connected = [this] { connected(); }, .lost = [this] { lost(); }, .changed = {}});
  link_->connect();
}

void TransientUnits::connected() {
  connected_ = true;
  for (const auto& run : open_runs())
    if (!run->started) run->start();
}

// Those that were started go on in systemd's hands.
void TransientUnits::lost() {
  connected_ = false;
  for (const auto& run : open_runs())
    run->fail(run->started ? fmt::format("{}; how it ends is not known", link_->trouble()) : fmt::format("systemd cannot be reached: {}", link_->trouble()));
}

void TransientUnits::let_go_when_idle() {
  auto later = loop_.soon([this] {
    idle_.reset();
    if (!open_runs().empty()) return;
    link_->close();
    link_.reset();
    connected_ = false;
  });
  if (later) idle_ = std::move(*later);
}

std::vector<std::shared_ptr<TransientUnits::Run>> TransientUnits::open_runs() {
  std::vector<std::shared_ptr<Run>> open;
  std::erase_if(runs_, [&](const auto& weak) {
    auto run = weak.lock();
    const bool over = run == nullptr || !run->on_end;
    if (!over) open.push_back(std::move(run));
    return over;
  });
  return open;
}

}  // namespace tailmend
