// Whatever tailscaled may say: one document to every decoder, in pieces as large as its first byte says. The bounds of
// watch::Tailnet hold for all of them.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "daemon/tailscaled/tailnet_json.hpp"

using namespace tailmend;

namespace {
template <class Decoder>
auto decoded(Decoder& decoder, std::string_view bytes, std::size_t step) -> decltype(decoder.finish()) {
  for (std::size_t at = 0; at < bytes.size(); at += step) {
    if (!decoder.feed(bytes.substr(at, step))) return std::nullopt;
  }
  return decoder.finish();
}

void check(const watch::Tailnet& tailnet, std::size_t targets) {
  using watch::Tailnet;
  if (tailnet.routers.size() > Tailnet::max_routers || tailnet.witnesses.size() > Tailnet::max_witnesses) std::abort();
  if (tailnet.health.size() > Tailnet::max_health || tailnet.self_endpoints.size() > Tailnet::max_endpoints) std::abort();
  for (const auto& text : tailnet.health) {
    if (text.size() > Tailnet::max_health_text) std::abort();
  }
  if (tailnet.self_routes.size() > Tailnet::max_self_routes) std::abort();
  for (const auto& carrier : tailnet.carriers) {
    if (carrier.target >= targets || carrier.router >= tailnet.routers.size()) std::abort();
    if (tailnet.routers[carrier.router].expired) std::abort();
  }
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::size_t step = std::size_t{1} + data[0];
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  static const std::vector targets = {*watch::parse_address("10.77.0.10"), watch::Address{}, *watch::parse_address("fd00::1")};
  static const std::vector own = {*watch::parse_prefix("10.78.0.0/24"), *watch::parse_prefix("fd00:78::/64")};
  StatusDecoder status(targets, own, 1789380672);
  if (const auto tailnet = decoded(status, bytes, step)) check(*tailnet, targets.size() + own.size());
  PrefsDecoder prefs;
  if (const auto told = decoded(prefs, bytes, step); told && told->advertise_routes.size() > watch::Prefs::max_routes) std::abort();
  NodeDecoder node(targets);
  if (const auto advertised = decoded(node, bytes, step); advertised && advertised->size() > watch::NodeFact::max_advertised) std::abort();
  if (const auto warning = decode_forwarding(bytes)) {
    for (const char c : *warning) {
      if (static_cast<unsigned char>(c) < ' ') std::abort();
    }
  }
  DerpMapDecoder derp;
  if (const auto nodes = decoded(derp, bytes, step); nodes && nodes->size() > DerpMapDecoder::max_nodes) std::abort();
  (void)decode_ping(bytes);
  (void)parse_go_time(bytes);
  BusDecoder bus;
  std::vector<watch::BusSeen> hints;
  for (std::size_t at = 0; at < bytes.size(); at += step) {
    if (!bus.feed(bytes.substr(at, step), hints)) break;
  }
  if (hints.size() > bytes.size()) std::abort();
  return 0;
}
