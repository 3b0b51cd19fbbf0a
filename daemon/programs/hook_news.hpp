// What a hook is told, as environment variables: one table, which the manual and the examples are compared with. Values
// only; runs nothing.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libwatch/machine.hpp"

namespace tailmend {

struct HookNews {
  watch::Judgement judgement;
  std::string before;  // the verdict that hooks were told last; "" at first
  watch::State state = watch::State::starting;
  std::uint32_t episode = 0;
  bool person = false;  // somebody is needed
  watch::Egress egress;
};

struct HookVariable {
  std::string_view name;  // "TAILMEND_VERDICT"
  std::string (*value)(const HookNews& news);
};
std::span<const HookVariable> hook_variables();

inline constexpr std::size_t max_hook_value = 1024;

// "TAILMEND_VERDICT=wan-down" for each variable, empty ones too. Values are UTF-8 of one line, cut to max_hook_value bytes.
std::vector<std::string> hook_environment(const HookNews& news);

}  // namespace tailmend
