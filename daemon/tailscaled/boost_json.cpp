// Boost.JSON, compiled once, here. The linker drops all but what the streaming parser needs (LTO or --gc-sections).
#include <boost/json/src.hpp>
