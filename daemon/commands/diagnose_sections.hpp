// What `tailmend diagnose` puts into its file, redacted. A source that fails says why in its section and ends nothing.
#pragma once
#include <string>
#include <vector>

#include "daemon/commands/diagnose.hpp"

namespace tailmend {

struct DiagnoseSection {
  std::string name;
  std::string text;  // redacted, whole lines
  std::string note;  // why it is missing, failed or is cut; "" when it is whole
};

std::vector<DiagnoseSection> diagnose_sections(const Options& options, const AskDaemon& ask_daemon);

}  // namespace tailmend
