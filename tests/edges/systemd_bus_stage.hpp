// The edge to systemd, and an sd-bus server of our own that speaks as systemd does, on a socket, without a bus between.
#pragma once
#include <chrono>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "daemon/base/handles.hpp"
#include "daemon/systemd/systemd_bus.hpp"
#include "tests/support/bus_server.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/turn_until.hpp"

namespace tailmend::testing {

using namespace std::chrono_literals;

inline constexpr const char* unit_name = "tailscaled.service";

// systemd with one unit.
class Systemd : public BusServer {
 public:
  std::string load_state = "loaded";
  std::string active_state = "active";
  std::string sub_state = "running";
  std::string result = "success";
  std::string unit_file_state = "enabled";
  std::string control_group = "/system.slice/tailscaled.service";
  std::vector<std::string> argv{"/usr/sbin/tailscaled", "--state=/var/lib/tailscale/tailscaled.state", "--port=41641"};
  std::uint32_t job = 0;
  std::uint32_t main_pid = 0;
  unsigned char invocation = 1;
  std::uint64_t started_us = 1;

  enum class Does { finish, finish_before_reply, never_finish, drop, drop_after_reply, refuse, garble, nothing };
  Does does = Does::finish;
  std::string job_result = "done";
  std::string refusal = "org.freedesktop.systemd1.UnitMasked";
  std::string active_after = "active";
  bool silent = false;         // takes calls and never answers
  bool wrong_types = false;
  bool garbled_state = false;
  std::string remembers;  // who has subscribed before systemd began anew

  using BusServer::BusServer;

  // With the properties that systemd sends whenever one of the unit's changes.
  void tell_change() {
    REQUIRE(sd_bus_emit_signal(bus(), path, "org.freedesktop.DBus.Properties", "PropertiesChanged", "sa{sv}as",
                               "org.freedesktop.systemd1.Unit", 2, "ActiveState", "s", active_state.c_str(), "Job", "(uo)", job, "/", 0) >= 0);
  }
  void change_to(const char* state, std::uint32_t its_job) {
    active_state = state;
    job = its_job;
    tell_change();
  }
  void tell_removed(const char* which, const char* unit, const std::string& how) {
    REQUIRE(sd_bus_emit_signal(bus(), "/org/freedesktop/systemd1", "org.freedesktop.systemd1.Manager", "JobRemoved",
                               "uoss", 7U, which, unit, how.c_str()) >= 0);
  }

 private:
  static constexpr const char* path = "/org/freedesktop/systemd1/unit/tailscaled_2eservice";
  static constexpr const char* job_path = "/org/freedesktop/systemd1/job/7";

  void serve(sd_bus_message* call, const std::string& member) override {
    if (silent) return;
    if (member == "LoadUnit") {
      if (wrong_types) sd_bus_reply_method_return(call, "s", "no path");
      else sd_bus_reply_method_return(call, "o", path);
    } else if (member == "GetAll") {
      reply_properties(call);
    } else if (member == "TryRestartUnit" || member == "StartUnit") {
      run_job(call);
    } else if (member == "Subscribe" && !remembers.empty() && remembers == caller) {
      sd_bus_reply_method_errorf(call, "org.freedesktop.systemd1.AlreadySubscribed", "Client is already subscribed.");
    } else {
      sd_bus_reply_method_return(call, nullptr);
    }
  }

  void reply_properties(sd_bus_message* call) {
    const char* interface = nullptr;
    sd_bus_message_read(call, "s", &interface);
    sd_bus_message* made = nullptr;
    REQUIRE(sd_bus_message_new_method_return(call, &made) >= 0);
    const MessageHandle reply(made);
    sd_bus_message_open_container(made, 'a', "{sv}");
    if (std::strcmp(interface, "org.freedesktop.systemd1.Unit") == 0) {
      sd_bus_message_append(made, "{sv}", "Id", "s", unit_name);
      sd_bus_message_append(made, "{sv}", "Wants", "as", 2, "network-pre.target", "a");
      sd_bus_message_append(made, "{sv}", "LoadState", "s", load_state.c_str());
      if (garbled_state) sd_bus_message_append(made, "{sv}", "ActiveState", "u", 1U);
      else sd_bus_message_append(made, "{sv}", "ActiveState", "s", active_state.c_str());
      sd_bus_message_append(made, "{sv}", "SubState", "s", sub_state.c_str());
      sd_bus_message_append(made, "{sv}", "UnitFileState", "s", unit_file_state.c_str());
      sd_bus_message_append(made, "{sv}", "Job", "(uo)", job, "/");
      sd_bus_message_append(made, "{sv}", "InvocationID", "ay", 2, invocation, 9);
    } else {
      sd_bus_message_append(made, "{sv}", "Result", "s", result.c_str());
      sd_bus_message_append(made, "{sv}", "MainPID", "u", main_pid);
      sd_bus_message_append(made, "{sv}", "ControlGroup", "s", control_group.c_str());
      sd_bus_message_append(made, "{sv}", "ExecMainStartTimestampMonotonic", "t", started_us);
      sd_bus_message_open_container(made, 'e', "sv");
      sd_bus_message_append(made, "s", "ExecStart");
      sd_bus_message_open_container(made, 'v', "a(sasbttttuii)");
      sd_bus_message_open_container(made, 'a', "(sasbttttuii)");
      sd_bus_message_open_container(made, 'r', "sasbttttuii");
      sd_bus_message_append(made, "s", argv.front().c_str());
      sd_bus_message_open_container(made, 'a', "s");
      for (const auto& argument : argv) sd_bus_message_append(made, "s", argument.c_str());
      sd_bus_message_close_container(made);
      sd_bus_message_append(made, "bttttuii", 0, 0, 0, 0, 0, 0U, 0, 0);
      for (int i = 0; i < 4; ++i) sd_bus_message_close_container(made);
    }
    sd_bus_message_close_container(made);
    REQUIRE(sd_bus_send(bus(), made, nullptr) >= 0);
  }

  void finish() {
    if (job_result == "done") ++invocation;
    active_state = active_after;
    tell_removed("/org/freedesktop/systemd1/job/6", "other.service", "failed");
    tell_removed(job_path, unit_name, job_result);
  }

  void run_job(sd_bus_message* call) {
    switch (does) {
      case Does::finish:
        sd_bus_reply_method_return(call, "o", job_path);
        return finish();
      case Does::finish_before_reply:
        finish();
        sd_bus_reply_method_return(call, "o", job_path);
        return;
      case Does::never_finish: sd_bus_reply_method_return(call, "o", job_path); return;
      case Does::drop: return drop_soon();
      case Does::drop_after_reply: sd_bus_reply_method_return(call, "o", job_path); return drop_soon();
      case Does::refuse: sd_bus_reply_method_errorf(call, refusal.c_str(), "no"); return;
      case Does::garble: sd_bus_reply_method_return(call, "u", 7U); return;
      case Does::nothing: return;
    }
  }
};

struct Told {
  watch::Outcome outcome;
  std::string detail;
};

inline watch::UnitFact ask(Loop& loop, SystemdBus& bus, watch::Duration limit = 5s) {
  std::optional<watch::UnitFact> fact;
  int answers = 0;
  const Token token = bus.unit(limit, [&](watch::UnitFact its) {
    fact = std::move(its);
    ++answers;
  });
  CHECK_FALSE(fact);
  REQUIRE(turn_until(loop, [&] { return fact.has_value(); }));
  while (loop.turn(0s).value()) {
  }
  CHECK(answers == 1);
  return *fact;
}

inline Told restart(Loop& loop, SystemdBus& bus, Ask what = Ask::restart, watch::Duration limit = 5s) {
  std::optional<Told> told;
  int answers = 0;
  const Token token = bus.restart(what, limit, [&](watch::Outcome outcome, std::string detail) {
    told = Told{outcome, std::move(detail)};
    ++answers;
  });
  CHECK_FALSE(told);
  REQUIRE(turn_until(loop, [&] { return told.has_value(); }));
  while (loop.turn(0s).value()) {
  }
  CHECK(answers == 1);
  return *told;
}

struct World {
  Loop loop;
  Systemd systemd{loop};
  std::optional<SystemdBus> bus;
  World() {
    systemd.listen();
    bus.emplace(loop, unit_name, SystemdBusOptions{.address = systemd.address(), .direct = true});
  }
};

}  // namespace tailmend::testing
