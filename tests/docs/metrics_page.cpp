// The exposition after a played hour in which every metric had its chance, for the tests beside it; with --table the
// table of metrics: name, type, labels and help, by tabs.
#include <cstdio>
#include <string_view>

#include "daemon/metrics/metric_table.hpp"
#include "daemon/metrics/tally.hpp"
#include "tests/support/played.hpp"

using namespace watch;
using watch::testing::Played;

namespace {

int print_table() {
  for (const tailmend::Metric& each : tailmend::metric_table()) {
    std::string labels;
    for (std::size_t i = 0; i < each.label_count(); ++i) labels += (i > 0 ? " " : "") + std::string(each.labels[i]);
    std::printf("%s\t%s\t%s\t%s\n", std::string(each.name).c_str(), std::string(to_string(each.type)).c_str(), labels.c_str(), std::string(each.help).c_str());
  }
  return 0;
}

Policy three_targets() {
  Policy policy;
  policy.targets.push_back({.name = "plc", .address = "10.77.0.10:502"});
  policy.targets.push_back({.name = "hall \"3\" \\ tür", .address = "10.77.0.11:443"});
  policy.targets.push_back({.name = "panel", .address = "10.77.0.12:80", .proxy = "127.0.0.1:1055"});
  return policy;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc > 1 && std::string_view(argv[1]) == "--table") return print_table();
  tailmend::Tally tally;
  Played played(three_targets(), [&](const Played& here, const Observation& seen) { tally.take({here.now, seen, here.last, here.machine}); });
  Evidence& scene = played.scene.evidence;
  scene.tailnet.version = "1.102.3-t0123456789";
  scene.egress.v6 = scene.egress.v4;
  scene.peers[0].path = "203.0.113.9:41641";
  for (std::uint32_t i = 1; i < 3; ++i) {
    scene.targets.push_back(scene.targets[0]);
    scene.targets[i].fact.target = i;
    scene.tailnet.carriers.push_back(scene.tailnet.carriers[0]);
    scene.tailnet.carriers[i].target = i;
  }
  played.see(NetworkSeen{.egress = scene.egress});
  played.advance(5min);
  scene.targets[2].fact.outcome = TcpOutcome::proxy_failed;
  scene.targets[2].fact.reply = 1;
  played.advance(2min);
  played.scene.all_silent().control(AnchorOutcome::silent);
  for (auto& target : scene.targets) {
    target.fact.outcome = TcpOutcome::timed_out;
    target.fact.reply = 0;
  }
  played.advance(20min);
  played.scene.control(AnchorOutcome::answered);
  played.advance(20min);
  for (auto& target : scene.targets) target.fact.outcome = TcpOutcome::held;
  for (auto& peer : scene.peers) peer.disco = peer.tsmp = Standing::good;
  played.advance(20min);
  std::fputs(tally.text(played.now, std::chrono::seconds(1'800'000'000)).c_str(), stdout);
  return 0;
}
