// Catch2 2.x brings main() in one translation unit of ours; 3.x brings a library.
#define CATCH_CONFIG_MAIN
#include "tests/support/catch.hpp"
