// What the D-Bus service shows of the daemon, filled by the supervisor at each step. Values; org.tailmend.Tailmend1(5)
// says what each means.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace tailmend {

struct BusTarget {
  std::string name;
  std::string address;  // with its port
  std::string router;   // who carries it, "" = nobody
  bool reachable = false;
  std::uint64_t latency_us = 0;  // of the last answer, 0 = none yet
};

struct BusFacts {
  std::string state;
  std::string verdict;  // "" = none yet
  std::string whose;
  std::string sentence;
  std::string advice;
  std::uint64_t since_us = 0;  // CLOCK_REALTIME; 0 = not known
  std::uint32_t episode = 0;
  bool paused = false;
  std::uint64_t paused_until_us = 0;  // CLOCK_REALTIME; 0 = not paused
  std::string paused_by;
  std::string pause_reason;
  std::string mode;
  std::string version;
  std::uint32_t restarts_left = 0;
  std::uint32_t up_resets_left = 0;
  std::string remedy;  // in flight
  std::uint32_t targets_reachable = 0;
  std::vector<BusTarget> targets;
};

}  // namespace tailmend
