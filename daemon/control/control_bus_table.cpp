#include "daemon/control/control_bus_table.hpp"

#include <algorithm>
#include <cstring>
#include <string>

#include <fmt/format.h>

#include "daemon/base/utf8.hpp"

namespace tailmend {

namespace {

constexpr std::uint64_t clock_tolerance_us = 100'000;

template <class Each>
void each_property(const Each& each) {
  each("State", &BusFacts::state);
  each("Verdict", &BusFacts::verdict);
  each("Whose", &BusFacts::whose);
  each("Sentence", &BusFacts::sentence);
  each("Advice", &BusFacts::advice);
  each("Since", &BusFacts::since_us);
  each("Episode", &BusFacts::episode);
  each("Remedy", &BusFacts::remedy);
  each("RestartsLeft", &BusFacts::restarts_left);
  each("UpResetsLeft", &BusFacts::up_resets_left);
  each("Paused", &BusFacts::paused);
  each("PausedUntil", &BusFacts::paused_until_us);
  each("PausedBy", &BusFacts::paused_by);
  each("PauseReason", &BusFacts::pause_reason);
  each("Targets", &BusFacts::targets);
  each("TargetsReachable", &BusFacts::targets_reachable);
  each("Mode", &BusFacts::mode);
  each("Version", &BusFacts::version);
}

int append(sd_bus_message* to, const std::string& text) { return sd_bus_message_append(to, "s", as_utf8(text).c_str()); }
int append(sd_bus_message* to, bool value) { return sd_bus_message_append(to, "b", static_cast<int>(value)); }
int append(sd_bus_message* to, std::uint32_t number) { return sd_bus_message_append(to, "u", number); }
int append(sd_bus_message* to, std::uint64_t number) { return sd_bus_message_append(to, "t", number); }
int append(sd_bus_message* to, const std::vector<BusTarget>& targets) {
  int r = sd_bus_message_open_container(to, 'a', "(sssbt)");
  for (const BusTarget& target : targets) {
    if (r < 0) return r;
    r = sd_bus_message_append(to, "(sssbt)", as_utf8(target.name).c_str(), as_utf8(target.address).c_str(), as_utf8(target.router).c_str(),
                              static_cast<int>(target.reachable), target.latency_us);
  }
  return r < 0 ? r : sd_bus_message_close_container(to);
}

template <class Value>
bool same(const Value& one, const Value& other) {
  return one == other;
}
// Times of day, each worked out from two clocks that are read one after the other; 0 is none.
bool same(std::uint64_t one, std::uint64_t other) {
  return (one == 0) == (other == 0) && std::max(one, other) - std::min(one, other) < clock_tolerance_us;
}
bool same(const std::vector<BusTarget>& one, const std::vector<BusTarget>& other) {
  return std::equal(one.begin(), one.end(), other.begin(), other.end(), [](const BusTarget& a, const BusTarget& b) {
    return a.name == b.name && a.address == b.address && a.router == b.router && a.reachable == b.reachable;
  });
}

int get_property(sd_bus*, const char*, const char*, const char* property, sd_bus_message* reply, void* object, sd_bus_error*) {
  const BusFacts& facts = static_cast<ControlObject*>(object)->facts;
  int r = -ENOENT;
  each_property([&](const char* name, auto member) {
    if (std::strcmp(name, property) == 0) r = append(reply, facts.*member);
  });
  return r;
}

int answer(sd_bus_message* call, void* object, std::vector<std::string> words, Returns returns) {
  static_cast<ControlObject*>(object)->calls.answer(call, {.words = std::move(words), .screen = {}, .caller = {}}, returns);
  return 1;
}

int on_check(sd_bus_message* call, void* object, sd_bus_error*) { return answer(call, object, {"check"}, Returns::nothing); }
int on_resume(sd_bus_message* call, void* object, sd_bus_error*) { return answer(call, object, {"resume"}, Returns::nothing); }
int on_status(sd_bus_message* call, void* object, sd_bus_error*) { return answer(call, object, {"status", "--json"}, Returns::text); }

int on_episodes(sd_bus_message* call, void* object, sd_bus_error*) {
  const char* since = nullptr;
  if (const int r = sd_bus_message_read(call, "s", &since); r < 0) return r;
  std::vector<std::string> words{"history", "--json"};
  if (*since != '\0') words.push_back(std::string("--since=") + since);
  return answer(call, object, std::move(words), Returns::text);
}

int on_pause(sd_bus_message* call, void* object, sd_bus_error*) {
  std::uint64_t seconds = 0;
  const char* reason = nullptr;
  if (const int r = sd_bus_message_read(call, "ts", &seconds, &reason); r < 0) return r;
  return answer(call, object, {"pause", fmt::format("--for={}s", seconds), std::string("--reason=") + reason}, Returns::nothing);
}

// Reads "as", no more of it than a command may have; what is left over then is told by trouble_in().
int read_words(sd_bus_message* call, const char* prefix, std::vector<std::string>& words) {
  const char* word = nullptr;
  int r = sd_bus_message_enter_container(call, 'a', "s");
  while (r >= 0 && words.size() <= max_control_words && (r = sd_bus_message_read(call, "s", &word)) > 0) words.push_back(std::string(prefix) + word);
  if (r == 0) r = sd_bus_message_exit_container(call);
  return r;
}

int on_mend(sd_bus_message* call, void* object, sd_bus_error* error) {
  const char* remedy = nullptr;
  std::vector<std::string> words{"mend"};
  if (const int r = sd_bus_message_read(call, "s", &remedy); r < 0) return r;
  if (*remedy == '-') return sd_bus_error_setf(error, SD_BUS_ERROR_INVALID_ARGS, "'%s' is no remedy", remedy);
  if (*remedy != '\0') words.emplace_back(remedy);
  if (const int r = read_words(call, "--despite=", words); r < 0) return r;
  return answer(call, object, std::move(words), Returns::nothing);
}

int on_run(sd_bus_message* call, void* object, sd_bus_error* error) {
  ControlRequest request;
  if (const int r = read_words(call, "", request.words); r < 0) return r;
  std::uint32_t columns = 0;
  int colour = 0;
  if (request.words.size() > max_control_words) return sd_bus_error_set(error, SD_BUS_ERROR_INVALID_ARGS, trouble_in(request.words).c_str());
  if (const int r = sd_bus_message_read(call, "ub", &columns, &colour); r < 0) return r;
  request.screen = {.columns = std::clamp<std::size_t>(columns, least_columns, most_columns),
                    .colour = colour != 0 ? Colour::terminal : Colour::none};
  static_cast<ControlObject*>(object)->calls.answer(call, std::move(request), Returns::command);
  return 1;
}

constexpr std::uint64_t anybody = SD_BUS_VTABLE_UNPRIVILEGED;  // to call it; who may do it is ControlCalls' business
constexpr std::uint64_t told = SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE;

const sd_bus_vtable table[] = {
    SD_BUS_VTABLE_START(0),
    SD_BUS_METHOD_WITH_NAMES("Check", "", "", "", "", on_check, anybody),
    SD_BUS_METHOD_WITH_NAMES("Pause", "ts", SD_BUS_PARAM(seconds) SD_BUS_PARAM(reason), "", "", on_pause, anybody),
    SD_BUS_METHOD_WITH_NAMES("Resume", "", "", "", "", on_resume, anybody),
    SD_BUS_METHOD_WITH_NAMES("Mend", "sas", SD_BUS_PARAM(remedy) SD_BUS_PARAM(despite), "", "", on_mend, anybody),
    SD_BUS_METHOD_WITH_NAMES("Status", "", "", "s", SD_BUS_PARAM(json), on_status, anybody),
    SD_BUS_METHOD_WITH_NAMES("Episodes", "s", SD_BUS_PARAM(since), "s", SD_BUS_PARAM(json), on_episodes, anybody),
    SD_BUS_METHOD_WITH_NAMES("Run", "asub", SD_BUS_PARAM(words) SD_BUS_PARAM(columns) SD_BUS_PARAM(colour), "isb",
                             SD_BUS_PARAM(exit_code) SD_BUS_PARAM(text) SD_BUS_PARAM(to_stderr), on_run, anybody),
    SD_BUS_PROPERTY("State", "s", get_property, 0, told),
    SD_BUS_PROPERTY("Verdict", "s", get_property, 0, told),
    SD_BUS_PROPERTY("Whose", "s", get_property, 0, told),
    SD_BUS_PROPERTY("Sentence", "s", get_property, 0, told),
    SD_BUS_PROPERTY("Advice", "s", get_property, 0, told),
    SD_BUS_PROPERTY("Since", "t", get_property, 0, told),
    SD_BUS_PROPERTY("Episode", "u", get_property, 0, told),
    SD_BUS_PROPERTY("Remedy", "s", get_property, 0, told),
    SD_BUS_PROPERTY("RestartsLeft", "u", get_property, 0, told),
    SD_BUS_PROPERTY("UpResetsLeft", "u", get_property, 0, told),
    SD_BUS_PROPERTY("Paused", "b", get_property, 0, told),
    SD_BUS_PROPERTY("PausedUntil", "t", get_property, 0, told),
    SD_BUS_PROPERTY("PausedBy", "s", get_property, 0, told),
    SD_BUS_PROPERTY("PauseReason", "s", get_property, 0, told),
    SD_BUS_PROPERTY("Targets", "a(sssbt)", get_property, 0, told),
    SD_BUS_PROPERTY("TargetsReachable", "u", get_property, 0, told),
    SD_BUS_PROPERTY("Mode", "s", get_property, 0, told),
    SD_BUS_PROPERTY("Version", "s", get_property, 0, SD_BUS_VTABLE_PROPERTY_CONST),
    SD_BUS_VTABLE_END,
};

}  // namespace

const sd_bus_vtable* control_table() { return static_cast<const sd_bus_vtable*>(table); }

std::vector<const char*> changed(const BusFacts& before, const BusFacts& now) {
  std::vector<const char*> names;
  each_property([&](const char* name, auto member) {
    if (!same(before.*member, now.*member)) names.push_back(name);
  });
  return names;
}

}  // namespace tailmend
