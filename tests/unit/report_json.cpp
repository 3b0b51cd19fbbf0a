// The report as JSON: it parses strictly, and what was not seen is null.
#include <boost/json.hpp>
#include <string>

#include "daemon/report/report.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/report_stage.hpp"

using namespace tailmend;
using namespace tailmend::testing;
using namespace watch;

TEST_CASE("the JSON report parses strictly and tells the same") {
  Site site;
  site.tunnel_breaks();
  site.policy.targets[0].name = "pl\"c\\\x01 – é";
  site.e.target_pings = {{.peer = address("10.77.0.10"), .kind = PingKind::icmp, .outcome = PingOutcome::silent}};
  site.e.tailnet.health = {std::string("cut in the middle of \xe2\x80"), "overlong \xc0\xaf", "surrogate \xed\xa0\x80"};
  const auto json = boost::json::parse(report_json(site.findings())).as_object();
  CHECK(json.at("schema") == 1);
  CHECK(json.at("verdict") == "tunnel-broken");
  CHECK(json.at("exit") == 2);
  CHECK(json.at("whose") == "ours");
  CHECK(json.at("egress").at("v4").at("gateway") == "192.0.2.1");
  CHECK(json.at("egress").at("v6").is_null());
  CHECK(json.at("targets").at(0).at("name") == "pl\"c\\\x01 – é");
  CHECK(json.at("targets").at(0).at("outcome") == "timed out");
  CHECK(json.at("targets").at(0).at("took_ms") == 3000.0);
  CHECK(json.at("routes").at(0).at("router") == "site-router");
  CHECK(json.at("peers").as_array().size() == 3);
  CHECK(json.at("peers").at(0).at("took_ms").is_null());
  CHECK(json.at("target_pings").at(0).at("outcome") == "silent");
  CHECK(json.at("connections").at(0).at("life") == "dead");
  CHECK(json.at("tailscaled").at("health").at(0) == "cut in the middle of \xef\xbf\xbd\xef\xbf\xbd");
  CHECK(json.at("unseen").as_array().empty());
}

TEST_CASE("what was not seen is null in the JSON report, never a guess") {
  Site site;
  site.e.status.reset();
  site.e.unit.reset();
  site.e.connections.reset();
  site.e.egress.v4->gateway = {};
  site.e.targets[0].standing = Standing::open;
  Findings findings = site.findings();
  findings.blind = true;
  const auto json = boost::json::parse(report_json(findings)).as_object();
  CHECK(json.at("verdict") == "unknown");
  CHECK(json.at("exit") == 3);
  CHECK(json.at("tailscaled").at("answer").is_null());
  CHECK(json.at("unit").is_null());
  CHECK(json.at("connections").is_null());
  CHECK(json.at("egress").at("v4").at("gateway").is_null());
  CHECK(json.at("targets").at(0).at("outcome").is_null());
}
