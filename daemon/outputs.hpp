// What was configured and is no business of the brain: where its words and figures go. Plain values beside the Policy;
// the parser in daemon/config fills them.
#pragma once
#include <string>

namespace tailmend {

struct MetricsOutput {
  std::string file = "auto";  // node_exporter's folder where there is one, else /run/tailmend; "": none
  std::string listen;         // "127.0.0.1:9473", "[::1]:9473", or the absolute path of a socket; "": none
  friend bool operator==(const MetricsOutput&, const MetricsOutput&) = default;
};

struct Outputs {
  MetricsOutput metrics;
  friend bool operator==(const Outputs&, const Outputs&) = default;
};

}  // namespace tailmend
