#include "daemon/report/why_text.hpp"

#include <boost/json.hpp>
#include <cstdlib>
#include <ctime>

#include "daemon/screen/screen_text.hpp"
#include "tests/support/catch.hpp"

using namespace tailmend;
using namespace std::chrono_literals;
using watch::State;
using watch::Weight;

namespace {

constexpr WallTime began{std::chrono::sys_days(std::chrono::November / 21 / 2026) + std::chrono::hours(2) + std::chrono::minutes(14) + std::chrono::milliseconds(7310)};
constexpr WallTime now = began + std::chrono::hours(24);

Why an_outage() {
  ::setenv("TZ", "UTC", 1);
  ::tzset();
  watch::Episode e{.number = 17, .lasted = 6300ms, .ending = watch::Ending::healed, .healed_by = watch::Remedy::kick, .verdict = watch::Verdict::tunnel_broken,
                   .whose = watch::Whose::ours, .sentence = "all is silent", .watched = true, .away = 11300ms};
  e.lines = {
      {.after = 0s, .from = State::healthy, .to = State::probing, .text = "plc is late: 310 ms and no answer, this path takes 9 to 14 ms"},
      {.after = 3s, .from = State::probing, .to = State::backing_off, .weight = Weight::turn,
       .text = "plc is silent for 3.0 s; site-router, nas and db answer neither disco nor TSMP; DERP and control answer at the WAN: tunnel-broken, ours"},
      {.after = 3s, .from = State::backing_off, .to = State::backing_off, .weight = Weight::note, .text = "not done: rebind, restart (a milder remedy is left)"},
      {.after = 6300ms, .from = State::probing, .to = State::healthy, .weight = Weight::turn, .text = "plc answers again: proved"},
  };
  e.attempts = {{.after = 3s, .remedy = watch::Remedy::kick, .outcome = watch::Outcome::done, .detail = "2 closed"}};
  e.withheld = {{watch::Remedy::restart, "the control server does not answer"}};
  return {.kept = {.began = began, .episode = std::move(e)}, .flight_record = "/var/lib/tailmend/episodes/17.flight", .trouble = ""};
}

std::string text_of(const Why& why, std::size_t columns = 80) { return why_text(why, now, {.columns = columns}); }

}  // namespace

TEST_CASE("an episode reads like an incident report") {
  CHECK(text_of(an_outage(), 120) ==
        "Episode 17, yesterday 02:14:07 to 02:14:13: 11.3 s without data. tunnel-broken, ours; healed by kick.\n"
        "\n"
        "02:14:07.3  plc is late: 310 ms and no answer, this path takes 9 to 14 ms                         healthy → probing\n"
        "02:14:10.3  plc is silent for 3.0 s; site-router, nas and db answer neither disco nor TSMP; DERP\n"
        "            and control answer at the WAN: tunnel-broken, ours                                    probing → backing-off\n"
        "            not done: rebind, restart (a milder remedy is left)\n"
        "02:14:13.6  plc answers again: proved                                                             probing → healthy\n"
        "\n"
        "Replay: tailmend replay /var/lib/tailmend/episodes/17.flight\n");
}

TEST_CASE("no line is wider than the screen, and every word is there") {
  Why why = an_outage();
  why.trouble = "it ends early";
  for (std::size_t columns = least_columns; columns <= 200; ++columns) {
    const std::string text = text_of(why, columns);
    CAPTURE(columns, text);
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = text.find('\n', at);
      REQUIRE(width(text.substr(at, end - at)) <= columns);
      at = end + 1;
    }
    for (const char* word : {"Episode 17", "healed", "02:14:13.6", "site-router,", "TSMP;", "backing-off", "rebind,", "proved", "early"}) CHECK(text.find(word) != std::string::npos);
  }
}

TEST_CASE("an episode that goes on says since when, and one over midnight names the days") {
  Why why = an_outage();
  why.kept.episode.ending = watch::Ending::going_on;
  CHECK(text_of(why).starts_with("Episode 17, since yesterday 02:14:07: 11.3 s without data. tunnel-broken, ours;\ngoing on.\n"));
  why = an_outage();
  why.kept.episode.lasted = 23h;
  why.kept.episode.lines.back().after = 23h;
  const std::string text = text_of(why, 120);
  CHECK(text.find("yesterday 02:14:07 to today 01:14:07") != std::string::npos);
  CHECK(text.find("\ntoday\n01:14:07.3  plc answers again") != std::string::npos);
}

TEST_CASE("what was left out of the middle is said where it was") {
  Why why = an_outage();
  why.kept.episode.lines.resize(watch::Episode::max_lines, why.kept.episode.lines.back());
  why.kept.episode.left_out = 12;
  CHECK(text_of(why).find("            (12 lines are left out here)\n") != std::string::npos);
}

TEST_CASE("several targets are each told with how long they were away") {
  Why why = an_outage();
  why.kept.episode.absences = {{"plc", 11300ms}, {"h\x1bmi", 9s}};
  CHECK(text_of(why).find("\nWithout data: plc 11.3 s, h mi 9.0 s.\n") != std::string::npos);
}

TEST_CASE("why as JSON is one object of the documented schema") {
  const auto json = boost::json::parse(why_json(an_outage())).as_object();
  CHECK(json.at("schema") == 1);
  CHECK(json.at("number") == 17);
  CHECK(json.at("began") == "2026-11-21T02:14:07.310Z");
  CHECK(json.at("lasted_s").as_double() == 6.3);
  CHECK(json.at("ending") == "healed");
  CHECK(json.at("withheld").as_array().at(0).as_object().at("reason") == "the control server does not answer");
  CHECK(json.at("remedies").as_array().at(0).as_object().at("at") == "2026-11-21T02:14:10.310Z");
  CHECK(json.at("lines").as_array().size() == 4);
  CHECK(json.at("lines").as_array().at(0).as_object().at("to") == "probing");
  CHECK(json.at("flight_record") == "/var/lib/tailmend/episodes/17.flight");
  CHECK(json.at("trouble").is_null());
}
