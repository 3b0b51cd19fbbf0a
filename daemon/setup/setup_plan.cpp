#include "daemon/setup/setup_plan.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "daemon/config/config_text.hpp"

namespace tailmend {

namespace {

// What answers a bare connection without a word in its log comes first; a PLC has few connections; sshd notes each one.
constexpr std::array<std::uint16_t, 4> usual_ports{443, 80, 502, 22};
// What a peer itself mostly has.
constexpr std::array<std::uint16_t, 3> peer_ports{443, 80, 22};

std::string service_at(std::uint16_t port) {
  switch (port) {
    case 22: return "ssh";
    case 80: return "http";
    case 102: return "s7";
    case 443: return "https";
    case 502: return "modbus";
    case 1883: return "mqtt";
    case 4840: return "opcua";
    default: return std::to_string(port);
  }
}

std::uint8_t whole_length(watch::Family family) { return family == watch::Family::v4 ? 32 : 128; }

// The addresses of a subnet that hosts may have and that mostly are a router or a server; of a single host itself.
std::vector<watch::Address> usual_hosts(const watch::Prefix& subnet) {
  const watch::Family family = subnet.address.family;
  const unsigned host_bits = whole_length(family) - subnet.bits;
  watch::Address first = subnet.address;
  if (host_bits == 0) return {first};
  const std::size_t last_byte = whole_length(family) / 8U - 1;
  watch::Address last = first;
  for (unsigned bit = 0; bit < host_bits; ++bit) last.bytes.at(last_byte - bit / 8) |= static_cast<std::uint8_t>(1U << (bit % 8));
  if (host_bits == 1) return {first, last};
  first.bytes.at(last_byte) |= 1U;
  if (family == watch::Family::v6) return {first};
  last.bytes.at(last_byte) ^= 1U;  // the one before the broadcast address
  return {first, last};
}

std::string comment_on(const Proposal& proposal) {
  const std::string where = proposal.subnet ? fmt::format("Behind {}, which {} carries", to_string(*proposal.subnet), proposal.router)
                                            : fmt::format("The peer {} itself: no peer carried a subnet", proposal.router);
  if (proposal.prospect.clue == Clue::talked) return where + "; a host here talked to it.";
  return where + (proposal.refuses ? "; it refused, which proves the way all the same." : "; it answered.");
}

}  // namespace

Ground ground_behind(const SubnetRoute& route, const std::vector<watch::Endpoint>& talks) {
  Ground ground{.router = route.router, .subnet = route.prefix, .waves = {}, .remark = {}};
  Wave talked;
  for (const auto& end : talks)
    if (watch::contains(route.prefix, end.address) && talked.size() < most_talked) talked.push_back({.at = end, .clue = Clue::talked});
  if (!talked.empty()) ground.waves.push_back(std::move(talked));
  for (const auto& host : usual_hosts(route.prefix)) {
    Wave wave;
    for (const auto port : usual_ports) wave.push_back({.at = {.address = host, .port = port}, .clue = Clue::guessed});
    ground.waves.push_back(std::move(wave));
  }
  return ground;
}

Ground ground_of(const watch::Peer& peer) {
  Wave wave;
  for (const auto port : peer_ports) wave.push_back({.at = {.address = peer.address, .port = port}, .clue = Clue::peer});
  return {.router = peer.name, .subnet = {}, .waves = {std::move(wave)}, .remark = {}};
}

std::string title_of(const Ground& ground) {
  return ground.subnet ? fmt::format("{} through {}", to_string(*ground.subnet), ground.router) : ground.router;
}

std::string watched_by(const Ground& ground, const std::vector<watch::Target>& targets) {
  for (const auto& target : targets) {
    const auto endpoint = watch::parse_endpoint(target.address);
    if (!endpoint) continue;
    const bool here = ground.subnet ? watch::contains(*ground.subnet, endpoint->address) : endpoint->address == ground.waves.at(0).at(0).at.address;
    if (here) return target.name;
  }
  return "";
}

std::string target_name(std::string_view router, std::uint16_t port, const std::vector<std::string>& taken) {
  constexpr std::size_t longest_router = 48;  // a name has room for 64 bytes
  const std::string name = fmt::format("{}-{}", router.substr(0, longest_router), service_at(port));
  std::string free = name;
  for (unsigned number = 2; std::ranges::find(taken, free) != taken.end(); ++number) free = fmt::format("{}-{}", name, number);
  return free;
}

std::string proposals_toml(const std::vector<Proposal>& proposals, std::string_view day) {
  std::string text = fmt::format(
      "# Written by `tailmend setup` on {}. It is yours from now on: setup never changes a file.\n"
      "# tailmend.toml(5) explains every key.\n",
      day);
  for (const auto& proposal : proposals) {
    text += fmt::format("\n# {}\n[[target]]\nname = {}\naddress = {}\n", comment_on(proposal), quoted_text(proposal.name), quoted_text(to_string(proposal.prospect.at)));
    if (proposal.refuses) text += "refused = \"alive\"\n";
    if (!proposal.proxy.empty()) text += fmt::format("proxy = {}\n", quoted_text("socks5://" + proposal.proxy));
  }
  return text;
}

}  // namespace tailmend
