// Episodes on a real file system: what is kept, for how long, and what becomes of files that are not as they were written.
#include "daemon/state/episode_store.hpp"

#include <sys/stat.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/edges/episode_store_stage.hpp"
#include "tests/support/catch.hpp"

using namespace std::chrono_literals;
using namespace tailmend;
using namespace tailmend::testing;

TEST_CASE("an episode is there in full, in the index and with its flight record once it has ended") {
  const State state;
  CHECK(EpisodeReader::open(state.path).error().error == ENOENT);
  EpisodeStore store(state.path);
  CHECK(store.begin()->last == 0);
  REQUIRE(store.save_open(episode(1, watch::Ending::going_on), now));
  const auto reader = EpisodeReader::open(state.path);
  REQUIRE(reader);
  CHECK(reader->open_episode().value->episode.ending == watch::Ending::going_on);
  CHECK(reader->episode(1).value->began == now.wall - 10s);
  CHECK(numbers(state) == std::vector<std::uint32_t>{1});

  REQUIRE(store.close(episode(1), now));
  CHECK(!reader->open_episode().value);
  CHECK(reader->episode(1).value->episode.ending == watch::Ending::healed);
  CHECK(reader->summaries().value == std::vector<Summary>{summary_of(*reader->episode(1).value)});
  CHECK(reader->summaries().trouble.empty());
  CHECK(reader->flight_record(1) == (state.path / "episodes/1.flight").string());
  CHECK(std::filesystem::equivalent(state.path / "flight/current", state.path / "episodes/1.flight"));

  watch::Episode more = episode(1);
  more.lines.push_back({.after = 2min, .text = "site-router is direct again"});
  REQUIRE(store.amend(more, now));
  CHECK(reader->episode(1).value->episode.lines.size() == 2);
  CHECK(!reader->episode(2).value);
  CHECK(reader->episode(2).trouble.empty());
  struct stat about {};
  REQUIRE(::stat((state.path / "episodes").c_str(), &about) == 0);
  CHECK((about.st_mode & 0777U) == 0700U);
}

TEST_CASE("an episode that a dead daemon left open is said to be cut off, and closed by the next one") {
  const State state;
  {
    EpisodeStore store(state.path);
    REQUIRE(store.begin());
    REQUIRE(store.close(episode(6), now));
    REQUIRE(store.save_open(episode(7, watch::Ending::going_on), now));
  }
  const auto reader = EpisodeReader::open(state.path);
  CHECK(reader->open_episode().value->episode.ending == watch::Ending::cut_off);
  CHECK(reader->summaries().value.back().ending == watch::Ending::cut_off);
  EpisodeStore next(state.path);
  const auto begun = next.begin();
  REQUIRE(begun);
  CHECK(begun->last == 7);
  CHECK(begun->trouble.empty());
  CHECK(!state.has("open"));
  CHECK(reader->episode(7).value->episode.ending == watch::Ending::cut_off);
  CHECK(numbers(state) == std::vector<std::uint32_t>{6, 7});
  CHECK(state.has("7.flight"));
}

TEST_CASE("the index keeps its newest lines once it is too long") {
  const State state;
  EpisodeStore store(state.path);
  REQUIRE(store.begin());
  std::string text = index_header();
  std::uint32_t number = 0;
  while (text.size() + max_index_line < EpisodeStore::max_index_bytes) text += index_line(summary_of({.began = now.wall, .episode = episode(++number)}));
  state.write("episodes/index", text);
  for (int i = 0; i < 10; ++i) REQUIRE(store.close(episode(++number), now));
  const auto read = EpisodeReader::open(state.path)->summaries();
  CHECK(read.trouble.empty());
  CHECK(read.value.size() >= 2000);
  CHECK(read.value.back().number == number);
  CHECK(std::filesystem::file_size(state.path / "episodes/index") <= EpisodeStore::max_index_bytes);
}

TEST_CASE("in full only the newest are kept, and flight records of few machines") {
  const State state;
  EpisodeStore store(state.path);
  REQUIRE(store.begin());
  for (std::uint32_t number = 1; number <= EpisodeStore::max_in_full + 5; ++number) state.write("episodes/" + std::to_string(number), "x");
  state.write("episodes/.9.new", "half");
  std::uint32_t number = EpisodeStore::max_in_full + 5;
  for (std::size_t record = 0; record < EpisodeStore::max_flight_records + 2; ++record) {
    state.new_record(std::to_string(record));
    REQUIRE(store.close(episode(++number), now));
  }
  CHECK(!state.has("10"));
  CHECK(state.has("11"));
  CHECK(!state.has(".9.new"));
  CHECK(state.has(std::to_string(number) + ".flight"));
  CHECK(state.has(std::to_string(number - EpisodeStore::max_flight_records + 1) + ".flight"));
  CHECK(!state.has(std::to_string(number - EpisodeStore::max_flight_records) + ".flight"));
  for (std::size_t i = 0; i < EpisodeStore::max_flights + 2; ++i) REQUIRE(store.close(episode(++number), now));
  CHECK(state.has(std::to_string(number - EpisodeStore::max_flights + 1) + ".flight"));
  CHECK(!state.has(std::to_string(number - EpisodeStore::max_flights) + ".flight"));
}

TEST_CASE("without a flight record an episode is kept all the same") {
  const State state;
  std::filesystem::remove_all(state.path / "flight");
  EpisodeStore store(state.path);
  REQUIRE(store.begin());
  REQUIRE(store.close(episode(1), now));
  CHECK(EpisodeReader::open(state.path)->flight_record(1).empty());
}

TEST_CASE("what another version wrote is put aside, not written to") {
  const State state;
  EpisodeStore store(state.path);
  REQUIRE(store.begin());
  state.write("episodes/index", "tailmend episodes 2\nsomething\n");
  state.write("episodes/days", "tailmend days 2\nsomething\n");
  CHECK(EpisodeReader::open(state.path)->summaries().trouble.find("another version of tailmend wrote it") != std::string::npos);
  REQUIRE(store.close(episode(1), now));
  REQUIRE(store.add_watched(20261121, {{.target = "plc", .watched = 1h, .away = 5s}}));
  CHECK(numbers(state) == std::vector<std::uint32_t>{1});
  CHECK(state.read("episodes/index.other") == "tailmend episodes 2\nsomething\n");
  CHECK(state.read("episodes/days.other") == "tailmend days 2\nsomething\n");
}

TEST_CASE("a garbled or truncated file is said to be so, and the rest is used") {
  const State state;
  EpisodeStore store(state.path);
  REQUIRE(store.begin());
  REQUIRE(store.close(episode(1), now));
  REQUIRE(store.close(episode(2), now));
  const std::string index = state.read("episodes/index");
  state.write("episodes/index", index.substr(0, index.size() - 10));
  const auto reader = EpisodeReader::open(state.path);
  CHECK(numbers(state) == std::vector<std::uint32_t>{1});
  CHECK(reader->summaries().trouble == (state.path / "episodes/index").string() + ": line 3 is not understood, ignoring it");
  REQUIRE(store.close(episode(3), now));
  CHECK(numbers(state) == std::vector<std::uint32_t>{1, 3});
  state.write("episodes/2", std::string("\x7f" "ELF\0\1", 6));
  CHECK(!reader->episode(2).value);
  CHECK(reader->episode(2).trouble.find("no such file of tailmend") != std::string::npos);
  state.write("episodes/2", std::string(max_episode_text + 1, 'x'));
  CHECK(reader->episode(2).trouble.find("File too large") != std::string::npos);
  std::filesystem::remove(state.path / "episodes/2");
  REQUIRE(::mkfifo((state.path / "episodes/2").c_str(), 0600) == 0);
  CHECK(reader->episode(2).trouble.find("no regular file") != std::string::npos);
}

TEST_CASE("a daemon that starts over a garbled open episode says so and goes on") {
  const State state;
  std::filesystem::create_directory(state.path / "episodes");
  state.write("episodes/open", "tailmend episode 1\nnumber 9\nbegan 5\nrubbish\n");
  EpisodeStore store(state.path);
  const auto begun = store.begin();
  REQUIRE(begun);
  CHECK(begun->trouble.find("is not understood") != std::string::npos);
  CHECK(!state.has("open"));
}

TEST_CASE("one folder has one daemon") {
  const State state;
  EpisodeStore store(state.path);
  REQUIRE(store.begin());
  EpisodeStore second(state.path);
  CHECK(!second.begin());
  CHECK(second.close(episode(1), now));  // writes nothing
  CHECK(numbers(state).empty());
  CHECK(!EpisodeStore(state.path / "nowhere").begin());
}

TEST_CASE("how long targets were watched adds up on disk") {
  const State state;
  EpisodeStore store(state.path);
  REQUIRE(store.begin());
  REQUIRE(store.add_watched(20261120, {{.target = "plc", .watched = 1h, .away = 0s}}));
  REQUIRE(store.add_watched(20261121, {{.target = "plc", .watched = 1h, .away = 5s}}));
  REQUIRE(store.add_watched(20261121, {{.target = "plc", .watched = 1h, .away = 5s}}));
  const auto days = EpisodeReader::open(state.path)->days();
  CHECK(days.trouble.empty());
  REQUIRE(days.value.size() == 2);
  CHECK(days.value[1].watched.watched == 2h);
  CHECK(days.value[1].watched.away == 10s);
}
