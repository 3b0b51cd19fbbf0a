// A command's text on its way out. For the command line only: it may wait for whoever reads.
#pragma once
#include <cstdio>
#include <string_view>

namespace tailmend {

// The exit code; 1 instead of 0 where a full disk or a closed pipe did not take all of it, which is said on stderr.
int print_whole(std::FILE* stream, std::string_view text, int exit_code = 0);

}  // namespace tailmend
