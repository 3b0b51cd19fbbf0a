// Any bytes as a configuration: either settings within their limits, which mean the same once they are shown and read
// again, or mistakes that can be printed.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "daemon/config/config.hpp"
#include "daemon/config/config_show.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tailmend;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (size > max_config_bytes) return 0;
  const auto settings = read_config_text(text, "t.toml");
  if (!settings) {
    if (settings.error().empty() || render(settings.error(), "t.toml").empty()) std::abort();
    return 0;
  }
  const watch::Policy& policy = settings->policy;
  if (policy.targets.size() > max_targets || policy.uplinks.size() > max_uplinks || policy.steps.empty()) std::abort();
  if (policy.quiet > policy.quiet_max || policy.grace_mild > policy.grace_hard ||
      policy.backoff_first > policy.backoff_max)
    std::abort();
  for (const watch::Target& target : policy.targets) {
    if (target.name.empty() || target.address.empty() || target.timeout <= watch::Duration::zero()) std::abort();
  }
  const auto again = read_config_text(config_show(*settings, 80), "shown.toml");
  if (!again || again->policy != policy || again->outputs != settings->outputs) std::abort();
  return 0;
}
