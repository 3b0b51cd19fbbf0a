// `state_machine_page > docs/state-machine.md` prints the page; `state_machine_page FILE` compares FILE with it.
#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>

#include "libwatch/drawing.hpp"

int main(int argc, char** argv) {
  const std::string page = watch::state_machine_page();
  if (argc < 2) {
    std::fputs(page.c_str(), stdout);
    return 0;
  }
  std::ifstream file(argv[1]);
  std::ostringstream text;
  text << file.rdbuf();
  if (text.str() == page) return 0;
  std::fprintf(stderr, "%s is not what the transition table says; print it anew: %s > %s\n", argv[1], argv[0], argv[1]);
  return 1;
}
