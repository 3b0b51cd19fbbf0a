// Runs one program for `tailmend diagnose`: argv and no shell, a clean environment, and limits on its time and on what is
// kept of what it says. Blocks. Never in the daemon, whose children are in daemon/child.
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "libwatch/time.hpp"

namespace tailmend {

// Whole lines of a text that may be endless: the first ones, or the last ones. At most about twice `most_bytes` in memory.
class Excerpt {
 public:
  enum class Keep : std::uint8_t { first, last };
  using Filter = std::function<bool(std::string_view line)>;
  struct Limits {
    Keep keep = Keep::first;
    std::size_t most_bytes = std::size_t{256} << 10U;
    std::size_t most_lines = 5000;  // of the first
  };

  explicit Excerpt(Limits limits, Filter filter = {}) : limits_(limits), filter_(std::move(filter)) {}
  // False: there is no use in more.
  bool take(std::string_view bytes);
  std::string finish();  // what was kept; once
  // "the rest is left out: 256 KiB or 2000 lines are kept", or "".
  [[nodiscard]] std::string cut() const;

 private:
  bool end_line();
  void drop_first_lines();

  Limits limits_;
  Filter filter_;
  std::string text_;
  std::string line_;
  std::size_t lines_ = 0;
  bool line_too_long_ = false;
  bool cut_ = false;
};

// "": it ended with exit code 0, or was ended because `take` wanted no more. Else why not: "exit code 1", "not installed".
std::string run_bounded(std::vector<std::string> argv, watch::Duration limit, const std::function<bool(std::string_view)>& take);

}  // namespace tailmend
