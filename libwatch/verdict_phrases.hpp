// The phrases that sentences of the verdict table are made of. Pure; only the cells look in here, and the sentences of an
// episode.
#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "libwatch/verdict.hpp"

namespace watch::views {

const std::string& name(const Evidence& evidence, std::size_t target);
std::vector<std::string> failing_names(const Evidence& evidence);
// "the subnet router" where nobody carries the target.
std::string router_name(const Evidence& evidence, std::size_t target);
// "nas answers in 12 ms"; "" when no peer does
std::string answering_witness(const Evidence& evidence);
// "refuses the connection"
std::string how(const TargetFact& fact);

}  // namespace watch::views
