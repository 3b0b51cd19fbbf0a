#include "daemon/base/posix_time.hpp"

#include "tests/support/catch.hpp"

using namespace tailmend;
using namespace std::chrono_literals;

TEST_CASE("what a time_t cannot hold is the nearest that it can") {
  using Limits = std::numeric_limits<std::time_t>;
  CHECK(to_time_t(1795997647s) == 1795997647);
  CHECK(to_time_t(std::chrono::seconds(Limits::max())) == Limits::max());
  CHECK(to_time_t(std::chrono::seconds::max()) == Limits::max());
  CHECK(to_time_t(std::chrono::seconds::min()) == Limits::min());
}

TEST_CASE("a timeval has whole seconds, and microseconds below one") {
  const timeval time = to_timeval(2s + 999'999us);
  CHECK(time.tv_sec == 2);
  CHECK(time.tv_usec == 999'999);
}
