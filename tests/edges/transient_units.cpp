// The edge against an sd-bus server of our own that speaks as systemd does, on a socket, without a bus between.
#include "daemon/systemd/transient_units.hpp"

#include <map>
#include <optional>

#include "tests/support/bus_server.hpp"
#include "tests/support/catch.hpp"

using namespace std::chrono_literals;
using tailmend::Loop;
using tailmend::Token;
using tailmend::TransientEnd;
using tailmend::TransientService;
using tailmend::TransientUnits;

namespace {
constexpr watch::Duration patience = 20s;

// systemd, which starts nothing, and says that it ended as it is told to.
class Systemd : public tailmend::testing::BusServer {
 public:
  enum class Does { finish, refuse, nothing, drop_after_reply };
  Does does = Does::finish;
  std::string job_result = "done";
  std::string unit_result = "success";
  int code = 1;  // CLD_EXITED
  int status = 0;

  std::string unit;
  std::map<std::string, std::string> properties;  // as "s:journal", "t:64"
  std::vector<std::string> command;               // path, argv …
  std::vector<std::string> environment;

  using BusServer::BusServer;

 private:
  void serve(sd_bus_message* call, const std::string& member) override {
    if (member != "StartTransientUnit") {
      sd_bus_reply_method_return(call, nullptr);
      return;
    }
    read(call);
    if (does == Does::refuse) {
      sd_bus_reply_method_errorf(call, SD_BUS_ERROR_ACCESS_DENIED, "no");
      return;
    }
    sd_bus_reply_method_return(call, "o", "/org/freedesktop/systemd1/job/7");
    if (does == Does::finish) finish();
    if (does == Does::drop_after_reply) drop_soon();
  }

  void read(sd_bus_message* call) {
    const char* name = nullptr;
    const char* mode = nullptr;
    REQUIRE(sd_bus_message_read(call, "ss", &name, &mode) >= 0);
    unit = name;
    properties.clear();
    properties["mode"] = mode;
    REQUIRE(sd_bus_message_enter_container(call, 'a', "(sv)") >= 0);
    while (sd_bus_message_enter_container(call, 'r', "sv") > 0) {
      const char* property = nullptr;
      REQUIRE(sd_bus_message_read(call, "s", &property) >= 0);
      read_value(call, property);
      REQUIRE(sd_bus_message_exit_container(call) >= 0);
    }
    REQUIRE(sd_bus_message_exit_container(call) >= 0);
    REQUIRE(sd_bus_message_skip(call, "a(sa(sv))") >= 0);
    REQUIRE(sd_bus_message_at_end(call, 1) > 0);
  }

  void read_value(sd_bus_message* call, const std::string& property) {
    char type = 0;
    const char* contents = nullptr;
    REQUIRE(sd_bus_message_peek_type(call, &type, &contents) >= 0);
    const std::string what = contents;
    if (what == "s") {
      const char* text = nullptr;
      REQUIRE(sd_bus_message_read(call, "v", "s", &text) >= 0);
      properties[property] = std::string("s:") + text;
    } else if (what == "t") {
      std::uint64_t number = 0;
      REQUIRE(sd_bus_message_read(call, "v", "t", &number) >= 0);
      properties[property] = "t:" + std::to_string(number);
    } else if (what == "u" || what == "b") {
      std::uint32_t number = 0;
      REQUIRE(sd_bus_message_read(call, "v", contents, &number) >= 0);
      properties[property] = what + ":" + std::to_string(number);
    } else if (what == "as") {
      char** strings = nullptr;
      REQUIRE(sd_bus_message_enter_container(call, 'v', "as") >= 0);
      REQUIRE(sd_bus_message_read_strv(call, &strings) >= 0);
      REQUIRE(sd_bus_message_exit_container(call) >= 0);
      environment.clear();
      for (char** each = strings; each != nullptr && *each != nullptr; ++each) {
        environment.emplace_back(*each);
        std::free(*each);
      }
      std::free(strings);
    } else {
      const char* path = nullptr;
      const char* argument = nullptr;
      int ignored = -1;
      REQUIRE(what == "a(sasb)");
      REQUIRE(sd_bus_message_read(call, "v", "a(sasb)", 1, &path, 1, &argument, &ignored) >= 0);
      CHECK(ignored == 0);
      command = {path, argument};
    }
  }

  void finish() {
    char* path = nullptr;
    REQUIRE(sd_bus_path_encode("/org/freedesktop/systemd1/unit", unit.c_str(), &path) >= 0);
    const tailmend::MallocedText owned(path);
    const auto tell_removed = [&](const std::string& whose) {
      REQUIRE(sd_bus_emit_signal(bus(), "/org/freedesktop/systemd1", "org.freedesktop.systemd1.Manager", "JobRemoved", "uoss", 7U,
                                 "/org/freedesktop/systemd1/job/7", whose.c_str(), job_result.c_str()) >= 0);
    };
    tell_removed("other.service");
    if (!unit_result.empty()) {
      REQUIRE(sd_bus_emit_signal(bus(), path, "org.freedesktop.DBus.Properties", "PropertiesChanged", "sa{sv}as",
                                 "org.freedesktop.systemd1.Service", 4, "MainPID", "u", 0U, "Result", "s", unit_result.c_str(), "ExecMainCode",
                                 "i", code, "ExecMainStatus", "i", status, 0) >= 0);
    }
    tell_removed(unit);
  }
};

struct World {
  Loop loop;
  Systemd systemd{loop};
  std::optional<TransientUnits> units;
  std::optional<TransientEnd> told;
  int answers = 0;

  World() {
    systemd.listen();
    units.emplace(loop, tailmend::SystemdBusOptions{.address = systemd.address(), .direct = true});
  }
  Token start(watch::Duration limit = 5s) {
    told.reset();
    TransientService service{.unit = "tailmend-hook-10-mail-7.service",
                             .description = "tailmend's hook 10-mail",
                             .program = "/etc/tailmend/hooks.d/10-mail",
                             .identifier = "tailmend-hook-10-mail",
                             .environment = {"TAILMEND_VERDICT=wan-down", "TAILMEND_SENTENCE=50 % of \"$HOME\" · ü"},
                             .limit = limit};
    Token token = units->run(std::move(service), [this](TransientEnd end) {
      told = std::move(end);
      ++answers;
    });
    CHECK_FALSE(told);
    return token;
  }
  template <class Done>
  bool turn_until(const Done& done) {
    const auto last = loop.now() + patience;
    while (!done() && loop.now() < last) REQUIRE(loop.turn(100ms));
    return done();
  }
  TransientEnd run(watch::Duration limit = 5s) {
    const int before = answers;
    const Token token = start(limit);
    REQUIRE(turn_until([&] { return told.has_value(); }));
    while (loop.turn(0s).value()) {
    }
    CHECK(answers == before + 1);
    return *told;
  }
};
}  // namespace

TEST_CASE("a program becomes a service with limits of its own, outside of any sandbox") {
  World world;
  const auto end = world.run(30s);
  CHECK(end.well);
  CHECK(world.systemd.unit == "tailmend-hook-10-mail-7.service");
  CHECK(world.systemd.command == std::vector<std::string>{"/etc/tailmend/hooks.d/10-mail", "tailmend-hook-10-mail"});
  CHECK(world.systemd.environment == std::vector<std::string>{"TAILMEND_VERDICT=wan-down", "TAILMEND_SENTENCE=50 % of \"$HOME\" · ü"});
  CHECK(world.systemd.properties == std::map<std::string, std::string>{{"mode", "fail"},
                                                                       {"Description", "s:tailmend's hook 10-mail"},
                                                                       {"CollectMode", "s:inactive-or-failed"},
                                                                       {"Type", "s:oneshot"},
                                                                       {"KillMode", "s:control-group"},
                                                                       {"StandardInput", "s:null"},
                                                                       {"StandardOutput", "s:journal"},
                                                                       {"StandardError", "s:journal"},
                                                                       {"SyslogIdentifier", "s:tailmend-hook-10-mail"},
                                                                       {"SyslogLevelPrefix", "b:0"},
                                                                       {"LogRateLimitIntervalUSec", "t:60000000"},
                                                                       {"LogRateLimitBurst", "u:32"},
                                                                       {"TimeoutStartUSec", "t:30000000"},
                                                                       {"TimeoutStopUSec", "t:5000000"},
                                                                       {"MemoryMax", "t:268435456"},
                                                                       {"TasksMax", "t:64"}});
}

TEST_CASE("how a service ended is told in systemd's own words") {
  struct Case {
    const char* result;
    int status;
    const char* job;
    const char* says;
  };
  for (const auto& it : {Case{"exit-code", 3, "failed", "exit code 3"}, Case{"exit-code", 203, "failed", "it could not be executed; is the interpreter of its first line there?"},
                         Case{"signal", 9, "failed", "killed by signal 9"}, Case{"core-dump", 11, "failed", "killed by signal 11"},
                         Case{"timeout", 15, "failed", "ended by systemd after 30 s"}, Case{"oom-kill", 9, "failed", "ended by systemd: it took more than 256 MiB of memory"},
                         Case{"resources", 0, "failed", "systemd says resources"}, Case{"", 0, "failed", "systemd's job ended with failed"},
                         Case{"success", 0, "canceled", "systemd's job ended with canceled"}}) {
    World world;
    world.systemd.unit_result = it.result;
    world.systemd.status = it.status;
    world.systemd.job_result = it.job;
    const auto end = world.run(30s);
    CHECK_FALSE(end.well);
    CHECK(end.how == it.says);
  }
}

TEST_CASE("a refusal, no systemd, and one that is lost are each told once") {
  World world;
  world.systemd.does = Systemd::Does::refuse;
  CHECK(world.run().how == "systemd refused: org.freedesktop.DBus.Error.AccessDenied: no");
  world.systemd.does = Systemd::Does::drop_after_reply;
  CHECK(world.run().how == "the connection to the bus was lost; how it ends is not known");
  world.systemd.stop();
  CHECK(world.run().how.find("systemd cannot be reached") == 0);
  world.systemd.listen();
  world.systemd.does = Systemd::Does::finish;
  CHECK(world.run().well);
}

TEST_CASE("the connection is there only while something runs") {
  World world;
  CHECK(world.systemd.connections == 0);
  CHECK(world.run().well);
  CHECK(world.systemd.connections == 1);
  CHECK(world.run().well);
  CHECK(world.systemd.connections == 2);
}

TEST_CASE("one that begins in the callback of another shares its connection") {
  World world;
  Token next;
  bool well = false;
  const Token first = world.units->run({.unit = "a.service", .description = {}, .program = "/bin/true", .identifier = "a", .environment = {}, .limit = 5s}, [&](const TransientEnd&) {
    next = world.start();
  });
  REQUIRE(world.turn_until([&] { return world.told.has_value(); }));
  well = world.told->well;
  CHECK(well);
  CHECK(world.systemd.connections == 1);
}

TEST_CASE("without its token a service goes on, and nobody is told") {
  World world;
  world.systemd.does = Systemd::Does::nothing;
  Token token = world.start();
  REQUIRE(world.turn_until([&] { return world.systemd.was_called("StartTransientUnit"); }));
  token.reset();
  world.units.reset();
  while (world.loop.turn(0s).value()) {
  }
  CHECK(world.answers == 0);
  CHECK_FALSE(world.systemd.was_called("StopUnit"));
}
