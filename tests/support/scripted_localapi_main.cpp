// scripted_localapi SOCKET [SCRIPT [LOG]]: a tailscaled's LocalAPI as the commands of scripted_world.hpp say. First those of
// SCRIPT, then those of standard input as they come, until SIGTERM; each command is answered by "ok" or "no: why".
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <sys/prctl.h>
#include <thread>
#include <unistd.h>

#include "tests/support/scripted_localapi.hpp"

namespace {
using tailmend::FileHandle;
using tailmend::MallocedText;

// Carries out every line; with `loud` each is acknowledged, so that a driver knows when it holds.
int carry_out(std::FILE* from, tailmend::testing::ScriptedLocalapi& localapi, bool loud) {
  int failures = 0;
  char* raw = nullptr;
  std::size_t size = 0;
  for (;;) {
    const ssize_t got = ::getline(&raw, &size, from);
    if (got < 0) break;
    std::string line(raw, static_cast<std::size_t>(got));
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.pop_back();
    try {
      localapi.tell(line);
      if (loud) std::puts("ok");
    } catch (const std::exception& error) {
      ++failures;
      std::fprintf(loud ? stdout : stderr, "no: %s\n", error.what());
    }
    std::fflush(stdout);
  }
  const MallocedText free_raw(raw);
  return failures;
}
}  // namespace

int main(int argc, char** argv) {
  if (argc < 2 || argc > 4) {
    std::fprintf(stderr, "usage: %s SOCKET [SCRIPT [LOG]]\n", argv[0]);
    return 2;
  }
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);  // nothing is left behind when the driver is killed
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGTERM);
  sigaddset(&ends, SIGINT);
  ::pthread_sigmask(SIG_BLOCK, &ends, nullptr);
  try {
    tailmend::testing::ScriptedLocalapi localapi(argv[1], argc > 3 ? argv[3] : "");
    if (argc > 2) {
      const FileHandle script(std::fopen(argv[2], "re"));
      if (!script) throw std::runtime_error(std::string(argv[2]) + ": cannot be read");
      if (carry_out(script.get(), localapi, false) > 0) return 1;
    }
    std::puts("ready");
    std::fflush(stdout);
    std::thread([&localapi] { carry_out(stdin, localapi, true); }).detach();
    int signal = 0;
    sigwait(&ends, &signal);
    ::unlink(argv[1]);
    std::_Exit(0);  // the reader of standard input may be in the middle of getline
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s: %s\n", argv[0], error.what());
    return 1;
  }
}
