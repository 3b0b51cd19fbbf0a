// What `setup` asks behind the subnet routes of this host, what it proposes of what answers, and the file that it writes.
// Pure; asks nobody, writes nothing.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/tailscaled/tailnet_json.hpp"
#include "libwatch/address.hpp"
#include "libwatch/policy.hpp"
#include "libwatch/tailnet.hpp"

namespace tailmend {

enum class Clue : std::uint8_t {
  talked,   // a host here talks to it now
  guessed,  // where routers and servers mostly are: the first and the last address of the subnet
  peer,     // a peer itself
};
struct Prospect {
  watch::Endpoint at;
  Clue clue = Clue::guessed;
  friend bool operator==(const Prospect&, const Prospect&) = default;
};

// Asked at once, the best first.
using Wave = std::vector<Prospect>;

// Where a target is looked for: behind a subnet route, or at a peer where there is none.
struct Ground {
  std::string router;
  std::optional<watch::Prefix> subnet;
  std::vector<Wave> waves;  // one after the other, until something answers
  std::string remark;       // what came of it
};

inline constexpr std::size_t most_grounds = 8;
inline constexpr std::size_t most_talked = 4;  // conversations asked behind a route

// `talks`: whom this host talks to, the busiest first.
Ground ground_behind(const SubnetRoute& route, const std::vector<watch::Endpoint>& talks);
Ground ground_of(const watch::Peer& peer);
// "10.77.0.0/24 through site"; the peer's name where there is no subnet.
std::string title_of(const Ground& ground);
// The name of a configured target that this ground has already, or "".
std::string watched_by(const Ground& ground, const std::vector<watch::Target>& targets);

struct Proposal {
  std::string name;
  Prospect prospect;
  std::string router;
  std::optional<watch::Prefix> subnet;
  bool refuses = false;  // nothing better answers there: a refusal proves the way as well
  std::string proxy;     // "127.0.0.1:1055", or ""
  watch::Duration took{};
};

// "site-modbus": the router and what mostly listens at that port; with a number behind it where the name is taken.
std::string target_name(std::string_view router, std::uint16_t port, const std::vector<std::string>& taken);

// `day`: "2026-11-29".
std::string proposals_toml(const std::vector<Proposal>& proposals, std::string_view day);

}  // namespace tailmend
