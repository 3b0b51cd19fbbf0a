// The rows of the targets on the screen of `status`: a table where it fits, else one below the other. Pure.
#pragma once
#include "daemon/report/status.hpp"
#include "daemon/screen/rows.hpp"

namespace tailmend {

void add_target_rows(Rows& rows, const Status& status);

}  // namespace tailmend
