#include "daemon/report/history_text.hpp"

#include <boost/json.hpp>
#include <cstdlib>
#include <ctime>

#include "daemon/screen/screen_text.hpp"
#include "tests/support/catch.hpp"

using namespace tailmend;
using namespace std::chrono_literals;

namespace {

constexpr WallTime now{std::chrono::sys_days(std::chrono::November / 22 / 2026) + std::chrono::hours(12)};
std::string text_of(const History& history, std::size_t columns = 80, Colour colour = Colour::none) { return history_text(history, now, {.columns = columns, .colour = colour}); }

Summary summary(std::uint32_t number, WallTime began) {
  return {.number = number, .began = began, .lasted = 6s, .away = 11300ms, .verdict = watch::Verdict::tunnel_broken, .whose = watch::Whose::ours, .ending = watch::Ending::healed,
          .healed_by = watch::Remedy::kick, .remedies = {.bits = 1U << static_cast<unsigned>(watch::Remedy::kick)}};
}

History three() {
  ::setenv("TZ", "UTC", 1);
  ::tzset();
  History history;
  Summary theirs = summary(1, now - 20 * 24h);
  theirs.verdict = watch::Verdict::peer_unreachable;
  theirs.whose = watch::Whose::theirs;
  theirs.ending = watch::Ending::by_itself;
  theirs.healed_by.reset();
  theirs.away = 31min;
  Summary wan = summary(2, now - 8 * 24h);
  wan.verdict = watch::Verdict::wan_down;
  wan.whose = watch::Whose::wan;
  wan.ending = watch::Ending::by_itself;
  wan.healed_by.reset();
  wan.remedies = {};
  wan.away = 4min;
  history.episodes = {theirs, wan, summary(3, now - 25h)};
  for (std::uint32_t day = 0; day < 30; ++day) history.days.push_back({.day = days_before(20261122, day), .watched = {.target = "plc", .watched = 24h, .away = day == 1 ? 11300ms : 0s}});
  return history;
}

}  // namespace

TEST_CASE("no line is wider than the screen, whatever its width") {
  History history = three();
  history.episodes.push_back(summary(1204, now - 1h));
  history.episodes.back().remedies.bits = 0x7f;
  history.episodes.back().whose = watch::Whose::configuration;
  history.episodes.back().ending = watch::Ending::taken_over;
  for (std::size_t columns = least_columns; columns <= 200; ++columns) {
    const std::string text = text_of(history, columns);
    CAPTURE(columns, text);
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = text.find('\n', at);
      REQUIRE(width(text.substr(at, end - at)) <= columns);
      REQUIRE((end == at || text[end - 1] != ' '));
      at = end + 1;
    }
    for (const char* word : {"peer-unreachable", "theirs", "wan-down", "plc", "4 episodes"}) CHECK(text.find(word) != std::string::npos);
  }
}

TEST_CASE("colour marks the verdict alone, and aligns all the same") {
  std::string coloured = text_of(three(), 80, Colour::terminal);
  CHECK(coloured.find("\x1b[31mtunnel-broken\x1b[0m ") != std::string::npos);
  for (const std::string_view code : {"\x1b[31m", "\x1b[0m"})
    for (std::size_t at = coloured.find(code); at != std::string::npos; at = coloured.find(code)) coloured.erase(at, code.size());
  CHECK(coloured == text_of(three()));
}

TEST_CASE("--since leaves out what began before") {
  History history = three();
  history.since = now - 10 * 24h;
  CHECK(text_of(history).find("peer-unreachable") == std::string::npos);
  CHECK(text_of(history).find("2 episodes · 1 healed here") != std::string::npos);
  history.since = now - 1h;
  CHECK(text_of(history).starts_with("No episodes since today 11:00; before that there were 3.\n"));
}

TEST_CASE("a percentage is never rounded up to what it is not") {
  CHECK(percent_words({.days = 1, .watched = 24h, .away = 0s}) == "100 %");
  CHECK(percent_words({.days = 1, .watched = 24h, .away = 1us}) == "99.99 %");
  CHECK(percent_words({.days = 1, .watched = 100s, .away = 50s}) == "50.00 %");
  CHECK(percent_words({.days = 1, .watched = 100s, .away = 100s}) == "0.00 %");
}

TEST_CASE("a span is said to be as long as there are figures for it") {
  History history = three();
  CHECK(text_of(history).find("plc  100 % today · 99.99 % over 7 days · 99.99 % over 30 days\n") != std::string::npos);
  history.days.resize(3);
  CHECK(text_of(history).find("plc  100 % today · 99.99 % over 3 days\n") != std::string::npos);
  history.days.resize(1);
  CHECK(text_of(history).find("plc  100 % today\n") != std::string::npos);
}

TEST_CASE("what was away is said as a person would") {
  CHECK(away_words(0s) == "0 s");
  CHECK(away_words(11260ms) == "11.3 s");
  CHECK(away_words(99949ms) == "99.9 s");
  CHECK(away_words(4min) == "4 min");
  CHECK(away_words(31min) == "31 min");
}

TEST_CASE("history as JSON is one object of the documented schema") {
  History history = three();
  history.trouble = "index: line 7 is not understood";
  const auto json = boost::json::parse(history_json(history, now)).as_object();
  CHECK(json.at("schema") == 1);
  CHECK(json.at("trouble") == "index: line 7 is not understood");
  const auto& newest = json.at("episodes").as_array().at(0).as_object();
  CHECK(newest.at("number") == 3);
  CHECK(newest.at("began") == "2026-11-21T11:00:00.000Z");
  CHECK(newest.at("away_s").as_double() == 11.3);
  CHECK(newest.at("whose") == "ours");
  CHECK(newest.at("remedies").as_array().at(0) == "kick");
  CHECK(newest.at("ending") == "healed");
  CHECK(newest.at("healed_by") == "kick");
  CHECK(json.at("episodes").as_array().at(1).as_object().at("healed_by").is_null());
  const auto& plc = json.at("targets").as_array().at(0).as_object();
  CHECK(plc.at("week").as_object().at("away_s").as_double() == 11.3);
  CHECK(plc.at("today").as_object().at("away_s").as_double() == 0.0);
}
