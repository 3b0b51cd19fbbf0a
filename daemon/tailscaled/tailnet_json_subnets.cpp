#include "daemon/tailscaled/tailnet_json_subnets.hpp"

#include <algorithm>

namespace tailmend {

void Subnets::add(std::string_view text) {
  const auto prefix = watch::parse_prefix(text);
  if (!prefix || prefix->bits == 0) return;
  const auto at = std::lower_bound(list_.begin(), list_.end(), *prefix);
  if (at != list_.end() && *at == *prefix) return;
  list_.insert(at, *prefix);
  if (list_.size() > limit_) list_.pop_back();
}

void NodeSubnets::own_address(std::string_view text) {
  const auto address = watch::parse_address(text);
  if (address && own_.size() < max_own) own_.push_back(*address);
}

std::vector<watch::Prefix> NodeSubnets::routes() const {
  std::vector<watch::Prefix> routes;
  for (const auto& prefix : allowed_.list()) {
    const bool whole = prefix.bits == (prefix.address.family == watch::Family::v4 ? 32 : 128);
    if (whole && std::find(own_.begin(), own_.end(), prefix.address) != own_.end()) continue;
    if (routes.size() < watch::Tailnet::max_self_routes) routes.push_back(prefix);
  }
  return routes;
}

}  // namespace tailmend
