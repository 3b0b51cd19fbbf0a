// One question of a TCP probe, asked on a test's own loop.
#pragma once
#include <optional>
#include <utility>

#include "daemon/base/loop.hpp"
#include "daemon/probe/tcp_probe.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/turn_until.hpp"

namespace tailmend::testing {

// Waits for its one answer, which never comes within the call.
inline TcpAnswer ask(Loop& loop, TcpProbe& probe, TcpQuestion what) {
  std::optional<TcpAnswer> answer;
  int times = 0;
  const auto token = probe.ask(std::move(what), [&](const TcpAnswer& a) {
    answer = a;
    ++times;
  });
  CHECK_FALSE(answer);
  REQUIRE(turn_until(loop, [&] { return answer.has_value(); }));
  CHECK(times == 1);
  return *answer;
}

}  // namespace tailmend::testing
