#include "daemon/report/spark_line.hpp"

#include "tests/support/catch.hpp"

using namespace tailmend;
using namespace std::chrono_literals;

namespace {

constexpr watch::Instant start{24h};

Trend trend_of(const std::vector<watch::Duration>& worst) {
  Trend trend;
  for (std::size_t i = 0; i < worst.size(); ++i) {
    const watch::Instant at = start + static_cast<int>(i) * Trend::slot_length;
    if (worst[i] < 0ms) trend.add(at, std::nullopt);
    else if (worst[i] > 0ms) trend.add(at, worst[i]);
  }
  return trend;
}
std::string drawn(const std::vector<watch::Duration>& worst, std::size_t columns = Trend::slots) {
  std::string text;
  for (const auto& part : spark_line(trend_of(worst).at(start + static_cast<int>(worst.size() - 1) * Trend::slot_length), columns)) text += part.text;
  return text;
}

}  // namespace

TEST_CASE("each step of a spark line doubles, from twice the best answer on") {
  CHECK(drawn({10ms, 20ms, 21ms, 40ms, 41ms, 100ms, 200ms, 400ms, 800ms, 3s}, 10) == "▁▁▂▂▃▄▅▆▇█");
}

TEST_CASE("less than a millisecond is no trouble") { CHECK(drawn({100us, 900us, 1900us}, 3) == "▁▁▁"); }

TEST_CASE("a slot in which one failed and one in which nothing was tried are told apart") {
  CHECK(drawn({10ms, -1ms, 0ms, 10ms}, 4) == "▁× ▁");
  CHECK(drawn({-1ms, -1ms}, 2) == "××");
}

TEST_CASE("of the failed slots alone the colour is red") {
  const auto parts = spark_line(trend_of({10ms, -1ms, -1ms, 10ms}).at(start + 90s), 4);
  REQUIRE(parts.size() == 3);
  CHECK_FALSE(parts[0].paint.has_value());
  CHECK(parts[1].text == "××");
  CHECK(parts[1].paint == Paint::red);
  CHECK_FALSE(parts[2].paint.has_value());
}

TEST_CASE("a narrow line shows the newest slots") {
  CHECK(drawn({10ms, 10ms, 10ms, 3s, 10ms}, 2) == "█▁");
  CHECK(width(drawn({10ms})) == Trend::slots);
  CHECK(drawn({10ms}).ends_with(" ▁"));
}
