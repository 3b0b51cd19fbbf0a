// Small words for sentences: durations and lists as a person writes them.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "libwatch/time.hpp"

namespace watch {

// "0.8 ms", "11 ms", "3.0 s", "2 min", "3 h 4 min", "2 h", "3 d 4 h"
std::string words(Duration duration);
// The same in whole seconds: "7 s", "4 min", "3 d 4 h"
std::string whole_words(Duration duration);
// "plc", "plc and hmi", "plc, hmi and 3 more"
std::string list(const std::vector<std::string>& names);
// "1 witness", "2 witnesses"
std::string count(std::size_t number, std::string_view one, std::string_view many);

}  // namespace watch
