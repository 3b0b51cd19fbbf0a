// tailscaled's LocalAPI over its unix socket: status, preferences, pings, debug actions, start, DERP map. Each call is
// answered exactly once within its limit, unless its token is destroyed, which closes the connection (and so ends a ping in
// tailscaled too). Never decides, never asks again by itself.
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/base/loop.hpp"
#include "daemon/base/token.hpp"
#include "daemon/tailscaled/http1.hpp"
#include "daemon/tailscaled/tailnet_json.hpp"
#include "libwatch/observation.hpp"

namespace tailmend {

class Line;  // localapi_line.hpp

class Localapi {
 public:
  struct Limits {
    std::uint64_t streamed = std::uint64_t{32} << 20U;  // replies that are decoded as they come
    std::uint64_t held = std::uint64_t{256} << 10U;     // replies that are held whole
    std::size_t at_once = 16;  // connections; more calls wait their turn
    std::size_t waiting = 64;  // calls that wait; one more is answered `timed_out` at once
    std::size_t idle = 2;      // connections kept open for the next call
  };
  using OnText = std::function<void(watch::Answer, std::string text)>;  // an error's text too, as tailscaled wrote it

  Localapi(Loop& loop, std::string socket);
  Localapi(Loop& loop, std::string socket, Limits limits);
  ~Localapi();  // cancels every call
  Localapi(const Localapi&) = delete;
  Localapi& operator=(const Localapi&) = delete;

  // Whose carriers are asked for; see StatusDecoder.
  struct Carried {
    std::vector<watch::Address> targets;
    std::vector<watch::Prefix> own_subnets;
  };
  // The round of what is seen is left to the caller.
  [[nodiscard]] Token status(bool peers, Carried carried, watch::Duration limit, std::function<void(watch::StatusSeen)> on_seen);
  [[nodiscard]] Token subnet_routes(watch::Duration limit, std::function<void(watch::Answer, std::vector<SubnetRoute>)> on_routes);
  [[nodiscard]] Token prefs(watch::Duration limit, std::function<void(watch::PrefsSeen)> on_seen);
  [[nodiscard]] Token status_text(watch::Duration limit, OnText on_text);  // without peers
  [[nodiscard]] Token prefs_text(watch::Duration limit, OnText on_text);
  [[nodiscard]] Token patch_prefs(std::string body, watch::Duration limit, OnText on_text);  // body: ipn.MaskedPrefs
  // One node of the network map by its number (Peer::node). `targets`: see NodeDecoder.
  [[nodiscard]] Token node(std::int64_t number, std::vector<watch::Address> targets, watch::Duration limit,
                           std::function<void(watch::NodeFact)> on_fact);
  [[nodiscard]] Token forwarding(watch::Duration limit, std::function<void(watch::ForwardingFact)> on_fact);
  // A pong that does not come makes the connection hang until the limit: silent. `size`: see PingFact, disco only.
  [[nodiscard]] Token ping(watch::Address peer, watch::PingKind kind, std::uint16_t size, watch::Duration limit,
                           std::function<void(watch::PingFact)> on_fact);
  [[nodiscard]] Token debug(std::string_view action, watch::Duration limit, OnText on_text);
  // A new control connection, nothing else. May take 30 s while control is out of reach: give it 45 s.
  [[nodiscard]] Token start(watch::Duration limit, std::function<void(watch::Answer)> on_end);
  [[nodiscard]] Token derp_map(watch::Duration limit, std::function<void(watch::Answer, std::vector<DerpNode>)> on_map);

 private:
  Token text(Request request, watch::Duration limit, OnText on_text);
  // GET through a decoder as it streams in; `then` takes the answer and what the decoder made of it: nothing unless answered.
  template <class Decoder, class Then>
  Token decoded(std::string_view path, std::shared_ptr<Decoder> decoder, watch::Duration limit, Then then);

  Loop* loop_;
  Limits limits_;
  std::shared_ptr<Line> line_;
};

}  // namespace tailmend
