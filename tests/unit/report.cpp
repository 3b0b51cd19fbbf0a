#include "daemon/report/report.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "daemon/screen/screen_text.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/report_stage.hpp"

using namespace tailmend;
using namespace tailmend::testing;
using namespace watch;

namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}
std::string line_of(const std::string& text, const std::string& word) {
  for (const auto& line : lines_of(text))
    if (line.starts_with(word + " ")) return line;
  return "";
}

}  // namespace

TEST_CASE("a healthy host is told in five lines") {
  CHECK(Site().text() ==
        "TAILMEND OK - plc answers through the tailnet in 11 ms | 'plc'=11.2ms;;3000;0 'direct'=1 'wan4'=1\n"
        "egress      IPv4 wan0 via 192.0.2.1 as 192.0.2.7 · IPv6 none\n"
        "tailscaled  1.102.3 Running · control answering · DERP nyc 24 ms\n"
        "route       10.77.0.0/24 through site-router (100.64.0.2), direct 203.0.113.9:41641\n"
        "target      plc 10.77.0.10:502 open in 11 ms, held 250 ms\n");
}

TEST_CASE("a broken tunnel is told with what was asked, whose it is and what to do") {
  Site site;
  site.tunnel_breaks();
  CHECK(exit_of(site.findings()) == 2);
  CHECK(site.text() ==
        "TAILMEND CRITICAL - tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers"
        " | 'plc'=U 'direct'=0 'wan4'=1\n"
        "egress      IPv4 wan0 via 192.0.2.1 as 192.0.2.7 · IPv6 none\n"
        "wan         DERP nyc 203.0.113.5:443 answers in 24 ms · control 198.51.100.20:443 answers in 31 ms\n"
        "tailscaled  1.102.3 Running · 2 of 2 connections dead: control 3 segments unanswered for 9.2 s, DERP nyc 5 for"
        " 11 s\n"
        "route       10.77.0.0/24 through site-router (100.64.0.2) on tailscale0\n"
        "pings       site-router  disco –    TSMP –\n"
        "            nas          disco –    TSMP –\n"
        "            db           disco –    TSMP –\n"
        "target      plc 10.77.0.10:502 no answer in 3.0 s\n"
        "do          tailmend.service mends this where it runs, kick first: tailmend status\n");
}

TEST_CASE("what to do follows the steps and the mode of the configuration") {
  Site site;
  site.tunnel_breaks();
  site.policy.steps = {Remedy::ping, Remedy::up_reset, Remedy::restart};
  CHECK(line_of(site.text(), "do").find("up-reset first") != std::string::npos);
  site.policy.mode = Mode::observe;
  CHECK(line_of(site.text(), "do") == "do          nothing is mended here: mode is \"observe\"");
}

TEST_CASE("a silent router is told apart from the peers that answer, with what control and WireGuard know of it") {
  Site site;
  site.target_is_silent();
  site.is_silent(site.e.peers[0]);
  auto& router = site.e.tailnet.routers[0];
  router.rx_bytes = 0;
  router.tx_bytes = 9900;
  router.last_handshake_s = 0;
  const std::string text = site.text();
  CHECK(text.starts_with("TAILMEND CRITICAL - peer-unreachable, theirs: site-router is silent, nas answers in 12 ms |"));
  CHECK(line_of(text, "router") ==
        "router      site-router: online for control, never a handshake, 0 B in, 9.9 kB out");
  CHECK(text.find("            nas          disco yes  TSMP yes  12 ms\n") != std::string::npos);
  CHECK(line_of(text, "do").find("Look at site-router") != std::string::npos);
}

TEST_CASE("routes that are not accepted come with the command") {
  Site site;
  site.e.prefs->accept_routes = false;
  site.e.targets[0].standing = Standing::bad;
  site.e.targets[0].fact.outcome = TcpOutcome::wrong_egress;
  site.e.targets[0].fact.interface = "wan0";
  const std::string text = site.text();
  CHECK(text.starts_with("TAILMEND CRITICAL - route-not-accepted, configuration: this host ignores subnet routes; "
                         "site-router carries 10.77.0.0/24 |"));
  CHECK(line_of(text, "target") ==
        "target      plc 10.77.0.10:502 not tried: the kernel would send it through wan0");
  CHECK(line_of(text, "do") == "do          sudo tailscale set --accept-routes");
}

TEST_CASE("what a target's proxy said is told with how the target ended") {
  Site site;
  site.policy.targets[0].proxy = "localhost:1055";
  TargetFact& fact = site.e.targets[0].fact;
  fact.detail = "[::1]:1055 refuses, 127.0.0.1:1055 listens";
  CHECK(line_of(site.text(), "target") == "target      plc 10.77.0.10:502 open in 11 ms, held 250 ms ([::1]:1055 refuses, 127.0.0.1:1055 listens)");
  site.target_is_silent();
  fact.reply = 5;
  fact.outcome = TcpOutcome::refused;
  fact.detail = "the proxy replies 5, connection refused";
  CHECK(line_of(site.text(), "target") == "target      plc 10.77.0.10:502 refused (the proxy replies 5, connection refused)");
  CHECK(site.text().find("plc refuses the connection (its proxy replies 5, connection refused) while site-router answers") != std::string::npos);
  fact.reply = 0;
  fact.outcome = TcpOutcome::wrong_egress;
  fact.detail = "the proxy connected from 192.168.7.1";
  CHECK(line_of(site.text(), "target") == "target      plc 10.77.0.10:502 not reached through the tailnet (the proxy connected from 192.168.7.1)");
}

TEST_CASE("a target that nobody carries is named") {
  Site site;
  site.target_is_silent();
  site.e.tailnet.carriers.clear();
  site.e.targets[0].router.reset();
  CHECK(line_of(site.text(), "route") == "route       no peer carries 10.77.0.10:502");
}

TEST_CASE("without a target the report says what is missing") {
  Site site;
  site.policy.targets.clear();
  site.e.targets.clear();
  site.e.tailnet.carriers.clear();
  const std::string text = site.text();
  CHECK(exit_of(site.findings()) == 0);
  CHECK(line_of(text, "target").find("none configured") != std::string::npos);
  CHECK(lines_of(text)[0].ends_with("| 'direct'=1 'wan4'=1"));
}

TEST_CASE("targets stand below each other, each with its own end") {
  Site site;
  site.policy.targets.push_back({.name = "panel", .address = "10.77.0.9:443", .refused = Refusal::is_alive});
  site.e.targets.push_back(site.e.targets[0]);
  site.e.targets[1].fact.outcome = TcpOutcome::refused;
  CHECK(site.text().ends_with("target      plc   10.77.0.10:502 open in 11 ms, held 250 ms\n"
                              "            panel 10.77.0.9:443  refused, which is enough here\n"));
}

TEST_CASE("a connection that is silent is not called dead") {
  Site site;
  site.e.connections->connections[1].life = Life::silent;
  site.e.connections->connections[1].unanswered = 1;
  site.e.connections->connections[1].last_answer = 2s;
  CHECK(line_of(site.text(), "tailscaled") ==
        "tailscaled  1.102.3 Running · 1 of 2 connections silent: DERP nyc 1 segment unanswered for 2.0 s");
}

TEST_CASE("where the kernel does not show tailscaled's connections, control's own word stands in") {
  Site site;
  site.e.connections = ConnectionsFact{.sight = Sight::no_rights, .connections = {}};
  CHECK(line_of(site.text(), "tailscaled") == "tailscaled  1.102.3 Running · control says online · DERP nyc 24 ms");
}

TEST_CASE("a tailscaled that does not answer is not described by what it said before") {
  Site site;
  site.target_is_silent();
  site.e.status = Answer::refused;
  const std::string text = site.text();
  CHECK(line_of(text, "tailscaled") == "tailscaled  no status: nobody listens");
  CHECK(text.find("backend-dead") != std::string::npos);
}

TEST_CASE("who could not look says unknown, and what was missing") {
  Site site;
  Findings findings = site.findings();
  findings.blind = true;
  findings.judgement.sentence = "nothing was known when the time was over";
  findings.unseen = {"tailscaled: no right to connect; ask again as root", "systemd: no bus"};
  CHECK(exit_of(findings) == 3);
  CHECK(headline(findings).starts_with("TAILMEND UNKNOWN - nothing was known when the time was over |"));
  CHECK(report(findings, {.columns = most_columns}).ends_with("not seen    tailscaled: no right to connect; ask again as root\n"
                                                                 "            systemd: no bus\n"));
}

TEST_CASE("what stands below the first line is as wide as the screen") {
  Site site;
  const std::string text = report(site.findings(), {.columns = 50});
  std::size_t lines = 0;
  for (std::size_t at = text.find('\n') + 1; at < text.size(); ++lines) {
    const std::size_t end = text.find('\n', at);
    CHECK(width(text.substr(at, end - at)) <= 50);
    CHECK_FALSE(text.substr(at, end - at).ends_with("·"));
    at = end + 1;
  }
  CHECK(lines > std::size_t(std::ranges::count(site.text(), '\n')) - 1);
}

TEST_CASE("only a terminal gets colour, and where all is well only the verdict") {
  Site site;
  const Findings findings = site.findings();
  CHECK(report(findings, {.columns = most_columns}).find('\x1b') == std::string::npos);
  const std::string coloured = report(findings, {.columns = most_columns, .colour = Colour::terminal});
  CHECK(coloured.starts_with("TAILMEND \x1b[32mOK\x1b[0m - "));
  CHECK(coloured.find('\x1b', coloured.find("\x1b[0m") + 1) == std::string::npos);
}

TEST_CASE("names can neither break the line of a monitoring system nor steer a terminal") {
  Site site;
  site.policy.targets[0].name = "o'brien|\x1b[2J";
  const std::string first = lines_of(site.text())[0];
  CHECK(first.find("'o''brien/ [2J'=11.2ms") != std::string::npos);
  CHECK(std::count(first.begin(), first.end(), '|') == 1);
  CHECK(site.text().find('\x1b') == std::string::npos);
}
