#include "daemon/tailscaled/localapi_bus.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "daemon/base/unix_socket.hpp"
#include "daemon/tailscaled/localapi_exchange.hpp"
#include "daemon/tailscaled/tailnet_json.hpp"

namespace tailmend {

namespace {
// ipn.NotifyWatchOpt. Old versions ignore what they do not know; none of these bits excludes another (256 would).
constexpr unsigned initial_state = 2;
constexpr unsigned initial_prefs = 4;
constexpr unsigned no_private_keys = 16;  // without it old versions refuse anyone but root
constexpr unsigned initial_health = 128;
constexpr unsigned no_net_map = 8192;
constexpr unsigned mask = initial_state | initial_prefs | no_private_keys | initial_health | no_net_map;
// A stream has no end; a chunk that claims more than this is none of Go's.
constexpr std::uint64_t max_stream = std::uint64_t{1} << 50U;
}  // namespace

struct LocalapiBus::Stream : std::enable_shared_from_this<Stream> {
  Stream(Loop& on, std::string path, std::function<void(watch::BusSeen)> to, Waits patience)
      : loop(&on), socket(std::move(path)), on_seen(std::move(to)), waits(patience), wait(patience.first) {}

  void connect_at(watch::Instant when);
  void connect();
  void progress();
  void ended();
  void report(watch::BusSeen seen);
  void report_connected(bool is);

  Loop* loop;
  std::string socket;
  std::function<void(watch::BusSeen)> on_seen;
  Waits waits;
  watch::Duration wait;
  std::optional<bool> connected;  // nothing is known before the first attempt has ended
  watch::Instant since{};
  std::unique_ptr<BusDecoder> decoder;
  std::vector<watch::BusSeen> hints;
  std::shared_ptr<Exchange> exchange;
  Source timer;  // the next attempt, or the limit for the head of the reply
};

void LocalapiBus::Stream::connect_at(watch::Instant when) {
  auto next = loop->at(when, [weak = weak_from_this()] {
    if (const auto self = weak.lock()) self->connect();
  });
  if (next) timer = std::move(*next);  // it fails only once the loop has ended
}

void LocalapiBus::Stream::connect() {
  auto connection = connect_unix(socket);
  if (!connection) return ended();
  decoder = std::make_unique<BusDecoder>();
  hints.clear();
  const Request request{.method = Method::get, .target = "/localapi/v0/watch-ipn-bus?mask=" + std::to_string(mask), .body = {}};
  const auto weak = weak_from_this();
  exchange = std::make_shared<Exchange>(
      std::move(*connection), to_wire(request), ResponseParser::Limits{.body = max_stream},
      Exchange::Callbacks{.on_body =
                              [weak](unsigned status, std::string_view piece) {
                                const auto self = weak.lock();
                                return self && answer_for(status) == watch::Answer::answered &&
                                       self->decoder->feed(piece, self->hints);
                              },
                          .on_progress =
                              [weak] {
                                if (const auto self = weak.lock()) self->progress();
                              },
                          .on_end =
                              [weak](const Exchange::End&) {
                                const auto self = weak.lock();
                                if (self) self->progress();
                                if (self) self->ended();
                              }});
  if (!exchange->begin(*loop)) return ended();
  auto limit = loop->at(loop->now() + waits.head, [weak] {
    if (const auto self = weak.lock()) self->ended();
  });
  if (limit) timer = std::move(*limit);
}

void LocalapiBus::Stream::progress() {
  if (!exchange || answer_for(exchange->response().status()) != watch::Answer::answered) return;
  timer.reset();
  if (!connected.value_or(false)) since = loop->now();
  report_connected(true);
  for (const auto& hint : std::exchange(hints, {})) report(hint);
}

void LocalapiBus::Stream::ended() {
  if (exchange) exchange->close();
  exchange.reset();
  if (!on_seen) return;  // destroyed by what it was just told
  const bool was_proven = connected.value_or(false) && loop->now() - since >= waits.proven;
  const watch::Duration pause = was_proven ? waits.first : wait;
  wait = std::min(2 * pause, waits.longest);
  connect_at(loop->now() + pause);
  report_connected(false);
}

void LocalapiBus::Stream::report_connected(bool is) {
  if (connected == is) return;
  connected = is;
  report({.hint = is ? watch::BusHint::connected : watch::BusHint::lost});
}

void LocalapiBus::Stream::report(watch::BusSeen seen) {
  const auto call = on_seen;  // empty once the bus is destroyed
  if (call) call(seen);
}

LocalapiBus::LocalapiBus(Loop& loop, std::string socket, std::function<void(watch::BusSeen)> on_seen)
    : LocalapiBus(loop, std::move(socket), std::move(on_seen), Waits{}) {}
LocalapiBus::LocalapiBus(Loop& loop, std::string socket, std::function<void(watch::BusSeen)> on_seen, Waits waits)
    : stream_(std::make_shared<Stream>(loop, std::move(socket), std::move(on_seen), waits)) {
  stream_->connect_at(loop.now());
}
LocalapiBus::~LocalapiBus() {
  stream_->on_seen = {};
  stream_->timer.reset();
  if (stream_->exchange) stream_->exchange->close();
}

}  // namespace tailmend
