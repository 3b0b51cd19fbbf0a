#include "daemon/cli/print.hpp"

#include <exception>

#include "daemon/cli/options.hpp"

namespace tailmend {

int print_whole(std::FILE* stream, std::string_view text, int exit_code) {
  const bool whole = std::fwrite(text.data(), 1, text.size(), stream) == text.size() && std::fflush(stream) == 0 && std::ferror(stream) == 0;
  if (whole) return exit_code;
  std::perror("tailmend: cannot write");
  return exit_code == 0 ? static_cast<int>(ExitCode::degraded) : exit_code;
}

int guarded(int (*run)(int, char**), int argc, char** argv) noexcept {
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "tailmend: %s\n", error.what());
    return static_cast<int>(ExitCode::degraded);
  }
}

}  // namespace tailmend
