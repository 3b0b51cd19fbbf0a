// The phrases in which `check` and `status` tell the evidence to a person. Pure; what was not seen is said as such.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/screen/rows.hpp"
#include "libwatch/verdict.hpp"

namespace tailmend {

inline constexpr std::string_view no_target_text = "none configured; pings stand in. To find one: sudo tailmend setup";
inline constexpr std::string_view observing_text = "nothing is mended here: mode is \"observe\"";

// "DERP nyc 203.0.113.5:443 answers in 22 ms", one for each anchor, the first few of many. Red where it does not answer.
std::vector<Part> anchor_parts(const watch::Evidence& evidence);
// "1.102.3 Running", "control answering", "DERP nyc 24 ms". Red is what keeps data or control from flowing.
std::vector<Part> tailscaled_parts(const watch::Evidence& evidence);
// "direct 203.0.113.9:41641", "relayed by DERP nyc"; "" while nothing is known of it.
std::string path_text(const watch::PeerView& peer);
// "open in 11 ms, held 250 ms", "no answer in 3.0 s"
std::string outcome_text(const watch::Target& target, const watch::TargetFact& fact, watch::Standing standing);
// The mildest remedy that the verdict authorises and the configuration allows, beyond asking; nothing: none.
std::optional<watch::Remedy> first_remedy(const watch::Policy& policy, watch::Verdict verdict);
// "148 B", "9.9 kB", "12 MB"
std::string bytes_words(std::uint64_t bytes);
// 0 is green, 1 yellow, everything else red.
Paint paint_of(int exit);

}  // namespace tailmend
