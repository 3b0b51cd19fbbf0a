// Whom this host talks TCP to now: the far ends of its own connections, and of those that it forwards for the hosts behind
// it, as far as the kernel tells. Looks once; never makes or touches a connection.
#pragma once
#include <cstddef>
#include <vector>

#include "libwatch/address.hpp"

namespace tailmend {

inline constexpr std::size_t max_conversations = 32;

// Within these subnets, each once, the busiest first. What others are served from here does not count. Forwarded ones are
// shown to root only; what the kernel does not tell is as if it were not there.
std::vector<watch::Endpoint> conversations_within(const std::vector<watch::Prefix>& subnets);

}  // namespace tailmend
