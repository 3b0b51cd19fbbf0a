#include "daemon/setup/setup_plan.hpp"

#include "daemon/config/config.hpp"
#include "daemon/setup/setup_daemon.hpp"
#include "daemon/setup/setup_text.hpp"
#include "daemon/tailscaled/proxy_flag.hpp"
#include "tests/support/catch.hpp"

using namespace tailmend;

namespace {

watch::Endpoint at(std::string_view text) { return *watch::parse_endpoint(text); }

SubnetRoute route(std::string_view prefix) { return {.prefix = *watch::parse_prefix(prefix), .router = "site", .online = true}; }

// "10.77.0.1:443,… 10.77.0.254:443,…": the waves of a ground.
std::string asked(const Ground& ground) {
  std::string text;
  for (const auto& wave : ground.waves) {
    text += text.empty() ? "" : " ";
    for (const auto& prospect : wave) text += (&prospect == &wave.front() ? "" : ",") + to_string(prospect.at);
  }
  return text;
}

Proposal proposal(std::string name, std::string_view where) {
  return {.name = std::move(name), .prospect = {.at = at(where), .clue = Clue::guessed}, .router = "site", .subnet = *watch::parse_prefix("10.77.0.0/24"), .proxy = ""};
}

}  // namespace

TEST_CASE("behind a route the first and the last host are asked at four ports") {
  CHECK(asked(ground_behind(route("10.77.0.0/24"), {})) ==
        "10.77.0.1:443,10.77.0.1:80,10.77.0.1:502,10.77.0.1:22 10.77.0.254:443,10.77.0.254:80,10.77.0.254:502,10.77.0.254:22");
  CHECK(asked(ground_behind(route("10.77.4.0/22"), {})).find(" 10.77.7.254:443") != std::string::npos);
  CHECK(asked(ground_behind(route("10.77.0.6/31"), {})).starts_with("10.77.0.6:443"));
  CHECK(asked(ground_behind(route("10.77.0.10/32"), {})) == "10.77.0.10:443,10.77.0.10:80,10.77.0.10:502,10.77.0.10:22");
  CHECK(asked(ground_behind(route("fd00:77::/64"), {})) == "[fd00:77::1]:443,[fd00:77::1]:80,[fd00:77::1]:502,[fd00:77::1]:22");
}

TEST_CASE("whom a host talks to is asked before, the busiest four, and only behind the route") {
  const std::vector talks{at("10.77.0.10:502"), at("10.88.0.1:80"), at("10.77.0.11:8080"), at("10.77.0.12:1"), at("10.77.0.13:1"), at("10.77.0.14:1")};
  const Ground ground = ground_behind(route("10.77.0.0/24"), talks);
  CHECK(asked(ground).starts_with("10.77.0.10:502,10.77.0.11:8080,10.77.0.12:1,10.77.0.13:1 10.77.0.1:443"));
  CHECK(ground.waves[0][0].clue == Clue::talked);
  CHECK(title_of(ground) == "10.77.0.0/24 through site");
}

TEST_CASE("a ground that has its target is known") {
  const Ground ground = ground_behind(route("10.77.0.0/24"), {});
  const auto target = [](std::string name, std::string address) {
    watch::Target made;
    made.name = std::move(name);
    made.address = std::move(address);
    return made;
  };
  CHECK(watched_by(ground, {target("far", "10.78.0.1:22"), target("named", "plc.lan:502"), target("plc", "10.77.0.9:502")}) == "plc");
  CHECK(watched_by(ground, {target("far", "10.78.0.1:22")}).empty());
  const Ground peer = ground_of({.name = "nas", .address = *watch::parse_address("100.64.0.3")});
  CHECK(asked(peer) == "100.64.0.3:443,100.64.0.3:80,100.64.0.3:22");
  CHECK(watched_by(peer, {target("nas", "100.64.0.3:5000")}) == "nas");
}

TEST_CASE("a target is called after its router and its service, and no name comes twice") {
  CHECK(target_name("site", 502, {}) == "site-modbus");
  CHECK(target_name("site", 8123, {}) == "site-8123");
  CHECK(target_name("site", 22, {"site-ssh", "site-ssh-2"}) == "site-ssh-3");
  CHECK(target_name(std::string(64, 'x'), 443, {}).size() <= 64);
}

TEST_CASE("the file that is written says what it is, and the product's own reader takes it") {
  Proposal refuses = proposal("barn-https", "[fd00::1]:443");
  refuses.refuses = true;
  refuses.proxy = "127.0.0.1:1055";
  const std::string text = proposals_toml({proposal("site-modbus", "10.77.0.10:502"), refuses}, "2026-11-29");
  CHECK(text ==
        "# Written by `tailmend setup` on 2026-11-29. It is yours from now on: setup never changes a file.\n"
        "# tailmend.toml(5) explains every key.\n"
        "\n# Behind 10.77.0.0/24, which site carries; it answered.\n"
        "[[target]]\nname = \"site-modbus\"\naddress = \"10.77.0.10:502\"\n"
        "\n# Behind 10.77.0.0/24, which site carries; it refused, which proves the way all the same.\n"
        "[[target]]\nname = \"barn-https\"\naddress = \"[fd00::1]:443\"\nrefused = \"alive\"\nproxy = \"socks5://127.0.0.1:1055\"\n");
  const auto settings = read_config_text(text, "setup.toml");
  REQUIRE(settings);
  REQUIRE(settings->policy.targets.size() == 2);
  CHECK(settings->policy.targets[0].address == "10.77.0.10:502");
  CHECK(settings->policy.targets[1].refused == watch::Refusal::is_alive);
  CHECK(settings->policy.targets[1].proxy == "127.0.0.1:1055");
}

TEST_CASE("a router may be called what it will") {
  Proposal odd = proposal("a\"b\\", "10.77.0.10:502");
  odd.router = "a\"b\\";
  REQUIRE(read_config_text(proposals_toml({odd}, "2026-11-29"), "setup.toml"));
}

TEST_CASE("tailscaled's command line names its proxy in four ways") {
  const auto line = [](std::string_view words) {
    std::string text(words);
    std::ranges::replace(text, ' ', '\0');
    return text + '\0';
  };
  CHECK(proxy_flag_in(line("tailscaled --tun=userspace-networking --socks5-server=127.0.0.1:1055")) == "127.0.0.1:1055");
  CHECK(proxy_flag_in(line("tailscaled -socks5-server localhost:1080 --port=0")) == "localhost:1080");
  CHECK(proxy_flag_in(line("tailscaled --socks5-server=:1055")) == "localhost:1055");
  CHECK(proxy_flag_in(line("tailscaled --socks5-server=0.0.0.0:1055")) == "localhost:1055");
  for (const char* none : {"tailscaled", "tailscaled --socks5-server", "tailscaled --socks5-server=", "tailscaled --socks5-servers=a:1", "tailscaled --", "--socks5-server=a:1"})
    CHECK(proxy_flag_in(line(none)).empty());
  CHECK(proxy_flag_in("").empty());
}

TEST_CASE("what the daemon watches is read from its status") {
  const auto watched = watched_in(R"({"schema":1,"now":"x","targets":[{"name":"a","address":"10.77.0.10:502","answer_ms":11.2,"recent":[{"worst_ms":1.5}]},)"
                                  R"({"name":"b","address":"10.77.0.11:80","answer_ms":null}],"last":null})");
  REQUIRE(watched.size() == 2);
  CHECK(watched[0].address == "10.77.0.10:502");
  CHECK(watched[0].answer_ms == 11.2);
  CHECK(watched[1].answer_ms == 0);
  CHECK(watched_in("tailmend: no").empty());
}

TEST_CASE("a survey is told in rows, and where nothing was found what to type is told too") {
  Ground site = ground_behind(route("10.77.0.0/24"), {});
  site.remark = "nothing answers of 8 asked";
  CHECK(survey_text("1.102.3 Running", {site}, {.columns = 80}) ==
        "tailscaled  1.102.3 Running\n"
        "route       10.77.0.0/24 through site: nothing answers of 8 asked\n");
  CHECK(survey_text("1.102.3 Running", {}, {.columns = 80}).find("no peer carries a subnet for this host") != std::string::npos);
  const std::string text = nothing_found_text(Before::no_target, "/etc/tailmend/conf.d", {.columns = 80});
  CHECK(text.find("/etc/tailmend/conf.d") != std::string::npos);
  CHECK(text.find("[[target]]\n") != std::string::npos);
  CHECK(nothing_found_text(Before::some_target, "/etc/tailmend/conf.d", {.columns = 80}) == "Nothing to add to the targets that this host has.\n");
}
