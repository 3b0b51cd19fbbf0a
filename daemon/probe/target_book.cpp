#include "daemon/probe/target_book.hpp"

#include <algorithm>
#include <charconv>

namespace tailmend {

using watch::Address;

namespace {
constexpr std::size_t max_host = 253;

bool is_name(std::string_view host) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           c == '.';
  };
  // A name of digits and dots alone is a mistyped address: no top-level domain is a number (RFC 3696).
  const bool numeric = host.find_first_not_of("0123456789.") == host.npos;
  return !host.empty() && host.size() <= max_host && !numeric && host.front() != '.' && host.front() != '-' &&
         host.find("..") == host.npos && std::all_of(host.begin(), host.end(), fits);
}
}  // namespace

std::optional<TargetPlace> parse_place(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == text.npos) return std::nullopt;
  const auto digits = text.substr(colon + 1);
  TargetPlace place;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), place.port);
  if (error != std::errc() || end != digits.data() + digits.size() || place.port == 0) return std::nullopt;
  auto host = text.substr(0, colon);
  const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (bracketed) host = host.substr(1, host.size() - 2);
  place.host = host;
  place.literal = watch::parse_address(host);
  const bool v6 = place.literal && place.literal->family == watch::Family::v6;
  if (v6 != bracketed || (!place.literal && !is_name(host))) return std::nullopt;
  return place;
}

void TargetBook::configure(const std::vector<watch::Target>& targets) {
  const auto before = std::move(entries_);
  entries_.clear();
  for (const auto& target : targets) {
    auto& entry = entries_.emplace_back();
    const auto place = parse_place(target.address);
    if (!place) {
      entry.trouble = "is no address and port";
      continue;
    }
    entry.place = *place;
    entry.proxied = !target.proxy.empty();
    if (place->literal) {
      entry.addresses = {*place->literal};
      continue;
    }
    if (entry.proxied) continue;
    for (const auto& old : before)
      if (old.place.host == place->host) entry.addresses = old.addresses;
  }
}

std::vector<TargetBook::Lookup> TargetBook::due(watch::Instant now) {
  std::vector<Lookup> lookups;
  for (std::uint32_t i = 0; i < entries_.size(); ++i) {
    auto& entry = entries_[i];
    if (entry.place.host.empty() || entry.place.literal || entry.proxied || entry.open) continue;
    if (entry.asked && now - *entry.asked < (entry.wanted ? again : refresh)) continue;
    entry.asked = now;
    entry.open = true;
    entry.wanted = false;
    lookups.push_back({.target = i, .name = entry.place.host});
  }
  return lookups;
}

// An address that is in use stays the first while the name still has it.
void TargetBook::resolved(std::uint32_t target, std::vector<Address> addresses) {
  if (target >= entries_.size()) return;
  if (addresses.empty()) return unresolved(target, "has no address");
  auto& entry = entries_[target];
  entry.open = false;
  entry.trouble.clear();
  if (!entry.addresses.empty()) {
    const auto in_use = std::find(addresses.begin(), addresses.end(), entry.addresses.front());
    if (in_use != addresses.end()) std::rotate(addresses.begin(), in_use, in_use + 1);
  }
  if (addresses.size() > max_addresses) addresses.resize(max_addresses);
  entry.addresses = std::move(addresses);
}

void TargetBook::unresolved(std::uint32_t target, std::string why) {
  if (target >= entries_.size()) return;
  auto& entry = entries_[target];
  entry.open = false;
  entry.wanted = true;
  entry.trouble = std::move(why);
}

void TargetBook::failed(std::uint32_t target) {
  if (target >= entries_.size()) return;
  auto& entry = entries_[target];
  entry.wanted = true;
  if (entry.addresses.size() > 1)
    std::rotate(entry.addresses.begin(), entry.addresses.begin() + 1, entry.addresses.end());
}

const TargetPlace* TargetBook::place(std::uint32_t target) const {
  return target < entries_.size() && entries_[target].place.port != 0 ? &entries_[target].place : nullptr;
}

std::optional<watch::Endpoint> TargetBook::endpoint(std::uint32_t target) const {
  if (target >= entries_.size() || entries_[target].addresses.empty()) return std::nullopt;
  return watch::Endpoint{.address = entries_[target].addresses.front(), .port = entries_[target].place.port};
}

const std::string& TargetBook::trouble(std::uint32_t target) const {
  static const std::string none;
  return target < entries_.size() ? entries_[target].trouble : none;
}

}  // namespace tailmend
