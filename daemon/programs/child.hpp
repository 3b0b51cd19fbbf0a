// Runs another program: argv and no shell, a clean environment, a limit on its time and on what it may say. Blocks
// SIGCHLD in the calling thread, which the loop's child sources ask for. Never reads a line of what the program said.
#pragma once
#include <cstddef>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "daemon/base/loop.hpp"
#include "daemon/base/token.hpp"

namespace tailmend {

struct ChildEnd {
  int exit_code = -1;    // -1: it did not end by itself, or never ran
  int signal = 0;        // what ended it
  bool timed_out = false;
  bool too_loud = false;    // said more than its terms allow, and was ended
  bool left_behind = false; // something that it started still held its output when it ended
  std::string text;      // stdout and stderr, at most Children::max_text bytes of the beginning
  std::string trouble;   // why it never ran; "" when it did
};
// "exit code 1", "killed by signal 9", "given up after its time limit", or the trouble.
std::string describe(const ChildEnd& end);

// How a program is run beside its arguments and its time.
struct ChildTerms {
  std::vector<std::string> environment = {};  // "NAME=value", beside PATH and LANG
  std::size_t most_output = std::numeric_limits<std::size_t>::max();  // bytes; more ends it
  bool sweeps = false;  // when it has ended, what it left in its process group is killed
};

class Children {
 public:
  static constexpr std::size_t max_text = std::size_t{8} << 10U;
  static constexpr watch::Duration term_patience = std::chrono::seconds(2);  // between SIGTERM and SIGKILL

  using OnEnd = std::function<void(ChildEnd)>;

  explicit Children(Loop& loop);
  // Kills what still runs.
  ~Children();
  Children(const Children&) = delete;
  Children& operator=(const Children&) = delete;

  // argv[0] is a path, or a name looked for in the usual directories. After `limit`, or when the token goes, its process
  // group gets SIGTERM, and SIGKILL after `term_patience`. on_end is called once, at the latest shortly after that.
  [[nodiscard]] Token run(std::vector<std::string> argv, watch::Duration limit, OnEnd on_end, ChildTerms terms = {});

 private:
  struct Run;
  Loop& loop_;
  std::vector<std::shared_ptr<Run>> runs_;
};

}  // namespace tailmend
