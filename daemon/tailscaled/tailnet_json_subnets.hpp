// Lists of subnets in tailscaled's JSON, bounded whatever their length. Part of the LocalAPI decoders; nobody else uses it.
#pragma once
#include <cstddef>
#include <string_view>
#include <vector>

#include "libwatch/address.hpp"
#include "libwatch/tailnet.hpp"

namespace tailmend {

// Each subnet once, in ascending order, and of too many the lowest, so that the order in which they come does not matter.
// A default route is an exit node's offer and no subnet; what is no prefix is passed over.
class Subnets {
 public:
  explicit Subnets(std::size_t limit) : limit_(limit) {}
  void add(std::string_view text);
  [[nodiscard]] const std::vector<watch::Prefix>& list() const { return list_; }

 private:
  std::size_t limit_;
  std::vector<watch::Prefix> list_;
};

// What control says that a node is: this host itself (the Self of ipnstate.Status), or a peer.
class NodeSubnets {
 public:
  void own_address(std::string_view text);
  void allowed(std::string_view text) { allowed_.add(text); }
  // AllowedIPs hold the own addresses too; those are no subnets.
  [[nodiscard]] std::vector<watch::Prefix> routes() const;

 private:
  static constexpr std::size_t max_own = 8;

  std::vector<watch::Address> own_;
  Subnets allowed_{watch::Tailnet::max_self_routes + max_own};
};

}  // namespace tailmend
