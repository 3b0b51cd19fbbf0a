// The suite's main: into namespaces of its own first; 77 is meson's word for skipped.
#define CATCH_CONFIG_RUNNER
#include "tests/support/catch.hpp"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <exception>

#include "tests/netns/namespace.hpp"

int main(int argc, char** argv) {
  if (std::system("command -v " NEEDED_COMMAND " >/dev/null 2>&1") != 0) {
    std::printf("SKIPPED: %s: the command " NEEDED_COMMAND " is not there\n", program_invocation_short_name);
    return 77;
  }
  try {
    if (const auto hindrance = netns::become_root(); !hindrance.empty()) {
      std::printf("SKIPPED: %s: %s\n", program_invocation_short_name, hindrance.c_str());
      return 77;
    }
  } catch (const std::exception& trouble) {
    std::printf("SKIPPED: %s: %s\n", program_invocation_short_name, trouble.what());
    return 77;
  }
  return Catch::Session().run(argc, argv);
}
