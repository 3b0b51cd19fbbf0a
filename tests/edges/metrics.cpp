// The metrics as a whole, told of a played machine's steps: where they go, and what is said when they cannot.
#include "daemon/metrics/metrics.hpp"

#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

#include "tests/edges/metrics_stage.hpp"
#include "tests/support/played.hpp"
#include "tests/support/turn_until.hpp"

using namespace tailmend;
using namespace tailmend::testing;
using watch::testing::Played;

namespace {

// The whole edge, told of a played machine's steps.
struct Told {
  explicit Told(MetricsOutput output, MetricsPlaces places) : metrics(loop, std::move(places), [this](const std::string& text) { said.push_back(text); }) {
    metrics.configure(output);
  }
  void play() {
    const Played played({}, [this](const Played& here, const watch::Observation& seen) { metrics.take({here.now, seen, here.last, here.machine}); });
  }

  Loop loop;
  std::vector<std::string> said;
  Metrics metrics;
};

}  // namespace

TEST_CASE("the collector's folder is taken where there is one, else the daemon's own") {
  const Folder run;
  const Folder textfiles;
  const MetricsPlaces both{.run = run.path, .textfiles = textfiles.path};
  {
    Told t({.file = "auto"}, both);
    t.play();
    CHECK(read(textfiles.path / "tailmend.prom").find("tailmend_state{state=\"starting\"} ") != std::string::npos);
    CHECK(entries(run) == 0);
  }
  CHECK(entries(textfiles) == 0);
  Told t({.file = "auto"}, {.run = run.path, .textfiles = textfiles.path / "none"});
  t.play();
  CHECK(read(run.path / "metrics.prom").starts_with("# HELP tailmend_build_info "));
  t.metrics.configure({.file = ""});
  CHECK(entries(run) == 0);
  CHECK(t.said.empty());
}

TEST_CASE("a folder that is missing is said once where somebody asked for it, and tried again") {
  const Folder folder;
  const std::string path = folder.path / "later" / "a.prom";
  Told t({.file = path}, {});
  t.play();
  CHECK(t.said == std::vector<std::string>{"no metrics: create " + (folder.path / "later" / ".a.prom.new").string() + ": No such file or directory, retrying"});
  REQUIRE(std::filesystem::create_directory(folder.path / "later"));
  REQUIRE(turn_until(t.loop, [&] { return ::access(path.c_str(), R_OK) == 0; }));
  CHECK(read(path).find("tailmend_probes_total{target=\"plc\",outcome=\"held\"} ") != std::string::npos);
  CHECK(t.said.size() == 1);

  Told quiet({.file = "auto"}, {.run = folder.path / "none", .textfiles = folder.path / "none"});
  quiet.play();
  CHECK(quiet.said.empty());
}

TEST_CASE("the listener serves what was counted, follows the configuration, and says why it cannot") {
  const std::string place = free_place();
  Told t({.file = "", .listen = place}, {});
  t.play();
  const auto ask = [&](const std::string& where) {
    Guest guest(where);
    REQUIRE(guest.say(get));
    REQUIRE(turn_until(t.loop, [&] { return guest.ended(); }));
    return guest.heard();
  };
  CHECK(ask(place).find("\ntailmend_probes_total{target=\"plc\",outcome=\"held\"} ") != std::string::npos);
  TcpPeer taken(t.loop, Manner::holds);
  const std::string other = "127.0.0.1:" + std::to_string(taken.port());
  t.metrics.configure({.file = "", .listen = other});
  CHECK(t.said == std::vector<std::string>{"metrics are not served: listen on " + other + ": Address already in use, retrying"});
  t.metrics.configure({.file = "", .listen = place});
  CHECK(ask(place).starts_with("HTTP/1.1 200 OK\r\n"));
}
