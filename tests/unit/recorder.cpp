#include "daemon/state/recorder.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/support/folder.hpp"

using namespace tailmend;
using namespace watch;

namespace {

using tailmend::testing::Folder;

Instant at_us(std::int64_t us) { return Instant(Duration(us)); }

std::vector<std::string> lines_in(FlightReader& reader) {
  std::vector<std::string> lines;
  for (auto next = reader.next(); next && *next; next = reader.next())
    lines.push_back(encode((*next)->first, (*next)->second));
  return lines;
}

std::string trouble_in(const std::filesystem::path& file) {
  auto reader = FlightReader::open(file);
  if (!reader) return to_string(reader.error());
  for (;;) {
    const auto next = reader->next();
    if (!next) return to_string(next.error());
    if (!*next) return "";
  }
}

// Files that may not grow stand in for it.
class FullDisk {
 public:
  explicit FullDisk(rlim_t most_bytes) {
    REQUIRE(::getrlimit(RLIMIT_FSIZE, &before_) == 0);
    const struct rlimit small { .rlim_cur = most_bytes, .rlim_max = before_.rlim_max };
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &small) == 0);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;
  ~FullDisk() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, old_handler_);
  }

 private:
  struct rlimit before_ {};
  decltype(SIG_IGN) old_handler_ = std::signal(SIGXFSZ, SIG_IGN);
};

}  // namespace

TEST_CASE("what was recorded is read back, with the seed") {
  const Folder folder;
  Recorder recorder(folder.path / "flight");
  REQUIRE(recorder.begin(Seed{42}).has_value());
  recorder.record(at_us(1), Asked{});
  recorder.record(at_us(2),
                  RemedySeen{.attempt = 1, .remedy = Remedy::kick, .outcome = Outcome::done, .detail = "2 closed"});
  recorder.flush();
  auto reader = FlightReader::open(folder.path / "flight/current");
  REQUIRE(reader.has_value());
  CHECK(reader->seed() == Seed{42});
  CHECK(lines_in(*reader) == std::vector<std::string>{"1 Asked\n", "2 RemedySeen 1 1 0 2%20closed\n"});
  CHECK(reader->ending() == FlightReader::Ending::whole);
}

TEST_CASE("the record of the last start is kept, older ones are not") {
  const Folder folder;
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    Recorder recorder(folder.path);
    REQUIRE(recorder.begin(Seed{seed}).has_value());
    recorder.record(at_us(1), Due{});
  }
  CHECK(FlightReader::open(folder.path / "current")->seed() == Seed{3});
  CHECK(FlightReader::open(folder.path / "previous")->seed() == Seed{2});
  CHECK(std::distance(std::filesystem::directory_iterator(folder.path), {}) == 2);
}

TEST_CASE("a record that reaches its limit ends with a line that says so, and a new one may begin") {
  const Folder folder;
  Recorder recorder(folder.path);
  REQUIRE(recorder.begin(Seed{1}).has_value());
  const RemedySeen large{.detail = std::string(100'000, 'x')};
  std::size_t recorded = 0;
  bool was_due = false;
  std::optional<Fault> trouble;
  while (!trouble) {
    recorder.record(at_us(1), large);
    trouble = recorder.take_trouble();
    if (!trouble) was_due = recorder.is_due();
    recorded += trouble ? 0 : 1;
  }
  CHECK(was_due);
  CHECK(trouble->trying == "the flight record has reached its limit of 8 MiB");
  recorder.record(at_us(2), large);
  CHECK_FALSE(recorder.take_trouble().has_value());
  CHECK(std::filesystem::file_size(folder.path / "previous") <= Recorder::max_bytes);
  CHECK_FALSE(std::filesystem::exists(folder.path / "current"));
  auto reader = FlightReader::open(folder.path / "previous");
  CHECK(lines_in(*reader).size() == recorded);
  CHECK(reader->ending() == FlightReader::Ending::full);
  CHECK(recorder.is_due());
  CHECK(recorder.begin(Seed{2}).has_value());
  CHECK_FALSE(recorder.is_due());
  CHECK(FlightReader::open(folder.path / "current")->seed() == Seed{2});
  CHECK(FlightReader::open(folder.path / "previous")->seed() == Seed{1});
}

TEST_CASE("a full disk is said once and ends the record, not the daemon") {
  const Folder folder;
  Recorder recorder(folder.path);
  REQUIRE(recorder.begin(Seed{1}).has_value());
  {
    const FullDisk full(1000);
    for (int i = 0; i < 100; ++i) recorder.record(at_us(i), RemedySeen{.detail = std::string(100, 'x')});
    recorder.flush();
  }
  const auto trouble = recorder.take_trouble();
  REQUIRE(trouble.has_value());
  CHECK(to_string(*trouble) == "write the flight record: File too large");
  recorder.record(at_us(1), Due{});
  recorder.flush();
  CHECK_FALSE(recorder.take_trouble().has_value());
  CHECK_FALSE(std::filesystem::exists(folder.path / "current"));
  auto reader = FlightReader::open(folder.path / "previous");
  CHECK(lines_in(*reader).size() > 2);
  CHECK(reader->ending() == FlightReader::Ending::cut);
}

TEST_CASE("a record that cannot begin on a full disk leaves the one before, and may begin later") {
  const Folder folder;
  Recorder recorder(folder.path);
  REQUIRE(recorder.begin(Seed{1}).has_value());
  for (int i = 0; i < 2; ++i) {
    const FullDisk full(10);
    REQUIRE_FALSE(recorder.begin(Seed{2}).has_value());
    recorder.record(at_us(1), Due{});
    recorder.flush();
  }
  CHECK_FALSE(recorder.take_trouble().has_value());
  CHECK(recorder.is_due());
  CHECK_FALSE(std::filesystem::exists(folder.path / "current"));
  CHECK(FlightReader::open(folder.path / "previous")->seed() == Seed{1});
  REQUIRE(recorder.begin(Seed{3}).has_value());
  CHECK_FALSE(recorder.is_due());
  CHECK(FlightReader::open(folder.path / "current")->seed() == Seed{3});
}

TEST_CASE("a folder that cannot be made is told") {
  const Folder folder;
  Recorder recorder(folder.path / "absent/flight");
  const auto begun = recorder.begin(Seed{1});
  REQUIRE_FALSE(begun.has_value());
  CHECK(to_string(begun.error()).ends_with("flight: No such file or directory"));
  recorder.record(at_us(1), Due{});
  recorder.flush();
}

TEST_CASE("records that are none, damaged, cut or of another version are refused with the line") {
  const Folder folder;
  const auto file = folder.path / "r";
  const std::string header = flight_header(Seed{1});
  CHECK(trouble_in(file).ends_with("r: No such file or directory"));
  folder.write("r", "");
  CHECK(trouble_in(file).ends_with("r:1: not a flight record: it does not begin with \"tailmend-flight 1\""));
  folder.write("r", std::string(3 * 1024 * 1024, 'x'));
  CHECK(trouble_in(file).ends_with("r:1: the line is longer than 1 MiB"));
  folder.write("r", "tailmend-flight 1 0000000000000000\nseed 1\n");
  CHECK(trouble_in(file).find("r:1: written by another version of tailmend") != std::string::npos);
  folder.write("r", header.substr(0, header.size() - 3));
  CHECK(trouble_in(file).ends_with("r:2: expected \"seed\" and a hexadecimal number"));
  folder.write("r", header + "1 Due\n2 Doe\n");
  CHECK(trouble_in(file).ends_with("r:4: word 2, 'Doe', is no kind of observation"));
  folder.write("r", header + "1 Due\n" + std::string(2 * 1024 * 1024, '1') + "\n");
  CHECK(trouble_in(file).ends_with("r:4: the line is longer than 1 MiB"));
  CHECK(trouble_in(folder.path).ends_with("Is a directory"));
}

TEST_CASE("the last line of a daemon that was killed is left out, and that is known") {
  const Folder folder;
  folder.write("r", flight_header(Seed{1}) + "1 Due\n2 D");
  auto reader = FlightReader::open(folder.path / "r");
  CHECK(lines_in(*reader) == std::vector<std::string>{"1 Due\n"});
  CHECK(reader->ending() == FlightReader::Ending::cut);
}

TEST_CASE("a record longer than what is read at once comes whole") {
  const Folder folder;
  Recorder recorder(folder.path);
  REQUIRE(recorder.begin(Seed{1}).has_value());
  for (int i = 0; i < 20'000; ++i) recorder.record(at_us(i), Due{});
  recorder.flush();
  auto reader = FlightReader::open(folder.path / "current");
  const auto lines = lines_in(*reader);
  REQUIRE(lines.size() == 20'000);
  CHECK(lines.back() == "19999 Due\n");
}
