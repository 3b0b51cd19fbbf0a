// Which address each configured target has: literal, or the last one its name resolved to, so that no decision waits
// for a name; behind a proxy a name stays one. Pure: says when a name should be looked up, never looks it up.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libwatch/address.hpp"
#include "libwatch/policy.hpp"
#include "libwatch/time.hpp"

namespace tailmend {

// "plc.tailnet.ts.net:502", "10.77.0.10:502" or "[fd00::1]:80".
struct TargetPlace {
  std::string host;  // without brackets
  std::uint16_t port = 0;
  std::optional<watch::Address> literal;  // where host is an address
  friend bool operator==(const TargetPlace&, const TargetPlace&) = default;
};
// Nothing where host or port is missing, the port is not 1 to 65535, or the host is no name of DNS.
std::optional<TargetPlace> parse_place(std::string_view text);

class TargetBook {
 public:
  // Forgets what was there, but for names that stay. A target whose address cannot be parsed never has one.
  void configure(const std::vector<watch::Target>& targets);

  struct Lookup {
    std::uint32_t target = 0;
    std::string name;
    friend bool operator==(const Lookup&, const Lookup&) = default;
  };
  // The names to look up now: each when new, once in `refresh`, and once in `again` where it, or the target, had
  // failed. Each must be answered by resolved() or unresolved().
  std::vector<Lookup> due(watch::Instant now);
  void resolved(std::uint32_t target, std::vector<watch::Address> addresses);
  void unresolved(std::uint32_t target, std::string why);
  // The target did not answer: look its name up again, and try another of its addresses next, if it has any.
  void failed(std::uint32_t target);

  [[nodiscard]] std::size_t size() const { return entries_.size(); }
  // As it was configured; null where that cannot be parsed.
  [[nodiscard]] const TargetPlace* place(std::uint32_t target) const;
  // The address to try. None: the name never resolved, or its proxy does that.
  [[nodiscard]] std::optional<watch::Endpoint> endpoint(std::uint32_t target) const;
  [[nodiscard]] const std::string& trouble(std::uint32_t target) const;  // of the last lookup; "" when it was good

  static constexpr std::size_t max_addresses = 4;  // per target
  static constexpr watch::Duration refresh = std::chrono::minutes(1);
  static constexpr watch::Duration again = std::chrono::seconds(5);

 private:
  struct Entry {
    TargetPlace place;
    std::vector<watch::Address> addresses;  // the one to try first
    std::optional<watch::Instant> asked;
    bool proxied = false;
    bool open = false;
    bool wanted = false;
    std::string trouble;
  };
  std::vector<Entry> entries_;
};

}  // namespace tailmend
