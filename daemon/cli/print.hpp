// A command's text on its way out, and its end. For the command line only: it may wait for whoever reads.
#pragma once
#include <cstdio>
#include <string_view>

namespace tailmend {

// The exit code; 1 instead of 0 where a full disk or a closed pipe did not take all of it, or of what was written before, which
// is said on stderr.
int print_whole(std::FILE* stream, std::string_view text, int exit_code = 0);

// What main does: runs it; an exception is said on stderr, and the exit code is 1.
int guarded(int (*run)(int, char**), int argc, char** argv) noexcept;

}  // namespace tailmend
