// A target's last ten minutes in one line: ▁ is at most twice the best answer, each further step doubles, × is a slot in which
// one failed, a space one in which nothing was tried. Pure.
#pragma once
#include <cstddef>
#include <vector>

#include "daemon/report/vitals.hpp"
#include "daemon/screen/rows.hpp"

namespace tailmend {

// The newest `columns` slots, one column each; what failed is red.
std::vector<Part> spark_line(const Trend::Slots& trend, std::size_t columns = Trend::slots);

}  // namespace tailmend
