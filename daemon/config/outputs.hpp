// What was configured and is no business of the brain: where its words and figures go, and what is run for them. Plain
// values beside the Policy; the parser in daemon/config fills them.
#pragma once
#include <string>

#include "libwatch/time.hpp"

namespace tailmend {

struct MetricsOutput {
  std::string file = "auto";  // node_exporter's folder where there is one, else /run/tailmend; "": none
  std::string listen;         // "127.0.0.1:9473", "[::1]:9473", or the absolute path of a socket; "": none
  friend bool operator==(const MetricsOutput&, const MetricsOutput&) = default;
};

struct HooksOutput {
  std::string folder = "/etc/tailmend/hooks.d";
  watch::Duration timeout = std::chrono::seconds(30);  // of each hook
  friend bool operator==(const HooksOutput&, const HooksOutput&) = default;
};

struct Outputs {
  MetricsOutput metrics;
  HooksOutput hooks;
  friend bool operator==(const Outputs&, const Outputs&) = default;
};

}  // namespace tailmend
