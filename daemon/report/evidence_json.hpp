// The evidence as members of a JSON object, as docs/check-json.md describes them: `check` and `status` tell it alike. Pure.
#pragma once
#include <string>
#include <string_view>

#include "libwatch/verdict.hpp"

namespace tailmend {

std::string_view standing_word(watch::Standing standing);
std::string egress_json(const watch::Egress& egress);
// The members of a target's object that come from the look, without braces.
std::string target_members(const watch::Target& target, const watch::TargetView& view);
// `"tailscaled":…,"routes":…,"peers":…,"anchors":…,"target_pings":…,"connections":…,"unit":…`
std::string evidence_members(const watch::Evidence& evidence);

}  // namespace tailmend
