#include "daemon/state/episode_file.hpp"

#include <algorithm>

#include "tests/support/catch.hpp"

using namespace tailmend;
using namespace std::chrono_literals;
using watch::State;
using watch::Weight;

namespace {

KeptEpisode an_episode() {
  watch::Episode e{.number = 17, .lasted = 6300ms, .ending = watch::Ending::healed, .healed_by = watch::Remedy::kick, .verdict = watch::Verdict::tunnel_broken,
                   .whose = watch::Whose::ours, .sentence = "all is silent", .advice = "", .watched = true, .away = 11300ms};
  e.absences = {{"plc", 11300ms}, {"größer → name", 9s}};
  e.attempts = {{.after = 3s, .remedy = watch::Remedy::kick, .outcome = watch::Outcome::done, .detail = "2 closed"}, {.after = 5s, .remedy = watch::Remedy::up_reset, .outcome = {}, .detail = ""}};
  e.withheld = {{watch::Remedy::restart, "the control server does not answer"}};
  e.lines = {{.after = 0s, .from = State::healthy, .to = State::probing, .weight = Weight::step, .text = "plc is late"},
             {.after = 3s, .from = State::probing, .to = State::probing, .weight = Weight::note, .text = "not done: restart"}};
  e.left_out = 3;
  return {.began = WallTime(1795223647310000us), .episode = std::move(e)};
}

Summary a_summary(std::uint32_t number) {
  KeptEpisode kept = an_episode();
  kept.episode.number = number;
  return summary_of(kept);
}

bool same(const KeptEpisode& a, const KeptEpisode& b) { return a.began == b.began && a.episode == b.episode; }

}  // namespace

TEST_CASE("an episode comes back as it was kept") {
  const KeptEpisode kept = an_episode();
  const auto read = episode_from(episode_text(kept));
  CHECK(read.trouble.empty());
  REQUIRE(read.value);
  CHECK(same(*read.value, kept));
}

TEST_CASE("nothing in a text can make a line of its own") {
  KeptEpisode kept = an_episode();
  kept.episode.lines[0].text = "a\nend\nnumber 3\x1b[2J";
  kept.episode.absences[0].target = "p\nlc";
  const auto read = episode_from(episode_text(kept));
  CHECK(read.trouble.empty());
  CHECK(read.value->episode.lines[0].text == "a end number 3 [2J");
  CHECK(read.value->episode.absences[0].target == "p lc");
}

TEST_CASE("of an episode that ends early the rest is used, and it is said") {
  const std::string text = episode_text(an_episode());
  for (std::size_t size = text.find("lasted"); size < text.size() - 1; ++size) {
    const auto read = episode_from(text.substr(0, size));
    CHECK(read.trouble == "it ends early; what there is of it is used");
    REQUIRE(read.value);
    CHECK(read.value->episode.number == 17);
  }
}

TEST_CASE("a file without number or beginning is no episode") {
  CHECK(!episode_from("").value);
  CHECK(!episode_from("tailmend episode 1\nnumber 17\n").value);
  CHECK(!episode_from("tailmend episode 1\nbegan 5\nend\n").value);
}

TEST_CASE("what another version wrote is said to be so") {
  const auto newer = episode_from("tailmend episode 2\nnumber 17\nbegan 5\nend\n");
  CHECK(!newer.value);
  CHECK(newer.trouble == "another version of tailmend wrote it (format 2, this one reads 1), ignoring it");
  CHECK(index_from("tailmend episodes 23\nwhatever\n").trouble == "another version of tailmend wrote it (format 23, this one reads 1), ignoring it");
  CHECK(days_from("\x7f" "ELF").trouble == "it is no such file of tailmend, ignoring it");
}

TEST_CASE("lines that are not understood are counted and passed over") {
  const std::string good = index_line(a_summary(1));
  const auto read = index_from(index_header() + good + "nonsense\n" + index_line(a_summary(2)) + "3 4 5\n" + index_line(a_summary(3)));
  CHECK(read.value == std::vector<Summary>{a_summary(1), a_summary(2), a_summary(3)});
  CHECK(read.trouble == "line 3 and 1 more are not understood, ignoring them");
  const auto cut = index_from(index_header() + good + good.substr(0, 20));
  CHECK(cut.value.size() == 1);
  CHECK(cut.trouble == "line 3 is not understood, ignoring it");
}

TEST_CASE("numbers beyond all bounds, and words of no enum, are not understood") {
  for (const char* line : {"0 5 5 5 wan-down wan healed - -", "1 -5 5 5 wan-down wan healed - -", "1 99999999999999999999 5 5 wan-down wan healed - -", "1 5 5 5 wan-up wan healed - -",
                           "1 5 5 5 wan-down us healed - -", "1 5 5 5 wan-down wan healed kick,kick kick", "1 5 5 5 wan-down wan healed - kick,kick", "1 5 5 5 wan-down wan healed - -  ",
                           "1 5 5 5 wan-down wan healed - kick,"})
    CHECK(index_from(index_header() + line + "\n").value.empty());
  CHECK(index_from(index_header() + "1 5 5 - wan-down wan healed - kick,restart\n").value.size() == 1);
}

TEST_CASE("the last number is found in the end of an index") {
  CHECK(last_number_in("") == 0);
  CHECK(last_number_in(index_header()) == 0);
  CHECK(last_number_in("half a line\n" + index_line(a_summary(8)) + index_line(a_summary(9)) + "10 17") == 9);
}

TEST_CASE("a summary names each remedy once, mildest first") {
  KeptEpisode kept = an_episode();
  kept.episode.attempts = {{.remedy = watch::Remedy::restart}, {.remedy = watch::Remedy::kick}, {.remedy = watch::Remedy::restart}};
  CHECK(members(summary_of(kept).remedies) == std::vector{watch::Remedy::kick, watch::Remedy::restart});
  kept.episode.watched = false;
  CHECK(!summary_of(kept).away);
}

TEST_CASE("days add up per target") {
  std::vector<WatchedDay> days;
  add_to_days(days, 20261121, {{.target = "plc", .watched = 1h, .away = 10s}, {.target = "hmi", .watched = 1h, .away = 0s}});
  add_to_days(days, 20261121, {{.target = "plc", .watched = 1h, .away = 5s}});
  REQUIRE(days.size() == 2);
  CHECK(days[0].watched.watched == 2h);
  CHECK(days[0].watched.away == 15s);
  const auto read = days_from(days_text(days));
  CHECK(read.trouble.empty());
  CHECK(days_text(read.value) == days_text(days));
}

TEST_CASE("days have a limit of targets, and one of days: those farthest from now go, whichever clock wrote them") {
  std::vector<WatchedDay> days;
  for (int i = 0; i < 50; ++i) add_to_days(days, 20261031, {{.target = "t" + std::to_string(i), .watched = 1h, .away = 0s}});
  CHECK(days.size() == max_day_targets);
  const auto has = [&](std::uint32_t day) { return std::ranges::find(days, day, &WatchedDay::day) != days.end(); };
  add_to_days(days, 20991231, {{.target = "plc", .watched = 1h, .away = 0s}});
  add_to_days(days, 19700101, {{.target = "plc", .watched = 1h, .away = 0s}});
  CHECK(has(20261031));
  for (std::uint32_t day = 20261101; day <= 20261130; ++day) add_to_days(days, day, {{.target = "plc", .watched = 1h, .away = 0s}});
  CHECK(has(20261031));
  CHECK(!has(20991231));
  CHECK(!has(19700101));
  add_to_days(days, 20261201, {{.target = "plc", .watched = 1h, .away = 0s}});
  CHECK(!has(20261031));
  CHECK(days.size() == max_days);
}

TEST_CASE("what is kept is never longer than what is read") {
  KeptEpisode kept = an_episode();
  const std::string text(watch::Episode::max_text, 'x');
  kept.episode.lines.assign(watch::Episode::max_lines, {.text = text});
  kept.episode.attempts.assign(watch::Episode::max_attempts, {.detail = text});
  kept.episode.withheld.assign(watch::Episode::max_withheld, {.reason = text});
  kept.episode.absences.assign(watch::Episode::max_absences, {.target = text});
  CHECK(episode_text(kept).size() <= max_episode_text);
  CHECK(episode_from(episode_text(kept)).trouble.empty());
}
